"""Totals of tables: a row or a column named 合计 against the cells that it closes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.arithmetic import shown, slipped_digits
from pipeline.checks.listings import slip_note
from pipeline.records import Finding, Observation, Quantity, Span

TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|总数)$")
# Cells farther apart than this are of two tables.
WIDEST_GAP = 300


def check_tables(quantities: Sequence[Quantity], observations: Sequence[Observation]) -> Iterator[Finding]:
    """One finding for each total of a row or of a column; the cells are exact counts of the year."""
    cells = [
        one for one in quantities if one.row is not None and one.column is not None and one.role == "level"
    ]
    if not cells:
        return
    claims: dict[int, tuple[str, ...]] = {}
    for one in observations:
        claims[one.start] = (*claims.get(one.start, ()), one.indicator)
    for table in _tables(cells):
        for whole, parts in (*_totals(table, "row", "column"), *_totals(table, "column", "row")):
            yield _judge(whole, parts, claims)


def _tables(cells: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """The cells of each table, in the order of the text."""
    starts = [
        0,
        *(at + 1 for at, (one, other) in enumerate(pairwise(cells)) if other.start - one.end > WIDEST_GAP),
    ]
    for start, end in pairwise([*starts, len(cells)]):
        yield list(cells[start:end])


def _totals(table: Iterable[Quantity], along: str, line: str) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """In each line, the cell that `along` calls a total with the cells before it, or after it where it is first."""
    lines: dict[str, list[Quantity]] = defaultdict(list)
    for cell in table:
        lines[getattr(cell, line)].append(cell)
    for heading, cells in lines.items():
        totals = [at for at, cell in enumerate(cells) if TOTAL.match(getattr(cell, along).strip())]
        if len(totals) == 1 and not TOTAL.match(heading.strip()):
            at = totals[0]
            parts = cells[:at] if at else cells[1:]
            if (
                len(parts) > 1
                and len({cell.unit for cell in (cells[at], *parts)}) == 1
                and cells[at].unit != "%"
            ):
                yield cells[at], parts


def _judge(whole: Quantity, parts: Sequence[Quantity], claims: Mapping[int, tuple[str, ...]]) -> Finding:
    """A cell may be empty or a row a part of another, so a miss counts only where one changed digit explains it."""
    values = [one.value for one in parts]
    total = sum(values, Decimal(0))
    exact = all(one.approximation == "exact" and one.value_high is None for one in (whole, *parts))
    slips = slipped_digits(whole.value, values) if exact else ()
    verdict = "consistent" if total == whole.value else "contradiction" if slips else "incomplete"
    indicators = tuple(dict.fromkeys(i for one in (whole, *parts) for i in claims.get(one.start, ())))
    return Finding(
        kind="sum",
        verdict=verdict,
        indicators=indicators,
        stated=whole.text,
        recomputed=f"{'+'.join(map(shown, values))}={shown(total)}",
        spans=tuple(Span(one.start, one.end) for one in sorted((whole, *parts), key=lambda one: one.start)),
        note=slip_note(slips),
        blocks=indicators if verdict == "contradiction" else (),
    )
