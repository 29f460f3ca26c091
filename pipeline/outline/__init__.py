"""The shape of a report: what its title block says, whose it is, its sections, clauses and running text.

`read_outline` is the way in; `divisions` holds the table of places.
"""

from __future__ import annotations

from pipeline.records import Outline, Report, Span

from .body import Signature, body_spans, plan_spans, read_letter, read_signature
from .clauses import read_clauses
from .header import Header, read_header
from .hijack import find_hijack, unhijacked
from .identity import (
    find_issuer,
    read_doc_type,
    read_level,
    read_year,
    speaks_for_department,
    title_subject,
    untagged,
)
from .lines import split_lines
from .place import find_region, find_scope, place_level, scope_level
from .sections import read_sections
from .speaker import find_speaker

__all__ = ["read_outline"]


def read_outline(text: str) -> Outline:
    """Read the shape of a report from its text alone; a pure function that never fails, in linear time.

    What the text does not say is None. All spans are offsets in code points into `text`.
    """
    lines = split_lines(text)
    header = read_header(lines)
    letter = read_letter(lines, header.body)
    first = letter.end if letter else header.body
    signature = read_signature(lines, first)
    body_lines = lines[first : signature.end]
    body = body_spans(text, body_lines, header.title)
    if body and signature.cut:
        body = (*body[:-1], Span(body[-1].start, signature.cut))
    whole = Span(body[0].start, body[-1].end) if body else Span(0, 0)
    report = _read_report(text, header, signature if signature.signed or not letter else letter, whole)
    sections = read_sections(text, whole)
    plans = plan_spans(text, whole, sections, report.year)
    return Outline(report, sections, body, plans, read_clauses(text, body, sections))


def _read_report(text: str, header: Header, signature: Signature, body: Span) -> Report:
    """What the report is, by its title block, signature and running text."""
    hijack = find_hijack(header.title or "", signature.organ or "", header.source or "")
    title = untagged(hijack.restore(header.title or ""))
    signed = hijack.restore(signature.organ or "")
    subject = title_subject(title)
    issuer = find_issuer(subject, signed, header.author, header.publisher)
    subjects = [part for part in (unhijacked(subject), signed, header.author, header.publisher) if part]
    site = [part for part in (hijack.restore(header.source or ""), *header.site) if part]
    running = text[body.start : body.end]
    name = issuer.name if issuer else None
    speaker = None if name else find_speaker(running)
    region, note = find_region([*subjects, *filter(None, [speaker])], site, running)
    level = "department" if not name and speaks_for_department(running) else None
    level = level or read_level(name or speaker, place_level(region)) or scope_level(find_scope(running))
    return Report(
        title=header.title,
        issuer=name,
        region=region,
        region_note=note,
        level=level,
        doc_type=read_doc_type(title, running, name, level),
        year=read_year(title, running, header.dated or signature.signed or header.published),
        published_on=header.published,
        signed_on=signature.signed,
        dated_on=header.dated,
    )
