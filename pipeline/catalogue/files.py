"""Reading the catalogue's files: YAML to checked records, with file, entry and key named when something is wrong."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from yaml12 import parse_yaml

from pipeline.records import Refusal

Record = TypeVar("Record")


class CatalogueError(Refusal):
    """The catalogue holds something it must not; the message names file, entry and key."""


def read_yaml(path: Path) -> Any:
    """Read one YAML file, or say in which file the syntax breaks."""
    try:
        documents = parse_yaml(path.read_text("utf-8-sig"), multi=True)
    except ValueError as error:
        raise CatalogueError(f"{path.name}: not readable as YAML: {error}") from error
    if len(documents) != 1:
        raise CatalogueError(f"{path.name}: expected one YAML document, found {len(documents)}")
    return documents[0]


def to_record(kind: type[Record], values: Any, path: Path, entry: str) -> Record:
    """Turn one entry of a file into its record; unknown keys and wrong types are refused."""
    try:
        return msgspec.convert(values, type=kind)
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{path.name}: {entry}: {error}") from error


def to_records(kind: type[Record], entries: Mapping[str, Any], path: Path) -> dict[str, Record]:
    """Turn the entries of a file, a mapping from id to values, into records by id."""
    if not isinstance(entries, Mapping):
        raise CatalogueError(f"{path.name}: expected a mapping from id to entry")
    return {
        key: to_record(kind, {"id": key, **_mapping(values, path, key)}, path, str(key))
        for key, values in entries.items()
    }


def refuse_unknown(ids: Iterable[str], known: Container[str], path: str, entry: str, key: str) -> None:
    """Refuse ids that nothing in the catalogue bears."""
    missing = sorted({one for one in ids if one not in known})
    if missing:
        raise CatalogueError(
            f"{path}: {entry}: {key} names {', '.join(missing)}, which the catalogue does not hold"
        )


def _mapping(values: Any, path: Path, entry: str) -> Mapping[str, Any]:
    if not isinstance(values, Mapping):
        raise CatalogueError(f"{path.name}: {entry}: expected keys with values")
    return values
