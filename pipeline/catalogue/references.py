"""Reference values: national and provincial figures with their sources, to stand beside a report's own."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from .files import CatalogueError, refuse_unknown, to_record


class ReferenceValue(Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of another source.

    `year` is the year it stands for; `period` names what it stands for instead where that is no single year.
    `variant` is the definition where several are in use. `reprint` is true where the source was only seen as a
    reprint, so that it is named and not linked; what is not `usable` is never shown. `role` is level or target.
    """

    indicator: str
    scope: str
    year: int | None
    period: str
    value: Decimal
    unit: str
    approximation: str
    dimension: tuple[tuple[str, str], ...]
    role: str
    variant: str
    note: str
    source_title: str
    source_url: str
    reprint: bool
    usable: bool


def load_references(path: Path, known: Iterable[str]) -> tuple[ReferenceValue, ...]:
    """Read the reference values of indicators and rates; raises CatalogueError naming file, line and column."""
    ids = set(known)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            _reference(row, path, f"line {number}")
            for number, row in enumerate(csv.DictReader(file), start=2)
        ]
    for number, row in enumerate(rows, start=2):
        refuse_unknown([row.indicator], ids, path.name, f"line {number}", "indicator")
        if row.reprint and row.source_url:
            raise CatalogueError(f"{path.name}: line {number}: source_url: a reprint is named, never linked")
    return tuple(rows)


def _reference(row: dict[str, str], path: Path, entry: str) -> ReferenceValue:
    typed = {
        **row,
        "year": int(row["year"]) if row.get("year") else None,
        "dimension": [part.split("=") for part in row["dimension"].split(";")]
        if row.get("dimension")
        else [],
        "reprint": _yes(row.get("reprint"), path, entry, "reprint"),
        "usable": _yes(row.get("usable"), path, entry, "usable"),
    }
    return to_record(ReferenceValue, typed, path, entry)


def _yes(value: str | None, path: Path, entry: str, key: str) -> bool:
    if value not in ("yes", "no"):
        raise CatalogueError(f"{path.name}: {entry}: {key}: expected yes or no, not {value!r}")
    return value == "yes"
