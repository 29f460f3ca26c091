"""Parts and wholes that the catalogue declares, wherever in the report their counts stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.arithmetic import SMALL_WHOLE, shown, slipped_digit
from pipeline.catalogue.rates import Incomparable, SplitSum, Subset, Sum
from pipeline.checks.figures import Layout
from pipeline.checks.listings import CARRIED_OVER
from pipeline.records import Finding, Observation, Span

Dimension = tuple[tuple[str, str], ...]
# Counts that stand no farther apart than this are told together, about one thing.
TOGETHER = 120


class Counts(NamedTuple):
    """The year's exact counts: by indicator and dimension where it is told once, and by indicator."""

    single: Mapping[tuple[str, Dimension], Observation]
    by_indicator: Mapping[str, Sequence[Observation]]
    text: str


def check_declared(layout: Layout) -> Iterator[Finding]:
    """One finding for each declared sum, bound or incomparable pair whose counts the report states."""
    counts = _counts(layout)
    for total in layout.identities.sums:
        yield from _check_sum(total, counts)
    for split in layout.identities.splits:
        yield from _check_split(split, counts)
    for subset in layout.identities.subsets:
        yield from _check_subset(subset, counts)
    for pair in layout.identities.incomparable:
        yield from _check_pair(pair, counts)


def _counts(layout: Layout) -> Counts:
    by_key: dict[tuple[str, Dimension], list[Observation]] = defaultdict(list)
    by_indicator: dict[str, list[Observation]] = defaultdict(list)
    for one in layout.observations:
        if one.role == "level" and not one.inferred and "period" not in dict(one.dimension):
            by_indicator[one.indicator].append(one)
            if one.approximation == "exact" and one.value_high is None:
                by_key[one.indicator, one.dimension].append(one)
    return Counts(
        {key: found[0] for key, found in by_key.items() if len(found) == 1}, by_indicator, layout.text
    )


def _check_sum(rule: Sum, counts: Counts) -> Iterator[Finding]:
    for whole in counts.by_indicator.get(rule.whole, ()):
        if counts.single.get((rule.whole, whole.dimension)) is not whole:
            continue
        required = [counts.single.get((part, whole.dimension)) for part in rule.parts]
        optional = [counts.single.get((part, whole.dimension)) for part in rule.optional]
        parts = [one for one in (*required, *optional) if one is not None]
        if None not in required and len(parts) > 1:
            yield _judge_sum(whole, parts, rule.complete, rule.reason, counts.text)


def _check_split(rule: SplitSum, counts: Counts) -> Iterator[Finding]:
    """The members of one dimension against their total, which is told without it."""
    groups: dict[Dimension, list[Observation]] = defaultdict(list)
    for one in counts.by_indicator.get(rule.indicator, ()):
        if rule.key in dict(one.dimension):
            groups[tuple(pair for pair in one.dimension if pair[0] != rule.key)].append(one)
    for rest, parts in groups.items():
        whole = counts.single.get((rule.indicator, rest))
        members = {dict(one.dimension)[rule.key] for one in parts}
        exact = all(counts.single.get((one.indicator, one.dimension)) is one for one in parts)
        if whole and exact and len(parts) > 1:
            full = bool(rule.members) and set(rule.members) <= members
            yield _judge_sum(whole, parts, full, rule.reason, counts.text)


def _judge_sum(
    whole: Observation, parts: Sequence[Observation], complete: bool, reason: str, text: str
) -> Finding:
    """A complete list told in one place must sum; one told apart, or not complete, may miss without a slip."""
    values = [one.value for one in parts]
    total = sum(values, Decimal(0))
    recomputed = f"{'+'.join(map(shown, values))}={shown(total)}"
    if total == whole.value:
        return _finding("sum", "consistent", whole, parts, recomputed, reason)
    stretch = _stretch((whole, *parts))
    together = complete and stretch.end - stretch.start <= TOGETHER
    carried = CARRIED_OVER.search(text, stretch.start, stretch.end) is not None
    slip = slipped_digit(whole.value, values)
    explained = complete and slip is not None and whole.value >= SMALL_WHOLE
    if not carried and (together or explained or (not complete and total > whole.value)):
        note = f"{reason};若{slip[0]}为{slip[1]}则相符" if slip else reason
        return _finding("sum", "contradiction", whole, parts, recomputed, note)
    verdict = "consistent" if not complete and total < whole.value else "incomplete"
    return _finding("sum" if complete else "subset", verdict, whole, parts, recomputed, reason)


def _check_subset(rule: Subset, counts: Counts) -> Iterator[Finding]:
    for part in counts.by_indicator.get(rule.part, ()):
        dimension = tuple(pair for pair in part.dimension if pair[0] not in rule.ignore)
        whole = counts.single.get((rule.whole, dimension))
        if whole is None or counts.single.get((rule.part, part.dimension)) is not part:
            continue
        fits = part.value <= whole.value
        verdict = "consistent" if fits else "contradiction" if rule.strict else "not_comparable"
        recomputed = f"{shown(part.value)}{'≤' if fits else '>'}{shown(whole.value)}"
        yield _finding("subset", verdict, whole, [part], recomputed, rule.reason)


def _check_pair(rule: Incomparable, counts: Counts) -> Iterator[Finding]:
    first, second = (next(iter(counts.by_indicator.get(one, ())), None) for one in rule.between)
    if first and second:
        yield _finding("subset", "not_comparable", first, [second], "不可相加、相除", rule.reason)


def _stretch(counts: Sequence[Observation]) -> Span:
    return Span(min(one.start for one in counts), max(one.end for one in counts))


def _finding(
    kind: str, verdict: str, whole: Observation, parts: Sequence[Observation], recomputed: str, note: str
) -> Finding:
    counts = [whole, *parts]
    indicators = tuple(dict.fromkeys(one.indicator for one in counts))
    return Finding(
        kind=kind,
        verdict=verdict,
        indicators=indicators,
        stated=" / ".join(one.text for one in counts) if kind == "subset" else whole.text,
        recomputed=recomputed,
        spans=tuple(Span(one.start, one.end) for one in sorted(counts, key=lambda one: one.start)),
        note=note,
        blocks=indicators if verdict == "contradiction" else (),
    )
