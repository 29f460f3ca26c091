"""Parts and wholes that the catalogue declares, wherever in the report their counts stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.arithmetic import SMALL_WHOLE, shown, slipped_digits
from pipeline.catalogue.rates import Incomparable, SplitSum, Subset, Sum
from pipeline.checks.figures import Dimension, Layout
from pipeline.checks.listings import CARRIED_OVER, slip_note
from pipeline.records import Finding, Observation, Span

# Counts that stand no farther apart than this are told together, about one thing.
TOGETHER = 120
# How far before a figure its sentence may say 其中, and after the last part a further part may stand.
LEAD_IN = 30
ACTOR = re.compile(
    r"全[省市县区州]|各[省市县区州级地乡镇部单]|其中|另|[\u4e00-\u9fff](?:局|厅|队|所|中心|部门|机关|法院|政府|街道|乡|镇|组织|委员会|协会)"
)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
# Counts farther apart than this may be of two scopes without a word that says so.
FAR = 600


class Counts(NamedTuple):
    """The year's counts by indicator, all of them and the exact ones, with the text."""

    told: Mapping[str, Sequence[Observation]]
    exact: Mapping[str, Sequence[Observation]]
    text: str

    def beside(self, indicator: str, dimension: Dimension, one: Observation) -> Observation | None:
        """The exact count of an indicator that belongs with another: the only one, or of several the one nearest by,

        in the same sentence before any other.
        """
        found = [
            other
            for other in self.exact.get(indicator, ())
            if other.dimension == dimension and other is not one
        ]
        if len(found) < 2:
            return found[0] if found else None
        found = [
            other for other in found if _length((one, other)) <= TOGETHER and not self.is_piece(other, one)
        ]
        return min(
            found,
            key=lambda other: (not self.one_sentence((one, other)), _length((one, other))),
            default=None,
        )

    def one_sentence(self, counts: Sequence[Observation]) -> bool:
        """Whether the counts are told in one sentence; semicolons do not end it."""
        stretch = _stretch(counts)
        return not re.search(r"[。!?\n]", self.text[stretch.start : stretch.end])

    def is_piece(self, whole: Observation, part: Observation) -> bool:
        """Whether what should be the whole is told behind 其中 as a piece of something, and the part is not."""
        said = self.text.rfind("其中", max(0, whole.start - LEAD_IN), whole.start)
        if said < 0 or re.search(r"[。;!?\n]", self.text[said : whole.start]):
            return False
        return part.start < said or not self.one_sentence((part, whole))

    def of_one_actor(self, counts: Sequence[Observation]) -> bool:
        """Whether the counts are of one doing: told in one sentence, or each once and nobody else, nowhere else between."""
        if self.one_sentence(counts):
            return True
        if any(len(self.told[one.indicator]) > 1 and not one.dimension for one in counts):
            return False
        first = min(counts, key=lambda one: one.start)
        return not ACTOR.search(self.text, first.end, _stretch(counts).end)

    def tells(self, amount: Decimal, counts: Sequence[Observation]) -> bool:
        """Whether a figure of this amount stands in the sentences of the counts, one that no indicator may claim."""
        stretch = _stretch(counts)
        words = _GROUPED.sub("", self.text[stretch.start : stretch.end + LEAD_IN])
        return re.search(rf"(?<![\d.]){re.escape(shown(amount))}(?![\d.])", words) is not None

    def carried_over(self, counts: Sequence[Observation]) -> bool:
        """Whether the passage that tells the counts speaks of cases of the year before."""
        stretch = _stretch(counts)
        return CARRIED_OVER.search(self.text, max(0, stretch.start - TOGETHER), stretch.end + 20) is not None


def check_declared(layout: Layout) -> Iterator[Finding]:
    """One finding for each declared sum, bound or incomparable pair whose counts the report states."""
    counts, identities = _counts(layout), layout.identities
    told, exact = counts.told, counts.exact
    for total in identities.sums:
        if total.whole in exact:
            yield from _check_sum(total, identities.sums, counts)
    for split in identities.splits:
        if split.indicator in exact:
            yield from _check_split(split, counts)
    for subset in identities.subsets:
        if subset.part in exact and subset.whole in exact and subset.unless not in told:
            yield from _check_subset(subset, counts)
    for pair in identities.incomparable:
        if pair.between[0] in told and pair.between[1] in told:
            yield _judge_pair(pair, counts)


def _counts(layout: Layout) -> Counts:
    told: dict[str, list[Observation]] = {}
    exact: dict[str, list[Observation]] = {}
    for indicator in layout.identities.related.intersection(layout.told):
        for one in layout.told[indicator]:
            if not (one.dimension and "period" in dict(one.dimension)):
                told.setdefault(indicator, []).append(one)
                if one.approximation == "exact" and one.value_high is None:
                    exact.setdefault(indicator, []).append(one)
    return Counts(told, exact, layout.text)


def _check_sum(rule: Sum, rules: Sequence[Sum], counts: Counts) -> Iterator[Finding]:
    for whole in counts.exact[rule.whole]:
        parts = [one for part in rule.parts if (one := _own_part(part, whole, counts))]
        if len(parts) < len(rule.parts):
            continue
        parts += [one for part in rule.optional for one in _told_of(part, whole, rules, counts)]
        if len(parts) > 1:
            yield _judge_sum(whole, parts, rule.complete, rule.reason, counts)


