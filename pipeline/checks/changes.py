"""Changes against the base they imply: 减少5起,下降42% needs 12 before where 7 are left now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.arithmetic import denominators_for, percent, shown, verdict_of
from pipeline.checks.figures import Figure, Layout, written
from pipeline.records import Finding

# Words of comparison before a change; what they leave over names what changed.
COMPARISON = re.compile(
    r"同比|环比|相比|较|比|与|去年|上年|上一年|前年|度|同期|年|了|率|数|量|案件|"
    r"减少|下降|降低|增加|增长|上升|提高|提升|升|降|增|减|幅度?|达到?|[\s,、:()]|20\d\d"
)
FROM = re.compile(r"(?:由|从)[^,。;]{0,14}$")
TO = re.compile(
    r"^[\s,]*(?:减少|下降|降低|压减|缩减|增加|增长|上升|提高|提升|跃升|降|升|增|减)[^,。;]{0,2}[至到为]"
)
NEARBY = 3
LONGEST_GAP = 40


class Change(NamedTuple):
    """What is told of one change: the amount, the percentage, the level now and the level before."""

    amount: Figure | None
    percentage: Figure | None
    now: Figure | None
    before: Figure | None


def check_changes(layout: Layout) -> Iterator[Finding]:
    """One finding for each change that something else told can check."""
    for at, one in enumerate(layout.figures):
        if one.role != "change" or (at and _goes_with(layout, at - 1)):
            continue
        other = layout.figures[at + 1] if at + 1 < len(layout.figures) and _goes_with(layout, at) else None
        if found := _judge(_change(layout, at, one, other)):
            yield found


def _goes_with(layout: Layout, at: int) -> bool:
    """Whether a change and the next are one change told as amount and as percentage."""
    one, other = layout.figures[at], layout.figures[at + 1]
    return (
        one.role == "change"
        and other.role == "change"
        and one.sentence == other.sentence
        and one.quantity.direction == other.quantity.direction
        and (one.unit in ("%", "倍")) != (other.unit in ("%", "倍"))
        and "百分点" not in (one.unit, other.unit)
        and not COMPARISON.sub("", layout.gap(at))
    )


def _change(layout: Layout, at: int, one: Figure, other: Figure | None) -> Change:
    """Collect what is told of a change: beside it, or under the same indicator."""
    pair = [figure for figure in (one, other) if figure]
    percentage = next((figure for figure in pair if figure.unit in ("%", "倍")), None)
    amount = next((figure for figure in pair if figure is not percentage), None)
    now, before = _levels_beside(layout, at, amount)
    if now is None and before is None:
        now = _level_of_indicator(layout, pair, amount)
    return Change(amount, percentage, now, before)


def _levels_beside(layout: Layout, at: int, amount: Figure | None) -> tuple[Figure | None, Figure | None]:
    """The level just before a change, and the earlier year's where 由…降至… or 上年为… tells it."""
    one = layout.figures[at]
    levels = [
        index
        for index in range(max(0, at - NEARBY), at)
        if layout.figures[index].role == "level" and layout.figures[index].sentence == one.sentence
    ]
    if not levels or levels[-1] != at - 1 or len(layout.gap(at - 1)) > LONGEST_GAP:
        return None, None
    now = layout.figures[at - 1]
    if not _same_name(one, now):
        return None, None
    if amount is not None and amount.unit not in (now.unit, "百分点" if now.unit == "%" else now.unit):
        return None, None
    previous = layout.figures[at - 2] if len(levels) > 1 and levels[-2] == at - 2 else None
    if previous and previous.unit != now.unit:
        previous = None
    if now.earlier:
        return previous, now
    if previous and (previous.earlier or (FROM.search(previous.before) and TO.search(layout.gap(at - 2)))):
        return now, previous
    return now, None


