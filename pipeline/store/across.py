"""Adding to a store what can be said only across its reports: what may stand side by side, and how far figures reach."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import duckdb

from .files import replacing
from .write import insert

BATCH = 10_000  # standings in memory at a time, beside the rows of one indicator


class Standing(Protocol):
    """How one row of the store stands among those of its indicator, as `pipeline.comparability` finds."""

    row: Mapping[str, Any]
    group: int | None
    reason: str | None
    references: tuple[int, ...]


def write_standings(store: Path | str, rates: Iterable[Standing], observations: Iterable[Standing]) -> None:
    """Put the standings into a store in place of those it holds; it is written aside and moved into place whole."""
    with replacing(Path(store)) as aside:
        shutil.copyfile(store, aside)
        with duckdb.connect(str(aside)) as connection:
            connection.execute(CLEAR)
            for record, standings in {"rate": iter(rates), "observation": iter(observations)}.items():
                while batch := list(islice(standings, BATCH)):
                    _add(connection, record, batch)
            connection.execute(COVERAGE)


def _add(connection: duckdb.DuckDBPyConnection, record: str, standings: Sequence[Standing]) -> None:
    """Insert standings and the references that fit each."""
    keys = [(record, one.row["report_id"], one.row[f"{record}_no"]) for one in standings]
    rows = [(*key, one.group, one.reason) for key, one in zip(keys, standings, strict=True)]
    matches = [
        (*key, reference, nearness)
        for key, one in zip(keys, standings, strict=True)
        for nearness, reference in enumerate(one.references)
    ]
    insert(connection, "comparison", rows)
    insert(connection, "reference_match", matches)


CLEAR = "DELETE FROM coverage; DELETE FROM comparison; DELETE FROM reference_match"

COVERAGE = """
WITH value AS (
    SELECT 'rate' AS record, report_id, rate_no AS record_no, indicator FROM rate
    UNION ALL SELECT 'observation', report_id, observation_no, indicator FROM observation
), side_by_side AS (
    SELECT indicator, count(DISTINCT report_id) AS reports
    FROM value JOIN comparison USING (record, report_id, record_no) WHERE group_no = 0
    GROUP BY indicator, record HAVING reports > 1
)
INSERT INTO coverage BY NAME SELECT
    indicator,
    (SELECT count(DISTINCT report_id) FROM observation WHERE observation.indicator = indicator.indicator)
        AS reports_stating,
    (SELECT count(DISTINCT report_id) FROM rate WHERE rate.indicator = indicator.indicator AND value IS NOT NULL)
        AS reports_with_rate,
    coalesce((SELECT max(reports) FROM side_by_side WHERE side_by_side.indicator = indicator.indicator), 0)
        AS reports_comparable
FROM indicator
"""
