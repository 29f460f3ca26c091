"""The reviewed observations of each published report, `data/observations/<report_id>.csv`.

The committed file is what a reviewer last held against the text, the download that readers get, and, when a change of
wording or code moves it, the diff that the next reviewer reads.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.records import Correction, Observation, Reading
from pipeline.sentences import sentences

COLUMNS = (
    *("indicator", "name", "dimension", "period", "value", "value_high", "unit", "approximation"),
    *("role", "direction", "inferred", "rule", "start", "end", "text", "also", "correction", "sentence"),
)
# What makes two rows of two versions the same statement, and what it states.
KEY = ("indicator", "dimension", "period", "role", "text", "start")
SIGNS = {"+": "new", "-": "gone", "~": "changed"}
Line = dict[str, str]


def file_of(reports: Path, report_id: str) -> Path:
    """The file of a report's observations, in the folder beside that of the reports."""
    return reports.resolve().parent / "observations" / f"{report_id}.csv"


def table(reading: Reading, catalogue: Catalogue) -> str:
    """The observations of a report as they are published, a line each in the order of the text, as CSV.

    A figure that is withheld stands there without its value.
    """
    around = sentences(reading.source.text).around
    lines = [*_published(reading, catalogue), *_withheld(reading, catalogue)]
    lines.sort(key=lambda line: (int(line["start"]), int(line["end"]), line["indicator"], line["dimension"]))
    file = StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for line in lines:
        writer.writerow(line | {"sentence": around(int(line["start"]), int(line["end"]))})
    return file.getvalue()


def _published(reading: Reading, catalogue: Catalogue) -> Iterator[Line]:
    corrected = {one.observation: one for one in reading.corrections}
    for index, one in enumerate(reading.observations):
        yield _line(one, catalogue) | {"correction": _told(corrected.get(index))}


def _line(one: Observation, catalogue: Catalogue) -> Line:
    return _scope(one.indicator, one.dimension, catalogue) | {
        "value": f"{one.value:f}",
        "value_high": "" if one.value_high is None else f"{one.value_high:f}",
        "unit": one.unit,
        "approximation": one.approximation,
        "role": one.role,
        "direction": one.direction or "",
        "inferred": "true" if one.inferred else "",
        "rule": one.rule,
        "start": str(one.start),
        "end": str(one.end),
        "text": one.text,
        "also": " ".join(f"{span.start}-{span.end}" for span in one.also),
    }


def _withheld(reading: Reading, catalogue: Catalogue) -> Iterator[Line]:
    for one in reading.corrections:
        if one.action == "withheld":
            yield _scope(one.indicator, one.dimension, catalogue) | {
                "start": str(one.start),
                "end": str(one.end),
                "text": one.text,
                "correction": _told(one),
            }


def _told(correction: Correction | None) -> str:
    return f"{correction.action}: {correction.reason}" if correction else ""


def _scope(indicator: str, dimension: tuple[tuple[str, str], ...], catalogue: Catalogue) -> Line:
    parts = dict(dimension)
    period = parts.pop("period", "")
    members = ";".join(f"{key}={member}" for key, member in parts.items())
    name = catalogue.indicators[indicator].zh
    return {"indicator": indicator, "name": name, "dimension": members, "period": period}


def differences(before: str, after: str) -> list[str]:
    """What a new table has that the old one has not (`+`), has no more (`-`), or has otherwise (`~`), in plain lines."""
    old, new = ({_key(line): line for line in csv.DictReader(StringIO(one))} for one in (before, after))
    told = [f"- {_shown(line)}" for key, line in old.items() if key not in new]
    told += [f"+ {_shown(line)}" for key, line in new.items() if key not in old]
    for key, line in new.items():
        changes = [
            f"{column} {old[key].get(column) or '(none)'} → {line[column] or '(none)'}"
            for column in COLUMNS
            if key in old and old[key].get(column) != line[column]
        ]
        if changes:
            told.append(f"~ {_shown(line)}: {', '.join(changes)}")
    return told


def _key(line: Line) -> tuple[str, ...]:
    return tuple(line.get(column, "") for column in KEY)


def _shown(line: Line) -> str:
    scope = " ".join(filter(None, (line.get("dimension"), line.get("period"))))
    return f"{line['name']} {scope + ' ' if scope else ''}“{line['text']}” ({line['indicator']}, at {line['start']})"


def update(file: Path, after: str, tell: Callable[[str], None], write: bool) -> bool:
    """Write a report's table where it differs from the one there is, and tell what differs; whether it did."""
    before = file.read_text("utf-8") if file.exists() else ""
    if before == after:
        return False
    told = differences(before, after)
    counts = ", ".join(f"{sum(line[0] == sign for line in told)} {word}" for sign, word in SIGNS.items())
    tell(f"{file.name}: {counts}")
    for line in told:
        tell(f"  {line}")
    if write:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(after, "utf-8")
    return True


def remove_others(reports: Path, ids: Iterable[str], tell: Callable[[str], None], write: bool) -> int:
    """Remove the tables of reports that are gone; how many there were."""
    wanted = {file_of(reports, one) for one in ids}
    others = sorted(set(file_of(reports, "any").parent.glob("*.csv")) - wanted)
    for file in others:
        tell(f"{file.name}: its report is gone")
        if write:
            file.unlink()
    return len(others)
