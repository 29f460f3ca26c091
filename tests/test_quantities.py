"""Every figure of the case book, and what must hold of figures in any text."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the engine's own reading of a pattern
from types import FrameType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.quantities import (
    figures,
    find_quantities,
    grammar,
    numerals,
    reading,
    roles,
    surroundings,
    tables,
)
from pipeline.quantities.vocabulary import CLASSIFIERS
from pipeline.records import Quantity, Span

settings.register_profile("any machine", deadline=None)  # how long one example takes is no matter here
settings.load_profile("any machine")

CASE_BOOK = Path(__file__).parent / "cases" / "quantities.txt"
ROLES = {"change up": "↑", "change down": "↓", "target": "target"}


def written(quantity: Quantity) -> str:
    """A figure as the case book writes it."""
    high = f"~{quantity.value_high}" if quantity.value_high is not None else ""
    unit = f":{quantity.unit}" if quantity.unit else ""
    bound = f" {quantity.approximation}" if quantity.approximation != "exact" else ""
    role = ROLES.get(f"{quantity.role} {quantity.direction or ''}".strip(), "")
    return f"{quantity.text.replace(' ', '_')}={quantity.value}{high}{unit}{bound}{role and ' ' + role}"


def case_book() -> list[Any]:
    """The cases, named by group and text; those that begin with `?` are strict expected failures."""
    cases, group = [], ""
    for line in CASE_BOOK.read_text("utf-8").splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            text, figures_ = line.removeprefix("?").split(" ⇒ ")
            marks = [pytest.mark.xfail(strict=True, reason="known limit")] if line.startswith("?") else []
            text = text.replace("\\n", "\n").replace("\\t", "\t")
            cases.append(pytest.param(text, figures_, marks=marks, id=f"{group}: {text}"))
    return cases


@pytest.mark.parametrize(("text", "expected"), case_book())
def test_case_book(text: str, expected: str) -> None:
    found = find_quantities(text)
    assert ("  ".join(map(written, found)) or "-") == expected
    assert all(text[quantity.start : quantity.end] == quantity.text for quantity in found)


def test_case_book_has_as_much_to_refuse_as_to_find() -> None:
    cases = [case.values[1] for case in case_book()]
    assert len(cases) > 300
    assert 0.3 < cases.count("-") / len(cases) < 0.6


def test_plans_make_targets_and_body_bounds_the_search() -> None:
    text = "浏览次数12次。办结12件。下一步培训200人,增长5%。"
    figures_ = find_quantities(text, body=[Span(8, len(text))], plans=[Span(14, len(text))])
    assert [written(figure) for figure in figures_] == ["12件=12:件", "200人=200:人 target", "5%=5:% target"]


def test_body_spans_may_come_in_any_order_and_overlap() -> None:
    text = "办结12件,受理30件,调解5起。"
    whole = find_quantities(text)
    assert find_quantities(text, body=[Span(7, 18), Span(0, 9)]) == whole
    assert find_quantities(text, body=[]) == ()


def test_cells_carry_their_headings() -> None:
    (figure,) = find_quantities("类别 | 受理(件)\n复议 | 1,208")
    assert (figure.row, figure.column, figure.unit) == ("复议", "受理(件)", "件")


@pytest.mark.parametrize(
    "text, columns",
    [
        ("类别 | 受理(件)\n复议 | 12\n\n类别\t2023年(件)\n应诉\t30", ["受理(件)", "2023年(件)"]),
        ("类别 | 受理(件)\n复议 | 12\n\n类别 | 办结(件)\n应诉 | 30", ["受理(件)", "办结(件)"]),
        ("类别 | 受理(件)\n\n复议 | 12\n\n应诉 | 30", ["受理(件)", "受理(件)"]),
    ],
    ids=["ruled otherwise", "another heading after an empty line", "empty lines between the rows"],
)
def test_each_table_has_its_own_headings(text: str, columns: list[str]) -> None:
    assert [figure.column for figure in find_quantities(text)] == columns


COUNT_UNITS = st.sampled_from(
    [
        "件",
        "个",
        "次",
        "名",
        "项",
        "条",
        "份",
        "起",
        "家",
        "人次",
        "场次",
        "台",
        "顶",
        "枚",
        "吨",
        "块次",
        "艘次",
    ]
)
NUMBERS = st.integers(min_value=1, max_value=10**8)
BEFORE = {"近": "under", "约": "about", "超过": "over", "逾": "over", "不足": "under", "": "exact"}
AFTER = {"以上": "over", "以下": "under", "左右": "about", "": "exact"}
WIDE = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
STYLES: dict[str, Callable[[int], str]] = {
    "plain": str,
    "thousands": lambda number: f"{number:,}",
    "wide": lambda number: str(number).translate(WIDE),
    "wide thousands": lambda number: f"{number:,}".translate(WIDE),
    "blank after": lambda number: f"{number} ",
    "grouped": lambda number: f"{number:,}".replace(",", " "),
}


@given(
    NUMBERS,
    COUNT_UNITS,
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(sorted(BEFORE)),
    st.sampled_from(sorted(AFTER)),
)
def test_a_count_is_read_back_in_every_style(
    number: int, unit: str, style: str, before: str, after: str
) -> None:
    assume(not (before and after))
    expression = f"{before}{STYLES[style](number)}{unit}{after}"
    text = f"全年共办理{expression}。"
    (figure,) = find_quantities(text)
    bound = BEFORE[before] if before else AFTER[after]
    assert (figure.text, figure.value, figure.unit, figure.approximation) == (expression, number, unit, bound)


@given(
    st.decimals(min_value="0.1", max_value="999", places=2),
    st.sampled_from(["万", "亿", "千"]),
    st.sampled_from(("余", "多", "")),
    COUNT_UNITS,
)
def test_magnitudes_are_multiplied_out_exactly(number: Decimal, scale: str, more: str, unit: str) -> None:
    assume(scale != "千" or not unit.startswith(("米", "克")))
    (figure,) = find_quantities(f"发放{number}{scale}{more}{unit},")
    assert figure.value == number * {"千": 1000, "万": 10**4, "亿": 10**8}[scale]
    assert "E" not in str(figure.value)
    assert figure.approximation == ("over" if more else "exact")


def in_chinese(number: int) -> str:
    """A whole number below a hundred million in Chinese numerals, by the book."""
    digits, powers = "零一二三四五六七八九", ("", "十", "百", "千")
    upper, lower = divmod(number, 10**4)
    if upper:
        gap = "零" if 0 < lower < 1000 else ""
        return f"{in_chinese(upper)}万{gap}{in_chinese(lower) if lower else ''}"
    parts = [
        digits[int(digit)] + (powers[power] if digit != "0" else "")
        for power, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True)
    ]
    return re.sub("零+", "零", "".join(parts)).rstrip("零")


@given(st.integers(min_value=20, max_value=10**8 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    numeral = in_chinese(number)
    assert numerals.read_chinese(numeral) == (Decimal(number), None)
    assert [figure.value for figure in find_quantities(f"共处理{numeral}件。")] == [number]


@given(
    st.text(
        alphabet="0123456789０５.,，、:-—/%％个件次年月日号第万亿千百十两三半成分之余多近约以上下“”《》()（）+ \n\t|关于报告增减至到",
        max_size=80,
    )
)
@settings(max_examples=400)
def test_every_span_holds_and_none_overlap(text: str) -> None:
    found = find_quantities(text)
    end = 0
    for figure in found:
        assert text[figure.start : figure.end] == figure.text
        assert end <= figure.start < figure.end
        assert isinstance(figure.value, Decimal) and figure.value.is_finite() and figure.value >= 0
        assert (figure.direction is None) == (figure.role != "change")
        end = figure.end


CHROME = (
    "浏览次数:1234\n",
    "发布日期:2024-02-21\n",
    "索引号:000014349/2021-538108\n",
    "当前位置:首页 > 2023年 > 正文\n",
    "\n\n",
    "　　",
)
SENTENCES = st.lists(
    st.sampled_from(
        (
            "受理案件358件,办结率97.5%。",
            "发放资料18.1万余份。",
            "同比减少256件,下降6.83%。",
            "力争达到95%以上。",
            "共26支1200余人。",
        )
    ),
    min_size=1,
    max_size=5,
)


@given(SENTENCES, st.lists(st.sampled_from(CHROME), min_size=6, max_size=6))
def test_chrome_between_sentences_changes_nothing(sentences: list[str], chrome: list[str]) -> None:
    plain = find_quantities("\n".join(sentences))
    framed = find_quantities(
        "".join(noise + sentence + "\n" for noise, sentence in zip(chrome, sentences, strict=False))
        + chrome[5]
    )
    assert [figure[2:] for figure in framed] == [figure[2:] for figure in plain]


@given(SENTENCES)
def test_full_width_text_reads_the_same(sentences: list[str]) -> None:
    text = "".join(sentences)
    wide = find_quantities(text.translate(WIDE))
    assert [figure[3:] for figure in wide] == [figure[3:] for figure in find_quantities(text)]


MOVED = (
    "受理案件{}358{}件{},平均用时{}2.5{}个工作日{}。",
    "收案比上年减少{}256{}件{},下降{}6.83{}%{},占比提高{}1.4{}个百分点{}。",
    "由{}12{}件{}降至{}7{}件{}。",
    "力争达到{}95{}%{}。",
    "完成省定{}60{}%{}的目标任务。",
)


@given(
    st.sampled_from(MOVED), st.lists(st.sampled_from(("", " ", "　")), min_size=9, max_size=9), st.booleans()
)
def test_blanks_and_width_change_neither_value_nor_role(sentence: str, blanks: list[str], wide: bool) -> None:
    plain = find_quantities(sentence.replace("{}", ""))
    text = sentence.format(*blanks)
    assert [figure[3:] for figure in find_quantities(text.translate(WIDE) if wide else text)] == [
        figure[3:] for figure in plain
    ]


@given(SENTENCES, st.integers(min_value=0, max_value=3000))
def test_what_a_sentence_says_does_not_depend_on_how_much_stands_around_it(
    sentences: list[str], padding: int
) -> None:
    text = "".join(sentences)
    around = "深入推进依法行政。" * padding
    moved = find_quantities(f"{around}{text}{around}")
    assert [figure[2:] for figure in moved] == [figure[2:] for figure in find_quantities(text)]


@pytest.mark.parametrize("unit", sorted(set("盅桩畚桁隅埯囤匣爿")))
def test_an_unknown_classifier_is_found(unit: str) -> None:
    assert unit not in CLASSIFIERS
    (figure,) = find_quantities(f"本年度共登记造册36{unit},均已建档。")
    assert (figure.text, figure.unit) == (f"36{unit}", unit)


ADVERSARIES = {
    "digits": "7",
    "thousands": "123,456,",
    "decimals": "1.",
    "dashes": "1-",
    "slashes": "1/2/",
    "blanks": " ",
    "digits and blanks": "1 ",
    "numerals": "一二三",
    "myriads": "万",
    "tens": "十百千",
    "quotes": "“",
    "quoted": "“12件",
    "titles": "《",
    "titles with text": "《关于",
    "brackets": "(（〔",
    "ordinals": "第1、",
    "ranges": "1至2至",
    "pipes": "|1",
    "tabs": "1\t",
    "aligned": "1  ",
    "aims": "力争确保计划",
    "parts": "三分之",
    "changes": "同比增长",
    "lists": "1、",
    "letters": "a1",
}


def work(text: str) -> int:
    """How many lines of the room run while it reads a text."""
    lines = 0
    rooms = {module.__file__ for module in (figures, grammar, numerals, reading, roles, surroundings, tables)}

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        if frame.f_code.co_filename not in rooms:
            return None
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        find_quantities(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("name", ADVERSARIES)
def test_work_grows_with_the_length_of_the_text(name: str) -> None:
    unit = ADVERSARIES[name]
    text = unit * (4000 // len(unit))
    assert work(text * 2) <= 2.1 * work(text) + 200
    assert find_quantities(unit * (100_000 // len(unit))) is not None


def repeats(pattern: Any) -> list[tuple[str, int]]:
    """Each repeat of a parsed pattern: its kind and its greatest count."""
    found = []
    for operation, argument in pattern:
        name = str(operation)
        if "REPEAT" in name:
            found += [(name, int(argument[1])), *repeats(argument[2])]
        elif isinstance(argument, tuple | list):
            for part in argument:
                found += [
                    found_
                    for inner in (part if isinstance(part, list) else [part])
                    if isinstance(inner, _parser.SubPattern)
                    for found_ in repeats(inner)
                ]
        elif isinstance(argument, _parser.SubPattern):
            found += repeats(argument)
    return found


def test_no_pattern_backtracks_without_bound() -> None:
    """A repeat is possessive or can give back 200 characters at most: the work at one place is bounded."""
    checked = 0
    for module in (figures, grammar, roles, surroundings, tables):
        for value in vars(module).values():
            if isinstance(value, re.Pattern):
                checked += 1
                for kind, most in repeats(_parser.parse(value.pattern, value.flags)):
                    assert kind == "POSSESSIVE_REPEAT" or most <= 200, value.pattern
    assert checked > 20
