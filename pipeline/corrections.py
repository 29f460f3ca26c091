"""What a person knows better than the reading: `corrections.csv`, beside the folder of the reports that it is about.

Each row names one observation exactly as the reading gives it, and what is published in its place, or that it is
withheld, with reason and source. Corrections are applied to a reading that is made; they never change how it is made. A
row whose observation the reading does not give (any more) is refused, so that none outlives what it mends.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from pipeline.catalogue import Catalogue
from pipeline.records import Correction, Observation, Reading, Refusal, Span, Unbound

COLUMNS = (
    *("report_id", "start", "end", "text", "indicator", "dimension", "value"),
    *("action", "new_indicator", "new_dimension", "new_value", "reason", "source"),
)
ACTIONS = ("corrected", "withheld")
Dimension = tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """A correction and where it stands: file and line, and its report."""

    place: str
    report_id: str
    correction: Correction


def file_beside(reports: Path) -> Path:
    """Where the corrections of a folder of reports stand."""
    return reports.resolve().parent / "corrections.csv"


def read_corrections(path: Path, catalogue: Catalogue) -> dict[str, tuple[Row, ...]]:
    """The rows of a file by report; none where there is no such file. Raises Refusal naming line and column."""
    if not path.exists():
        return {}
    rows: dict[str, tuple[Row, ...]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise Refusal(f"{path.name}: the first line must be {','.join(COLUMNS)}")
        for cells in reader:
            row = _row(cells, f"{path.name}, line {reader.line_num}", catalogue)
            rows[row.report_id] = (*rows.get(row.report_id, ()), row)
    return rows


def _row(cells: Mapping[str, str], place: str, catalogue: Catalogue) -> Row:
    if None in cells or None in cells.values():
        raise Refusal(f"{place}: {len(COLUMNS)} columns are wanted")
    place = f"{place} (report {cells['report_id']})"
    for column in ("report_id", "indicator", "value", "action", "reason", "source"):
        if not cells[column].strip():
            raise Refusal(f"{place}: {column} is empty")
    if cells["action"] not in ACTIONS:
        raise Refusal(f"{place}: action is {cells['action']!r}; it must be one of {', '.join(ACTIONS)}")
    return Row(place, cells["report_id"], _correction(cells, place, catalogue))


def _correction(cells: Mapping[str, str], place: str, catalogue: Catalogue) -> Correction:
    indicator, dimension = cells["indicator"], _dimension(cells["dimension"], place)
    value = _decimal(cells["value"], place, "value")
    given = [name for name in ("new_indicator", "new_dimension", "new_value") if cells[name].strip()]
    withheld = cells["action"] == "withheld"
    if withheld == bool(given):
        raise Refusal(
            f"{place}: a withheld figure has nothing new, a corrected one something: {given or 'nothing'}"
        )
    new_indicator = cells["new_indicator"] or indicator
    for one in (indicator, new_indicator):
        if one not in catalogue.indicators:
            raise Refusal(f"{place}: there is no indicator {one!r} in the catalogue")
    new_dimension = _dimension(cells["new_dimension"], place) if cells["new_dimension"] else dimension
    new_value = _decimal(cells["new_value"], place, "new_value") if cells["new_value"] else value
    return Correction(
        cells["action"],
        _offset(cells["start"], place, "start"),
        _offset(cells["end"], place, "end"),
        cells["text"],
        indicator,
        dimension,
        value,
        None if withheld else new_indicator,
        None if withheld else new_dimension,
        None if withheld else new_value,
        cells["reason"],
        cells["source"],
    )


def _offset(cell: str, place: str, column: str) -> int:
    if not cell.isdecimal():
        raise Refusal(f"{place}: {column} is {cell!r}, not an offset in the text")
    return int(cell)


def _decimal(cell: str, place: str, column: str) -> Decimal:
    try:
        return Decimal(cell)
    except InvalidOperation:
        raise Refusal(f"{place}: {column} is {cell!r}, not a number") from None


def _dimension(cell: str, place: str) -> Dimension:
    """`channel=大厅;flow=新增` as pairs, sorted by key; `-` for none, where the reading gives one that must go."""
    if cell in ("", "-"):
        return ()
    pairs = [part.partition("=") for part in cell.split(";")]
    if not all(key and sign and member for key, sign, member in pairs):
        raise Refusal(f"{place}: a dimension is written key=member;key=member, not {cell!r}")
    return tuple(sorted((key, member) for key, _, member in pairs))


def refuse_strangers(rows: Mapping[str, tuple[Row, ...]], reports: Iterable[str]) -> None:
    """Raise Refusal for a row about a report that is not there."""
    there = set(reports)
    for report_id, of_report in rows.items():
        if report_id not in there:
            raise Refusal(f"{of_report[0].place}: there is no such report")


def apply(
    reading: Reading, rows: Iterable[Row]
) -> tuple[tuple[Observation, ...], tuple[Unbound, ...], tuple[Correction, ...]]:
    """The observations and the unbound figures of a report after correction, and the corrections with their places.

    Raises Refusal where the reading does not give what a row says it gives.
    """
    by_index = {_find(reading, row): row for row in rows}
    observations: list[Observation] = []
    corrections: list[Correction] = []
    withheld: list[tuple[Observation, str]] = []
    for index, one in enumerate(reading.observations):
        row = by_index.get(index)
        if row is None:
            observations.append(one)
        elif row.correction.action == "withheld":
            withheld.append((one, row.correction.reason))
            corrections.append(row.correction)
        else:
            corrections.append(row.correction._replace(observation=len(observations)))
            observations.append(_corrected(one, row.correction))
    return tuple(observations), _unbound(reading, observations, withheld), tuple(corrections)


def _find(reading: Reading, row: Row) -> int:
    """Which observation a row is about."""
    wanted = row.correction
    text = reading.source.text[wanted.start : wanted.end]
    if text != wanted.text:
        raise Refusal(
            f"{row.place}: at {wanted.start}–{wanted.end} the report has “{text}”, not “{wanted.text}”"
        )
    here = [
        (index, one)
        for index, one in enumerate(reading.observations)
        if (one.start, one.end) == (wanted.start, wanted.end)
    ]
    for index, one in here:
        if (one.indicator, one.dimension, one.value) == (wanted.indicator, wanted.dimension, wanted.value):
            return index
    gives = "; ".join(_shown(one.indicator, one.dimension, one.value) for _, one in here) or "nothing"
    raise Refusal(
        f"{row.place}: the reading does not give {_shown(wanted.indicator, wanted.dimension, wanted.value)} "
        f"at “{wanted.text}” but {gives}; "
        "mend the row, or remove it where the reading is right now"
    )


def _shown(indicator: str, dimension: Dimension, value: Decimal) -> str:
    return " ".join([indicator, *(f"{key}={member}" for key, member in dimension), f"{value:f}"])


def _corrected(one: Observation, correction: Correction) -> Observation:
    changed = correction.new_value != one.value
    assert (
        correction.new_indicator and correction.new_dimension is not None and correction.new_value is not None
    )
    return one._replace(
        indicator=correction.new_indicator,
        dimension=correction.new_dimension,
        value=correction.new_value,
        value_high=None if changed else one.value_high,
    )


def _unbound(
    reading: Reading, observations: Iterable[Observation], withheld: Iterable[tuple[Observation, str]]
) -> tuple[Unbound, ...]:
    """The unbound figures, with those of withheld observations that nothing else claims."""
    claimed = {span for one in observations for span in (Span(one.start, one.end), *one.also)}
    places = {Span(one.start, one.end): index for index, one in enumerate(reading.quantities)}
    found = {one.quantity: one for one in reading.unbound}
    for one, reason in withheld:
        for span in (Span(one.start, one.end), *one.also):
            if span in places and span not in claimed:
                found[places[span]] = Unbound(places[span], "", f"withheld: {reason}")
    return tuple(found[index] for index in sorted(found))
