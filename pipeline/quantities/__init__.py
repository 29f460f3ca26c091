"""Every figure that a report states, by the rules of what counts as a quantity.

A figure is a number that says how much or how many: its span runs from the first approximator or digit to the end
of the unit or the trailing approximator. Dates, ordinals, document numbers, names and page chrome are none.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from math import inf
from sys import intern

from pipeline.quantities.figures import APPROXIMATE, CODES, Figure, read_figure, read_plain, read_proportion
from pipeline.quantities.grammar import COUNT, FIGURE, MAGNITUDE, NAME, PERCENT, SCAN
from pipeline.quantities.numerals import LONGEST, decimal_of, power_of
from pipeline.quantities.roles import (
    LIST_MARKS,
    MAYBE_CHANGED,
    MOVED,
    MOVES,
    continues,
    find_targets,
    role_of,
)
from pipeline.quantities.tables import Cell, find_tables
from pipeline.quantities.vocabulary import NOUNS_LIKE_CLASSIFIERS
from pipeline.records import Quantity, Span

__all__ = ["find_quantities"]

_decimal = lru_cache(maxsize=4096)(Decimal)  # small counts come again and again
_PLAIN = (COUNT, PERCENT)
# Before these even a plain form is read with all the care there is.
_CARE = (APPROXIMATE | CODES | frozenset("前时点")) - {
    "少"
}  # 至少 is seen by the scan, and no other 少 sets a bound
_MAYBE_NO_LEVEL = MAYBE_CHANGED | LIST_MARKS


def find_quantities(
    text: str, body: Sequence[Span] | None = None, plans: Sequence[Span] = ()
) -> tuple[Quantity, ...]:
    """The figures of a text, in order.

    `body` are the spans to look in (all of the text when None), `plans` those whose figures are targets; both hold
    offsets in code points, as the figures do: `text[quantity.start : quantity.end] == quantity.text`. Percentages
    keep the percent (`70.8%` is 70.8 of unit `%`), 万 and 亿 are multiplied out, a lost unit is the empty string.
    """
    spans = _merged(body) if body is not None else [Span(0, len(text))]
    targets = _merged([target for span in spans for target in find_targets(text, *span)] + list(plans))
    found: list[Quantity] = []
    with _collector_paused():
        for start, end in spans:
            for begin, stop, cell in _stretches(text, start, end):
                _read(text, begin, stop, cell, targets, found)
    return tuple(found)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for reference cycles, of which records have none: it would cost more the longer the text."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _merged(spans: Sequence[tuple[int, int]]) -> list[Span]:
    """The spans in order, those that meet made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        elif start < end:
            merged.append(Span(start, end))
    return merged


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, Cell | None]]:
    """The running text between tables, and each cell of the tables."""
    for table, cells in find_tables(text, start, end):
        yield start, table.start, None
        for cell in cells:
            yield cell.start, cell.end, cell
        start = table.end
    yield start, end, None


def _read(
    text: str, start: int, end: int, cell: Cell | None, targets: list[Span], found: list[Quantity]
) -> None:
    """Add the figures of one stretch of text to those found."""
    aimed, edge = _aimed_at(targets, start)
    if cell and (figure := _bare_cell(text, cell)):
        found.append(_quantity(text, figure, cell, aimed, []))
        return
    new = tuple.__new__  # the record without a call of Python's: half of a plain figure's cost
    for match in SCAN.finditer(text, start, end):
        kind = match.lastindex
        if kind == NAME:
            continue
        begin, stop = match.span()
        if begin >= edge:
            aimed, edge = _aimed_at(targets, begin)
        before = text[begin - 1]
        if (
            kind in _PLAIN
            and before not in _CARE
            and text[stop - 1 : stop + 1] not in NOUNS_LIKE_CLASSIFIERS
            and not cell
        ):
            more, unit = match.group(1, kind)
            unit = intern(unit)
            value = _decimal(text[begin : stop - len(unit) - (more is not None)])
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
    if match.lastindex == MAGNITUDE and text[match.start() - 1] not in _CARE:
        return read_plain(text, match)
    careful = match if match.lastgroup == "figure" else FIGURE.match(text, match.start(), end)
    return careful and read_figure(text, careful)


def _aimed_at(targets: list[Span], at: int) -> tuple[bool, float]:
    """Whether a place is within a target span, and where that ends to hold."""
    index = bisect_right(targets, (at, inf))
    if index and at < targets[index - 1].end:
        return True, targets[index - 1].end
    return False, targets[index].start if index < len(targets) else inf


def _quantity(text: str, figure: Figure, cell: Cell | None, aimed: bool, found: list[Quantity]) -> Quantity:
    """The record of a figure read with care."""
    start, end, value, high, unit, approximation = figure
    role, direction = _role(text, start, end, unit, aimed, found)
    row, column = (cell.row, cell.column) if cell else (None, None)
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
    if before in MAYBE_CHANGED or (
        unit in MOVED and MOVES.search(text, start - 16 if start > 16 else 0, start)
    ):
        role, direction = role_of(text, start, end, unit)
        if direction:
            return role, direction
    if found and found[-1].role == "change" and continues(text[found[-1].end : start]):
        return "change", found[-1].direction
    return "level", None


def _bare_cell(text: str, cell: Cell) -> Figure | None:
    """The figure of a cell that holds a number alone: its headings state the unit."""
    match = FIGURE.match(text, cell.start, cell.end)
    if (
        not cell.counts
        or not match
        or match["unit"]
        or match["rest"] is None
        or match["high"]
        or match.end() < cell.end
    ):
        return None
    number = text[cell.start : match.end("rest")]
    if len(number) > LONGEST or (number[0] == "0" and number[1:2] not in ("", ".")):
        return None
    power = cell.power + power_of(match["scale"] or "")
    return Figure(cell.start, cell.end, decimal_of(number, power), None, cell.unit, "exact")
