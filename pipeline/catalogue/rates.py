"""Derived rates and identities: what may be divided by what, what sums to what, and the words that tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from .files import CatalogueError, read_yaml, refuse_unknown, to_record, to_records
from .indicators import Indicator, Reference


class Counts(Struct, frozen=True, forbid_unknown_fields=True):
    """Indicators whose counts are added to make a numerator; with `any`, those that are stated suffice."""

    counts: tuple[str, ...]
    any: bool = False


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """A denominator under the name it is published by: the indicators whose counts are added."""

    basis: str
    counts: tuple[str, ...]


class Split(Struct, frozen=True, forbid_unknown_fields=True):
    """A rate that is each member's share of all `members` of one dimension `key`."""

    key: str
    members: tuple[str, ...]
    basis: str


class RateRule(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One derived rate, in per cent. The keys are explained at the head of data/catalogue/rates.yml."""

    id: str
    domain: str
    zh: str
    en: str
    formula: str
    kind: Literal["ratio", "share", "change"] = "ratio"
    numerators: tuple[Counts, ...] = ()
    denominators: tuple[Basis, ...] = ()
    other_bases: tuple[Basis, ...] = ()
    reported_only: str = ""
    unfit: dict[str, str] = {}
    beside: dict[str, str] = {}
    ignore: tuple[str, ...] = ()
    split: Split | None = None
    measures: dict[str, str] = {}
    variants: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    sources: tuple[Reference, ...] = ()

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The indicators whose counts make the numerator or a basis."""
        sides: list[Counts | Basis] = [*self.numerators, *self.denominators, *self.other_bases]
        return tuple([indicator for side in sides for indicator in side.counts])

    @cached_property
    def concerned(self) -> frozenset[str]:
        """The rate and the indicators without any of which there is nothing to say of it."""
        return frozenset({self.id, *self.wanted, *self.unfit, *self.measures.values()})


class Sum(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole and its parts; all `parts` must be stated, `optional` ones count where they are.

    Where it is not `complete`, the parts together can only not exceed the whole.
    """

    whole: str
    reason: str
    parts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    complete: bool = True


class SplitSum(Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator whose members of dimension `key` sum to its total; all `members`, where they are named."""

    indicator: str
    key: str
    reason: str
    members: tuple[str, ...] = ()


class Subset(Struct, frozen=True, forbid_unknown_fields=True):
    """A count that cannot exceed another; not `strict` where carry-over and the like may let it.

    With `near`, only where the two are told together; not where the count `unless` is told, which is the closer whole.
    """

    part: str
    whole: str
    reason: str
    strict: bool = True
    near: bool = False
    unless: str = ""
    ignore: tuple[str, ...] = ()


class Incomparable(Struct, frozen=True, forbid_unknown_fields=True):
    """Two counts that are never added, divided or compared, and why."""

    between: tuple[str, str]
    reason: str


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds that reports list side by side: each member's pattern, and which sets of members are exhaustive."""

    zh: str
    members: dict[str, str]
    complete: tuple[tuple[str, ...], ...]


class ListWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns that tell a full list of parts from a selection, and a later step from an earlier one."""

    residual: str
    open_ended: str
    selective: str
    other_act: str
    earlier_step: str
    later_step: str
    total: str


class Identities(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything that data/catalogue/identities.yml declares."""

    sums: tuple[Sum, ...]
    splits: tuple[SplitSum, ...]
    subsets: tuple[Subset, ...]
    incomparable: tuple[Incomparable, ...]
    once: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    families: tuple[Family, ...]
    words: ListWords

    @cached_property
    def related(self) -> frozenset[str]:
        """The indicators that some sum, split, bound or incomparable pair names."""
        return frozenset(one for _, ids in _related(self) for one in ids)

    @cached_property
    def any_kind(self) -> re.Pattern[str]:
        """The kinds of all exhaustive families in one pattern: a name without it is of none of them."""
        kinds = [kind for family in self.families if family.complete for kind in family.members.values()]
        return re.compile("|".join(f"(?:{kind})" for kind in kinds))


@lru_cache(maxsize=8)
def unit_classes(units: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    """The class of each unit that may be added to others: the first unit of its row."""
    return {unit: same[0] for same in units for unit in same}


class _RateFile(Struct, frozen=True, forbid_unknown_fields=True):
    sources: dict[str, Any]
    rates: dict[str, dict[str, Any]]


def load_rates(path: Path, indicators: Mapping[str, Indicator]) -> dict[str, RateRule]:
    """Read the rates; raises CatalogueError naming file, entry and key."""
    document = to_record(_RateFile, read_yaml(path), path, "the file")
    rules = to_records(RateRule, with_sources(document.rates, document.sources, path), path)
    for rule in rules.values():
        counts = [one for group in (rule.numerators, rule.denominators, rule.other_bases) for one in group]
        refuse_unknown((i for one in counts for i in one.counts), indicators, path.name, rule.id, "counts")
        for key, ids in {
            "unfit": rule.unfit,
            "beside": rule.beside,
            "measures": rule.measures.values(),
        }.items():
            refuse_unknown(ids, indicators, path.name, rule.id, key)
        _refuse_shapeless(rule, path)
    return rules


def with_sources(entries: Mapping[str, Any], sources: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The entries of a file with the keys of their `sources` replaced by what the file's own table says of them."""
    resolved = {}
    for entry, values in entries.items():
        keys = values.get("sources", ())
        refuse_unknown(keys, sources, path.name, entry, "sources")
        resolved[entry] = {**values, "sources": [sources[key] for key in keys]}
    return resolved


def _refuse_shapeless(rule: RateRule, path: Path) -> None:
    """A rate is computed by one of the shapes or says why it is not."""
    shapes = {
        "ratio": bool(rule.denominators),
        "share": rule.split is not None,
        "change": bool(rule.measures),
    }
    if not rule.reported_only and not shapes[rule.kind]:
        raise CatalogueError(
            f"{path.name}: {rule.id}: kind {rule.kind} lacks its denominators, split or measures"
        )


def load_identities(path: Path, indicators: Mapping[str, Indicator]) -> Identities:
    """Read the identities; raises CatalogueError naming file, entry and key."""
    document = to_record(Identities, read_yaml(path), path, "the file")
    for entry, ids in (*_related(document), ("once", document.once)):
        refuse_unknown(ids, indicators, path.name, entry, "the entry")
    patterns: dict[str, Iterable[str]] = {
        f"families/{one.zh}": one.members.values() for one in document.families
    }
    patterns["words"] = msgspec.structs.astuple(document.words)
    for entry, expressions in patterns.items():
        for expression in expressions:
            refuse_bad_pattern(expression, path, entry)
    return document


def _related(document: Identities) -> Iterable[tuple[str, Iterable[str]]]:
    """Each entry that relates indicators, with those that it names."""
    yield from ((f"sums/{one.whole}", (one.whole, *one.parts, *one.optional)) for one in document.sums)
    yield from ((f"splits/{one.indicator}", (one.indicator,)) for one in document.splits)
    yield from (
        (f"subsets/{one.part}", (one.part, one.whole, *filter(None, [one.unless])))
        for one in document.subsets
    )
    yield from ((f"incomparable/{one.between[0]}", one.between) for one in document.incomparable)


def refuse_bad_pattern(expression: str, path: Path, entry: str) -> None:
    """Refuse a regular expression that does not compile."""
    try:
        re.compile(expression)
    except re.error as error:
        raise CatalogueError(
            f"{path.name}: {entry}: not a regular expression: {expression!r}: {error}"
        ) from error
