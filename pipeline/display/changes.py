"""What a person changed in a reading, and what changed since the edition before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from pipeline.display.filling import fill

Row = Mapping[str, Any]

REPORTS = 60  # named of each kind of change; the file to download has them all
FIGURES = 200


def corrections(rows: Iterable[Row]) -> Markup:
    """The figures of one report that a person corrected or withheld, as read and as published; nothing where none is."""
    return fill("corrections", rows=list(rows))


def changes(edition: Row, rows: Iterable[Row], root: str = "../") -> Markup:
    """What is new, gone or otherwise than in the edition before: reports first, then figures, report by report."""
    told = list(rows)
    figures = [row for row in told if row["record"] != "report"]
    of_reports = {
        kind: [row for row in told if row["kind"] == kind]
        for kind in ("report_new", "report_gone", "report_replaced")
    }
    of_figures = [
        (name, list(group))
        for name, group in groupby(figures[:FIGURES], itemgetter("report_name", "report_id"))
    ]
    return fill(
        "changes",
        former=edition["former_edition"],
        of_reports=of_reports,
        of_figures=of_figures,
        most=REPORTS,
        rest=max(len(figures) - FIGURES, 0),
        root=root,
    )
