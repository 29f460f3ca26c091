"""Golden readings: what each published report says, reviewed against its text, one record a line.

`python -m tests.golden` writes them anew, and with them the observations, which stand in `data/observations/` and
nowhere else; the diff is what a reviewer reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.__main__ import review
from pipeline.reading import read_report, report_files, to_json

HERE = Path(__file__).parent
KINDS = {
    "sections": "section",
    "quantities": "quantity",
    "rates": "rate",
    "findings": "finding",
    "duties": "duty",
    "faults": "fault",
}
REPORTS = HERE.parent.parent / "data" / "reports"


def lines(path: Path) -> list[str]:
    """The reading of a report as lines: facts of the report first, then each record with its place."""
    reading = to_json(read_report(path))
    out = [f"report {key}: {value}" for key, value in reading["report"].items()]
    for kinds, kind in KINDS.items():
        out += ["", *(line(kind, record) for record in reading[kinds])]
    return out


def line(kind: str, record: dict[str, Any]) -> str:
    """One record on one line: its fields in order, the empty ones left out."""
    return " | ".join(
        [kind, *(f"{key} {show(value)}" for key, value in record.items() if value not in (None, "", [], {}))]
    )


def show(value: Any) -> str:
    """A value without quotes or braces; a span as start-end."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return f"{value['start']}-{value['end']}"
        return " ".join(f"{key}={show(member)}" for key, member in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(show, value))
    return str(value)


def golden_file(report: Path) -> Path:
    return HERE / f"{report.stem}.txt"


def write() -> None:
    """Write all golden files anew, the observations too."""
    for path in report_files(REPORTS):
        golden_file(path).write_text("\n".join(lines(path)) + "\n", "utf-8")
    review([], standalone_mode=False)
