"""May these two values stand in one chart? A table of what must agree, with the reason in plain Chinese where it does not.

Every page and chart that sets values of different reports side by side asks here. Two questions are told apart: whether
a value may be ranked at all (`unfit`), and whether two values may stand side by side (`apart`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from pipeline.catalogue.references import ReferenceValue
from pipeline.codes import DOC_TYPES, LEVELS, METHODS, members

Purpose = Literal["ranking", "trend"]
DIRECTIONS = {"up": "增", "down": "减"}


class Value(NamedTuple):
    """One value of one report, with all that decides what it may be set beside.

    `value` is None where only an interval or a reason is given. `scope` is whose figure it is where that is not the
    issuer's own territory, `period` what it covers where that is not the year, `basis` the denominator of a rate,
    `dimension` the member, without scope and period. `method` is a rate's, or `counted` for a count. `direction` is that of
    a change, whose value never has a sign.
    """

    report_id: str
    indicator: str
    value: Decimal | None
    unit: str
    method: str
    level: str | None
    doc_type: str
    region: tuple[str, ...]
    year: int | None
    scope: str
    period: str
    dimension: str
    basis: str | None
    exact: bool
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    direction: str | None = None


class Agreement(NamedTuple):
    """One thing in which two values must agree, for which purposes, and what it is called."""

    field: str
    zh: str
    names: Mapping[str, str]
    purposes: tuple[Purpose, ...]


BOTH: tuple[Purpose, ...] = ("ranking", "trend")
AGREEMENTS = (
    Agreement("indicator", "指标", {}, BOTH),
    Agreement("unit", "单位", {}, BOTH),
    Agreement("dimension", "分项", {}, BOTH),
    Agreement("level", "层级", LEVELS, BOTH),
    Agreement("doc_type", "文种", DOC_TYPES, BOTH),
    Agreement("scope", "统计范围", {"": "未另说明"}, BOTH),
    Agreement("period", "期间", {"": "全年"}, BOTH),
    Agreement("basis", "分母口径", {}, BOTH),
    Agreement("method", "得来的方式", METHODS | {"counted": "计数"}, BOTH),
    Agreement("direction", "增减方向", DIRECTIONS, BOTH),
    Agreement("year", "年度", {}, ("ranking",)),
    Agreement("region", "地区", {}, ("trend",)),
)


def unfit(one: Value) -> str | None:
    """Why a value may not be ranked or drawn with others at all, or None where it may."""
    checks = (
        (one.value is None, "没有可比的数值"),
        (one.method == "implied", "数值由反推得来,不排名"),
        (not one.exact, "含约数,不是确数"),
        (bool(one.period), f"不是全年数({one.period})"),
        (one.year is None, "报告未写明所述年度"),
        (one.method in ("reported", "computed") and one.basis is None, "报告未说明分母"),
        (one.numerator is not None and one.numerator == one.denominator, "分子等于分母,不排名"),
    )
    return next((reason for holds, reason in checks if holds), None)


def apart(one: Value, other: Value, purpose: Purpose = "ranking") -> str | None:
    """Why two values may not stand in one chart, or None where they may."""
    for rule in AGREEMENTS:
        left, right = getattr(one, rule.field), getattr(other, rule.field)
        if purpose in rule.purposes and left != right:
            return f"{rule.zh}不同({_named(left, rule)}、{_named(right, rule)})"
    return None


def _named(value: Any, rule: Agreement) -> str:
    if rule.field == "dimension":
        return members(value) or "总数"
    if isinstance(value, tuple):
        return "".join(value) or "不明"
    return rule.names.get(value, "不明" if value is None else str(value))


def groups(values: Iterable[Value]) -> list[tuple[Value, ...]]:
    """The values that may be set side by side, sorted into groups that may not be mixed; the largest group first."""
    found: dict[tuple[Any, ...], list[Value]] = {}
    fields = [rule.field for rule in AGREEMENTS if "ranking" in rule.purposes]
    for one in values:
        if unfit(one) is None:
            found.setdefault(tuple(getattr(one, field) for field in fields), []).append(one)
    return sorted(map(tuple, found.values()), key=len, reverse=True)


def references_beside(one: Value, references: Iterable[ReferenceValue]) -> tuple[ReferenceValue, ...]:
    """The reference values that may stand beside a value, nearest place first; where variants disagree, all of them.

    Indicator, member, unit, year and definition must agree, and the reference must be of the whole year. Beside a rate
    it is of the country or a place around the report's own, beside a count of the same place. A reference on another
    denominator (`variant` 占受理数) stands only beside a value on that basis, and beside a rate of unknown basis stands
    none. Reprints are named, not linked, by the one who shows them.
    """
    fitting = [ref for ref in references if _agrees(one, ref)]
    return tuple(sorted(fitting, key=lambda ref: -_nearness(one, ref)))


def _agrees(one: Value, ref: ReferenceValue) -> bool:
    dimension = ";".join(f"{key}={member}" for key, member in ref.dimension)
    rate = one.unit == "%"
    improper = ref.variant.startswith("占") or (one.basis or "").startswith("占")
    known_basis = one.method != "implied" and (one.method == "counted" or one.basis is not None)
    nearness = _nearness(one, ref)
    return (
        (ref.usable, ref.role, ref.period) == (True, "level", "")
        and (ref.indicator, ref.unit, ref.year, dimension)
        == (one.indicator, one.unit, one.year, one.dimension)
        and not one.period
        and known_basis
        and (not improper or ref.variant == one.basis)
        and (nearness > 0 if rate else nearness == len(one.region) + 1)
    )


def _nearness(one: Value, ref: ReferenceValue) -> int:
    """How many steps of the report's own path the reference's place shares: 1 for the country, 0 for elsewhere."""
    if ref.scope.startswith("全国"):
        return 1
    paths = {"".join(one.region[: depth + 1]): depth + 2 for depth in range(len(one.region))}
    return paths.get(ref.scope, 0)


def from_row(row: Mapping[str, Any]) -> Value:
    """A row of the store's tables of rates or observations, joined with its report, as a value to compare."""
    parts = dict(part.split("=", 1) for part in (row.get("dimension") or "").split(";") if part)
    scope, period = parts.pop("scope", ""), row.get("period") or parts.get("period", "")
    parts.pop("period", None)
    return Value(
        report_id=row["report_id"],
        indicator=row["indicator"],
        value=row["value"],
        unit=row.get("unit") or "%",
        # A ratio that a report states is no count: without its denominator it is comparable with nothing.
        method=row.get("method") or ("reported" if row.get("unit") == "%" else "counted"),
        level=row.get("level"),
        doc_type=row["doc_type"],
        region=tuple(row.get("region_path") or ()),
        year=row.get("year"),
        scope=scope,
        period=period,
        dimension=";".join(f"{key}={member}" for key, member in parts.items()),
        basis=row.get("basis"),
        exact=row.get("approximation", "exact") == "exact" and row.get("value_high") is None,
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        direction=row.get("direction"),
    )


