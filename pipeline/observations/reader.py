"""One report while it is being bound: its text, figures and words, and what the rooms ask about each figure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pipeline.catalogue import Catalogue
from pipeline.catalogue.words import plain
from pipeline.records import Observation, Outline, Quantity

from .cells import cell_places, pieced_place
from .frames import Frame, build_frames
from .lexicon import Lexicon, build_lexicon
from .matching import Match, Place, evidence_of
from .page import Page, Subject, heading_subjects, scan, subject_at
from .periods import period_covered, period_headed, period_of, period_opened
from .settling import members_of, scope_of, trade_of
from .together import part_together

_LEXICONS: dict[int, tuple[Catalogue, Lexicon]] = {}
_MOST_LEXICONS = 4
_MARGIN = " ,;、和及\n\u3000\uff0c\uff1b"


class Reader(Struct, frozen=True):
    """One report while it is being bound; `text` has half-width punctuation, `source` is as decoded, offsets agree.

    `period` is what all of it covers where that is no single year; `headings` and `headed` remember for each section
    what its headings name: the subjects, and a part of the year.
    """

    source: str
    text: str
    outline: Outline
    quantities: Sequence[Quantity]
    catalogue: Catalogue
    lexicon: Lexicon
    page: Page
    frames: list[Frame | None]
    headings: dict[int, Subject]
    headed: dict[int, str | None]
    period: str | None


def open_reader(text: str, outline: Outline, quantities: Sequence[Quantity], catalogue: Catalogue) -> Reader:
    """Scan the report once for everything that the decisions ask."""
    lexicon = _lexicon(catalogue)
    source, text = text, plain(text)
    frames = part_together(text, quantities, build_frames(text, outline, quantities))
    page, period = scan(text, lexicon), period_covered(text, outline)
    return Reader(source, text, outline, quantities, catalogue, lexicon, page, frames, {}, {}, period)


def _lexicon(catalogue: Catalogue) -> Lexicon:
    known = _LEXICONS.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        if len(_LEXICONS) >= _MOST_LEXICONS:
            _LEXICONS.clear()
        known = _LEXICONS[id(catalogue)] = (catalogue, build_lexicon(catalogue))
    return known[1]


def places_of(reader: Reader, index: int) -> list[Place]:
    """A figure with its surroundings: one, two for a table cell, none where it stands outside the running text."""
    frame, quantity = reader.frames[index], reader.quantities[index]
    if frame is None:
        in_table = quantity.row or quantity.column
        return cell_places(reader.page, reader.lexicon, index, quantity) if in_table else []
    if frame.pieces:
        return [pieced_place(reader.page, reader.lexicon, frame, quantity)]
    headings = headings_of(reader, frame.section)
    subject = subject_at(reader.page, frame, headings, reader.lexicon.weak, quantity.unit)
    return [Place(reader.page, reader.lexicon, frame, quantity, subject, headings)]


def headings_of(reader: Reader, section: int) -> Subject:
    """The subjects that the headings around a section name."""
    known = reader.headings.get(section)
    if known is None:
        known = reader.headings[section] = heading_subjects(reader.page, reader.outline, section)
    return known


def observe(reader: Reader, place: Place, match: Match) -> Observation:
    """What a figure, bound by a wording, says."""
    quantity, frame, wording = place.quantity, place.frame, match.wording
    text, in_text = place.page.text, place.page is reader.page
    indicator = reader.catalogue.indicators[wording.indicator]
    dimension: dict[str, str] = {}
    if indicator.dimensions:
        dimension = members_of(text, frame, indicator, reader.lexicon, behind=not wording.before)
    dimension.update(match.phrase.members)
    if quantity.role == "level" and (period := _period(reader, text, frame)):
        dimension["period"] = period
    scope = None if "scope" in dimension else scope_of(text, frame, reader.outline.report)
    if scope and scope not in dimension.values():  # the indicator's own dimension may tell it (maker=部门)
        dimension["scope"] = scope
    enforced = indicator.domain == "enforcement" and in_text
    if enforced and (trade := trade_of(text, frame, reader.outline.report)):
        dimension["scope"] = trade
    return Observation(
        indicator=wording.indicator,
        dimension=tuple(sorted(dimension.items())) if dimension else (),
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit or indicator.unit,
        approximation=quantity.approximation,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        also=(),
        role=quantity.role,
        direction=quantity.direction,
        inferred=False,
        rule=wording.name,
        evidence=evidence_of(place, match) if in_text else (),
        quantity=frame.quantity,
    )


def _period(reader: Reader, text: str, frame: Frame) -> str | None:
    """The period that a level is told for, by its sentence, the report, the headings or its paragraph."""
    report = reader.outline.report
    if period := period_of(text, frame, report) or reader.period:
        return period
    if frame.section not in reader.headed:
        reader.headed[frame.section] = period_headed(reader.outline, frame.section)
    return reader.headed[frame.section] or period_opened(text, frame, report)


def measured_noun(reader: Reader, index: int) -> str:
    """The words that say what an unbound figure measures: its own stretch before it, or what follows it."""
    quantity, frame = reader.quantities[index], reader.frames[index]
    if frame is None:
        return " ".join(filter(None, (quantity.row, quantity.column)))
    before = reader.source[slice(*frame.left)].strip(_MARGIN)
    return before[-16:] or reader.source[slice(*frame.right)].strip()[:16]
