"""The public tables as CSV and Parquet; the same store gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import duckdb

from .files import reading, tables


def export(store: Path | str, folder: Path | str) -> list[Path]:
    """Write each table of the store as `<table>.csv` and `<table>.parquet` into `folder`; gives the files written."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with reading(store) as connection:
        connection.execute("SET threads = 1")  # several threads would divide Parquet's row groups by chance
        return [path for table in tables(connection) for path in _export(connection, table, Path(folder))]


def _export(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> list[Path]:
    csv, parquet = folder / f"{table}.csv", folder / f"{table}.parquet"
    connection.sql(f"FROM {table} SELECT {_plain(connection, table)} ORDER BY ALL").write_csv(
        str(csv), header=True
    )
    connection.sql(f"FROM {table} ORDER BY ALL").write_parquet(str(parquet), compression="zstd")
    return [csv, parquet]


def _plain(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The columns of a table, decimals without the zeros that the table's scale adds."""
    columns = connection.execute(f"DESCRIBE {table}").fetchall()
    return ", ".join(
        f"regexp_replace({name}::VARCHAR, '\\.?0+$', '') AS {name}" if kind.startswith("DECIMAL") else name
        for name, kind, *_ in columns
    )
