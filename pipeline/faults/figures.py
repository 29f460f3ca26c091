"""Figures and dates that lost characters on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.outline.lines import garbled_date, split_lines
from pipeline.records import Fault, Outline, Quantity

from .making import fault, whole_body

_YEAR_MONTH = re.compile(r"(?<![\d.])(20[0-3]\d)(1[0-2]|[1-9])(?=月)")
_YEARS = re.compile(r"(?<![\d.])(20[0-3]\d)(20[0-3]\d)(?=年)")
_MONTH_DAY = re.compile(r"(?<!\d)(?:20[0-3]\d年)(\d{3,4})日")
_DATE = re.compile(r"(?<![\d.])(?:(20\d\d)\s?年\s?)?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?")
_LONG_YEAR = re.compile(r"(?<![\d.])(?:20[0-3]\d\d{1,2}|2[1-9]\d{3})年")
_AGE = re.compile(r"(?<![\d.])\d{3,}(?=周?岁)")
# 4人镇: people counted where a place must be; 6人镇级 and 2人村里 are whole words of their own.
_PEOPLE_PLACE = re.compile(r"(?<![\d.])\d+人(?:镇|乡|街道|社区)(?![级民干属内外籍委里办户贤土人中间])")
_PLACEHOLDER = re.compile(
    r"(?<=[\u4e00-\u9fff,，])(?:[xXｘＸ×]{1,4}|[*＊]{1,4}|_{2,})(?=余?(?:万|件|名|次|个|人|场|份|户|项|条|起|元|%|％))"
)
_OLDEST = 120


def spliced_date(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Dates whose 年, 月, 日 or dash were lost: 20209月, 20212025年, 2023年1231日, a line 2021310."""
    for match in _YEAR_MONTH.finditer(text):
        yield fault(
            text, "spliced_date", match.start(), match.end() + 1, "缺“年”字", f"{match[1]}年{match[2]}月"
        )
    for match in _YEARS.finditer(text):
        first, last = match.groups()
        repaired = f"{first}—{last}年" if first < last else None
        yield fault(text, "spliced_date", match.start(), match.end() + 1, "两个年份之间缺连接号", repaired)
    for match in _MONTH_DAY.finditer(text):
        yield fault(text, "spliced_date", match.start(), match.end(), "缺“月”字")
    for line in split_lines(text):
        day = garbled_date(line.text) if len(line.text) <= 8 else None
        if day:
            yield fault(
                text,
                "spliced_date",
                line.start,
                line.end,
                "缺年月日,只有一种合法切分",
                f"{day.year}年{day.month}月{day.day}日",
            )


def impossible_date(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Months above twelve and days that the month does not have."""
    for match in _DATE.finditer(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        if text[match.end() : match.end() + 1] in ("份", "度") and not year:
            continue
        try:
            date(year or 2024, month or 1, day or 1)
        except ValueError:
            yield fault(text, "impossible_date", match.start(), match.end(), "没有这一天")


def spliced_number(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Two figures that became one: nobody is 14812 years old, no year has five digits."""
    for match in _AGE.finditer(text):
        if int(match[0]) > _OLDEST:
            yield fault(
                text,
                "spliced_number",
                match.start(),
                match.end() + 1,
                "年龄不可能,疑为两个数字相连、其间缺量词",
            )
    for match in _LONG_YEAR.finditer(text):
        yield fault(text, "spliced_number", match.start(), match.end(), "年份不可能,疑为两个数字相连")


def garbled_unit(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """People counted where a place is named next: 4人镇."""
    for match in _PEOPLE_PLACE.finditer(text):
        yield fault(text, "garbled_unit", match.start(), match.end(), "“人”后紧接地域名词,量词疑误")


def lost_unit(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A figure of the running text without a unit, outside tables."""
    body = whole_body(outline)
    for quantity in quantities:
        in_table = quantity.row is not None or quantity.column is not None
        if not quantity.unit and not in_table and body.start <= quantity.start < body.end:
            yield fault(text, "lost_unit", quantity.start, quantity.end, "数字后没有单位")


def placeholder(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A figure that was never filled in: 办理×件."""
    for match in _PLACEHOLDER.finditer(text):
        yield fault(text, "placeholder", match.start(), match.end(), "数字没有填写")


RULES = (spliced_date, impossible_date, spliced_number, garbled_unit, lost_unit, placeholder)
