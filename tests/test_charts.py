"""Charts: valid specifications, nothing that breaks out of the page, one panel for each group."""

import json
import re
from decimal import Decimal
from typing import NamedTuple

import polars as pl
import pytest

from pipeline import charts
from pipeline.display.groups import Group


@pytest.fixture(autouse=True)
def look():
    charts.use_for_pages()


def row(name="甲县 2023年", value="96.5", **more):
    return {
        "report_name": name,
        "value": Decimal(value),
        "sum": None,
        "sentence": "共2件",
        "small": False,
        "link": "report/a.html#f1",
    } | more


def specification_of(chart):
    page = charts.figure(chart.to_dict())["text/html"]
    return page, json.loads(re.search(r'json">(.*)</script>', page)[1])


def rows_of(specification):
    data = specification.get("data") or specification["layer"][0]["data"]
    return specification["datasets"][data["name"]]


def test_text_of_a_report_cannot_break_out_of_the_page():
    hostile = row(sentence="</script><script>alert(1)</script>")
    page, specification = specification_of(charts.rate_panels([Group("县级", [hostile], [])], "<谁>?")[0])
    assert page.count("</script>") == 1
    assert "&lt;谁>" in page
    assert rows_of(specification)[0]["sentence"] == hostile["sentence"]


def test_a_panel_for_each_group_that_compares_and_the_first_asks():
    two = [row(), row("乙县 2023年", "97")]
    groups = [Group("县级", two, []), Group("市级", two, []), Group("省级", [row("丙省 2023年")], [])]
    pages = [specification_of(chart) for chart in charts.rate_panels(groups, "谁高?")]
    titles = [re.search(r'chart-title">([^<]*)', page)[1] for page, _ in pages]
    assert titles == ["谁高?2 份报告从 96.5% 到 97%", "市级:2 份报告从 96.5% 到 97%"]
    assert [len(rows_of(specification)) for _, specification in pages] == [2, 2]
    (alone,) = charts.rate_panels(groups[2:], "谁高?")
    assert "谁高?丙省 2023年为 96.5%" in specification_of(alone)[0]
    assert charts.rate_panels([], "谁高?") == []


def test_references_are_lines_with_their_name():
    reference = {"scope": "全国", "reference_year": 2023, "reference": Decimal("12.83")}
    _, specification = specification_of(charts.rate_panels([Group("县级", [row()], [reference])], "谁高?")[0])
    drawn = [one for data in specification["datasets"].values() for one in data if one.get("name")]
    assert [(one["name"], one["value"]) for one in drawn] == [("全国 2023年 12.83%", 12.83)]


def test_links_start_from_the_page():
    frame = pl.DataFrame([row()], infer_schema_length=None)
    chart = charts.rates(frame, pl.DataFrame(), "谁高?", root="../")
    assert rows_of(specification_of(chart)[1])[0]["link"] == "../report/a.html#f1"


def test_verdicts_keep_their_order_and_colours():
    frame = pl.DataFrame({"name": ["矛盾", "相符"], "count": [1, 9]})
    _, specification = specification_of(charts.verdicts(frame))
    scale = specification["layer"][0]["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "矛盾": charts.RED,
        "相符": charts.GREEN,
    }


def test_counts_of_comparable_reports():
    group = Group("县级", [row(text="2025件", unit="件"), row("乙县 2023年", text="近3万件", unit="件")], [])
    (chart,) = charts.value_panels([("调解件数", group)])
    page, specification = specification_of(chart)
    assert "调解件数:2 份报告都是 96.5件" in page
    assert [one["text"] for one in rows_of(specification)] == ["2025件", "近3万件"]


def test_many_reports_share_the_row_of_their_province():
    rows = [row(f"{place}县 2023年", region_path=[f"{place % 3}省", f"{place}县"]) for place in range(60)]
    for chart in (
        charts.rate_panels([Group("县级", rows, [])], "谁高?")[0],
        charts.value_panels(
            [("件数", Group("县级", [one | {"text": "2件", "unit": "件"} for one in rows], []))]
        )[0],
    ):
        _, specification = specification_of(chart)
        assert specification["height"] == 3 * charts.ROW
        assert len(rows_of(specification)) == 60


class Series(NamedTuple):
    rows: list
    runs: list


def test_only_years_of_one_run_are_joined():
    about = {
        "indicator": "i",
        "indicator_name": "纠错率",
        "dimension": "channel=网上",
        "method_name": "由计数算出",
    }
    rows = [row(year=year, **about) for year in (2021, 2022, 2024)]
    (chart,) = charts.trend_panels(
        [Series(rows, [0, 0, 1]), Series(rows, [0, 1, 2]), Series(rows, [0, None, 0])]
    )
    page, specification = specification_of(chart)
    assert "纠错率 · 网上怎样变化?2021年 96.5%,2024年 96.5%" in page
    assert [(one["year"], one["run"]) for one in rows_of(specification)] == [(2021, 0), (2022, 0), (2024, 1)]
    assert specification["layer"][0]["encoding"]["x"]["scale"]["domain"] == [2021, 2022, 2023, 2024]


def test_of_a_rate_both_stated_and_computed_the_computed_is_drawn():
    about = {"indicator": "i", "indicator_name": "纠错率", "dimension": ""}
    of = [
        Series([row(year=year, value=value, method=method, **about) for year in (2021, 2022)], [0, 0])
        for method, value in [("reported", "90"), ("computed", "91"), ("reported", "92")]
    ]
    (chart,) = charts.trend_panels(of)
    assert {one["value"] for one in rows_of(specification_of(chart)[1])} == {91}
