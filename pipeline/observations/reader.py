"""One report while it is being bound: its text, figures and words, and what the rooms ask about each figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.catalogue import Catalogue
from pipeline.records import Observation, Outline, Quantity, Span

from .frames import Frame, Page, Subject, build_frames, heading_subjects, scan, subject_at
from .lexicon import Lexicon, build_lexicon
from .matching import Match, Place
from .settling import members_of, period_of, scope_of

_LEXICONS: dict[int, tuple[Catalogue, Lexicon]] = {}


class Reader(NamedTuple):
    """One report while it is being bound."""

    text: str
    outline: Outline
    quantities: Sequence[Quantity]
    catalogue: Catalogue
    lexicon: Lexicon
    page: Page
    frames: list[Frame | None]
    headings: dict[int, Subject]


def open_reader(text: str, outline: Outline, quantities: Sequence[Quantity], catalogue: Catalogue) -> Reader:
    """Scan the report once for everything that the decisions ask."""
    lexicon = _lexicon(catalogue)
    page = scan(text, lexicon, outline.body or [Span(0, len(text))])
    frames = build_frames(text, outline, quantities)
    return Reader(text, outline, quantities, catalogue, lexicon, page, frames, {})


def _lexicon(catalogue: Catalogue) -> Lexicon:
    known = _LEXICONS.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        known = _LEXICONS[id(catalogue)] = (catalogue, build_lexicon(catalogue))
    return known[1]


def place_of(reader: Reader, index: int) -> Place | None:
    """A figure with its surroundings, or None where it stands outside the running text."""
    frame = reader.frames[index]
    if frame is None:
        return None
    headings, quantity = headings_of(reader, frame.section), reader.quantities[index]
    subject = subject_at(reader.page, frame, headings, reader.lexicon.weak, quantity.unit)
    hits = reader.page.hits_within(*frame.left)
    return Place(reader.page, reader.lexicon, frame, quantity, subject, headings, hits)


def headings_of(reader: Reader, section: int) -> Subject:
    """The subjects that the headings around a section name."""
    known = reader.headings.get(section)
    if known is None:
        known = reader.headings[section] = heading_subjects(reader.page, reader.outline, section)
    return known


def observe(reader: Reader, place: Place, match: Match) -> Observation:
    """What a figure, bound by a wording, says."""
    quantity, frame, wording = place.quantity, place.frame, match.wording
    indicator = reader.catalogue.indicators[wording.indicator]
    named = reader.lexicon.members.get(wording.indicator)
    behind = not wording.before
    dimension = members_of(reader.text, frame, indicator, named, behind) if named else {}
    dimension.update(match.members)
    if period := period_of(reader.text, frame, reader.outline.report, quantity.role):
        dimension["period"] = period
    if "scope" not in dimension and (scope := scope_of(reader.text, frame, reader.outline.report)):
        dimension["scope"] = scope
    return Observation(
        indicator=wording.indicator,
        dimension=tuple(sorted(dimension.items())),
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
        evidence=match.evidence,
        quantity=frame.quantity,
    )


def measured_noun(reader: Reader, index: int) -> str:
    """The words that say what an unbound figure measures: its own stretch before it, or what follows it."""
    quantity, frame = reader.quantities[index], reader.frames[index]
    if frame is None:
        return " ".join(filter(None, (quantity.row, quantity.column)))
    before = reader.text[frame.left.start : frame.left.end].strip(" ,,、;;和及\n\u3000")
    return before[-16:] or reader.text[frame.right.start : frame.right.end].strip()[:16]
