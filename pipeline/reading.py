"""One report through all the rooms before the store: bytes in, a `Reading` out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pipeline import (
    checks,
    compliance,
    corrections,
    faults,
    observations,
    outline,
    quantities,
    rates,
    sources,
    terms,
)
from pipeline.catalogue import FOLDER as CATALOGUE_FOLDER
from pipeline.catalogue import Catalogue, load
from pipeline.provenance import Provenance, disagreements, read_provenance
from pipeline.records import Correction, Profile, Quantity, Reading, Source, Span, Unreadable

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
        rates=rates.derive(bound, findings, [found[one.quantity] for one in unbound], catalogue),
        findings=findings,
        duties=compliance.judge(text, shape, catalogue),
        faults=faults.find_faults(text, shape, found),
    )


def read_report(path: Path, catalogue: Catalogue | None = None) -> Reading:
    """Read one file whole; raises `Unreadable` where it cannot be read."""
    return read_text(sources.read_source(path), path.stem, catalogue or load())


def correct(reading: Reading, rows: Iterable[corrections.Row], catalogue: Catalogue) -> Reading:
    """A reading with what a person corrected in it; findings and rates follow from the corrected observations.

    Raises Refusal where a row does not fit the reading (see `corrections`).
    """
    rows = tuple(rows)
    if not rows:
        return reading
    bound, unbound, applied = corrections.apply(reading, rows)
    figures = list(reading.quantities)
    for one in applied:
        number = None if one.observation is None else bound[one.observation].quantity
        if number is not None and one.new_value is not None:
            figures[number] = _with_value(figures[number], one)
    text = reading.source.text
    findings = checks.check(text, outline.read_outline(text), figures, bound, catalogue)
    return reading._replace(
        observations=bound,
        unbound=unbound,
        findings=findings,
        rates=rates.derive(bound, findings, [figures[one.quantity] for one in unbound], catalogue),
        corrections=applied,
    )


def _with_value(figure: Quantity, correction: Correction) -> Quantity:
    """A figure as the checks are to see it; in the reading it stays as it was read."""
    if correction.new_value in (None, correction.value):
        return figure
    return figure._replace(value=correction.new_value, value_high=None)


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
    """What a folder of reports gives, each reading in a file of its own so that no more than one is in memory at a time.

    `kept` are these files, `provenance` the sidecars and `corrections` the rows of the file beside the folder, all by
    report id; `refusals` are (file, code, message) of what could not be read.
    """

    kept: dict[str, Path]
    provenance: dict[str, Provenance]
    corrections: Mapping[str, tuple[corrections.Row, ...]]
    refusals: list[tuple[str, str, str]]

    @property
    def readings(self) -> Iterator[Reading]:
        """The readings in the order of the files' names, corrected, and with a fault more where the sidecar disagrees."""
        for report_id, path in self.kept.items():
            reading = correct(_kept_reading(path), self.corrections.get(report_id, ()), load())
            if provenance := self.provenance.get(report_id):
                reading = reading._replace(faults=(*reading.faults, *disagreements(reading, provenance)))
            yield reading


def read_folder(folder: Path, cache_folder: Path) -> Folder:
    """Read a folder's reports in the order of their names; those not yet in the cache are read and kept there.

    A reading is kept in a file named by the hash of the report's bytes, the catalogue and the code, so whoever made
    it, it is the same. A file that cannot be read stops no other. Raises Refusal for a correction that fits no
    reading. Progress shows on a terminal only.
    """
    from tqdm import tqdm  # takes as long to load as a report to read; only a folder needs it

    read = Folder({}, {}, corrections_of(folder), [])
    for path in tqdm(report_files(folder), desc="reading", unit="report", disable=None):
        try:
            read.kept[path.stem] = keep_reading(path, cache_folder)
        except Unreadable as error:
            read.refusals.append((path.name, error.code, str(error)))
            continue
        if provenance := read_provenance(path):
            read.provenance[path.stem] = provenance
    corrections.refuse_strangers(read.corrections, read.kept)
    for report_id, rows in read.corrections.items():
        corrections.apply(_kept_reading(read.kept[report_id]), rows)
    return read


def corrections_of(folder: Path) -> dict[str, tuple[corrections.Row, ...]]:
    """The corrections that stand beside a folder of reports, by report id; raises Refusal where a row is wrong."""
    return corrections.read_corrections(corrections.file_beside(folder), load())


def profiles(folder: Folder, background_folder: Path = terms.FOLDER) -> dict[str, Profile]:
    """What sets the words of each report apart, by report id; kept beside the readings, for they take a second to begin."""
    key = _hash_of(path for path in sorted(background_folder.iterdir()))
    found = {}
    for report_id, path in folder.kept.items():
        kept = path.with_name(f"{hashlib.sha256(f'{path.stem} {key}'.encode()).hexdigest()}.profile.json")
        if not kept.exists():
            _write_aside(kept, msgspec.json.encode(_profile(_kept_reading(path), background_folder)))
        found[report_id] = msgspec.json.decode(kept.read_bytes(), type=Profile)
    return found


def _profile(reading: Reading, background_folder: Path) -> Profile:
    return terms.profile(reading, load(), *_background(background_folder))


@cache
def _background(folder: Path) -> tuple[terms.Background, frozenset[str]]:
    return terms.read_background(folder), terms.read_common(folder)


def keep_reading(path: Path, cache_folder: Path) -> Path:
    """The file in which the reading of a report is kept; where it is missing, the report is read first."""
    kept = cache_folder / f"{reading_key(path)}.json"
    if not kept.exists():
        cache_folder.mkdir(parents=True, exist_ok=True)
        _write_aside(kept, msgspec.json.encode(read_report(path)))
    return kept


def _kept_reading(kept: Path) -> Reading:
    return msgspec.json.decode(kept.read_bytes(), type=Reading)


def _write_aside(path: Path, content: bytes) -> None:
    """Write a file so that no other process ever sees half of it."""
    aside = path.with_suffix(f".{os.getpid()}.part")
    aside.write_bytes(content)
    aside.replace(path)


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
    return _hash_of(sorted([*code, *tables]))


def _hash_of(files: Iterable[Path]) -> str:
    """Hash of the names and the bytes of some files."""
    digest = hashlib.sha256()
    for path in files:
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
