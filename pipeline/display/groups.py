"""Values of several reports in the groups in which they may stand side by side, and those that may stand in none.

What may stand beside what was decided when the edition was made (`group_no` and `reason` of the rows); here the groups
only get a name that says what their values have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.codes import members

Row = Mapping[str, Any]


SHOWN = 60  # values of a group that a page shows; however many there are, no page grows with them


class Group(NamedTuple):
    """Rows that may stand in one chart, what they have in common, and the reference values that may stand there too.

    Of more rows than a page can show `shown` are some, and `name` says so.
    """

    name: str
    rows: list[Row]
    references: list[Row]

    @property
    def shown(self) -> list[Row]:
        """The rows that a page shows."""
        return spread(self.rows)


class Arranged(NamedTuple):
    """Groups, the largest first, and the rows that may stand in none, each with its `reason`."""

    groups: list[Group]
    apart: list[Row]


def spread(rows: list[Row], most: int = SHOWN) -> list[Row]:
    """The rows; of more than `most`, so many evenly from the lowest value to the highest, both of them included."""
    if len(rows) <= most:
        return rows
    ordered = sorted(rows, key=itemgetter("value"))
    return [ordered[number * (len(rows) - 1) // (most - 1)] for number in range(most)]


def side_by_side(rates: Iterable[Row], beside: Iterable[Row]) -> Arranged:
    """Sort the rates of one indicator into their groups; `beside` are the references that fit each of them."""
    rows = list(rates)
    fitting: dict[Any, list[Row]] = {}
    for row in beside:
        if row["record"] == "rate":
            fitting.setdefault((row["report_id"], row["record_no"]), []).append(row)
    grouped = sorted((row for row in rows if row["group_no"] is not None), key=itemgetter("group_no"))
    groups = [list(group) for _, group in groupby(grouped, itemgetter("group_no"))]
    return Arranged(
        [Group(_name(group), group, _shared(group, fitting)) for group in groups],
        [row for row in rows if row["group_no"] is None],
    )


def comparable(observations: Iterable[Row]) -> list[tuple[str, Group]]:
    """For each indicator, its name and its largest group, where that holds the figures of several reports."""
    found = []
    first = (row for row in observations if row["group_no"] == 0)
    for _, rows in groupby(first, itemgetter("indicator")):
        group = list(rows)
        if len({row["report_id"] for row in group}) > 1:
            found.append((group[0]["indicator_name"], Group(_name(group), group, [])))
    return found


def _name(group: list[Row]) -> str:
    """What the values of a group have in common."""
    row = group[0]
    basis = row.get("basis") and (row["basis"] if row["basis"].startswith("占") else f"分母:{row['basis']}")
    kind = (
        row["doc_type_name"]
        if row["level"] == "department"
        else f"{row['level_name'] or ''}{row['doc_type_name']}"
    )
    change = {"up": "增幅", "down": "降幅"}.get(row.get("direction") or "")
    some = f"{len(group)} 份中按数值均匀取 {SHOWN} 份" if len(group) > SHOWN else ""
    words = (kind, f"{row['year']}年", members(row["dimension"]), change, basis, row.get("method_name"), some)
    return " · ".join(filter(None, words))


def _shared(group: list[Row], fitting: Mapping[Any, list[Row]]) -> list[Row]:
    """The references that fit every value of a group, each once."""
    of = [{_key(one): one for one in fitting.get((row["report_id"], row["rate_no"]), [])} for row in group]
    return [one for key, one in of[0].items() if all(key in others for others in of)]


def _key(reference: Row) -> tuple[Any, ...]:
    return reference["scope"], reference["reference_year"], reference["reference"], reference["source_title"]
