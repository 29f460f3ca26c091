"""Reports written and marked by people who had not seen the program: what it should read, made before it read it.

A figure is marked where it stands, `⟦TEXT¦VALUE¦UNIT¦QUALIFIERS¦OBSERVATIONS⟧`; README.md tells the fields.
Beside each `NAME.marked.txt` stands `NAME.yml` with what its title block says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent
SETS = ("reports", "further", "aside", "unusual", "sentences")
_MARK = re.compile(r"⟦([^¦⟧]+)¦([^¦⟧]*)¦([^¦⟧]*)(?:¦([^¦⟧]*))?(?:¦([^⟧]*))?⟧")
_OBSERVATION = re.compile(r"([\w.]+)(?:\[(.*)\])?(\?)?")


class Figure(NamedTuple):
    """A marked figure: its span in the plain text and what the mark says, as written there."""

    start: int
    end: int
    value: str
    unit: str
    approximation: str
    role: str
    direction: str | None
    optional: bool


class Stated(NamedTuple):
    """What a marked figure states: an indicator and value, of another period or not."""

    start: int
    end: int
    indicator: str
    value: str
    period: bool
    optional: bool


class Marked(NamedTuple):
    """One report of the set: its plain text and what stands in it."""

    name: str
    text: str
    report: dict[str, Any]
    figures: tuple[Figure, ...]
    stated: tuple[Stated, ...]


def marked_reports(kind: str) -> Iterator[Marked]:
    """All marked reports of one set, in the order of their names."""
    for path in sorted((HERE / kind).glob("*.marked.txt")):
        yield read_marked(path)


def read_marked(path: Path) -> Marked:
    """A marked file as plain text and marks."""
    with path.open(encoding="utf-8", newline="") as file:
        source = file.read()
    name = path.name.removesuffix(".marked.txt")
    report = yaml.safe_load(path.with_name(f"{name}.yml").read_text("utf-8"))
    pieces: list[str] = []
    figures: list[Figure] = []
    stated: list[Stated] = []
    length = at = 0
    for mark in _MARK.finditer(source):
        pieces += [source[at : mark.start()], mark[1]]
        start = length + mark.start() - at
        at, length = mark.end(), start + len(mark[1])
        figure = _figure(start, length, mark[2], mark[3], (mark[4] or "").split())
        figures.append(figure)
        if figure.role == "level":
            stated += _stated(figure, mark[5] or "")
    text = "".join(pieces) + source[at:]
    assert not set("⟦⟧¦") & set(text), f"{name}: a mark is broken"
    return Marked(name, text, report, tuple(figures), tuple(stated))


def _figure(start: int, end: int, value: str, unit: str, qualifiers: list[str]) -> Figure:
    def among(*choices: str) -> str | None:
        return next((word for word in qualifiers if word in choices), None)

    return Figure(
        start=start,
        end=end,
        value=value,
        unit=unit,
        approximation=among("over", "under", "about") or "exact",
        role=among("change", "target") or "level",
        direction=among("up", "down"),
        optional="optional" in qualifiers,
    )


def _stated(figure: Figure, observations: str) -> Iterator[Stated]:
    low = figure.value.split("..")[0]
    for written in filter(None, map(str.strip, observations.split(";"))):
        found = _OBSERVATION.fullmatch(written)
        assert found, f"not an observation: {written}"
        indicator, dimension, optional = found.groups()
        period = any(part.startswith("period=") for part in (dimension or "").split(","))
        yield Stated(figure.start, figure.end, indicator, low, period, bool(optional))
