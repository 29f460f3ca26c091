"""One stretch of text from end to end: the scan's matches made into records, with their roles."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from sys import intern, maxsize

from pipeline.quantities.figures import (
    APPROXIMATE,
    Figure,
    read_bare_cell,
    read_figures,
    read_magnitude,
    read_proportion,
)
from pipeline.quantities.grammar import BLANK, COUNT, FIGURE, MAGNITUDE, NAME, PERCENT, SCAN
from pipeline.quantities.roles import (
    LIST_MARKS,
    MAYBE_CHANGED,
    MINUS,
    MOVED,
    MOVES,
    OPPOSITE,
    SIGNED,
    Announced,
    Role,
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
_TARGET = "target", None


def read_stretch(
    text: str, start: int, end: int, cell: Cell | None, announced: Announced, found: list[Quantity]
) -> None:
    """Add the figures of one stretch of text to those found."""
    targets, steps = announced
    aimed, edge = _aimed_at(targets, start)
    if cell and cell.counts and (figure := read_bare_cell(text, cell)):
        found.append(_quantity(text, figure, cell, _TARGET if aimed else None, []))
        return
    plain: tuple[int, ...] = () if cell else _PLAIN
    new = tuple.__new__  # the record without a call of Python's: half of a plain figure's cost
    reached = start
    while match := SCAN.search(text, reached, end):
        kind = match.lastindex
        begin, reached = match.span()
        if kind == NAME:
            continue
        stop = reached
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
            if aimed or begin in steps:
                role, direction = _TARGET if aimed else steps[begin]
            elif before in _MAYBE_NO_LEVEL or (
                kind == PERCENT and MOVES.search(text, begin - 16 if begin > 16 else 0, begin)
            ):
                role, direction = _role(text, begin, stop, unit, found)
            else:
                role, direction = "level", None
            found.append(
                new(
                    Quantity,
                    (begin, stop, match[0], value, None, unit, approximation, role, direction, None, None),
                )
            )
        else:
            if match.lastgroup == "proportion":
                figures = [read_proportion(text, match)]
            else:
                careful = FIGURE.match(text, begin, end)
                figures = read_figures(text, careful) if careful else []
                if careful and match.lastgroup == "figure":
                    reached = careful.end()
            for figure in filter(None, figures):
                said = _TARGET if aimed else steps.get(figure.start)
                found.append(_quantity(text, figure, cell, said, found))


def _aimed_at(targets: list[Span], at: int) -> tuple[bool, int]:
    """Whether a place is within a target span, and where that ends to hold."""
    index = bisect_right(targets, (at, maxsize))
    if index and at < targets[index - 1].end:
        return True, targets[index - 1].end
    return False, targets[index].start if index < len(targets) else maxsize


def _quantity(
    text: str, figure: Figure, cell: Cell | None, said: Role | None, found: list[Quantity]
) -> Quantity:
    """The record of a figure read with care; `said` is the role that words further off give it."""
    start, end, value, high, unit, approximation = figure
    role, direction = said or _role(text, start, end, unit, found)
    row, column = (cell.row, cell.column) if cell else (None, None)
    if role == "level" and column:
        role, direction = role_under(f"{row} {column}")
        if direction == "up" and text[start - 1] in MINUS:
            direction = "down"
    return Quantity(
        start, end, text[start:end], value, high, unit, approximation, role, direction, row, column
    )


def _role(text: str, start: int, end: int, unit: str, found: list[Quantity]) -> Role:
    """The role of a figure, and its direction: from the words before it, or from the last one in a list."""
    signed = text[start - 1] in SIGNED and not text[start - 2 : start - 1].isdigit()
    at = start - signed
    before = text[at - 1]
    if (
        before in MAYBE_CHANGED
        or before in BLANK
        or (unit in MOVED and MOVES.search(text, at - 16 if at > 16 else 0, at))
    ):
        role, direction = role_of(text, at, end, unit)
        if direction:
            return role, OPPOSITE[direction] if signed and text[at] in MINUS else direction
    if signed and text.endswith(("同比", "环比"), 0, at):
        return "change", "down" if text[at] in MINUS else "up"
    if found and found[-1].role == "change" and continues(text[found[-1].end : start]):
        return "change", found[-1].direction
    return "level", None
