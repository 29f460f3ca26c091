"""The files of a chart, as far as they are made without Sphinx."""

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "book" / "_ext"))

import chart_files
from chart_files import Chart, chart_of, lines, plain, table, with_title

ADDRESS = "https://site.example/rate/x.html"
ROW = {
    "value": 96.0,
    "report_name": "甲县 2023年",
    "small": False,
    "link": "../report/a.html#f1",
    "text": None,
}
REFERENCE = {"name": "全国 2023年", "value": 12.5}


def chart(*rows):
    return Chart({"datasets": {"a": list(rows), "b": [REFERENCE]}}, "题", "副题", ADDRESS)


def test_rows_of_all_layers_stand_under_headings_for_readers():
    heading, row, reference = csv.reader(table(chart(ROW)).splitlines())
    assert heading == ["报告", "名称", "值", "数字原文", "小样本", "链接"]
    assert row == ["甲县 2023年", "", "96", "", "否", "../report/a.html#f1"]
    assert reference == ["", "全国 2023年", "12.5", "", "", ""]


def test_a_column_without_a_heading_keeps_its_name():
    heading, *_ = csv.reader(table(chart({"unheard_of": 1, "value": 2.0})).splitlines())
    assert heading == ["名称", "值", "unheard_of"]


@pytest.mark.parametrize(
    "value, shown", [(True, "是"), (False, "否"), (3.0, 3), (3.5, 3.5), (None, None), ("0", "0")]
)
def test_cells(value, shown):
    assert plain(value) == shown


@pytest.mark.parametrize("characters, pieces", [(0, 0), (1, 1), (40, 1), (41, 2), (80, 2)])
def test_titles_are_broken_to_the_width(characters, pieces):
    broken = lines("题" * characters)
    assert (len(broken), "".join(broken)) == (pieces, "题" * characters)


def test_a_picture_tells_where_it_comes_from():
    whole = with_title(chart(ROW))
    assert whole["title"]["text"] == ["题"]
    assert whole["title"]["subtitle"] == ["副题", f"法治年报 {ADDRESS}"]
    assert whole["config"]["background"] == "white"


def test_links_are_whole_and_planted_words_covered(monkeypatch):
    monkeypatch.setattr(chart_files, "covered", lambda text: text.replace("甲县", "▇▇"))
    text = '{"datasets": {"a": [{"report_name": "甲县", "link": "../report/a.html#f1"}, {"link": null}]}}'
    published = chart_of(text, "甲县", "", ADDRESS)
    assert published.title == "▇▇"
    assert published.specification["datasets"]["a"] == [
        {"report_name": "▇▇", "link": "https://site.example/report/a.html#f1"},
        {"link": None},
    ]
