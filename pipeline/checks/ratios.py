"""Stated rates and shares against the counts that the report gives: every basis is tried before one is called wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, pairwise, permutations
from typing import NamedTuple

from pipeline.arithmetic import denominators_for, numerators_for, percent, shown, verdict_of
from pipeline.catalogue import Catalogue
from pipeline.catalogue.rates import Basis, Counts, RateRule
from pipeline.checks.figures import Dimension, Figure, Layout, total_of, written
from pipeline.checks.listings import CARRIED_OVER, CONCLUDED, MARKER
from pipeline.records import Finding

RATE_NAME = re.compile(
    r"([\u4e00-\u9fff]{2,})率(?:[”\"]|为|达到?|均|高达|分别|是|[:\s]|约|和[\u4e00-\u9fff]{2,8}率)*$"
)
SHARE_NAME = re.compile(r"占(?:比|全部|总数|总量|案件总数|总件数)?(?:的|为|达|约|比|到|重)*$")
# A rate so qualified is not the plain one: 按时办结率 is not 办结率.
QUALIFIER = re.compile(r"按时|按期|及时|限时|综合|一次|首次|实质|书面")
# A rate so named is of what is gone, not of what is left: 31家压减为2家,压减率93.55%.
REDUCTION = re.compile(r"[压缩删精裁]减|压缩|精简|减少|下降|降低")
# How many figures before a rate may be its counts, and how far apart declared counts may stand to be surely its own.
NEARBY = 4
TOGETHER = 200
# A rate of another place or of all places: 全省平均, 县级, 各县.
ELSEWHERE = re.compile(
    r"全[国省市州县区]|各[省市州县区地]|[省市州县区]级|[市县区)]的?[^,。;]{0,4}率|本级|平均|高于|低于"
)
FITTING = ("consistent", "rounding", "truncation")


class Pair(NamedTuple):
    """A numerator and a denominator that may have made a stated rate; `certain` where they must have."""

    parts: tuple[Figure, ...]
    wholes: tuple[Figure, ...]
    certain: bool = False

    @property
    def numerator(self) -> Decimal:
        """The parts together."""
        return total_of(self.parts)

    @property
    def denominator(self) -> Decimal:
        """The wholes together."""
        return total_of(self.wholes)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every count of the pair once."""
        return tuple(dict.fromkeys((*self.parts, *self.wholes)))


class Declared(NamedTuple):
    """What the catalogue says a stated rate may have been made of: pairs, and counts of which one side is told.

    `others` are the other stated rates of the same name.
    """

    pairs: tuple[Pair, ...]
    numerators: tuple[Figure, ...]
    denominators: tuple[Figure, ...]
    others: tuple[Figure, ...]


UNDECLARED = Declared((), (), (), ())


def check_ratios(layout: Layout, catalogue: Catalogue) -> Iterator[Finding]:
    """One finding for each stated rate of the year, and for each share whose whole is told."""
    declared = _declared_rates(layout, catalogue)
    for at, stated in enumerate(layout.figures):
        if stated.unit != "%" or stated.role != "level":
            continue
        before = stated.before
        name = RATE_NAME.search(before.rstrip(' “"')) if "率" in before else None
        rule = declared.get(stated.number)
        if rule or name:
            known = _declared(layout, stated, rule) if rule else UNDECLARED
            told = _told(layout.text, name[1] if name else "", _counts_before(layout, at))
            yield _judge(layout.text, stated, known, told)
        elif "占" in before and SHARE_NAME.search(before):
            yield from _judge_share(layout, stated, _counts_before(layout, at))


def _counts_before(layout: Layout, at: int) -> list[Figure]:
    """The counts that stand shortly before a stated rate in its sentence."""
    sentence = layout.figures[at].sentence
    return [
        one
        for one in layout.figures[max(0, at - NEARBY) : at]
        if one.sentence == sentence and one.role == "level" and one.unit not in ("%", "百分点")
    ]


def _declared_rates(layout: Layout, catalogue: Catalogue) -> Mapping[int, RateRule]:
    """The stated rates that the catalogue knows, by the number of the figure."""
    ratios = [rule for rule in catalogue.rates.values() if rule.id in layout.told and rule.kind == "ratio"]
    return {told.number: rule for rule in ratios for _, told in layout.counts(rule.id)}


def _declared(layout: Layout, stated: Figure, rule: RateRule) -> Declared:
    """Each numerator over each basis of the rule, all of the dimension that the stated rate has."""
    told = layout.counts(rule.id)
    own = next(one for one, figure in told if figure is stated)
    counts = _counts(layout, _kept(own.dimension, rule), rule)
    numerators = [found for one in rule.numerators if (found := _told_counts(one.counts, one.any, counts))]
    bases = [
        found
        for one in (*rule.denominators, *rule.other_bases)
        if (found := _told_counts(one.counts, False, counts))
    ]
    return Declared(
        tuple([Pair(parts, wholes) for parts in numerators for wholes in bases]),
        tuple([found[0] for found in numerators if len(found) == 1]),
        tuple([found[0] for found in bases if len(found) == 1]),
        tuple([figure for _, figure in told if figure is not stated]),
    )


