"""Parts and wholes that the text itself lists: 其中, brackets, 包括, 分别为, and totals that close a list.

A list of parts is not always the whole of it (审结98件,其中调解41件、纠错12件), so a sum that misses is a contradiction
only where the list is evidently full, and how much evidence it takes depends on the list's standing:

- full: it ends in a residual kind (其他类别51项), or its kinds are declared exhaustive (民事、刑事): any miss.
- listed: a bracket, a colon, three or more parts, or parts of one shape (执法类、服务类): a miss that a single changed
  digit explains. By chance one digit explains few differences, and a misprint nearly always changes one.
- likely: two parts after 其中: the same, the whole is not small, and the parts are more than the whole; two parts that
  are less may leave others out.
- open: what is listed are stages, results or highlights, or the list ends in 等: only each part is bounded by the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from pipeline.arithmetic import SMALL_WHOLE, shown, slipped_digits
from pipeline.catalogue.rates import Family, Identities
from pipeline.checks.figures import LEAD, Figure, Layout, added, holds, total_of, written
from pipeline.records import Finding

MARKER = re.compile(r"其中|包括|包含|分别为|分别是|分别有")
CLOSING_TOTAL = re.compile(r"[,、;\s]*(?:共|共计|合计|总计|总共|合共)(?:为|达)?")
_REMAINED = "(?:未结|尚?存|积|遗留|有)"
# Not grouped, so that each alternative begins with a character for which the search can look first.
CARRIED_OVER = re.compile(f"结转|旧存|积案|积存|上年{_REMAINED}|年初{_REMAINED}|期初{_REMAINED}|往年")
SINCE = re.compile("累计|以来|历年")  # a bracket that tells of more than the year lists none of its parts
CONCLUDED = re.compile(r"审结|办结|结案|审理终结")
# What may stand between 率 and its figure.
RATE_LINKS = "为达是均到"
PAUSE, STOP, FULL_STOP = re.compile(r"[,、。;:)]"), re.compile(r"[。;]\s*$"), re.compile(r"[。!?\n]")
# What is still open is no part of what is concluded (`审结51件,其中维持33件、…,尚有4件未到期`).
STILL_OPEN = re.compile(r"[,、;]?(?:尚|还有|仍有|仍在|剩余|另有|未)")
LONGEST_LABEL = 20
LONGEST_NOUN = 12
FULL, LISTED, LIKELY, OPEN = "full", "listed", "likely", "open"


class Listing(NamedTuple):
    """A whole and the parts listed for it; `firm` where nothing else can be the whole."""

    whole: Figure
    parts: tuple[Figure, ...]
    standing: str
    firm: bool


def check_listings(layout: Layout) -> Iterator[Finding]:
    """One finding for each whole with its listed parts."""
    for listing in find_listings(layout):
        yield judge_listing(listing)


def find_listings(layout: Layout) -> Iterator[Listing]:
    """Every whole with parts that the text lists after it, or before it where a total closes the list."""
    for at, (one, following) in enumerate(pairwise(layout.figures)):
        found = None
        level = one.role == "level"
        before = following.before
        if level and one.end <= following.bracket:
            found = _in_brackets(layout, at, layout.gap(at))
        elif level or (one.role == "change" and one.unit == "%"):
            in_one = one.sentence == following.sentence
            gap = before if in_one else layout.gap(at)
            if marker := _marker(gap):
                found = _after_marker(layout, at, gap, marker)
            elif level and gap.startswith(":"):
                found = _after_colon(layout, at, gap)
            elif in_one and _beside(one, following):
                found = _complements(layout, at) or _later_step(layout, at)
        if found:
            yield found
        if ("共" in before or "计" in before) and (total := _closing_total(layout, at + 1)):
            yield total


def _marker(gap: str) -> re.Match[str] | None:
    """The words that begin a list of parts; not looked for where none of their characters stands."""
    return MARKER.search(gap) if "其" in gap or "包" in gap or "别" in gap else None


def _in_brackets(layout: Layout, at: int, gap: str) -> Listing | None:
    """`91项(其中行政许可4项、…)`: the bracket opens right after the whole and its noun."""
    whole, first = layout.figures[at], layout.figures[at + 1]
    noun = layout.text[whole.end : first.bracket]
    if len(noun) > LONGEST_NOUN or PAUSE.search(noun) or SINCE.search(gap):
        return None
    parts = _collect(layout, at + 1, whole)
    return _listing(layout, whole, parts, gap, bracket=True, firm=True)


def _after_marker(layout: Layout, at: int, gap: str, marker: re.Match[str]) -> Listing | None:
    """`1731件,其中民事229件,刑事1502件`; the whole is the figure before, or the last of the same unit.

    What stands in a bracket closed by then (`1731件(含结转43件),其中…`) is passed over.
    """
    before, first = layout.figures[at], layout.figures[at + 1]
    if before.sentence != first.sentence and not STOP.search(gap[: marker.start()]):
        return None
    told = at
    if before.bracket >= 0 and ")" in gap[: marker.start()]:
        while told and layout.figures[told].bracket >= before.bracket:
            told -= 1
        before = layout.figures[told]
    wholes = [one for one in _backwards(layout, told) if one.unit in (first.unit, "")]
    if not wholes:
        return None
    parts = _collect(layout, at + 1, wholes[0])
    whole = _fitting(wholes, parts)
    if before.sentence != first.sentence and any(one.value > whole.value for one in parts):
        return None  # 。其中 looks back on some figure of the sentence, not surely on its last
    named_apart = marker[0].startswith("分别") and gap[: marker.start()].rstrip(" ,") != ""
    firm = whole is before and before.unit != "" and not named_apart
    return _listing(layout, whole, parts, gap, bracket=False, firm=firm)


def _after_colon(layout: Layout, at: int, gap: str) -> Listing | None:
    """`审结361件:维持217件、撤销29件、…`: three kinds or more that 、 sets apart."""
    whole = layout.figures[at]
    parts = _collect(layout, at + 1, whole)
    if len(parts) < 3 or not all(one.before.startswith("、") for one in parts[1:]):
        return None
    return _listing(layout, whole, parts, gap, bracket=False, firm=True)


def _fitting(wholes: Sequence[Figure], parts: Sequence[Figure]) -> Figure:
    """Of the figures before a list the nearest, or one farther off that its parts make up, or that alone can hold them."""
    if len(wholes) == 1 or not parts:
        return wholes[0]
    most, total = max(one.value for one in parts), total_of(parts)
    summed = next((one for one in wholes if one.value == total), None)
    return summed or next((one for one in wholes if one.value >= most), wholes[0])


def _backwards(layout: Layout, at: int) -> Iterator[Figure]:
    """The level figures of one sentence from an index backwards, within one bracket."""
    last = layout.figures[at]
    for one in reversed(layout.figures[max(0, at - 3) : at + 1]):
        if one.sentence != last.sentence:
            return
        if one.role == "level" and one.bracket == last.bracket and not one.earlier:
            yield one


def _collect(layout: Layout, start: int, whole: Figure) -> tuple[Figure, ...]:
    """The parts from an index on: same unit, same bracket, named by a short noun, until something else is told.

    A semicolon ends a list whose parts no semicolon sets apart.
    """
    figures, words = layout.figures, layout.identities.words
    first = figures[start]
    parts: list[Figure] = []
    previous = first
    for one in figures[start:]:
        if one.bracket != first.bracket and first.bracket < one.bracket:
            continue
        if one.bracket != first.bracket or not _goes_on(layout.text, previous, one):
            break
        previous = one
        if one.earlier or one.role == "change" or (one.unit == "%" and "占" in one.before):
            continue
        if (
            one.role != "level"
            or whole.unit not in (one.unit, "")
            or (parts and _tells_other(one, words.other_act))
            or (parts and one.value > whole.value and _leaves_list(whole, parts, one))
            or (len(parts) > 1 and parts[-2].sentence == parts[-1].sentence != one.sentence)
            or (STILL_OPEN.match(one.before) and CONCLUDED.search(whole.label))
        ):
            break
        parts.append(one)
    return tuple(parts)


def _goes_on(text: str, previous: Figure, one: Figure) -> bool:
    """Whether one sentence, or a list set off by semicolons, runs from one figure to the next."""
    return previous.sentence == one.sentence or not FULL_STOP.search(text, previous.end, one.start)


def _leaves_list(whole: Figure, parts: Sequence[Figure], one: Figure) -> bool:
    """Whether a comma ends a list: its parts are set apart by 、, or a figure of another matter is told.

    `法律援助518件,其中农民工377件,公证1642件`: what the indicators count begins with another name. A semicolon ends it too:
    what is larger than the whole behind one (`示范村14个,其中新创3个;公园、广场21处`) is told anew.
    """
    if one.sentence != parts[-1].sentence:
        return True
    if not one.before.startswith(","):
        return False
    matters = {indicator.split(".")[0] for indicator in one.indicators}
    own = {indicator.split(".")[0] for indicator in whole.indicators}
    return (len(parts) > 1 and parts[-1].before.startswith("、")) or bool(
        matters and own and not matters & own
    )


def _tells_other(one: Figure, other_act: str) -> bool:
    """Whether the words before a figure begin another statement instead of naming another part."""
    named = LEAD.sub("", one.before, count=1).rstrip(" ,、:")
    return "," in named or len(named) > LONGEST_LABEL or not one.before or holds(other_act, one.label)


def _listing(
    layout: Layout, whole: Figure, parts: tuple[Figure, ...], gap: str, bracket: bool, firm: bool
) -> Listing | None:
    if not parts:
        return None
    identities = layout.identities
    first_is_other = holds(identities.words.other_act, parts[0].label)
    is_open = first_is_other or _open_ended(layout, whole, parts)
    standing = OPEN if is_open else _standing(whole, parts, gap, bracket, identities)
    return Listing(whole, parts, standing, firm and not first_is_other)


def _open_ended(layout: Layout, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether what surrounds a list says that it is no full one; what is concluded holds cases carried over."""
    last = parts[-1]
    return (
        layout.text.startswith(("等", ",等", "、等"), last.end)
        or (_carried_over(layout.text, whole, last) and not CONCLUDED.search(whole.label))
        or _ends_in_a_rate(layout, last)
    )


