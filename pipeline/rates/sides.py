"""The two sides of a rate: counts added up, whether they may be divided, and the quotient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from pipeline.arithmetic import percent, shown
from pipeline.catalogue import Catalogue
from pipeline.catalogue.rates import Basis, Counts, RateRule, unit_classes
from pipeline.records import Finding, Observation, Operand, Quantity, Rate, Span

Dimension = tuple[tuple[str, str], ...]
SMALL_DENOMINATOR = 30
SMALL = f"分母不足{SMALL_DENOMINATOR},样本小"
TRIVIAL = "分子等于分母,不排名"
BESIDE = 2  # characters between two figures of a list that have no words of their own (9件、5件、3件)
NONE, ZERO, HUNDRED = Decimal(0), Decimal("0.00"), Decimal("100.00")


class Side(Struct, frozen=True, eq=False):
    """The counts on one side of a rate, added: between `low` and `high` (None: no upper bound) where not exact.

    `refusal` says why they cannot be used, `missing` names the indicators of the sum that the report does not state.
    """

    counts: tuple[Observation, ...]
    low: Decimal
    high: Decimal | None
    refusal: str | None
    missing: tuple[str, ...]
    basis: str

    @property
    def exact(self) -> bool:
        """Whether the sum is a point."""
        return self.low == self.high

    @property
    def operand(self) -> Operand:
        """The sum as stated, with the places of its counts."""
        spans = tuple([Span(one.start, one.end) for one in self.counts])
        return Operand(sum([one.value for one in self.counts], NONE), spans)


class Told(NamedTuple):
    """What the report tells: the year's counts by indicator and dimension, and what a contradiction blocks.

    `stated` and `changes` are the levels told in words of their own and the changes, by indicator; `unread` the figures
    that no indicator claims.
    """

    counts: Mapping[tuple[str, Dimension], Sequence[Observation]]
    stated: Mapping[str, Sequence[Observation]]
    changes: Mapping[str, Sequence[Observation]]
    dimensions: Mapping[str, Sequence[Dimension]]
    blocked: frozenset[str]
    unread: Sequence[Quantity]
    catalogue: Catalogue


def tell(
    observations: Sequence[Observation],
    findings: Sequence[Finding],
    unread: Sequence[Quantity],
    catalogue: Catalogue,
) -> Told:
    """Sort what the report tells for the making of rates; changes, targets and other periods stand aside."""
    counts: dict[tuple[str, Dimension], list[Observation]] = defaultdict(list)
    stated: dict[str, list[Observation]] = defaultdict(list)
    moved: dict[str, list[Observation]] = defaultdict(list)
    dimensions: dict[str, list[Dimension]] = defaultdict(list)
    rated = catalogue.rated
    for one in observations:
        indicator = one.indicator
        if indicator not in rated:
            continue
        dimension = one.dimension
        if one.role == "change":
            moved[indicator].append(one)
        elif one.role == "level":
            if not one.inferred:
                stated[indicator].append(one)
            if not (dimension and "period" in dict(dimension)):
                same = counts[indicator, dimension]
                if not same:
                    dimensions[indicator].append(dimension)
                same.append(one)
    blocked = frozenset(indicator for finding in findings for indicator in finding.blocks)
    return Told(counts, stated, moved, dimensions, blocked, unread, catalogue)


def kept(dimension: Dimension, rule: RateRule) -> Dimension:
    """A dimension without the keys that a numerator may have and its denominator lack."""
    if not rule.ignore or not dimension:
        return dimension
    return tuple([pair for pair in dimension if pair[0] not in rule.ignore])


def side_of(rule: RateRule, wanted: Counts | Basis, dimension: Dimension, told: Told) -> Side | None:
    """The counts of one side in one dimension; None where one that is needed is not told."""
    present, missing = [], []
    for one in wanted.counts:
        if found := counts_of(one, dimension, rule, told):
            present.append(found)
        elif isinstance(wanted, Counts) and wanted.any:
            missing.append(one)
        else:
            return None
    if not present:
        return None
    low, high = bounds_of(present[0][0])
    for found in present[1:]:
        least, most = bounds_of(found[0])
        low, high = low + least, None if high is None or most is None else high + most
    basis = wanted.basis if isinstance(wanted, Basis) else ""
    counts = tuple([found[0] for found in present])
    refusal = _unfit(present, told) or (_may_lack(counts, told) if missing else None)
    return Side(counts, low, high, refusal, tuple(missing), basis)


def counts_of(indicator: str, dimension: Dimension, rule: RateRule, told: Told) -> Sequence[Observation]:
    """The year's counts of an indicator in one dimension; more than one where it is told twice."""
    if not rule.ignore:
        return told.counts.get((indicator, dimension), ())
    found = [
        told.counts[indicator, own]
        for own in told.dimensions.get(indicator, ())
        if kept(own, rule) == dimension
    ]
    return [one for group in found for one in group]


def bounds_of(one: Observation) -> tuple[Decimal, Decimal | None]:
    """The least and greatest that a count may stand for."""
    if one.value_high is not None:
        return one.value, one.value_high
    if one.approximation == "exact":
        return one.value, one.value
    ends = {"under": (NONE, one.value), "about": (NONE, None)}
    return ends.get(one.approximation, (one.value, None))


