"""Every figure that a report states, by the rules of what counts as a quantity.

A figure is a number that says how much or how many: its span runs from the first approximator or digit to the end
of the unit or the trailing approximator. Dates, ordinals, document numbers, names and page chrome are none.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

from pipeline.quantities.reading import read_stretch
from pipeline.quantities.roles import Announced, find_announced
from pipeline.quantities.tables import Cell, find_tables
from pipeline.records import Quantity, Span

__all__ = ["find_quantities"]


def find_quantities(
    text: str, body: Sequence[Span] | None = None, plans: Sequence[Span] = ()
) -> tuple[Quantity, ...]:
    """The figures of a text, in order.

    `body` are the spans to look in (all of the text when None), `plans` those whose figures are targets; both hold
    offsets in code points, as the figures do: `text[quantity.start : quantity.end] == quantity.text`. Percentages
    keep the percent (`70.8%` is 70.8 of unit `%`), 万 and 亿 are multiplied out, a lost unit is the empty string.
    """
    spans = _merged(body) if body is not None else [Span(0, len(text))]
    targets, steps = find_announced(text, spans, plans)
    announced = Announced(_merged(targets), steps)
    found: list[Quantity] = []
    # No search for reference cycles, of which records have none: it would cost more the longer the text.
    paused = gc.isenabled()
    gc.disable()
    try:
        for start, end in spans:
            for begin, stop, cell in _stretches(text, start, end):
                read_stretch(text, begin, stop, cell, announced, found)
    finally:
        if paused:
            gc.enable()
    return tuple(found)


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