def _carried_over(text: str, whole: Figure, last: Figure) -> bool:
    return CARRIED_OVER.search(text, max(0, whole.start - 60), last.end + 20) is not None


def _ends_in_a_rate(layout: Layout, last: Figure) -> bool:
    """Whether the last part is told with its own rate (`涉法议题95个,审查95个,审查率100%`): a step, no kind."""
    at = bisect_right(layout.figures, last.start, key=lambda one: one.start)
    if at == len(layout.figures):
        return False
    following = layout.figures[at]
    if following.unit != "%" or following.sentence != last.sentence:
        return False
    name, _, link = following.before.rpartition("率")
    named = name[-2:]
    return (
        len(named) == 2
        and named in last.label
        and all(map(_is_han, named))
        and not any(map(_is_han, link.rstrip(RATE_LINKS)))
    )


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _standing(whole: Figure, parts: Sequence[Figure], gap: str, bracket: bool, identities: Identities) -> str:
    """How surely the parts are all there are; see the head of this module."""
    words, labels = identities.words, [one.label for one in parts]
    if len(parts) < 2:
        return OPEN
    if holds(words.residual, labels[-1]) or exhaustive(labels, identities):
        return FULL
    if any(holds(words.selective, label) for label in labels):
        return LISTED if len(parts) > 3 else OPEN
    one_shape = len({label[-2:] for label in labels}) == 1 and labels[0][-2:] not in whole.label
    return LISTED if bracket or len(parts) > 2 or one_shape or "其中:" in gap or "包括:" in gap else LIKELY


