"""The same indicator told twice with different values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.arithmetic import one_digit_apart
from pipeline.catalogue import Catalogue
from pipeline.catalogue.rates import unit_classes
from pipeline.checks.figures import Figure, Layout
from pipeline.checks.listings import CARRIED_OVER
from pipeline.records import Finding, Observation, Span

# Words that name many things and so tell nothing of whether two figures are of one.
GENERIC = re.compile(r"受理|办理|处理|案件|事项|全年|累计|共|全[省市县区]")
# … and those that, beside the indicator's own name, leave nothing that could narrow a figure.
BARE = re.compile(r"受理|收到|新收|审结|办结|案件|申请|依法|全年|年内|本年度?|累计|共计?|各类|件数|数")
TERRITORY = re.compile(r"全[省市县区州旗盟]|本级")
# What may open a name and does not narrow it.
OPENING = re.compile(r"^(?:全年|年内|20\d\d年|本年度?|全[省市县区州]|我[省市县区州]|共|累计|共计|新)*")
# How far apart two values of one thing may be, as a factor: farther apart they are rather of two.
NEAR = 2
# Of two figures below this, one digit in two is the same too often by chance.
LEAST_TELLING = 100
# How far before a figure words may stand that say whose it is or what it holds.
LEAD_IN = 60


def check_repeats(layout: Layout, catalogue: Catalogue) -> Iterator[Finding]:
    """One finding for each indicator, dimension and unit that the report tells more than once.

    Another value is a contradiction only for indicators that have one value a year (`once` in the catalogue) and where
    the two are told in like words or differ by one digit, or each by its own name alone in two paragraphs. Elsewhere the
    two are set down as not comparable, but for indicators with dimensions, whose values told twice are mostly of two
    unnamed members.
    """
    units = unit_classes(layout.identities.units)
    groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in layout.levels:
        if one.unit != "%" and (one.also or len(layout.told[one.indicator]) > 1):
            groups[one.indicator, one.dimension, units.get(one.unit, one.unit)].append(one)
    for group in groups.values():
        if len(group) == 1 and not group[0].also:
            continue
        once = group[0].indicator in layout.identities.once
        if (
            once
            or not catalogue.indicators[group[0].indicator].dimensions
            or len({one.value for one in group}) == 1
        ):
            name = catalogue.indicators[group[0].indicator].zh
            yield from _judge(group, layout.by_number, name if once else None, layout.text)


def _judge(
    group: Sequence[Observation], figures: Mapping[int, Figure], once: str | None, text: str
) -> Iterator[Finding]:
    """`once` is the name of an indicator that has one value a year."""
    for one in group:
        if one.also:
            yield _finding("consistent", [one], "两处相同", None)
    exact = [one for one in group if one.approximation == "exact" and one.value_high is None]
    for one, other in pairwise(exact):
        if one.value == other.value:
            yield _finding("consistent", [one, other], "两处相同", None)
        elif once and (_same_thing(one, other, figures) or _bare_alike(one, other, figures, once, text)):
            yield _finding("contradiction", [one, other], "两处不同", "同一指标前后不一")
        else:
            yield _finding("not_comparable", [one, other], "两处不同", "口径可能不同,不据以计算")


def _same_thing(one: Observation, other: Observation, figures: Mapping[int, Figure]) -> bool:
    """Whether two observations are told in the same words and near one another, or in like words and one digit apart.

    Words that one has more than the other narrow it (网上受理), in one sentence like words tell two kinds (许可案卷130卷、
    处罚案卷150卷), and the same words with quite another figure have another subject (某调解中心调解成功276件).
    """
    places = [figures[o.quantity] for o in (one, other) if o.quantity is not None and o.quantity in figures]
    if len(places) < 2:
        return False
    slip = one_digit_apart(one.value, other.value)
    low, high = sorted((one.value, other.value))
    left, right = (place.label for place in places)
    if min(len(left), len(right)) > 3 and OPENING.sub("", left) == OPENING.sub("", right):
        return slip or high <= low * NEAR
    if places[0].sentence == places[1].sentence or low < LEAST_TELLING:
        return False
    left, right = (GENERIC.sub("", label) for label in (left, right))
    return slip and any(left[at : at + 2] in right for at in range(len(left) - 1))


def _bare_alike(
    one: Observation, other: Observation, figures: Mapping[int, Figure], name: str, text: str
) -> bool:
    """Whether two values one digit apart stand in two paragraphs, each told by nothing but the indicator's own name.

    What is carried over from the year before, or told of a territory in one place only, may explain the difference.
    """
    places = [figures[o.quantity] for o in (one, other) if o.quantity is not None and o.quantity in figures]
    if len(places) < 2 or not one_digit_apart(one.value, other.value):
        return False
    first, second = sorted(places, key=lambda place: place.start)
    if text.find("\n", first.end, second.start) < 0:
        return False
    said = [text[max(0, place.start - LEAD_IN) : place.end + 20] for place in places]
    if any(CARRIED_OVER.search(words) for words in said) or len({*map(_territory, said)}) > 1:
        return False
    return all(BARE.sub("", place.label) in BARE.sub("", name) for place in places)


def _territory(words: str) -> str | None:
    named = TERRITORY.search(words)
    return named.group() if named else None


def _finding(verdict: str, told: Sequence[Observation], recomputed: str, note: str | None) -> Finding:
    spans = [span for one in told for span in (Span(one.start, one.end), *one.also)]
    return Finding(
        kind="repeat",
        verdict=verdict,
        indicators=(told[0].indicator,),
        stated=" / ".join(one.text for one in told),
        recomputed=recomputed,
        spans=tuple(sorted(spans)),
        note=note,
        blocks=() if verdict == "consistent" else (told[0].indicator,),
    )
