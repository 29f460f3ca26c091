"""Figures and dates that lost characters on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.records import Fault, Outline, Quantity

from .making import fault, whole_body

# Every pattern begins with the characters that it cannot do without, which keeps the search fast and linear; the look
# behind them leaves out what begins inside a longer number.
_SPLICED = re.compile(
    r"2(?<![0-9.]2)0[0-3][0-9](?:(1[0-2]|[1-9])月|(20[0-3][0-9])年|(?P<long>[0-9]{1,2})年|年(?P<days>[0-9]{3,4})日)"
)
_NUMBER_BEFORE = re.compile(r"(?<![0-9.])[0-9]{1,7}+\Z")
_MONTH = re.compile(r"月(?: ?([0-9]{1,2}) ?日)?")
_AGE = re.compile("岁")
# Where people are counted in place of a place: 4人镇. 6人镇级, 2人村里 are words of their own.
_PEOPLE = re.compile("人(?:镇|乡|街道|社区)(?![级民干属内外籍委里办户贤土人中间])")
_YEAR_BEFORE = re.compile(r"(20[0-9]{2}) ?年 ?$")
_UNFILLED = "xXｘＸ×*＊"
_PLACEHOLDER = re.compile(rf"[{_UNFILLED}][{_UNFILLED}]{{0,3}}(?=余?[万件名次个人场份户项条起元%％])")
_OLDEST = 120


def spliced_date(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Dates whose 年, 月, or dash were lost: 20209月, 20212025年, 2023年1231日; years of five digits: 20235年."""
    for match in _SPLICED.finditer(text):
        year, month, last = text[match.start() : match.start() + 4], match[1], match[2]
        start, end = match.span()
        if month:
            yield fault(text, "spliced_date", start, end, "缺“年”字", f"{year}年{month}月")
        elif last:
            repaired = f"{year}—{last}年" if year < last else None
            yield fault(text, "spliced_date", start, end, "两个年份之间缺连接号", repaired)
        elif match["days"]:
            yield fault(text, "spliced_date", start, end, "缺“月”字")
        else:
            yield fault(text, "spliced_number", start, end, "年份不可能,疑为两个数字相连")


def impossible_age(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """People older than people get."""
    for sign in _AGE.finditer(text):
        start, end = sign.span()
        number = _number_before(text, start - text.endswith("周", 0, start))
        if number and int(number[0]) > _OLDEST:
            yield fault(
                text, "spliced_number", number.start(), end, "年龄不可能,疑为两个数字相连、其间缺量词"
            )


def people_for_a_place(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """People counted where a place is named: 4人镇."""
    for people in _PEOPLE.finditer(text):
        if number := _number_before(text, people.start()):
            yield fault(text, "garbled_unit", number.start(), people.end(), "“人”后紧接地域名词,量词疑误")


def impossible_date(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Days that no calendar has."""
    for month in _MONTH.finditer(text):
        at = month.start()
        number = _number_before(text, at - text.endswith(" ", 0, at))
        if not number:
            continue
        start = number.start()
        year = _YEAR_BEFORE.search(text, max(0, start - 7), start)
        if not _SPLICED.match(text, start) and not _is_day(year and year[1], number[0], month[1]):
            yield fault(text, "impossible_date", year.start() if year else start, month.end(), "没有这一天")


def _number_before(text: str, at: int) -> re.Match[str] | None:
    """The number that ends right before a place."""
    return _NUMBER_BEFORE.search(text, max(0, at - 8), at)


def _is_day(year: str | None, month: str, day: str | None) -> bool:
    """Whether the calendar has the day; without a year, whether any year has it."""
    try:
        date(int(year or 2024), int(month), int(day or 1))
    except ValueError:
        return False
    return True


def lost_unit(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A figure of the running text without a unit, outside tables; 5万群众 and 5000余群众 need none."""
    body = whole_body(outline)
    for quantity in quantities:
        if quantity.unit or quantity.row is not None or quantity.column is not None:
            continue
        if not body.start <= quantity.start < body.end:
            continue
        if not (
            quantity.text[-1] in "万亿余多" and "\u4e00" <= text[quantity.end : quantity.end + 1] <= "\u9fff"
        ):
            yield fault(text, "lost_unit", quantity.start, quantity.end, "数字后没有单位")


def placeholder(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A figure that was never filled in: 办理×件."""
    if not any(sign in text for sign in _UNFILLED):
        return
    for match in _PLACEHOLDER.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not ("\u4e00" <= before <= "\u9fff" or before in (",", "，")):
            continue
        yield fault(text, "placeholder", match.start(), match.end(), "数字没有填写")


RULES = (spliced_date, impossible_age, people_for_a_place, impossible_date, lost_unit, placeholder)