def exhaustive(labels: Sequence[str], identities: Identities) -> Family | None:
    """The family of which the labels are kinds, each another, that together leave none out."""
    if not all(map(identities.any_kind.search, labels)):
        return None
    for family in identities.families:
        if not family.complete:
            continue
        kinds: set[str] = set()
        for label in labels:
            kind = _kind(label, family)
            if kind is None or kind in kinds:
                break
            kinds.add(kind)
        else:
            if any(kinds.issuperset(one) for one in family.complete):
                return family
    return None


def _kind(label: str, family: Family) -> str | None:
    for kind, pattern in family.members.items():
        if holds(pattern, label):
            return kind
    return None


def _complements(layout: Layout, at: int) -> Listing | None:
    """`交办21件,办结18件,3件在办`: two exhaustive kinds right after a whole that is no kind, with no word that says so."""
    parts = layout.figures[at + 1 : at + 3]
    whole = layout.figures[at]
    if len(parts) < 2 or not _beside(whole, parts[1]):
        return None
    family = exhaustive([one.label for one in parts], layout.identities)
    if family is None or _kind(whole.label, family):
        return None
    lacking = whole.value - total_of(parts)
    if lacking and (
        _goes_on_to(layout, at + 3, whole, lacking)
        or not slipped_digits(whole.value, [one.value for one in parts])
        or _carried_over(layout.text, whole, parts[-1])
    ):
        return None
    return Listing(whole, parts, LISTED if whole.value >= SMALL_WHOLE else LIKELY, firm=False)