def _unfit(groups: Sequence[Sequence[Observation]], told: Told) -> str | None:
    """Why counts cannot make a rate, or None where they can."""
    for found in groups:
        first = found[0]
        zh = told.catalogue.indicators[first.indicator].zh
        again = found[1:]
        if first.inferred or (again and any(one.inferred for one in again)):
            return f"{zh}由文字推定,不据以计算"
        if again and any(one.value != first.value for one in again):
            return f"{zh}有不同说法({'、'.join(one.text for one in found)})"
        if first.indicator in told.blocked:
            return f"{zh}与报告中其他数字矛盾"
    return None


def _may_lack(counts: Sequence[Observation], told: Told) -> str | None:
    """Why a sum that lacks some of its counts is none: a figure listed with those told, in their unit, may be one."""
    for figure in told.unread:
        for one in counts:
            apart = figure.start - one.end if figure.start > one.start else one.start - figure.end
            if apart <= BESIDE and figure.unit == one.unit and figure.role == "level":
                return f"紧邻的“{figure.text}”未能归入指标,各项之和或不全"
    return None


def quotient(rule: RateRule, dimension: Dimension, numerator: Side, denominator: Side, told: Told) -> Rate:
    """Two sides divided: a point where both are exact, an interval where not, nothing where it makes no sense."""
    if refusal := _refusal(numerator, denominator, told):
        return refused(rule, dimension, numerator, denominator, refusal)
    exact = numerator.exact and denominator.exact
    value = percent(numerator.low, denominator.low) if exact else None
    low, high = (None, None) if exact else _interval(numerator, denominator)
    notes = [
        None if exact else "计数含约数,只给区间",
        _unstated(numerator, told),
        SMALL if denominator.low < SMALL_DENOMINATOR else None,
        TRIVIAL if exact and numerator.low == denominator.low else None,
        *(reason for one, reason in rule.beside.items() if counts_of(one, dimension, rule, told)),
    ]
    return Rate(
        indicator=rule.id,
        dimension=dimension,
        method="computed",
        value=value,
        low=low,
        high=high,
        direction=None,
        numerator=numerator.operand,
        denominator=denominator.operand,
        basis=denominator.basis,
        note=joined(notes),
    )


def _refusal(numerator: Side, denominator: Side, told: Told) -> str | None:
    """Why two sides must not be divided, or None where they may."""
    if denominator.high == 0:
        return "分母为零"
    if denominator.high is not None and numerator.low > denominator.high:
        return f"分子{shown(numerator.low)}大于分母{shown(denominator.high)},口径不同"
    refusal = numerator.refusal or denominator.refusal or _unequal_units(numerator, denominator, told)
    return refusal or _unlike_whole(denominator, told)


def _unlike_whole(denominator: Side, told: Told) -> str | None:
    """Counts added up are not of one whole where the report tells the whole and it is another."""
    if len(denominator.counts) < 2:
        return None
    parts = {one.indicator for one in denominator.counts}
    names = told.catalogue.indicators
    for total in told.catalogue.identities.sums:
        wholes = told.counts.get((total.whole, denominator.counts[0].dimension), ())
        if parts == {*total.parts} and wholes and all(one.value != denominator.low for one in wholes):
            return f"所述各项之和{shown(denominator.low)}不是{names[total.whole].zh}{wholes[0].text}"
    return None


def _interval(numerator: Side, denominator: Side) -> tuple[Decimal, Decimal]:
    """The least and greatest per cent that two sides allow, never above 100."""
    low = percent(numerator.low, denominator.high) if denominator.high else ZERO
    bounded = numerator.high is not None and denominator.low
    high = percent(numerator.high, denominator.low) if bounded and numerator.high is not None else HUNDRED
    return low, min(high, HUNDRED)


def _unequal_units(numerator: Side, denominator: Side, told: Told) -> str | None:
    """Counts of things and of people, of cases and of times, are not divided."""
    counts = (*numerator.counts, *denominator.counts)
    named = dict.fromkeys([one.unit for one in counts if one.unit])
    if len(named) < 2:
        return None
    same = unit_classes(told.catalogue.identities.units)
    units = list(dict.fromkeys([same.get(unit, unit) for unit in named]))
    return f"单位不同({'、'.join(units)})" if len(units) > 1 else None


def _unstated(numerator: Side, told: Told) -> str | None:
    """The kinds of a summed numerator that the report does not state: they are not taken for zero, but told."""
    names = [told.catalogue.indicators[one].zh.removesuffix("件数") for one in numerator.missing]
    return f"分子为所述各项之和,未述{'、'.join(names)}" if names else None


def refused(
    rule: RateRule, dimension: Dimension, numerator: Side | None, denominator: Side | None, note: str | None
) -> Rate:
    """A rate that is not given, with the counts that there are and the reason."""
    return Rate(
        indicator=rule.id,
        dimension=dimension,
        method="computed",
        value=None,
        low=None,
        high=None,
        direction=None,
        numerator=numerator.operand if numerator else None,
        denominator=denominator.operand if denominator else None,
        basis=denominator.basis if denominator else None,
        note=note,
    )


def joined(notes: Iterable[str | None]) -> str | None:
    """Notes as one line, or None where there are none."""
    return ";".join(one for one in notes if one) or None