class Standing(NamedTuple):
    """How one row of the store stands among those of its indicator.

    `group` numbers the values that it may be ranked with, 0 the most numerous; it is None where it may be ranked with
    none. `reason` says why it is not in group 0. `references` are the places in the catalogue of the reference values
    that may stand beside it, nearest place first.
    """

    row: Mapping[str, Any]
    group: int | None
    reason: str | None
    references: tuple[int, ...]


def standings(rows: Iterable[Mapping[str, Any]], references: Sequence[ReferenceValue]) -> Iterator[Standing]:
    """The standing of every row of the store's rates or observations, which come indicator by indicator."""
    for _, of_indicator in groupby(rows, itemgetter("indicator")):
        yield from _standings(list(of_indicator), references)


def _standings(rows: Sequence[Mapping[str, Any]], references: Sequence[ReferenceValue]) -> Iterator[Standing]:
    """The standings of the rows of one indicator."""
    values = list(_with_counts([from_row(row) for row in rows]))
    found = groups(values)
    group_of = {id(one): number for number, group in enumerate(found) for one in group}
    places = {id(ref): place for place, ref in enumerate(references) if ref.indicator == values[0].indicator}
    of_indicator = [ref for ref in references if id(ref) in places]
    for row, one in zip(rows, values, strict=True):
        group = group_of.get(id(one))
        reason = unfit(one) if group is None else apart(found[0][0], one) if group else None
        beside = references_beside(one, of_indicator)
        yield Standing(row, group, reason, tuple(places[id(ref)] for ref in beside))


def _with_counts(values: Sequence[Value]) -> Iterator[Value]:
    """The values, a stated rate with the counts that its report gives for it: 100% of equal counts says nothing."""
    counts = {
        (one.report_id, one.dimension, one.scope, one.period, one.basis): (one.numerator, one.denominator)
        for one in values
        if one.method == "computed" and one.value is not None
    }
    for one in values:
        known = counts.get((one.report_id, one.dimension, one.scope, one.period, one.basis))
        yield one._replace(numerator=known[0], denominator=known[1]) if known else one


class Series(NamedTuple):
    """One indicator of one place through the years.

    `breaks` has for each row the reason why it may not be joined to the one before it (or to any), None where it may;
    rows of the same number in `runs` may be joined by a line, those with None may be drawn in none.
    """

    rows: tuple[Mapping[str, Any], ...]
    breaks: tuple[str | None, ...]
    runs: tuple[int | None, ...]


def series(rows: Iterable[Mapping[str, Any]]) -> list[Series]:
    """The rows of one place's reports as series, where an indicator is told of more than one year.

    Members of dimensions and the methods of a rate are series of their own; rows of one year stay side by side.
    """
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["value"] is not None and row["year"] is not None:
            key = (row["indicator"], row["dimension"], row.get("method"))
            found.setdefault(key, []).append(row)
    several = [sorted(of, key=_year) for of in found.values() if len({_year(row) for row in of}) > 1]
    return [Series(tuple(of), *zip(*_breaks([from_row(row) for row in of]), strict=True)) for of in several]


def _year(row: Mapping[str, Any]) -> int:
    return int(row["year"])


def _breaks(values: Sequence[Value]) -> Iterator[tuple[str | None, int | None]]:
    """What keeps each value from being joined to the last one that was fit to be joined, and its run."""
    before: Value | None = None
    run = 0
    for one in values:
        unjoined = unfit(one)
        if unjoined:
            yield unjoined, None
            continue
        reason = before and (apart(before, one, "trend") or _years_apart(before, one))
        run += bool(reason)
        before = one
        yield reason or None, run


def _years_apart(one: Value, other: Value) -> str | None:
    """Why two values may not follow each other: two of one year, or a year between them that no report tells of."""
    between = (other.year or 0) - (one.year or 0)
    return None if between == 1 else "中间缺年度" if between else "同一年度有两个数值"