def _level_of_indicator(layout: Layout, changes: Sequence[Figure], amount: Figure | None) -> Figure | None:
    """The year's level of the indicator that claims the change, told once and by the same name."""
    wanted = {indicator for one in changes for indicator in one.indicators}
    unit = amount.unit if amount else None
    found = [
        told
        for indicator in wanted
        for one, told in layout.counts(indicator)
        if not one.dimension and unit in (None, told.unit) and told.unit != "%"
    ]
    return found[0] if len(found) == 1 and _same_name(changes[0], found[0]) else None


def _same_name(change: Figure, level: Figure) -> bool:
    """Whether a change names what the level names, or nothing of its own: 事故起数减少 after 生产安全事故7起."""
    own = COMPARISON.sub("", change.before)
    return not own or any(own[at : at + 2] in level.before for at in range(len(own) - 1))


def _judge(change: Change) -> Finding | None:
    amount, percentage, now, before = change
    told = [one for one in change if one]
    if not all(one.exact for one in told):
        return None
    if now and before and now.unit == "%":
        return _judge_points(change)
    base = _base(change)
    if percentage is None:
        if now and before and amount:
            difference = abs(now.value - before.value)
            verdict = "consistent" if difference == amount.value else "contradiction"
            return _finding(
                change, verdict, f"{shown(before.value)}与{shown(now.value)}相差{shown(difference)}"
            )
        return None
    if base is None or (amount is None and (before is None or now is None)):
        return _incomplete(change)
    moved = amount.value if amount else abs((now.value if now else base) - base)
    if base <= 0:
        return _finding(
            change, "contradiction", f"增减{shown(moved)}多于本期{shown(now.value) if now else 0}"
        )
    verdict = verdict_of(_in_per_cent(percentage), moved, base)
    return _finding(
        change, verdict, f"基期{shown(base)};{shown(moved)}÷{shown(base)}={percent(moved, base)}%"
    )


def _base(change: Change) -> Decimal | None:
    """The level before, as told or from the level now and the amount."""
    if change.before:
        return change.before.value
    if change.now and change.amount:
        rising = change.amount.quantity.direction == "up"
        return change.now.value - change.amount.value if rising else change.now.value + change.amount.value
    return None


def _in_per_cent(percentage: Figure) -> Decimal:
    return percentage.value * 100 if percentage.unit == "倍" else percentage.value


def _judge_points(change: Change) -> Finding | None:
    """A rate that rose from one value to another: told in points, or loosely in per cent that are points."""
    told = change.amount or change.percentage
    if told is None or change.now is None or change.before is None:
        return None
    points = abs(change.now.value - change.before.value)
    if points == told.value:
        note = "百分数之差,应作百分点" if told.unit == "%" else None
        return _finding(change, "consistent", f"相差{shown(points)}个百分点", note)
    if told.unit == "%" and change.before.value:
        verdict = verdict_of(told.value, points, change.before.value)
        return _finding(change, verdict, f"相差{shown(points)}个百分点")
    return _finding(change, "contradiction", f"相差{shown(points)}个百分点")


def _incomplete(change: Change) -> Finding | None:
    """A percentage with only an amount: the base it implies is no figure of the report."""
    amount, percentage = change.amount, change.percentage
    if percentage is None or (amount is None and change.now is None):
        return None
    note = None
    if amount and percentage.unit == "%":
        found = denominators_for(amount.value, percentage.value)
        note = f"隐含基期{found[0]}至{found[-1]}之间,不作实报数" if len(found) else None
    return _finding(change, "incomplete", "所述不足以复算", note)


def _finding(change: Change, verdict: str, recomputed: str, note: str | None = None) -> Finding:
    figures = sorted((one for one in change if one), key=lambda one: one.start)
    changes = [one for one in (change.amount, change.percentage) if one]
    return Finding(
        kind="yoy",
        verdict=verdict,
        indicators=tuple(dict.fromkeys(i for one in figures for i in one.indicators)),
        stated="、".join(
            ("增" if one.quantity.direction == "up" else "减") + written(one) for one in changes
        ),
        recomputed=recomputed,
        spans=tuple(one.span for one in figures),
        note=note,
    )
