"""One report through all the rooms before the store: bytes in, a `Reading` out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tqdm import tqdm

from pipeline import checks, compliance, faults, observations, outline, quantities, rates, sources
from pipeline.catalogue import FOLDER as CATALOGUE_FOLDER
from pipeline.catalogue import Catalogue, load
from pipeline.provenance import Provenance, disagreements, read_provenance
from pipeline.records import Reading, Source, Span, Unreadable

READABLE = frozenset({".txt", ".html", ".htm", ".docx", ".pdf"})
DIVISIONS = CATALOGUE_FOLDER.parent / "divisions"


def read_text(source: Source, report_id: str, catalogue: Catalogue) -> Reading:
    """Read one report from its text: a pure function of the text and the catalogue."""
    text = source.text
    shape = outline.read_outline(text)
    found = quantities.find_quantities(text, shape.body, shape.plans)
    bound, unbound = observations.bind(text, shape, found, catalogue)
    findings = checks.check(text, shape, found, bound, catalogue)
    return Reading(
        report_id=report_id,
        source=source,
        report=shape.report,
        sections=shape.sections,
        quantities=found,
        observations=bound,
        unbound=unbound,
        rates=rates.derive(bound, findings, catalogue),
        findings=findings,
        duties=compliance.judge(text, shape, catalogue),
        faults=faults.find_faults(text, shape, found),
    )


def read_report(path: Path, catalogue: Catalogue | None = None) -> Reading:
    """Read one file whole; raises `Unreadable` where it cannot be read."""
    return read_text(sources.read_source(path), path.stem, catalogue or load())


def report_files(folder: Path) -> list[Path]:
    """The reports of a folder in the order of their names; sidecars and other files are not reports.

    Raises `Unreadable` where the folder is missing, holds no report, or gives two reports one id.
    """
    if not folder.is_dir():
        raise Unreadable("no_folder", f"no such folder of reports: {folder}")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in READABLE)
    if not files:
        raise Unreadable("no_reports", f"no report in {folder} (looked for {', '.join(sorted(READABLE))})")
    twice = [path for path, after in pairwise(files) if path.stem == after.stem]
    if twice:
        raise Unreadable(
            "same_id", f"two reports share one id, the file's name without its ending: {twice[0].stem}"
        )
    return files


class Folder(NamedTuple):
    """What a folder of reports gives: readings, sidecars by report id, and (file, code, message) of what was refused."""

    readings: list[Reading]
    provenance: dict[str, Provenance]
    refusals: list[tuple[str, str, str]]


def read_folder(folder: Path, cache_folder: Path) -> Folder:
    """Read a folder's reports in the order of their names; those not yet in the cache are read and kept there.

    A reading is kept in a file named by the hash of the report's bytes, the catalogue and the code, so whoever made
    it, it is the same. Where text and sidecar disagree, the reading gets a fault more. A file that cannot be read
    stops no other. Progress shows on a terminal only.
    """
    cache_folder.mkdir(parents=True, exist_ok=True)
    read = Folder([], {}, [])
    for path in tqdm(report_files(folder), desc="reading", unit="report", disable=None):
        try:
            reading = cached_reading(path, cache_folder)
        except Unreadable as error:
            read.refusals.append((path.name, error.code, str(error)))
            continue
        provenance = read_provenance(path)
        if provenance:
            read.provenance[reading.report_id] = provenance
            reading = reading._replace(faults=(*reading.faults, *disagreements(reading, provenance)))
        read.readings.append(reading)
    return read


def cached_reading(path: Path, cache_folder: Path) -> Reading:
    """The reading of one report from the cache, made and kept there first where it is missing."""
    kept = cache_folder / f"{reading_key(path)}.json"
    if kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=Reading)
    reading = read_report(path)
    aside = kept.with_suffix(".part")
    aside.write_bytes(msgspec.json.encode(reading))
    aside.replace(kept)
    return reading


def reading_key(path: Path) -> str:
    """What a reading depends on, as one hash: the report's name and bytes, the catalogue, the code."""
    digest = hashlib.sha256(f"{path} {code_key()}".encode())
    digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def code_key() -> str:
    """Hash of the catalogue, the division table and all code."""
    code = Path(__file__).parent.rglob("*.py")
    tables = [
        path for folder in (CATALOGUE_FOLDER, DIVISIONS) for path in folder.rglob("*") if path.is_file()
    ]
    digest = hashlib.sha256()
    for path in sorted([*code, *tables]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def to_json(reading: Reading) -> dict[str, Any]:
    """A reading as the JSON object that `python -m pipeline extract` prints (see design.md, The command line)."""
    source, report = reading.source, reading.report
    region = report.region
    return {
        "source": {
            "file": source.file,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "media_type": source.media_type,
            "characters": len(source.text),
        },
        "report": {
            "report_id": reading.report_id,
            "title": report.title,
            "issuer": report.issuer,
            "region": region and {"code": region.code, "path": list(region.path)},
            "level": report.level,
            "doc_type": report.doc_type,
            "year": report.year,
            "published_on": report.published_on,
            "signed_on": report.signed_on,
            "dated_on": report.dated_on,
        },
        "sections": [
            _fields(section, ("label", "heading", "depth", "start", "end")) for section in reading.sections
        ],
        "quantities": [_fields(quantity, QUANTITY, QUANTITY_OPTIONAL) for quantity in reading.quantities],
        "observations": [_observation(one) for one in reading.observations],
        "rates": [_rate(one) for one in reading.rates],
        "findings": [
            _fields(one, ("kind", "verdict", "indicators", "stated", "recomputed"), ("note",))
            | {"spans": _spans(one.spans)}
            for one in reading.findings
        ],
        "duties": [
            _fields(one, ("duty", "status")) | _given("evidence", one.evidence and _spans([one.evidence])[0])
            for one in reading.duties
        ],
        "faults": [
            _fields(one, ("kind", "start", "end", "text", "action"), ("repaired", "note"))
            for one in reading.faults
        ],
    }


QUANTITY = ("start", "end", "text", "value", "unit", "approximation", "role")
QUANTITY_OPTIONAL = ("value_high", "direction", "row", "column")


def _fields(record: Any, always: Iterable[str], given: Iterable[str] = ()) -> dict[str, Any]:
    """The named fields of a record; those of `given` only where they have a value."""
    named = {name: getattr(record, name) for name in always}
    return named | {name: value for name in given if (value := getattr(record, name)) is not None}


def _given(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _observation(one: Any) -> dict[str, Any]:
    return (
        {"indicator": one.indicator}
        | _given("dimension", dict(one.dimension))
        | _fields(one, ("value", "unit", "start", "end", "text"))
        | _given("also", _spans(one.also))
        | {"role": one.role}
        | _given("inferred", one.inferred)
        | {"rule": one.rule}
    )


def _rate(one: Any) -> dict[str, Any]:
    operands = {
        name: {"value": operand.value, "spans": _spans(operand.spans)}
        for name in ("numerator", "denominator")
        if (operand := getattr(one, name)) is not None
    }
    return (
        {"indicator": one.indicator}
        | _given("dimension", dict(one.dimension))
        | _fields(one, ("method", "value"), ("low", "high", "direction"))
        | operands
        | _fields(one, ("basis",), ("note",))
    )