def _counts(layout: Layout, dimension: Dimension, rule: RateRule) -> Mapping[str, Figure]:
    """The counts of one dimension that the rule names, by indicator; one told twice is left out."""
    found: dict[str, Figure] = {}
    sides: Iterable[Counts | Basis] = (*rule.numerators, *rule.denominators, *rule.other_bases)
    for side in sides:
        for indicator in side.counts:
            told = [
                figure for one, figure in layout.counts(indicator) if _kept(one.dimension, rule) == dimension
            ]
            if len(told) == 1:
                found[indicator] = told[0]
    return found


def _kept(dimension: Dimension, rule: RateRule) -> Dimension:
    return tuple(pair for pair in dimension if pair[0] not in rule.ignore) if rule.ignore else dimension


def _told_counts(
    wanted: Sequence[str], any_will_do: bool, counts: Mapping[str, Figure]
) -> tuple[Figure, ...]:
    """The wanted counts, where all are told or some suffice."""
    told = tuple(counts[one] for one in wanted if one in counts)
    return told if any_will_do or len(told) == len(wanted) else ()


def _certain(text: str, stated: Figure, pair: Pair, others: Sequence[Figure]) -> bool:
    """Whether exact counts and the rate are told together, and the rate is named no more narrowly than its counts.

    Counts that give another stated rate of the same name are that one's, whoever this one is of.
    """
    told = [*pair.parts, *pair.wholes, stated]
    start, end = min([one.start for one in told]), max([one.end for one in told])
    if end - start > TOGETHER or not all(one.exact for one in told):
        return False
    labels = "".join([one.label for one in pair.parts])
    return (
        all(word in labels for word in QUALIFIER.findall(stated.label))
        and not (CARRIED_OVER.search(text, max(0, start - 20), end) and not all(map(_settled, pair.wholes)))
        and not any(_verdict(one, pair) in FITTING for one in others)
    )


def _settled(whole: Figure) -> bool:
    """Whether a whole counts what is concluded, in which cases carried over are held already."""
    return CONCLUDED.search(whole.label) is not None


def _backlog(text: str, around: Sequence[Figure]) -> tuple[Figure, ...]:
    """The two figures of one unit, one of them carried over, that together are the whole: `上年结转93起,新收121起`."""
    for one, other in pairwise(around):
        reach = max(0, one.start - len(one.before)), other.start
        if one.unit == other.unit and one.bracket == other.bracket and CARRIED_OVER.search(text, *reach):
            return (one, other)
    return ()


def _told(text: str, name: str, around: Sequence[Figure]) -> Iterator[Pair]:
    """Pairs of counts of one unit before a rate; certain where the rate is named after the last two figures.

    Beside a backlog no single count is surely the whole.
    """
    backlog = _backlog(text, around)
    sure = not backlog and len(around) > 1 and _named_after(text, name, *around[-2:])
    for part in around:
        for whole in around:
            certain = sure and part is around[-1] and whole is around[-2]
            if part is not whole and whole.unit == part.unit and (certain or whole.value >= part.value):
                yield Pair((part,), (whole,), certain)
        if backlog and part not in backlog and part.unit == backlog[0].unit:
            yield Pair((part,), backlog)


def _named_after(text: str, name: str, whole: Figure, part: Figure) -> bool:
    """Whether a rate, called `name` without 率, is surely of the two counts before it.

    调解N件,调解成功N件,调解成功率 is; 办理复议N件,办理应诉N件,负责人出庭应诉率 is not: the counts do not say 出庭. A
    count that a list of parts holds (应诉19件,其中一审12件、二审7件,出庭15件) or that has its own rate is no whole.
    """
    core, end = name[-2:], set(name[-4:])
    return (
        bool(core)
        and core in part.label
        and core not in whole.label
        and end <= set(part.before + whole.before)
        and not QUALIFIER.search(name)
        and not REDUCTION.search(name)
        and part.exact
        and whole.exact
        and part.bracket == whole.bracket
        and not whole.before.startswith("、")
        and not MARKER.search(whole.before + part.before)
        and "率" not in text[whole.end : part.start]
    )


