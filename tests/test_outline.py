"""The outline: title blocks in many layouts, numbering in every style, and what must hold of any text."""

import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.outline import read_outline
from pipeline.outline.divisions import by_code, divisions, find_places, townships
from pipeline.outline.lines import garbled_date, numeral
from pipeline.outline.sections import read_sections
from pipeline.records import Span

CASES = Path(__file__).parent / "cases"
TITLE_BLOCKS = yaml.safe_load((CASES / "title_blocks.yml").read_text("utf-8"))
SECTIONS = yaml.safe_load((CASES / "sections.yml").read_text("utf-8"))
SPANS = yaml.safe_load((CASES / "body_and_plans.yml").read_text("utf-8"))
CLAUSES = yaml.safe_load((CASES / "clauses.yml").read_text("utf-8"))
by_name = pytest.mark.parametrize


def params(cases: list[dict]) -> list:
    """Cases by their names; a case with a `limit` is one that is known not to be met."""
    return [
        pytest.param(
            case, id=case["name"], marks=[pytest.mark.xfail(reason=case["limit"])] if "limit" in case else []
        )
        for case in cases
    ]


@by_name("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@by_name("case", params(TITLE_BLOCKS))
def test_title_block(case, line_end):
    outline = read_outline(case["text"].replace("\n", line_end))
    report = outline.report
    found = {
        **report._asdict(),
        "path": list(report.region.path) if report.region else None,
        "code": report.region.code if report.region else None,
        "sections": [section.heading for section in outline.sections if section.depth == 1],
    }
    assert {key: found[key] for key in case["expect"]} == case["expect"]
    assert report.region is not None or report.region_note


@by_name("case", params(SECTIONS))
def test_sections(case):
    text = case["text"]
    sections = read_sections(text, Span(0, len(text)))
    assert [f"{section.depth} {section.label} {section.heading}" for section in sections] == case["tree"]


@by_name("case", params(SPANS))
def test_body_and_plans(case):
    text = case["text"]
    outline = read_outline(text)
    assert [text[start:end] for start, end in outline.body] == case["body"]
    assert [text[start:end].strip() for start, end in outline.plans] == case["plans"]


@by_name("case", CLAUSES, ids=lambda case: case["text"][:30])
def test_clauses(case):
    text = "甲县2023年法治政府建设情况报告\n一、做法\n" + case["text"]
    clauses = [text[clause.start : clause.end].strip() for clause in read_outline(text).clauses]
    assert clauses[1:] == case["clauses"]


def test_sentences_are_counted_and_sections_known():
    text = (
        "永丰县2023年法治政府建设情况报告\n一、做法\n召开会议3次,培训5次。检查7次。\n二、打算\n继续努力。\n"
    )
    outline = read_outline(text)
    found = [
        (text[clause.start : clause.end].strip(), clause.sentence, clause.section)
        for clause in outline.clauses
    ]
    assert found == [
        ("一、做法", 0, 0),
        ("召开会议3次,", 1, 0),
        ("培训5次。", 1, 0),
        ("检查7次。", 2, 0),
        ("二、打算", 3, 1),
        ("继续努力。", 4, 1),
    ]


# What must hold of any text

PIECES = st.sampled_from(
    [
        "一、",
        "二、",
        "（一）",
        "(二)",
        "1.",
        "2、",
        "①",
        "一是",
        "二是",
        "第一，",
        "第二部分",
        "\n",
        "\r\n",
        "\n\n",
        "。",
        "，",
        "；",
        ":",
        "(其中",
        "）",
        "“",
        "”",
        "|",
        "\t",
        "泸西县",
        "人民政府",
        "关于",
        "2023年",
        "法治政府建设",
        "情况报告",
        "下一步",
        "工作打算",
        "办结12件",
        "1,234件",
        "发布日期：2024-02-01",
        "来源:",
        " ",
        "\u3000",
        "扫一扫在手机打开当前页",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_whatever_the_text_spans_hold(text):
    outline = read_outline(text)
    for section in outline.sections:
        assert 0 <= section.start < section.end <= len(text)
        assert section.label in text[section.start : section.end]
        assert text[section.start : section.start + 1] == section.label[:1]
        if section.parent >= 0:
            parent = outline.sections[section.parent]
            assert parent.depth == section.depth - 1
            assert parent.start < section.start and section.end <= parent.end
        else:
            assert section.depth == 1
    for spans in (outline.body, outline.plans):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_clauses_tile_the_body(text):
    outline = read_outline(text)
    covered = [(clause.start, clause.end) for clause in outline.clauses]
    assert all(start < end for start, end in covered)
    pieces = []
    for start, end in covered:
        if pieces and pieces[-1][1] == start and any(span.start < start < span.end for span in outline.body):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    assert pieces == [tuple(span) for span in outline.body]
    sentences = [clause.sentence for clause in outline.clauses]
    assert sentences == sorted(sentences)


@by_name(
    "hostile",
    [
        "1" * 100_000,
        "(" * 100_000,
        "一、" * 50_000,
        "，" * 100_000,
        " " * 100_000,
        "万" * 100_000,
        "(其中" * 30_000,
        "来源:" * 30_000,
        "\n".join(["年"] * 50_000),
        "第一" * 50_000,
        "县" * 100_000,
    ],
)
def test_hostile_texts_are_read_in_linear_time(hostile):
    """Two readings of 100,000 characters: a hundred times what they take is allowed, a thousand times is quadratic."""
    begun = time.perf_counter()
    read_outline(hostile)
    read_outline("甲县2023年法治政府建设情况报告\n一、做法\n完成。" + hostile)
    assert time.perf_counter() - begun < 10


# The division table


@by_name(
    "code, path",
    [
        ("532527", "云南省/红河哈尼族彝族自治州/泸西县"),
        ("430102", "湖南省/长沙市/芙蓉区"),
        ("411100", "河南省/漯河市"),
        ("371322", "山东省/临沂市/郯城县"),
        ("110105", "北京市/朝阳区"),
        ("429004", "湖北省/仙桃市"),
        ("653228", "新疆维吾尔自治区/和田地区/和康县"),
    ],
)
def test_codes(code, path):
    assert "/".join(by_code()[code].path) == path


def test_townships():
    assert townships()["野马川镇"] == ("520527105",)
    assert len(townships()["城关镇"]) > 50


def test_names_shared_by_several_places():
    assert {division.path[1] for division in divisions()["鼓楼区"]} == {
        "南京市",
        "徐州市",
        "福州市",
        "开封市",
    }


@by_name(
    "text, names",
    [
        ("长沙市芙蓉区人民政府", ["长沙市", "芙蓉区"]),
        ("省、市和县政府", []),
        ("主任县长", []),
        ("中共沙县委员会", ["沙县"]),
        ("红河州泸西县司法局", ["红河州", "泸西县"]),
        ("吉林省吉林市", ["吉林省", "吉林市"]),
        ("大同市城区", ["大同市", "城区"]),
        ("中心城区管理", []),
    ],
)
def test_find_places(text, names):
    assert [place.name for place in find_places(text)] == names


# Numerals and dates


@by_name(
    "text, value",
    [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("12", 12), ("１２", 12)],
)
def test_numeral(text, value):
    assert numeral(text) == value


@by_name(
    "text, day",
    [
        ("2021310", date(2021, 3, 10)),
        ("20211231", date(2021, 12, 31)),
        ("202141", date(2021, 4, 1)),
        ("2021112", None),
        ("20211340", None),
        ("2021", None),
        ("1021310", None),
    ],
)
def test_garbled_date(text, day):
    assert garbled_date(text) == day
