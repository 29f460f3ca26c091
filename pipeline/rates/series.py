"""Rates that come in series: each member's share of a dimension, and the change on the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.arithmetic import percent
from pipeline.catalogue.rates import Counts, RateRule
from pipeline.rates.sides import (
    SMALL,
    SMALL_DENOMINATOR,
    Dimension,
    Side,
    Told,
    bounds_of,
    joined,
    quotient,
    refused,
    side_of,
)
from pipeline.records import Observation, Operand, Rate, Span


def shares(rule: RateRule, told: Told) -> Iterator[Rate]:
    """Each member's share of all members of a dimension, where every one is told and exact."""
    split, indicator = rule.split, rule.numerators[0].counts[0]
    if split is None:
        return
    rests = dict.fromkeys(
        tuple(pair for pair in dimension if pair[0] != split.key)
        for dimension in told.dimensions.get(indicator, ())
        if split.key in dict(dimension)
    )
    for rest in rests:
        dimensions = {member: tuple(sorted((*rest, (split.key, member)))) for member in split.members}
        sides = {
            member: side_of(rule, Counts((indicator,)), dimension, told)
            for member, dimension in dimensions.items()
        }
        stated = [side for side in sides.values() if side]
        if len(stated) < len(split.members):
            yield refused(rule, rest, None, None, f"报告未述全部{len(split.members)}项,不算占比")
            continue
        counts = tuple(one for side in stated for one in side.counts)
        highs = [side.high for side in stated if side.high is not None]
        whole_high = sum(highs, Decimal(0)) if len(highs) == len(stated) else None
        refusal = next((side.refusal for side in stated if side.refusal), None)
        whole = Side(
            counts, sum((one.low for one in stated), Decimal(0)), whole_high, refusal, (), split.basis
        )
        for member, side in sides.items():
            if side:
                yield quotient(rule, dimensions[member], side, whole, told)


def changes(rule: RateRule, told: Told) -> Iterator[Rate]:
    """Change on the year before: as stated, and from this year's level and the amount of change."""
    for measure, indicator in rule.measures.items():
        dimension = (("measure", measure),)
        changes = [one for one in told.changes.get(indicator, ()) if not one.dimension]
        for one in changes:
            if one.unit == "%":
                yield _reported_change(rule, dimension, one)
        amounts = [one for one in changes if one.unit not in ("%", "百分点", "倍")]
        now = side_of(rule, Counts((indicator,)), (), told)
        if len(amounts) == 1 and now:
            yield _computed_change(rule, dimension, amounts[0], now)


def _reported_change(rule: RateRule, dimension: Dimension, stated: Observation) -> Rate:
    exact = stated.approximation == "exact"
    low, high = (None, None) if exact else bounds_of(stated)
    value, note = (stated.value, None) if exact else (None, f"报告称“{stated.text}”")
    return Rate(rule.id, dimension, "reported", value, low, high, stated.direction, None, None, "上年", note)


def _computed_change(rule: RateRule, dimension: Dimension, amount: Observation, now: Side) -> Rate:
    """The amount over the base, which is this year's level with the change undone."""
    base = now.low - amount.value if amount.direction == "up" else now.low + amount.value
    moved = Operand(amount.value, (Span(amount.start, amount.end),))
    before = Operand(base, (*now.operand.spans, *moved.spans))
    exact = now.exact and amount.approximation == "exact"
    refusal = (
        now.refusal
        or (None if exact else "计数含约数,不推算基期")
        or (None if base > 0 else "基期为零,无从计算")
    )
    note = refusal or joined([SMALL if base < SMALL_DENOMINATOR else None])
    value = None if refusal else percent(amount.value, base)
    return Rate(
        rule.id, dimension, "computed", value, None, None, amount.direction, moved, before, "上年", note
    )
