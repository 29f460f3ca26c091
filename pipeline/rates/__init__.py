"""Rates of one report: as it states them, as its counts give them, and as a rate and one count imply.

The three stand side by side and are never merged. A rate is computed only from two exact counts of one scope and one
period, told once each, neither inferred nor part of a contradiction; with 余, 近 or 以上 it is an interval. Values are
per cent, to two decimals, halves rounded up. What cannot be computed is a rate without value and with the reason, in
the reader's language. Source of the definitions: data/catalogue/rates.yml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.arithmetic import (
    as_written,
    denominators_for,
    numerators_for,
    percent,
    shown,
    verdict_of,
)
from pipeline.catalogue import Catalogue
from pipeline.catalogue.rates import Basis, Counts, RateRule
from pipeline.rates.series import changes, shares
from pipeline.rates.sides import (
    HUNDRED,
    SMALL,
    SMALL_DENOMINATOR,
    Dimension,
    Side,
    Told,
    bounds_of,
    counts_of,
    joined,
    kept,
    quotient,
    refused,
    side_of,
    tell,
)
from pipeline.records import Finding, Observation, Operand, Quantity, Rate


def derive(
    observations: Sequence[Observation],
    findings: Sequence[Finding],
    unread: Sequence[Quantity],
    catalogue: Catalogue,
) -> tuple[Rate, ...]:
    """Every rate that the observations hold, in the order of the catalogue: reported, computed, implied, refused.

    `unread` are the figures that no indicator claims: beside one of them a sum may lack a count.
    """
    told = tell(observations, findings, unread, catalogue)
    shapes = {"ratio": _ratios, "share": shares, "change": changes}
    named = told.dimensions.keys() | told.stated.keys() | told.changes.keys()
    rates: list[Rate] = []
    for rule in catalogue.rates.values():
        if not named.isdisjoint(rule.concerned):
            rates.extend(shapes[rule.kind](rule, told))
    return tuple(rates)


def _ratios(rule: RateRule, told: Told) -> Iterator[Rate]:
    """For each dimension that the rate or one of its counts is told in: the stated, the computed, the implied."""
    stated = told.stated.get(rule.id, ())
    for dimension in _own_dimensions(rule, stated, told):
        here = [one for one in stated if kept(one.dimension, rule) == dimension]
        numerator = _first_side(rule, rule.numerators, dimension, told)
        if not (here or numerator or rule.unfit):
            continue
        bases = _sides(rule, rule.denominators, dimension, told)
        others = _sides(rule, rule.other_bases, dimension, told)
        for one in here:
            yield _reported(one, numerator, (*bases, *others))
        computed = _computed(rule, dimension, numerator, bases, bool(here), told)
        if computed:
            yield computed
        if numerator:
            yield from _other_bases(rule, dimension, numerator, others)
        if here and (computed is None or computed.value is None):
            yield from _implied(rule, dimension, here, numerator, (*bases, *others))


def _own_dimensions(rule: RateRule, stated: Sequence[Observation], told: Told) -> list[Dimension]:
    """The dimensions in which the rate, a count of it or one mistaken for it is told, each once."""
    found = [one.dimension for one in stated]
    for indicator in rule.wanted:
        if indicator in told.dimensions:
            found += told.dimensions[indicator]
    if rule.unfit and any(() in told.dimensions.get(one, ()) for one in rule.unfit):
        found.append(())
    if rule.ignore:
        found = [kept(dimension, rule) for dimension in found]
    return list(dict.fromkeys(found))


def _first_side(rule: RateRule, choices: Iterable[Counts], dimension: Dimension, told: Told) -> Side | None:
    """The first of the possible numerators that the report states."""
    for one in choices:
        if side := side_of(rule, one, dimension, told):
            return side
    return None


def _sides(rule: RateRule, bases: Iterable[Basis], dimension: Dimension, told: Told) -> list[Side]:
    """The bases that the report states."""
    return [side for one in bases if (side := side_of(rule, one, dimension, told))]


def _reported(stated: Observation, numerator: Side | None, sides: Sequence[Side]) -> Rate:
    """A rate as the report states it, under the basis that its own counts show it to have."""
    basis = next((one.basis for one in sides if numerator and _gives(numerator, one, stated)), None)
    low, high = bounds_of(stated)
    exact = stated.approximation == "exact" and stated.value_high is None
    notes = [None if exact else f"报告称“{stated.text}”", None if basis else "报告未说明分母"]
    return Rate(
        indicator=stated.indicator,
        dimension=stated.dimension,
        method="reported",
        value=as_written(stated.value, stated.text) if exact else None,
        low=None if exact else low,
        high=None if exact else min(high, HUNDRED) if high is not None else HUNDRED,
        direction=stated.direction,
        numerator=None,
        denominator=None,
        basis=basis,
        note=joined(notes),
    )


def _gives(numerator: Side, denominator: Side, stated: Observation) -> bool:
    """Whether two exact counts give a stated rate, rounded or truncated."""
    if not (numerator.exact and denominator.exact and denominator.low):
        return False
    return (
        verdict_of(as_written(stated.value, stated.text), numerator.low, denominator.low) != "contradiction"
    )


def _computed(
    rule: RateRule,
    dimension: Dimension,
    numerator: Side | None,
    bases: Sequence[Side],
    stated: bool,
    told: Told,
) -> Rate | None:
    """The rate from its counts on the first basis that is told, or the reason why there is none."""
    if rule.reported_only:
        told_of = numerator or stated
        return refused(rule, dimension, numerator, None, rule.reported_only) if told_of else None
    denominator = bases[0] if bases else None
    if numerator and denominator:
        return quotient(rule, dimension, numerator, denominator, told)
    mistaken = [reason for one, reason in rule.unfit.items() if counts_of(one, dimension, rule, told)]
    if not (numerator or stated or mistaken):
        return None
    absent = _absent(rule, dimension, numerator, denominator, told)
    reason = joined([f"报告未述{'、'.join(absent)}", *mistaken])
    return refused(rule, dimension, numerator, denominator, reason)


def _absent(
    rule: RateRule, dimension: Dimension, numerator: Side | None, denominator: Side | None, told: Told
) -> list[str]:
    """The names of the counts that the rate needs and the report does not state."""
    wanted = [
        *(rule.numerators[0].counts if numerator is None else ()),
        *(rule.denominators[0].counts if denominator is None else ()),
    ]
    names = told.catalogue.indicators
    return [names[one].zh for one in wanted if not counts_of(one, dimension, rule, told)]


def _other_bases(
    rule: RateRule, dimension: Dimension, numerator: Side, others: Sequence[Side]
) -> Iterator[Rate]:
    """What the counts give on an improper basis: told under its own name in the note, never as the rate."""
    for one in others:
        if not numerator.exact or not one.exact or numerator.refusal or one.refusal:
            continue
        if 0 < one.low >= numerator.low:
            note = f"{one.basis}为{percent(numerator.low, one.low)}%;不是{rule.zh}的合格分母,不作为{rule.zh}"
            yield refused(rule, dimension, numerator, one, note)


def _implied(
    rule: RateRule,
    dimension: Dimension,
    stated: Sequence[Observation],
    numerator: Side | None,
    sides: Sequence[Side],
) -> Iterator[Rate]:
    """The one whole number that a stated rate and one count allow; 100% and 0 imply nothing."""
    for one in stated:
        if one.approximation != "exact" or one.value_high is not None or not 0 < one.value < 100:
            continue
        if numerator and not any(_gives(numerator, side, one) for side in sides):
            yield from _implied_denominator(rule, dimension, one, numerator)
        elif numerator is None and len(sides) == 1:
            yield from _implied_numerator(rule, dimension, one, sides[0])


def _implied_denominator(
    rule: RateRule, dimension: Dimension, stated: Observation, numerator: Side
) -> Iterator[Rate]:
    whole = _only(denominators_for, numerator, stated)
    if whole is not None:
        proper = rule.denominators[0].basis if rule.denominators else "未述的分母"
        note = f"由{shown(numerator.low)}与{stated.text}反推,报告未述{proper}{whole};不排名"
        yield _solved(rule, dimension, numerator.operand, Operand(whole, ()), f"隐含{proper}", note)


def _implied_numerator(
    rule: RateRule, dimension: Dimension, stated: Observation, side: Side
) -> Iterator[Rate]:
    part = _only(numerators_for, side, stated)
    if part is not None:
        note = f"由{shown(side.low)}与{stated.text}反推,报告未述分子{part},分母口径未说明;不排名"
        small = SMALL if side.low < SMALL_DENOMINATOR else None
        yield _solved(rule, dimension, Operand(part, ()), side.operand, side.basis, joined([note, small]))


def _only(find: Callable[[Decimal, Decimal], range], side: Side, stated: Observation) -> Decimal | None:
    """The only whole number that a stated rate and a sound count leave, or None."""
    if not side.exact or side.refusal:
        return None
    found = find(side.low, as_written(stated.value, stated.text))
    return Decimal(found[0]) if len(found) == 1 else None


def _solved(
    rule: RateRule, dimension: Dimension, part: Operand, whole: Operand, basis: str, note: str | None
) -> Rate:
    value = percent(part.value, whole.value)
    return Rate(rule.id, dimension, "implied", value, None, None, None, part, whole, basis, note)
