"""Which values may stand in one chart, and beside which reference values."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from pipeline.catalogue import load
from pipeline.comparability import (
    Value,
    apart,
    from_row,
    groups,
    references_beside,
    series,
    standings,
    unfit,
)

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "comparability.yml").read_text("utf-8"))
FIRST = Value(
    report_id="first",
    indicator="reconsideration.correction_rate",
    value=Decimal("21.5"),
    unit="%",
    method="computed",
    level="county",
    doc_type="annual_report",
    region=("山东省", "甲市", "乙县"),
    year=2023,
    scope="",
    period="",
    dimension="",
    basis="审结",
    exact=True,
    numerator=Decimal(29),
    denominator=Decimal(135),
)


def other(differs):
    decimals = {
        key: Decimal(differs[key]) for key in ("value", "numerator", "denominator") if differs.get(key)
    }
    regions = {"region": tuple(differs["region"])} if "region" in differs else {}
    return FIRST._replace(**{**differs, **decimals, **regions})


@pytest.mark.parametrize("case", CASES["pairs"], ids=str)
def test_pairs(case):
    one, purpose = other(case["differs"]), case.get("purpose", "ranking")
    assert apart(FIRST, one, purpose) == case.get("reason")
    assert (apart(one, FIRST, purpose) is None) == ("reason" not in case)


@pytest.mark.parametrize("case", CASES["alone"], ids=str)
def test_alone(case):
    assert unfit(other(case["differs"])) == case.get("reason")


@pytest.mark.parametrize("case", CASES["references"], ids=str)
def test_references(case):
    found = references_beside(other(case["differs"]), load().references)
    assert [[one.scope, str(one.value)] for one in found] == case["beside"]
    assert all(one.usable for one in found)


def test_every_value_is_in_a_group_or_told_why_not():
    values = [FIRST, *(other(case["differs"]) for case in CASES["pairs"] + CASES["alone"])]
    found = groups(values)
    grouped = {id(one) for group in found for one in group}
    assert all(apart(group[0], one) is None for group in found for one in group)
    assert all(apart(group[0], later[0]) for group, later in pairwise(found))
    assert all((unfit(one) is None) == (id(one) in grouped) for one in values)


def test_the_largest_group_comes_first():
    town = FIRST._replace(level="township")
    assert [len(group) for group in groups([town, FIRST, FIRST, FIRST._replace(value=None)])] == [2, 1]
    assert groups([]) == []


def test_a_row_of_the_store_is_a_value():
    row = {
        "report_id": "r",
        "indicator": "services.cases_received",
        "value": Decimal(90955),
        "unit": "件",
        "dimension": "channel=网上;scope=全县",
        "period": None,
        "level": "county",
        "doc_type": "annual_report",
        "region_path": ["云南省", "红河哈尼族彝族自治州", "泸西县"],
        "year": 2023,
        "approximation": "over",
    }
    value = from_row(row)
    assert (value.method, value.scope, value.dimension, value.exact) == (
        "counted",
        "全县",
        "channel=网上",
        False,
    )
    assert unfit(value) == "含约数,不是确数"
    assert from_row(row | {"approximation": "exact", "period": "累计"}).period == "累计"


def of_year(year, **more):
    row = {
        "report_id": f"r{year}",
        "indicator": "reconsideration.correction_rate",
        "value": Decimal(20),
        "dimension": "",
        "period": None,
        "method": "computed",
        "basis": "审结",
        "level": "county",
        "doc_type": "annual_report",
        "region_path": ["甲省", "乙县"],
        "year": year,
        "numerator": Decimal(1),
        "denominator": Decimal(5),
    }
    return row | more


@pytest.mark.parametrize(
    "rows, breaks",
    [
        ([of_year(2023), of_year(2021), of_year(2022)], [None, None, None]),
        ([of_year(2021), of_year(2022, basis="受理")], [None, "分母口径不同(审结、受理)"]),
        ([of_year(2021), of_year(2022, doc_type="work_summary")], [None, "文种不同(年度报告、工作总结)"]),
        (
            [of_year(2021), of_year(2022, method="implied")],
            None,
        ),
        (
            [of_year(2021), of_year(2022, basis=None), of_year(2023)],
            [None, "报告未说明分母", "中间缺年度"],
        ),
        ([of_year(2021), of_year(2021), of_year(2022)], [None, "同一年度有两个数值", None]),
        ([of_year(2020), of_year(2022)], [None, "中间缺年度"]),
        ([of_year(2021, direction="up"), of_year(2022, direction="down")], [None, "增减方向不同(增、减)"]),
        ([of_year(2021), of_year(2022, value=None)], None),
        ([of_year(2021), of_year(2022, dimension="channel=网上")], None),
        ([of_year(2021)], None),
    ],
)
def test_a_place_through_the_years_says_where_it_breaks(rows, breaks):
    found = series(rows)
    assert [list(one.breaks) for one in found] == ([breaks] if breaks else [])
    assert all([row["year"] for row in one.rows] == sorted(row["year"] for row in one.rows) for one in found)


def test_a_stated_hundred_per_cent_of_equal_counts_is_not_ranked():
    counted = of_year(2023, value=Decimal(100), numerator=Decimal(7), denominator=Decimal(7))
    stated = counted | {"method": "reported", "numerator": None, "denominator": None}
    elsewhere = stated | {"report_id": "other"}
    found = list(standings([counted, stated, elsewhere], []))
    assert [one.group for one in found] == [None, None, 0]
    assert {one.reason for one in found[:2]} == {"分子等于分母,不排名"}
