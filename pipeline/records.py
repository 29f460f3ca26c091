"""The plain, immutable records that the rooms of the pipeline hand to one another.

Every `start` and `end` counts Unicode code points in the source text as decoded, so that
`text[start:end]` is what the record is about. Values are exact decimals, never floats.
What the source does not say is `None`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the source text."""

    start: int
    end: int


class Source(NamedTuple):
    """One file as read: where it came from and the text that every span points into."""

    file: str
    sha256: str
    encoding: str
    media_type: str
    text: str


class Refusal(Exception):
    """What was asked cannot be done; the message says why, for people."""


class Unknown(Refusal, LookupError):
    """A name that there is not; the message lists what there is."""


class Unreadable(Refusal):
    """A file that cannot be read; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Region(NamedTuple):
    """A place: its division code (GB/T 2260, 6 digits, or 9 for a township) and its path from the province down."""

    code: str | None
    path: tuple[str, ...]


class Report(NamedTuple):
    """What a report is, as its own title block, title, signature and body say.

    `level` is one of province, prefecture, county, township, department; `doc_type` one of annual_report,
    work_summary, department_report, npc_inspection_report, other. `region_note` says why `region` is None.
    """

    title: str | None
    issuer: str | None
    region: Region | None
    region_note: str | None
    level: str | None
    doc_type: str
    year: int | None
    published_on: date | None
    signed_on: date | None
    dated_on: date | None


class Section(NamedTuple):
    """A numbered part of the report; `start` is where its label begins, `end` where the next part begins.

    `parent` is the index of the section that holds it, or -1. `heading` is without its label.
    """

    label: str
    heading: str
    depth: int
    start: int
    end: int
    parent: int


class Clause(NamedTuple):
    """The text between two commas (、 does not end one): the unit in which a figure is bound.

    `sentence` numbers the sentences (ended by 。;!? or a line end) of the report; `section` is the index of the
    deepest section around the clause, or -1.
    """

    start: int
    end: int
    sentence: int
    section: int


class Fault(NamedTuple):
    """A place where the source itself is broken; `action` is flag, repair or strip; the original always stays."""

    kind: str
    start: int
    end: int
    text: str
    action: str
    repaired: str | None = None
    note: str | None = None


class Outline(NamedTuple):
    """The shape of a report.

    `body` are the spans of running text: title block, page chrome, headings of the page and signature are left out.
    `plans` are the spans on work still to be done, whose figures are targets.
    """

    report: Report
    sections: tuple[Section, ...]
    body: tuple[Span, ...]
    plans: tuple[Span, ...]
    clauses: tuple[Clause, ...]


class Quantity(NamedTuple):
    """A figure as stated. `approximation`: exact, over, under, about; `role`: level, change, target.

    `direction` is up or down for a change. `row` and `column` are the headings of a table cell's row and column.
    """

    start: int
    end: int
    text: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    approximation: str
    role: str
    direction: str | None = None
    row: str | None = None
    column: str | None = None


class Observation(NamedTuple):
    """This report states this value for this indicator.

    `quantity` is the index of the figure in the report's quantities, or None where words are the figure (`inferred`).
    `dimension` holds (key, member) pairs, sorted by key; the key `period` marks a figure that does not stand for
    the year. `evidence` are the spans of the words that bound it, `rule` the wording that did.
    """

    indicator: str
    dimension: tuple[tuple[str, str], ...]
    value: Decimal
    value_high: Decimal | None
    unit: str
    approximation: str
    start: int
    end: int
    text: str
    also: tuple[Span, ...]
    role: str
    direction: str | None
    inferred: bool
    rule: str
    evidence: tuple[Span, ...]
    quantity: int | None


class Unbound(NamedTuple):
    """A figure that no indicator claims, by its index in the report's quantities, and why."""

    quantity: int
    noun: str
    reason: str


class Operand(NamedTuple):
    """Numerator or denominator of a rate: its value and where the parts of it stand."""

    value: Decimal
    spans: tuple[Span, ...]


class Rate(NamedTuple):
    """A rate in per cent. `method`: reported, computed, implied.

    `value` is None with a `note` where it is refused or where inexact counts allow only `low` and `high`.
    `basis` names the denominator (审结, 受理, 开庭 …).
    """

    indicator: str
    dimension: tuple[tuple[str, str], ...]
    method: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    direction: str | None
    numerator: Operand | None
    denominator: Operand | None
    basis: str | None
    note: str | None


class Finding(NamedTuple):
    """One arithmetic relation that the report holds, checked.

    `verdict`: consistent, rounding, truncation, contradiction, incomplete, not_comparable. `stated` and `recomputed`
    are written for people. `blocks` are the indicators whose counts a contradiction makes unfit for a rate.
    """

    kind: str
    verdict: str
    indicators: tuple[str, ...]
    stated: str
    recomputed: str
    spans: tuple[Span, ...]
    note: str | None = None
    blocks: tuple[str, ...] = ()


class Duty(NamedTuple):
    """Whether the report does what the law asks: present, partial, absent, not_applicable, unverifiable."""

    duty: str
    status: str
    evidence: Span | None = None
    note: str | None = None


class Correction(NamedTuple):
    """A person's judgement on one observation: `action` is corrected or withheld.

    `indicator`, `dimension` and `value` are what the reading gave, the `new_` ones what is published instead, None
    where it is withheld. `observation` is the index of the corrected observation.
    """

    action: str
    start: int
    end: int
    text: str
    indicator: str
    dimension: tuple[tuple[str, str], ...]
    value: Decimal
    new_indicator: str | None
    new_dimension: tuple[tuple[str, str], ...] | None
    new_value: Decimal | None
    reason: str
    source: str
    observation: int | None = None


class Profile(NamedTuple):
    """What sets the words of a report apart from those of the other reports that the background rests on.

    `key_terms` come most telling first; `boilerplate_share` is in per cent of the text's Chinese characters, None
    where the background holds no other report.
    """

    key_terms: tuple[str, ...]
    boilerplate_share: Decimal | None
    background_reports: int | None


class Reading(NamedTuple):
    """Everything that one report says, read from its bytes and the catalogue alone.

    `report_id` is the file's name without its ending: it names the report's page for good. `corrections` are those
    already applied to the observations; a reading just made has none.
    """

    report_id: str
    source: Source
    report: Report
    sections: tuple[Section, ...]
    quantities: tuple[Quantity, ...]
    observations: tuple[Observation, ...]
    unbound: tuple[Unbound, ...]
    rates: tuple[Rate, ...]
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...]
    faults: tuple[Fault, ...]
    corrections: tuple[Correction, ...] = ()
