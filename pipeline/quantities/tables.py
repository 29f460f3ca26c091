"""Tables in plain text: rows of `|`, tabs or aligned blanks, and the headings that their cells stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.quantities.grammar import HEADED_UNIT
from pipeline.quantities.numerals import power_of
from pipeline.quantities.roles import role_under
from pipeline.records import Span

_SEPARATOR = re.compile("[|｜\\t \u3000\xa0](?:(?<=[|｜\\t])|(?<=\\S[ \u3000\xa0])[ \u3000\xa0]++(?=\\S))")
_CELL = re.compile("[^|｜\\t\\n]++")
_ALIGNED_CELL = re.compile("[^ \u3000\xa0\\n]++(?:[ \u3000\xa0][^ \u3000\xa0\\n]++)*+")
_NUMBERED = re.compile("[0-9０-９]")
_LETTERED = re.compile("[A-Za-z\u4e00-\u9fff]")
_NOT_COUNTED = re.compile(
    "序号|编号|年份|年度$|时间|日期|电话|邮编|索引|文号|代码|浏览|点击|访问|阅读|排名|名次|信箱|标识"
)


class Cell(NamedTuple):
    """A table's cell: its span, its headings, and the unit and power of ten that they state.

    `counts` says whether a bare number in it is a figure: not under 序号, 日期 and the like, nor without headings.
    """

    start: int
    end: int
    row: str | None
    column: str | None
    unit: str
    power: int
    counts: bool


def find_tables(text: str, start: int, end: int) -> Iterator[tuple[Span, list[Cell]]]:
    """Each table between two offsets, as its span and its cells but those of the heading row, in order."""
    rows: list[list[Span]] = []
    for row in _rows(text, start, end):
        if rows and not _adjoins(text, rows[-1], row):
            yield from _table(text, rows)
            rows = []
        rows.append(row)
    yield from _table(text, rows)


def _rows(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """The cells of each line that holds more than one."""
    at = start
    while found := _SEPARATOR.search(text, at, end):
        first = max(start, text.rfind("\n", at, found.start()) + 1, at)
        last = text.find("\n", found.end(), end)
        last = end if last < 0 else last
        cells = list(_cells(text, first, last))
        if len(cells) > 1:
            yield cells
        at = last


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    ruled = any(text.find(mark, start, end) >= 0 for mark in "|｜\t")
    for match in (_CELL if ruled else _ALIGNED_CELL).finditer(text, start, end):
        written = match[0]
        begin = match.start() + len(written) - len(written.lstrip())
        yield Span(begin, max(begin, match.start() + len(written.rstrip())))


def _adjoins(text: str, above: list[Span], below: list[Span]) -> bool:
    """Whether two rows are of one table: ruled alike, nothing but blanks and rules between them.

    After an empty line a row of words under a row of numbers is the heading of another table.
    """
    gap = text[above[-1].end : below[0].start]
    if gap.strip(" \u3000\xa0\t|｜\r\n-—+") or _ruled_by(text, above) != _ruled_by(text, below):
        return False
    return gap.count("\n") < 2 or _holds_numbers(text, below) or not _holds_numbers(text, above)


def _ruled_by(text: str, row: list[Span]) -> str:
    return next((mark for mark in "|｜\t" if mark in text[row[0].end : row[1].start]), " ")


def _holds_numbers(text: str, row: list[Span]) -> bool:
    return any(_is_bare_number(text[start:end]) for start, end in row)


def _is_bare_number(words: str) -> bool:
    return _NUMBERED.match(words) is not None and _LETTERED.search(words) is None


def _table(text: str, rows: list[list[Span]]) -> Iterator[tuple[Span, list[Cell]]]:
    if len(rows) < 2:
        return
    heading = [text[start:end] for start, end in rows[0]]
    if any(map(_is_bare_number, heading)):
        heading = []
    if len({len(row) for row in rows}) > 1 and not heading:
        return
    cells = [cell for row in rows[bool(heading) :] for cell in _row(text, heading, row)]
    yield Span(rows[0][0].start, rows[-1][-1].end), cells


def _row(text: str, heading: list[str], row: list[Span]) -> Iterator[Cell]:
    labels = [text[start:end] for start, end in row]
    name = next((label for label in labels[:2] if _LETTERED.match(label)), labels[0])
    named = _LETTERED.search(name) or not heading or _NOT_COUNTED.search(heading[0])
    for index, (start, end) in enumerate(row):
        column = heading[index] if index < len(heading) else None
        # A rate of change is not counted in what the row is.
        from_row = None if role_under(column or "")[1] else _headed_unit(name)
        unit, power = _headed_unit(column or "") or from_row or ("", 0)
        words = f"{name} {column or ''} {labels[index - 1] if index else ''}"
        counts = bool(column and (index or not named)) and not _NOT_COUNTED.search(words)
        row_name = name if named and name != labels[index] else None
        yield Cell(start, end, row_name, column, unit, power, counts)


def _headed_unit(heading: str) -> tuple[str, int] | None:
    found = HEADED_UNIT.search(heading[-16:])
    if not found:
        return None
    return found["unit"], power_of(found["scale"] or "")
