"""Opening the store and replacing it whole, so that no reader ever sees half of one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipeline.records import Refusal

ASIDE = ".building-"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write a new file at; it takes the place of `path` when the block ends well, and is gone when not.

    What a crashed build left aside is removed first. Of two builds at the same time the earlier one fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f"{ASIDE}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=path.parent) as folder:
        aside = Path(folder, path.name)
        yield aside
        aside.replace(path)


@contextmanager
def reading(store: Path | str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that only reads; raises Refusal, saying what makes a store, where there is none."""
    if not Path(store).is_file():
        raise Refusal(f"no store at {store}: `python -m pipeline build` makes build/fazhi.duckdb")
    connection = duckdb.connect(str(store), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def frame(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> pl.DataFrame:
    """The rows of a query as a polars frame; `?` in the query stand for the parameters."""
    return pl.DataFrame(connection.sql(query, params=list(parameters)))


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the tables, in alphabetical order."""
    return [
        name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    ]
