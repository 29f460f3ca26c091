"""One edition beside the last: freezing what a store publishes, and telling figure by figure what differs from then.

A frozen edition is a folder of tables of text, committed, with its name: which reports there were and what each of
them was shown to say. Two editions are the same in what has the same report, indicator, dimension, kind and value.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from .files import reading
from .queries import OBSERVATIONS, RATES, REPORT_NAME

NAME = "edition.txt"
CHANGES = Path(__file__).with_name("changes.sql")


def freeze(store: Path | str, folder: Path, name: str) -> list[Path]:
    """Write what a store publishes into a folder, under the name of its edition; gives the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(f"{name}\n", "utf-8")
    files = [folder / f"{table}.csv" for table in PUBLISHED]
    with reading(store) as connection:
        for file, query in zip(files, PUBLISHED.values(), strict=True):
            connection.sql(f"SELECT {FROZEN} FROM ({query}) ORDER BY ALL").write_csv(str(file), header=True)
    return [folder / NAME, *files]


def compare(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Fill `change` with what differs from the edition frozen in a folder; it stays empty where nothing is frozen."""
    if not (folder / NAME).exists():
        return
    for table, query in PUBLISHED.items():
        connection.execute(f"CREATE TEMP TABLE present_{table} AS {query}")
        connection.execute(
            f"CREATE TEMP TABLE former_{table} AS SELECT {FROZEN} FROM present_{table} LIMIT 0"
        )
        connection.execute(
            f"COPY former_{table} FROM '{_quoted(folder / f'{table}.csv')}' (HEADER, ALLOW_QUOTED_NULLS false)"
        )
    connection.execute(CHANGES.read_text("utf-8"))
    connection.execute("UPDATE build SET former_edition = ?", [(folder / NAME).read_text("utf-8").strip()])
    for table in PUBLISHED:
        connection.execute(f"DROP TABLE present_{table}; DROP TABLE former_{table}")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _plain(column: str) -> str:
    """SQL that writes a decimal without the zeros that the table's scale adds."""
    return f"regexp_replace({column}::VARCHAR, '\\.?0+$', '')"


# What is said of a value: which way it changed, how exact it is, the number and its unit.
DIRECTION = "CASE direction WHEN 'up' THEN '增' WHEN 'down' THEN '减' ELSE '' END"
OBSERVED = f"""
concat({DIRECTION}, CASE approximation WHEN 'over' THEN '超过' WHEN 'under' THEN '不足' WHEN 'about' THEN '约' END,
       {_plain("value")}, '–' || {_plain("value_high")}, unit)
"""
RATED = f"{DIRECTION} || coalesce({_plain('value')}, concat({_plain('low')}, '–', {_plain('high')})) || '%'"

# The sentence is shown beside a value of today only, and would double what is kept.
FROZEN = "COLUMNS(lambda name: name <> 'sentence')"
PUBLISHED = {
    "report": f"SELECT report_id, {REPORT_NAME}, sha256 FROM report",
    "figure": f"""
SELECT 'observation' AS record, report_id, indicator, dimension, role AS kind, {OBSERVED} AS shown, span_start AS start,
    text, sentence
FROM ({OBSERVATIONS})
UNION ALL
SELECT 'rate', report_id, indicator, dimension, method, {RATED}, TRY_CAST(regexp_extract(link, 'f([0-9]+)$', 1) AS INTEGER),
    sum, sentence
FROM ({RATES}) WHERE coalesce(value, low, high) IS NOT NULL
""",
}
