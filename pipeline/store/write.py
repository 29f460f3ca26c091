"""Writing the store: from readings and catalogue to one DuckDB file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import msgspec
import polars as pl

from pipeline.catalogue import Catalogue
from pipeline.records import Profile, Reading

from .catalogue_rows import catalogue_rows
from .editions import compare
from .files import replacing
from .rows import Row, Tables, reading_rows

SCHEMA = Path(__file__).with_name("schema.sql")
BATCH = 16  # reports whose rows are in memory at a time
SMALLEST = Decimal("0.000001")


class Stream(NamedTuple):
    """A polars frame as nothing but an Arrow stream: DuckDB takes this without pyarrow, a frame itself not."""

    frame: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream, as the Arrow PyCapsule interface asks for it."""
        return self.frame.__arrow_c_stream__(requested_schema)


def write(
    readings: Iterable[Reading],
    catalogue: Catalogue,
    path: Path | str,
    provenance: Mapping[str, Any] | None = None,
    refusals: Iterable[tuple[str, str, str]] = (),
    profiles: Mapping[str, Profile] | None = None,
    former: Path | None = None,
) -> None:
    """Write a store anew and move it into place whole; no more than a few readings are in memory at a time.

    `provenance` holds the `Provenance` of each report that has a sidecar and `profiles` what sets its words apart, by
    report id; `refusals` are (file, code, message) of files that could not be read; `former` is the folder of the
    edition to compare with. Raises ValueError for a value with
    more than six decimals, which would be lost.
    """
    with replacing(Path(path)) as aside, duckdb.connect(str(aside)) as connection:
        connection.execute(SCHEMA.read_text("utf-8"))
        _insert_all(connection, catalogue_rows(catalogue) | {"refusal": list(refusals)})
        of_reports = (
            reading_rows(one, (provenance or {}).get(one.report_id), (profiles or {}).get(one.report_id))
            for one in readings
        )
        while batch := list(islice(of_reports, BATCH)):
            _insert_all(
                connection, {table: [row for rows in batch for row in rows[table]] for table in batch[0]}
            )
        connection.execute(BUILD, [version("fazhi-nianbao"), catalogue_sha256(catalogue), edition_date()])
        if former:
            compare(connection, former)


def _insert_all(connection: duckdb.DuckDBPyConnection, rows: Tables) -> None:
    for table, of_table in rows.items():
        insert(connection, table, of_table)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Append rows to a table, columns in the table's order."""
    schema = pl.DataFrame(connection.table(table).limit(0)).schema
    for row in rows:
        for value in row:
            if isinstance(value, Decimal) and value != value.quantize(SMALLEST):
                raise ValueError(f"{table}: {value} has more decimals than the store keeps: {row}")
    connection.register("incoming", Stream(pl.DataFrame(rows, schema=schema, orient="row")))
    connection.execute(f"INSERT INTO {table} BY NAME FROM incoming")
    connection.unregister("incoming")


def catalogue_sha256(catalogue: Catalogue) -> str:
    """Hash of the catalogue's content, whatever the layout of its files."""
    return hashlib.sha256(msgspec.json.encode(catalogue, order="deterministic")).hexdigest()


def edition_date() -> date | None:
    """The date that SOURCE_DATE_EPOCH sets, so that no clock enters the tables."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None


BUILD = """
INSERT INTO build BY NAME SELECT
    ? AS pipeline_version,
    ? AS catalogue_sha256,
    ? AS edition_date,
    NULL AS former_edition,
    (SELECT count(*) FROM report) AS reports,
    (SELECT count(*) FROM refusal) AS refusals,
    (SELECT count(*) FROM quantity) AS quantities,
    (SELECT count(*) FROM quantity WHERE bound) AS quantities_bound,
    (SELECT count(*) FROM quantity WHERE NOT bound) AS quantities_unbound,
    (SELECT count(*) FROM observation) AS observations,
    (SELECT count(*) FROM rate) AS rates,
    (SELECT count(*) FROM finding) AS relations_checked,
    (SELECT count(*) FROM finding WHERE verdict = 'contradiction') AS contradictions,
    (SELECT count(*) FROM fault) AS faults
"""