def _told_of(indicator: str, whole: Observation, rules: Sequence[Sum], counts: Counts) -> list[Observation]:
    """The part that belongs with a whole; where it is not told (纠错), what it is declared to be made of (撤销、变更 …)."""
    if own := _own_part(indicator, whole, counts):
        return [own]
    pieces = (piece for rule in rules if rule.whole == indicator for piece in (*rule.parts, *rule.optional))
    return [one for piece in pieces if (one := _own_part(piece, whole, counts))]


def _own_part(indicator: str, whole: Observation, counts: Counts) -> Observation | None:
    """The part that belongs with a whole, where the whole belongs with it too."""
    part = counts.beside(indicator, whole.dimension, whole)
    return part if part and counts.beside(whole.indicator, whole.dimension, part) is whole else None


def _check_split(rule: SplitSum, counts: Counts) -> Iterator[Finding]:
    """The members of one dimension against their total, which is told without it."""
    groups: dict[Dimension, list[Observation]] = defaultdict(list)
    for one in counts.exact[rule.indicator]:
        if rule.key in dict(one.dimension):
            groups[tuple(pair for pair in one.dimension if pair[0] != rule.key)].append(one)
    for rest, parts in groups.items():
        whole = counts.beside(rule.indicator, rest, parts[0])
        members = [dict(one.dimension)[rule.key] for one in parts]
        if whole and len(parts) > 1 and len(set(members)) == len(members):
            full = bool(rule.members) and set(rule.members) <= set(members)
            yield _judge_sum(whole, parts, full, rule.reason, counts)


def _judge_sum(
    whole: Observation, parts: Sequence[Observation], complete: bool, reason: str, counts: Counts
) -> Finding:
    """A full list told in one sentence must sum; told apart, a miss counts where one digit explains it.

    Where the list need not be full, only a sum above the whole, told in one place, is a contradiction.
    """
    values = [one.value for one in parts]
    total = sum(values, Decimal(0))
    recomputed = f"{'+'.join(map(shown, values))}={shown(total)}"
    if total == whole.value:
        return _finding("sum", "consistent", whole, parts, recomputed, reason)
    together = counts.one_sentence((whole, *parts)) if complete else _length((whole, *parts)) <= TOGETHER
    slip = slipped_digits(whole.value, values)
    explained = bool(slip) and whole.value >= SMALL_WHOLE
    wrong = together or explained if complete else together and total > whole.value
    wrong = wrong and counts.of_one_actor((whole, *parts))
    wrong = wrong and not (total < whole.value and _may_lack(whole, parts, counts))
    wrong = wrong and not counts.tells(total, (whole, *parts))  # they are the parts of another figure
    if wrong and not counts.carried_over((whole, *parts)):
        note = ";".join(filter(None, (reason, slip_note(slip) if complete else None)))
        return _finding("sum", "contradiction", whole, parts, recomputed, note)
    verdict = "consistent" if not complete and total < whole.value else "incomplete"
    return _finding("sum" if complete else "subset", verdict, whole, parts, recomputed, reason)


def _may_lack(whole: Observation, parts: Sequence[Observation], counts: Counts) -> bool:
    """Whether a part may be missing from a sum: one that the text tells, or one too small for figures in 万."""
    rounded = any(sign in one.text for one in (whole, *parts) for sign in "万亿")
    return rounded or counts.tells(whole.value - sum(one.value for one in parts), (whole, *parts))


def _check_subset(rule: Subset, counts: Counts) -> Iterator[Finding]:
    for part in counts.exact[rule.part]:
        dimension = part.dimension
        if rule.ignore:
            dimension = tuple(pair for pair in dimension if pair[0] not in rule.ignore)
        if whole := counts.beside(rule.whole, dimension, part):
            yield _judge_subset(rule, part, whole, counts)


def _judge_subset(rule: Subset, part: Observation, whole: Observation, counts: Counts) -> Finding:
    """A part above its whole is a contradiction unless carry-over or a scope of its own may explain it.

    A whole told after 其中 is a piece of what was told before.
    """
    if part.value <= whole.value:
        recomputed = f"{shown(part.value)}≤{shown(whole.value)}"
        return _finding("subset", "consistent", whole, [part], recomputed, rule.reason)
    reach = TOGETHER if rule.near else FAR
    narrower = part.end <= whole.start and "其中" in counts.text[part.end : whole.start]
    apart = narrower or _length((part, whole)) > reach or not counts.of_one_actor((part, whole))
    excused = not rule.strict or apart or counts.carried_over((part, whole))
    verdict = "not_comparable" if excused else "contradiction"
    recomputed = f"{shown(part.value)}>{shown(whole.value)}"
    return _finding("subset", verdict, whole, [part], recomputed, rule.reason)


def _judge_pair(rule: Incomparable, counts: Counts) -> Finding:
    first, second = (counts.told[one][0] for one in rule.between)
    return _finding("subset", "not_comparable", first, [second], "不可相加、相除", rule.reason)


def _stretch(counts: Sequence[Observation]) -> Span:
    return Span(min([one.start for one in counts]), max([one.end for one in counts]))


def _length(counts: Sequence[Observation]) -> int:
    stretch = _stretch(counts)
    return stretch.end - stretch.start


def _finding(
    kind: str, verdict: str, whole: Observation, parts: Sequence[Observation], recomputed: str, note: str
) -> Finding:
    counts = [whole, *parts]
    indicators = tuple(dict.fromkeys([one.indicator for one in counts]))
    return Finding(
        kind=kind,
        verdict=verdict,
        indicators=indicators,
        stated=" / ".join(one.text for one in counts) if kind == "subset" else whole.text,
        recomputed=recomputed,
        spans=tuple(sorted([Span(one.start, one.end) for one in counts])),
        note=note,
        blocks=indicators if verdict == "contradiction" else (),
    )
