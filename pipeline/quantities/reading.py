"""One stretch of text from end to end: the scan's matches made into records, with their roles."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from sys import intern, maxsize

from pipeline.quantities.figures import (
    APPROXIMATE,
    Figure,
    read_bare_cell,
    read_figure,
    read_magnitude,
    read_proportion,
)
from pipeline.quantities.grammar import BLANK, COUNT, FIGURE, MAGNITUDE, NAME, PERCENT, SCAN
from pipeline.quantities.roles import (
    LIST_MARKS,
    MAYBE_CHANGED,
    MOVED,
    MOVES,
    continues,
    role_of,
    role_under,
)
from pipeline.quantities.surroundings import CODES
from pipeline.quantities.tables import Cell
from pipeline.quantities.vocabulary import NOUNS_LIKE_CLASSIFIERS
from pipeline.records import Quantity, Span

_decimal = lru_cache(maxsize=4096)(Decimal)  # small counts come again and again
_PLAIN = (COUNT, PERCENT, MAGNITUDE)
# Before these even a plain form is read with all the care there is.
_CARE = (APPROXIMATE | CODES | frozenset("前时点")) - {
    "少"
}  # 至少 is seen by the scan, and no other 少 sets a bound
_MAYBE_NO_LEVEL = MAYBE_CHANGED | LIST_MARKS


def read_stretch(
    text: str, start: int, end: int, cell: Cell | None, targets: list[Span], found: list[Quantity]
) -> None:
    """Add the figures of one stretch of text to those found."""
    aimed, edge = _aimed_at(targets, start)
    if cell and cell.counts and (figure := read_bare_cell(text, cell.start, cell.end, cell.unit, cell.power)):
        found.append(_quantity(text, figure, cell, aimed, []))
        return
    plain: tuple[int, ...] = () if cell else _PLAIN
    new = tuple.__new__  # the record without a call of Python's: half of a plain figure's cost
    for match in SCAN.finditer(text, start, end):
        kind = match.lastindex
        if kind == NAME:
            continue
        begin, stop = match.span()
        if begin >= edge:
            aimed, edge = _aimed_at(targets, begin)
        before = text[begin - 1]
        if kind in plain and before not in _CARE and text[stop - 1 : stop + 1] not in NOUNS_LIKE_CLASSIFIERS:
            if kind == MAGNITUDE:
                value, unit, more = read_magnitude(text, match)
            else:
                more, written = match.group(1, kind)
                value = _decimal(text[begin : stop - len(written) - (more is not None)])
                unit = "百分点" if written == "个百分点" else intern(written)
            approximation = "over" if more else "exact"
            if (
                aimed
                or before in _MAYBE_NO_LEVEL
                or (kind == PERCENT and MOVES.search(text, begin - 16 if begin > 16 else 0, begin))
            ):
                role, direction = _role(text, begin, stop, unit, aimed, found)
            else:
                role, direction = "level", None
            found.append(
                new(
                    Quantity,
                    (begin, stop, match[0], value, None, unit, approximation, role, direction, None, None),
                )
            )
        elif figure := _figure(text, match, end):
            found.append(_quantity(text, figure, cell, aimed, found))


def _figure(text: str, match: re.Match[str], end: int) -> Figure | None:
    """The figure of one match of the scan."""
    if match.lastgroup == "proportion":
        return read_proportion(text, match)
    careful = match if match.lastgroup == "figure" else FIGURE.match(text, match.start(), end)
    return careful and read_figure(text, careful)


def _aimed_at(targets: list[Span], at: int) -> tuple[bool, int]:
    """Whether a place is within a target span, and where that ends to hold."""
    index = bisect_right(targets, (at, maxsize))
    if index and at < targets[index - 1].end:
        return True, targets[index - 1].end
    return False, targets[index].start if index < len(targets) else maxsize


def _quantity(text: str, figure: Figure, cell: Cell | None, aimed: bool, found: list[Quantity]) -> Quantity:
    """The record of a figure read with care."""
    start, end, value, high, unit, approximation = figure
    role, direction = _role(text, start, end, unit, aimed, found)
    row, column = (cell.row, cell.column) if cell else (None, None)
    if role == "level" and column:
        role, direction = role_under(f"{row} {column}")
    return Quantity(
        start, end, text[start:end], value, high, unit, approximation, role, direction, row, column
    )


def _role(
    text: str, start: int, end: int, unit: str, aimed: bool, found: list[Quantity]
) -> tuple[str, str | None]:
    """The role of a figure, and its direction: from the words before it, or from the last one in a list."""
    if aimed:
        return "target", None
    before = text[start - 1]
    if (
        before in MAYBE_CHANGED
        or before in BLANK
        or (unit in MOVED and MOVES.search(text, start - 16 if start > 16 else 0, start))
    ):
        role, direction = role_of(text, start, end, unit)
        if direction:
            return role, direction
    if found and found[-1].role == "change" and continues(text[found[-1].end : start]):
        return "change", found[-1].direction
    return "level", None
