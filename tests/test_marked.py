"""How well reports are read whose writers had not seen the program, counted over all of them.

What counts: quantities by span, value, unit, approximation, role and direction; observations of role level by
indicator, value, place and whether they are of another period. What a mark calls optional is neither asked for nor
held against the program, nor is a small exact numeral in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.reading import read_report
from pipeline.records import Observation, Quantity, Rate, Reading, Report, Span
from tests.marked import SETS, Figure, Marked, Stated, marked_reports

# Floors a little below what is reached (tests/marked/README.md): a rule that costs more than it brings shows here.
FLOORS = {
    "reports": {"quantities": 0.99, "precision": 0.98, "recall": 0.98},
    "further": {"quantities": 0.98, "precision": 0.98, "recall": 0.95},
    "aside": {"quantities": 0.99, "precision": 0.97, "recall": 0.92},
    "unusual": {"quantities": 0.97, "precision": 0.95, "recall": 0.58},
    "sentences": {"quantities": 0.98, "precision": 0.94, "recall": 0.8},
}


def read(marked: Marked, folder: Path) -> Reading:
    path = folder / f"{marked.name}.txt"
    path.write_bytes(marked.text.encode())
    return read_report(path)


def asked(quantity: Quantity, optional: list[Figure]) -> bool:
    """Whether a quantity that is read counts against the program where no mark has it."""
    small = (
        quantity.value < 20
        and quantity.approximation == "exact"
        and not any(map(str.isdecimal, quantity.text))
    )
    return not small and not any(f.start < quantity.end and quantity.start < f.end for f in optional)


def as_written(quantity: Quantity) -> Figure:
    """A quantity as a mark would tell it."""
    high = "" if quantity.value_high is None else f"..{quantity.value_high.normalize():f}"
    return Figure(
        quantity.start,
        quantity.end,
        f"{quantity.value.normalize():f}{high}",
        quantity.unit,
        quantity.approximation,
        quantity.role,
        quantity.direction,
        optional=False,
    )


def plain(figure: Figure) -> Figure:
    """A mark with its value written in one way."""
    return figure._replace(value="..".join(f"{Decimal(v).normalize():f}" for v in figure.value.split("..")))


def f1(marked: Marked, reading: Reading) -> tuple[int, int]:
    """Quantities right in all fields, and the mean of how many were marked and read."""
    optional = [f for f in marked.figures if f.optional]
    wanted = {plain(f) for f in marked.figures if not f.optional}
    spans = {(f.start, f.end) for f in wanted}
    found = {as_written(q) for q in reading.quantities if (q.start, q.end) in spans or asked(q, optional)}
    return 2 * len(wanted & found), len(wanted) + len(found)


def states(observation: Observation, stated: Stated) -> bool:
    return (
        observation.indicator == stated.indicator
        and observation.value == Decimal(stated.value)
        and ("period" in dict(observation.dimension)) == stated.period
        and any(s.start < stated.end and stated.start < s.end for s in (observation, *observation.also))
    )


def bound(marked: Marked, reading: Reading) -> tuple[int, int, int]:
    """Observations right, those told in all, and those asked for."""
    left = sorted(marked.stated, key=lambda s: s.optional)
    right = told = 0
    for observation in reading.observations:
        if observation.role != "level" or observation.inferred:
            continue
        match = next((s for s in left if states(observation, s)), None)
        if match:
            left.remove(match)
        if match is None or not match.optional:
            told += 1
            right += match is not None
    return right, told, sum(not s.optional for s in marked.stated)


def alarms(marked: Marked, reading: Reading) -> tuple[int, int, int]:
    """Planted contradictions found, those planted, and contradictions told where nothing was planted."""
    planted = [span_of(row, marked.text) for row in marked.report.get("contradictions") or []]
    doubtful = [span_of(row, marked.text) for row in marked.report.get("other") or []]
    told = [f for f in reading.findings if f.verdict in ("contradiction", "truncation")]
    found = sum(any(meets(f.spans, p) for f in told) for p in planted)
    false = [
        f
        for f in told
        if f.verdict == "contradiction" and not any(meets(f.spans, p) for p in planted + doubtful)
    ]
    return found, len(planted), len(false)


def span_of(row: dict[str, str], text: str) -> Span:
    """Where the words of a planted contradiction stand."""
    start = text.index(row["text"])
    return Span(start, start + len(row["text"]))


def meets(spans: Iterable[Span], other: Span) -> bool:
    return any(s.start < other.end and other.start < s.end for s in spans)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Marked, Reading]]]:
    """Every marked report with what the program reads in it."""
    folder = tmp_path_factory.mktemp("marked")
    return {kind: [(marked, read(marked, folder)) for marked in marked_reports(kind)] for kind in SETS}


@pytest.mark.parametrize("kind", SETS)
def test_figures_are_read_and_bound(kind: str, readings: dict[str, list[tuple[Marked, Reading]]]) -> None:
    agreed, both = map(sum, zip(*(f1(*pair) for pair in readings[kind]), strict=True))
    right, told, asked_for = map(sum, zip(*(bound(*pair) for pair in readings[kind]), strict=True))
    reached = {"quantities": agreed / both, "precision": right / told, "recall": right / asked_for}
    print(kind, {name: round(value, 4) for name, value in reached.items()})
    assert all(reached[name] >= floor for name, floor in FLOORS[kind].items()), reached


def test_contradictions_are_found_and_no_others(readings: dict[str, list[tuple[Marked, Reading]]]) -> None:
    pairs = readings["reports"] + readings["further"] + readings["aside"]
    found, planted, false = map(sum, zip(*(alarms(*pair) for pair in pairs), strict=True))
    print({"found": found, "planted": planted, "false alarms": false})
    assert found >= planted - 1
    assert not false


def test_rates_are_computed_as_they_may_be(readings: dict[str, list[tuple[Marked, Reading]]]) -> None:
    wrong = []
    for marked, reading in readings["reports"] + readings["further"] + readings["aside"]:
        for row in marked.report.get("rates") or []:
            told = [
                rate.value
                for rate in reading.rates
                if rate.method == "computed" and rate.value is not None and answers(rate, row)
            ]
            if told and not any(row["value"] and near(value, row["value"]) for value in told):
                wrong.append((marked.name, row, told))
    assert not wrong


def answers(rate: Rate, row: dict[str, Any]) -> bool:
    """Whether a rate is what a row tells of; what may not be computed of all may be of the bodies that scope names."""
    if row.get("optional") or rate.indicator != row["indicator"]:
        return False
    dimension, asked = dict(rate.dimension), row.get("dimension") or {}
    return asked.items() <= dimension.items() and (row["value"] is not None or "scope" not in dimension)


def near(value: Decimal, wanted: str) -> bool:
    """Equal but for how the last of two decimals is rounded."""
    return abs(value - Decimal(wanted)) <= Decimal("0.011")


@pytest.mark.parametrize("kind", ("reports", "further", "aside"))
def test_title_blocks(kind: str, readings: dict[str, list[tuple[Marked, Reading]]]) -> None:
    told = [(marked, reading.report) for marked, reading in readings[kind]]
    wrong = [
        (marked.name, key)
        for marked, report in told
        for key, value in title_block(report).items()
        if key in marked.report and not same(value, marked.report[key])
    ]
    assert len(wrong) <= 2, wrong


def title_block(report: Report) -> dict[str, object]:
    """What a title block tells, as the yml files write it."""
    return {
        "title": report.title,
        "issuer": report.issuer,
        "region_path": list(report.region.path) if report.region else None,
        "level": report.level,
        "doc_type": report.doc_type,
        "year": report.year,
        "published_on": report.published_on and str(report.published_on),
    }


def same(value: object, wanted: object) -> bool:
    """Whether a field is as written; an issuer may have several forms."""
    if isinstance(wanted, list) and isinstance(value, str):
        return value in wanted
    return value == (str(wanted) if isinstance(wanted, date) else wanted)