def _goes_on_to(layout: Layout, at: int, whole: Figure, lacking: Decimal) -> bool:
    """Whether the next figure is what a list lacks: a further part (`另有行政案件6件`)."""
    following = layout.figures[at : at + 1]
    return any(_beside(whole, one) and one.value == lacking for one in following)


def _later_step(layout: Layout, at: int) -> Listing | None:
    """`受理申请420件,已办结415件`: what is done with the cases just told cannot be more."""
    whole, part = layout.figures[at : at + 2]
    words = layout.identities.words
    if not holds(words.later_step, part.label):
        return None
    told = holds(words.earlier_step, whole.label) and not _carried_over(layout.text, whole, part)
    return Listing(whole, (part,), OPEN, firm=True) if told else None


def _beside(one: Figure, other: Figure) -> bool:
    """Whether two levels of one unit stand in one sentence, in the same bracket or none."""
    return (
        one.sentence == other.sentence
        and one.unit == other.unit
        and one.role == other.role == "level"
        and one.bracket == other.bracket
    )


def _closing_total(layout: Layout, at: int) -> Listing | None:
    """`甲151场次,乙65场次,共216场次`: a bare total after at least two figures of its unit."""
    total = layout.figures[at]
    if total.role != "level" or not CLOSING_TOTAL.fullmatch(total.before):
        return None
    run: list[Figure] = []
    for one in reversed(layout.figures[:at]):
        if not _beside(one, total):
            break
        run.insert(0, one)
    tails = [run[start:] for start in range(len(run) - 1)]
    parts = next((tail for tail in tails if total_of(tail) == total.value), run)
    return Listing(total, tuple(parts), LISTED, firm=False) if len(parts) > 1 else None


def judge_listing(listing: Listing) -> Finding:
    """The verdict on one whole and its parts."""
    whole, parts, standing, firm = listing
    total = total_of(parts)
    if len(parts) > 1 and total == whole.value:
        return _sum_finding(listing, "consistent", None)
    exact = whole.exact and all(one.exact for one in parts)
    slips = slipped_digits(whole.value, [one.value for one in parts]) if standing != OPEN else ()
    explained = bool(slips) and (standing != LIKELY or SMALL_WHOLE <= whole.value < total)
    if exact and (standing == FULL or explained):
        return _sum_finding(listing, "contradiction", slip_note(slips))
    if above := [one for one in parts if one.value > whole.value]:
        certain = firm and all(one.exact and whole.exact for one in above)
        return _bound_finding(listing, "contradiction" if certain else "incomplete", above)
    if standing == OPEN:
        fits = exact or whole.quantity.approximation == "over"
        return _bound_finding(listing, "consistent" if fits else "incomplete", [])
    return _sum_finding(listing, "incomplete", _miss_note(listing, exact))


def slip_note(slips: Sequence[tuple[Decimal, Decimal]]) -> str | None:
    """Which single changed digit would make the sum right, where one or two would; of more, none is named."""
    told = "、或".join(f"{shown(old)}为{shown(new)}" for old, new in slips[:2])
    return f"若{told}则相符" if 0 < len(slips) < 3 else None


def _miss_note(listing: Listing, exact: bool) -> str:
    if not exact:
        return "含约数,无法核对"
    more = total_of(listing.parts) > listing.whole.value
    return "所列之和大于总数,各项可能交叉" if more else "所列未必齐全"


def _sum_finding(listing: Listing, verdict: str, note: str | None) -> Finding:
    whole, parts = listing.whole, listing.parts
    total = total_of(parts)
    return _finding("sum", verdict, whole, parts, f"{added(parts)}={shown(total)}", note)


def _bound_finding(listing: Listing, verdict: str, above: Sequence[Figure]) -> Finding:
    shown_parts = above or listing.parts
    sign = ">" if above else "≤"
    recomputed = "、".join(f"{shown(one.value)}{sign}{shown(listing.whole.value)}" for one in shown_parts)
    note = {"contradiction": "部分大于总数", "incomplete": "未必是同一总数的部分或含约数"}.get(verdict)
    return _finding("subset", verdict, listing.whole, listing.parts, recomputed, note)


def _finding(
    kind: str, verdict: str, whole: Figure, parts: Sequence[Figure], recomputed: str, note: str | None
) -> Finding:
    figures = [whole, *parts]
    indicators = tuple(dict.fromkeys([i for one in figures for i in one.indicators]))
    return Finding(
        kind=kind,
        verdict=verdict,
        indicators=indicators,
        stated=written(whole),
        recomputed=recomputed,
        spans=tuple(sorted([one.span for one in figures])),
        note=note,
        blocks=indicators if verdict == "contradiction" else (),
    )
