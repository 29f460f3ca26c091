"""What the law asks of the reports, and how far each does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from pipeline.codes import STATUSES
from pipeline.display.filling import fill

Row = Mapping[str, Any]
Rows = Iterable[Row]

IN_FULL = 60  # reports that have a row of their own, the newest; all have it on their own pages
APART = 30  # reports named that are not judged


def duty_list(duties: Rows, judged: Rows) -> Markup:
    """Every duty with its rule, the law behind it, and how many reports do it."""
    counted: dict[str, Counter[str]] = {}
    for row in judged:
        counted.setdefault(row["duty"], Counter())[row["status"]] += 1
    return fill("duty_list", duties=list(duties), counted=counted, statuses=STATUSES)


def duty_matrix(duties: Rows, judged: Rows, root: str = "") -> Markup:
    """Reports by duties, each cell its status, linked to the passage that is the evidence; then those not judged."""
    reports: dict[str, dict[str, Row]] = {}
    for row in judged:
        reports.setdefault(row["report_id"], {})[row["duty"]] = row
    asked = {
        one: of
        for one, of in reports.items()
        if any(row["status"] != "not_applicable" for row in of.values())
    }
    apart = [next(iter(of.values())) for one, of in reports.items() if one not in asked]
    newest = sorted(asked.items(), key=lambda one: -(next(iter(one[1].values()))["year"] or 0))
    shown = [duty for duty in duties if any(duty["duty"] in of for of in asked.values())]
    return fill(
        "duty_matrix", duties=shown, asked=newest, apart=apart, most=IN_FULL, most_apart=APART, root=root
    )