def _judge(text: str, stated: Figure, declared: Declared, told: Iterable[Pair]) -> Finding:
    """Right where some pair gives the rate, proper bases first; a contradiction where a certain one does not."""
    tried: list[Pair] = []
    for one in chain(declared.pairs, told):
        if (verdict := _verdict(stated, one)) in FITTING:
            return _finding("ratio", stated, verdict, one)
        tried.append(one)
    if tried and stated.exact and not ELSEWHERE.search(stated.before):
        certain = chain(
            (one for one in declared.pairs if _certain(text, stated, one, declared.others)),
            (one for one in tried if one.certain),
        )
        if wrong := next((one for one in certain if one.denominator), None):
            return _finding("ratio", stated, "contradiction", wrong, _implied(stated, wrong.parts, ()))
    return _incomplete(stated, declared, bool(tried))


def _verdict(stated: Figure, pair: Pair) -> str:
    """A stated rate against one pair; with inexact figures only a bound can be judged."""
    part, whole = pair.numerator, pair.denominator
    if not whole:
        return "incomplete"
    if stated.exact and all(one.exact for one in (*pair.parts, *pair.wholes)):
        return verdict_of(stated.value, part, whole)
    difference = part * 100 - stated.value * whole
    bounded = {"over": difference >= 0, "under": difference <= 0}
    return "consistent" if bounded.get(stated.quantity.approximation, False) else "incomplete"


def _incomplete(stated: Figure, declared: Declared, tried: bool) -> Finding:
    """A rate that cannot be recomputed, or not with the pairs `tried`, with what its one count implies."""
    numerators, denominators = declared.numerators, declared.denominators
    counts = (numerators or denominators)[:1]
    recomputed = "所述计数不足以复算" if counts or tried else "报告未述其计数"
    return Finding(
        kind="ratio",
        verdict="incomplete",
        indicators=_indicators((*counts, stated)),
        stated=written(stated),
        recomputed=recomputed,
        spans=tuple(sorted([one.span for one in (*counts, stated)])),
        note=_implied(stated, numerators, denominators),
    )


def _implied(stated: Figure, numerators: Sequence[Figure], denominators: Sequence[Figure]) -> str | None:
    """The count that a stated rate and another count imply; nothing for 100%, which any count implies."""
    if not stated.exact or stated.value >= 100 or len(numerators) > 1:
        return None
    told = (numerators or denominators)[:1]
    if not told or not told[0].exact:
        return None
    find, side = (denominators_for, "分母") if numerators else (numerators_for, "分子")
    found = find(told[0].value, stated.value)
    if not found:
        return f"{written(told[0])}与{written(stated)}没有整数{side}"
    reach = str(found[0]) if len(found) == 1 else f"{found[0]}至{found[-1]}之间"
    return f"{written(told[0])}与{written(stated)}隐含{side}{reach},报告未述"


def _judge_share(layout: Layout, stated: Figure, around: Sequence[Figure]) -> Iterator[Finding]:
    """`1502件,占86.8%` or `简易程序占86.8%`: an earlier figure of the part's unit is the whole.

    Of `86批次、1120户,占30%` it may be either's; only where no two counts give the share is it called wrong.
    """
    part = _share_of(stated, around)
    if part is None:
        return
    wholes = [
        one for one in around if one.unit == part.unit and one.value >= part.value > 0 and one is not part
    ]
    for whole in wholes:
        pair = Pair((part,), (whole,))
        if (verdict := _verdict(stated, pair)) in FITTING:
            yield _finding("share", stated, verdict, pair)
            return
    for other, whole in permutations(around, 2):
        if other.unit != whole.unit or whole.value < other.value:
            continue
        pair = Pair((other,), (whole,))
        if (verdict := _verdict(stated, pair)) in FITTING:
            yield _finding("share", stated, verdict, pair)
            return
    heads = [one for one in wholes if "其中" in layout.text[one.end : part.start]]
    if heads:
        exact = all(one.exact for one in (part, heads[-1], stated))
        verdict = "contradiction" if exact else "incomplete"
        yield _finding("share", stated, verdict, Pair((part,), (heads[-1],)))


def _share_of(stated: Figure, around: Sequence[Figure]) -> Figure | None:
    """The part that a share is of: the one that it names, or without a name the figure just before."""
    name = SHARE_NAME.sub("", stated.before).strip(" ,、:;")
    if not name:
        return around[-1] if around and around[-1].number == stated.number - 1 else None
    named = [
        one
        for one in around
        if len(one.label) > 1 and (one.label in name or name in one.label or name[:4] in one.label)
    ]
    return named[0] if len(named) == 1 else None


def _finding(kind: str, stated: Figure, verdict: str, pair: Pair, note: str | None = None) -> Finding:
    part, whole = pair.numerator, pair.denominator
    return Finding(
        kind=kind,
        verdict=verdict,
        indicators=_indicators((*pair.figures, stated)),
        stated=written(stated),
        recomputed=f"{shown(part)}÷{shown(whole)}={percent(part, whole)}%",
        spans=tuple(sorted([one.span for one in (*pair.figures, stated)])),
        note=note,
    )


def _indicators(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([i for one in figures for i in one.indicators]))
