"""The indicators: what each figure may mean, and the wordings that bind a figure to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from .files import CatalogueError, read_yaml, refuse_unknown, to_record, to_records
from .wordings import Grammar, Wording, WordingError, grammar_of, parse
from .words import Words, plain


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a definition comes from."""

    title: str
    url: str = ""


class Relations(Struct, frozen=True, forbid_unknown_fields=True):
    """How an indicator stands to others; every entry is an indicator's id, but for `numerator` and `denominator`.

    Those two may join ids with `+`.
    """

    part_of: tuple[str, ...] = ()
    whole_of: tuple[str, ...] = ()
    numerator_of: tuple[str, ...] = ()
    denominator_of: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    do_not_confuse_with: tuple[str, ...] = ()
    sibling: tuple[str, ...] = ()
    sum_check: bool = False


class Indicator(Struct, frozen=True, forbid_unknown_fields=True):
    """One defined measure.

    `dimensions` gives each key its members and, with each, further words by which a report names it; a key in
    `carried` may be named earlier in the sentence than the figure. `wordings` are the binding rules, one line each
    (grammar: wordings.py and data/catalogue/README.md). In `examples` 【 】 marks a figure that must be bound to this
    indicator, in `counter_examples` one that must not.
    """

    id: str
    domain: str
    zh: str
    en: str
    kind: Literal["count", "rate", "money", "duration", "index"]
    unit: str
    definition: str
    wordings: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()
    dimensions: dict[str, dict[str, tuple[str, ...]]] = {}
    carried: tuple[str, ...] = ()
    relations: Relations = Relations()
    sources: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()

    def member_words(self) -> dict[str, dict[str, str]]:
        """For each dimension key, the words that name its members, each with the member that it names."""
        return {
            key: {plain(word): member for member, words in members.items() for word in (member, *words)}
            for key, members in self.dimensions.items()
        }


class Domain(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of government work, one file of the catalogue; `sources` are named by the indicators in it.

    `order` is its place among the fields, as the demonstration standard (示范指标体系) has them.
    """

    id: str
    zh: str
    en: str
    order: int
    sources: dict[str, Reference] = {}


def load_indicators(folder: Path) -> tuple[dict[str, Domain], dict[str, Indicator]]:
    """Read every domain file of `folder`, domains in their order; ids and references between indicators are checked."""
    domains: dict[str, Domain] = {}
    indicators: dict[str, Indicator] = {}
    for path in sorted(folder.glob("*.yml")):
        domain, entries = _load_domain(path)
        domains[domain.id] = domain
        for entry in entries.values():
            if entry.id in indicators:
                raise CatalogueError(
                    f"{path.name}: {entry.id}: this id stands in {indicators[entry.id].domain}.yml too"
                )
            refuse_unknown(entry.sources, domain.sources, path.name, entry.id, "sources")
        indicators.update(entries)
    for entry in indicators.values():
        _check_relations(entry, indicators)
        refuse_unknown(entry.carried, entry.dimensions, f"{entry.domain}.yml", entry.id, "carried")
    in_order = sorted(domains.values(), key=lambda domain: domain.order)
    return {domain.id: domain for domain in in_order}, indicators


def parse_wordings(indicators: Iterable[Indicator], words: Words) -> tuple[Wording, ...]:
    """Read every wording line; a line that does not follow the grammar is refused with its place."""
    grammar = grammar_of(words)
    found: list[Wording] = []
    for entry in indicators:
        members = {key: frozenset(named) for key, named in entry.member_words().items()}
        found += [
            _parse(entry, number, line, grammar, members)
            for number, line in enumerate(entry.wordings, start=1)
        ]
    return tuple(found)


def _parse(
    entry: Indicator, number: int, line: str, grammar: Grammar, members: dict[str, frozenset[str]]
) -> Wording:
    try:
        return parse(line, entry.id, number, grammar, members)
    except WordingError as error:
        raise CatalogueError(f"{entry.domain}.yml: {entry.id}: wordings: “{line}”: {error}") from error


def _load_domain(path: Path) -> tuple[Domain, dict[str, Indicator]]:
    document = dict(read_yaml(path))
    entries = document.pop("indicators", {})
    domain = to_record(Domain, {"id": path.stem, **document}, path, path.stem)
    named = {key: {"domain": domain.id, **(values or {})} for key, values in entries.items()}
    return domain, to_records(Indicator, named, path)


def _check_relations(entry: Indicator, indicators: dict[str, Indicator]) -> None:
    relations = entry.relations
    for key in ("part_of", "whole_of", "do_not_confuse_with", "sibling"):
        refuse_unknown(getattr(relations, key), indicators, f"{entry.domain}.yml", entry.id, key)
    for key in ("numerator", "denominator"):
        ids = (getattr(relations, key) or "").split("+")
        refuse_unknown(filter(None, ids), indicators, f"{entry.domain}.yml", entry.id, key)
