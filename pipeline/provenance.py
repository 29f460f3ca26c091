"""Where a report came from: the sidecar `<report_id>.yml` that stands beside each report.

A sidecar adds provenance and never changes a reading; where the two disagree, that is a fault.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from yaml12 import parse_yaml

from pipeline.records import Fault, Reading


class Provenance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a report from outside its text: `place` from the province down, `sha256` of its bytes."""

    title: str
    publisher: str
    place: list[str]
    division_code: str
    sha256: str
    published_on: date | None = None
    url: str | None = None
    retrieved_on: date | None = None
    note: str | None = None


def read_provenance(report: Path) -> Provenance | None:
    """The sidecar of a report file, or None where it has none; raises ValueError naming file and key where it is wrong."""
    sidecar = report.with_suffix(".yml")
    if not sidecar.exists():
        return None
    try:
        return msgspec.convert(parse_yaml(sidecar.read_text("utf-8-sig")), type=Provenance)
    except (ValueError, msgspec.ValidationError) as error:
        raise ValueError(f"{sidecar}: {error}") from error


def disagreements(reading: Reading, provenance: Provenance) -> tuple[Fault, ...]:
    """A fault for each fact on which the sidecar and the reading differ; a fact that one does not state is no fault."""
    report = reading.report
    facts = [
        ("文件的SHA-256", reading.source.sha256, provenance.sha256),
        ("标题", report.title, provenance.title),
        ("区划代码", report.region and report.region.code, provenance.division_code),
        ("发布日期", report.published_on, provenance.published_on),
    ]
    return tuple(
        Fault("provenance_differs", 0, 0, "", "flag", note=f"{name}: 正文为“{read}”,来源记录为“{told}”")
        for name, read, told in facts
        if read is not None and told is not None and read != told
    )
