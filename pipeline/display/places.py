"""Finding a report by its place: the way to a place, what lies below it, and its figures through the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from pipeline.codes import LEVELS
from pipeline.display.filling import fill

Row = Mapping[str, Any]
Rows = Iterable[Row]

UNFOLDED = 120  # reports below a place up to which its page lists them all; beyond, the next places down do
FEW = 6  # reports named beside a place whose own page lists them all
OF_YEAR = 400  # reports of a year up to which its page lists them all; beyond, it leads to the provinces
LOST = 30  # reports named whose place is not known; the pages of the years list them too


class Branch(NamedTuple):
    """A place, its own reports, and the places below it; `below` counts the reports of these."""

    place: Row
    reports: list[Row]
    branches: list[Branch]
    below: int


def way(places: Sequence[Row], root: str = "../", here: bool = False) -> Markup:
    """The path to a place as links, the province first; the last is `here` on its own page."""
    return fill("way", places=places if len(places) > here else (), root=root, here=here)


def place_summary(place: Row) -> Markup:
    """How many reports of a place and of those below it there are, and of which years."""
    return fill("place_summary", place=place)


def latest(reports: Rows) -> Row | None:
    """The newest report of a place's government, or where there is none of a department of it."""
    newest = sorted(reports, key=lambda row: (row["level"] == "department", -(row["year"] or 0)))
    return newest[0] if newest else None


def place_reports(reports: Rows, root: str = "../") -> Markup:
    """The reports of one place itself, newest first."""
    return fill("place_reports", rows=list(reports), root=root)


def below(place_id: str, places: Rows, reports: Rows, root: str = "../") -> Markup:
    """The places below a place with their reports, each of them a link to its own page."""
    of_place, known = _by(reports, "own_id"), list(places)
    branches = _branches(place_id, _by(known, "parent_id"), of_place)
    whole = sum(len(branch.reports) + branch.below for branch in branches) <= UNFOLDED
    return fill("below", branches=branches, whole=whole, few=FEW, root=root)


def _branches(
    place_id: str, children: Mapping[str, list[Row]], of_place: Mapping[str, list[Row]]
) -> list[Branch]:
    found = []
    for place in children.get(place_id, []):
        branches = _branches(place["place_id"], children, of_place)
        below = sum(len(one.reports) + one.below for one in branches)
        found.append(Branch(place, of_place.get(place["place_id"], []), branches, below))
    return found


def provinces(places: Rows, reports: Rows = (), root: str = "") -> Markup:
    """The provinces as links, with the number of reports in each, and the reports whose place is not known."""
    first = [row for row in places if row["parent_id"] is None]
    lost = [row for row in reports if row["own_id"] is None]
    return fill("provinces", rows=first, lost=lost, most=LOST, root=root)


def years(reports: Rows, root: str = "") -> Markup:
    """How many reports there are of each year and level, each number a link to the list."""
    counted = Counter((row["year"], row["level"]) for row in reports if row["year"])
    told = sorted({year for year, _ in counted}, reverse=True)
    levels = [level for level in LEVELS if any(level == one for _, one in counted)]
    return fill("years", counted=counted, years=told, levels=levels, names=LEVELS, root=root)


def of_year(reports: Rows, root: str = "../") -> Markup:
    """The reports of one year, level by level and province by province; of very many only how many, and the way there."""
    known = list(reports)
    levels: dict[str | None, dict[str, list[Row]]] = {}
    for row in known:
        province = (row["region_path"] or ["所在地不明"])[0]
        levels.setdefault(row["level"], {}).setdefault(province, []).append(row)
    ordered = [
        (level, name, levels[level])
        for level, name in [*LEVELS.items(), (None, "层级不明")]
        if level in levels
    ]
    return fill("of_year", levels=ordered, whole=len(known) <= OF_YEAR, root=root)


def finder(reports: Rows, root: str = "") -> Markup:
    """The form that finds a report by name, year and level as the reader types; it shows itself where scripts run."""
    known = list(reports)
    told = sorted({row["year"] for row in known if row["year"]}, reverse=True)
    levels = {level: name for level, name in LEVELS.items() if any(row["level"] == level for row in known)}
    return fill("finder", years=told, levels=levels, root=root)


def finder_index(places: Rows, reports: Rows) -> dict[str, Any]:
    """What the finder searches: places and reports as short rows, a place named by its position in the list.

    A place is [address, name, position of the place above or -1, reports of it and below]; a report is
    [address, name, position of its place or -1, year, level].
    """
    rows = list(places)
    position = {row["place_id"]: number for number, row in enumerate(rows)}
    return {
        "places": [
            [
                row["place_id"],
                row["name"],
                position.get(row["parent_id"], -1),
                row["reports"] + row["reports_below"],
            ]
            for row in rows
        ],
        "reports": [
            [
                row["report_id"],
                row["report_name"],
                position.get(row["own_id"], -1),
                row["year"],
                row["level"] or "",
            ]
            for row in reports
        ],
    }


def through_years(series: Iterable[Any], root: str = "../") -> Markup:
    """The indicators of one place that are told of several years: those whose values may be joined, the others folded
    away with what keeps them apart."""
    found = [(one.rows, _breaks(one)) for one in series]
    told = sorted({row["year"] for rows, _ in found for row in rows})
    whole, broken = ([one for one in found if bool(one[1]) is apart] for apart in (False, True))
    return fill("through_years", whole=whole, broken=broken, years=told, root=root)


def _breaks(series: Any) -> str:
    """What breaks a series, year by year; empty where nothing does."""
    told = (f"{row['year']}年:{why}" for row, why in zip(series.rows, series.breaks, strict=True) if why)
    return ";".join(told)


def _by(rows: Rows, key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups
