"""Figures whose words do not stand before them: the headings of a table's row and column, the parts of a list."""

from __future__ import annotations

import re

from pipeline.catalogue.words import plain
from pipeline.records import Quantity

from .frames import Frame
from .lexicon import Lexicon
from .matching import Match, Place
from .page import NO_SUBJECT, Page, Subject, scan
from .phrases import is_light

# A line of a table: cells parted by rules, tabs or several blanks, and no number such as 表1.
_ROW = re.compile(r"(?!附?[表图]\s*[\d一二三四五六七八九十])(?:.*[|｜\t]|.*\S(?: {2,}|[\u3000\xa0])+\S)")
_UNIT_LINE = re.compile(r"\(?(?:计量)?单位[:\s]")
_LONGEST_CAPTION = 40
_ANNOUNCES = re.compile(r"如下|下表|表\d|附表|见表|所示|:$")
# What a caption counts, without its number and without the words that only say that a table follows.
_COUNTED = re.compile(
    r"(?:附?[表图]\s*[\d一二三四五六七八九十]*[\s:、.]*)?(?P<noun>.*?)"
    r"(?P<split>[按分][^,;]{1,6}?)?(?:办理|办案|基本|具体|有关)?(?:情况|统计|数据|汇总|一览|明细|如下|详?见|下|附?表\d*|所示|[\s:()])*"
)
_NO_MEMBER = re.compile(r"[;=\s]+")
_PLACE = re.compile(r"(?!全|[各本我]).*(?:镇|乡|街道|苏木|[县区市州盟旗])")
# Headings that name nothing counted: a year, a sum, a bare number of things.
_NAMELESS = re.compile(
    r"(?:20\d\d年度?|本年度?|上年度?|[上下]半年|[一二三四]季度|\d{1,2}月份?|合\s*计|总\s*计|共\s*计|总数|数量|件数|案件数"
    r"|[\s,]|\([^()]*\))*"
)


def cell_places(page: Page, lexicon: Lexicon, index: int, quantity: Quantity) -> list[Place]:
    """The figure as if its headings stood before it, row first or column first; the subject is theirs, else the text's.

    What headings such as `合计` and `2022年` count, the caption of the table names; for other rows too if it says that
    they are what it is split by (`行政处罚案件分领域情况`).
    """
    headings = [plain(heading) for heading in (quantity.row, quantity.column) if heading]
    orders = [headings, headings[::-1]] if len(headings) > 1 else [headings]
    if _NAMELESS.fullmatch(headings[-1]) and (
        counted := _COUNTED.fullmatch(_caption(page.text, quantity.start))
    ):
        if _NAMELESS.fullmatch(headings[0]):
            orders = [[counted["noun"], *headings]]
        elif counted["split"]:
            orders.append([counted["noun"], headings[-1]])
    return [_place(",".join(order), page, lexicon, index, quantity) for order in orders]


def part_named(place: Place, match: Match) -> str:
    """The row heading that a wording passes over though it names something else (`食品 | 处罚案件`): the cell is of a part."""
    row, text = plain(place.quantity.row or ""), place.page.text
    passed_over = row not in text or (text.startswith(f"{row},") and match.phrase.before[0][0] > len(row))
    if not passed_over or _NAMELESS.fullmatch(row) or is_light(row, match.wording, 0, place.lexicon):
        return ""
    return _NO_MEMBER.sub(" ", row)


def place_in_row(part: str) -> str:
    """The part of a table if it is a place below the issuer's."""
    return part if _PLACE.fullmatch(part) else ""


def pieced_place(page: Page, lexicon: Lexicon, frame: Frame, quantity: Quantity) -> Place:
    """The figure as if the pieces of the text that belong to it stood before it."""
    words = "".join(page.text[start:end] for start, end in frame.pieces)
    return _place(words, page, lexicon, frame.quantity, quantity)


def _caption(text: str, at: int) -> str:
    """The title of the table around a place, or the sentence that announces it; empty where neither stands above it."""
    end = text.rfind("\n", 0, at)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        words = text[start:end].strip()
        end = start - 1
        if not words or _ROW.match(words) or _UNIT_LINE.match(words):
            continue
        last = words.removesuffix("。").rpartition("。")[2]
        titled = last == words and len(words) <= _LONGEST_CAPTION
        return last if titled or _ANNOUNCES.search(last) else ""
    return ""


def _place(words: str, page: Page, lexicon: Lexicon, index: int, quantity: Quantity) -> Place:
    whole, after = (0, len(words)), (len(words), len(words))
    own = scan(words, lexicon)
    frame = Frame(index, whole, after, whole, whole, 0, -1)
    subject = _last_subject(own, len(words), 4) or _last_subject(page, quantity.start, 0) or NO_SUBJECT
    return Place(own, lexicon, frame, quantity, subject, NO_SUBJECT)


def _last_subject(page: Page, limit: int, near: int) -> Subject | None:
    for start, end, name in reversed(page.subjects):
        if end <= limit:
            return Subject(frozenset((name,)), (start, end) if near else (0, 0), near)
    return None
