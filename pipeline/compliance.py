"""Whether a report does what the law asks of it: published in time, and holding each content that is prescribed.

The rules, and the words that are evidence, stand in data/catalogue/duties.yml. What is no annual report is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.catalogue import Catalogue
from pipeline.catalogue.duties import DutyRule
from pipeline.catalogue.words import find_date, half_width
from pipeline.records import Duty, Outline, Section, Span

CLAUSE_END = ",。;!?:\n"
Headed = tuple[Section, str]
"""A section and its heading, read as the rules are written."""


def judge(text: str, outline: Outline, catalogue: Catalogue) -> tuple[Duty, ...]:
    """One verdict for each duty, in the order of the catalogue, with the passage that is the evidence."""
    plain = half_width(text)
    if reason := catalogue.not_judged.get(outline.report.doc_type):
        return tuple(Duty(rule.id, "not_applicable", None, reason) for rule in catalogue.duties.values())
    headed = _headed(outline.sections)
    found: dict[str, Duty] = {}
    for rule in catalogue.duties.values():
        if rule.check == "deadline":
            found[rule.id] = _judge_deadline(rule, plain, outline)
        elif rule.check == "content":
            found[rule.id] = _judge_content(rule, plain, outline, headed, catalogue)
        else:
            found[rule.id] = Duty(rule.id, "unverifiable", None, rule.note)
    return tuple(found.values())


def _headed(sections: Sequence[Section]) -> list[Headed]:
    if not sections:
        return []
    headings = half_width("\n".join(section.heading for section in sections)).split("\n")
    return list(zip(sections, headings, strict=True))


def _judge_deadline(rule: DutyRule, text: str, outline: Outline) -> Duty:
    """Published before the day; a date of drawing up or signature proves no publication."""
    year, published, deadline = outline.report.year, outline.report.published_on, rule.deadline
    if year is None or deadline is None:
        return Duty(rule.id, "unverifiable", None, "报告未写明所述年度")
    if not deadline.from_year <= year <= deadline.to_year:
        return Duty(rule.id, "not_applicable", None, f"{year}年度的报告不适用此期限")
    if published is None:
        return Duty(rule.id, "unverifiable", None, "未见公开日期")
    margin = (date(year + 1, deadline.month, deadline.day) - published).days
    status, note = ("present", f"早于期限{margin}天") if margin > 0 else ("absent", f"晚于期限{1 - margin}天")
    return Duty(rule.id, status, find_date(text, published), note)


def _judge_content(
    rule: DutyRule, text: str, outline: Outline, headed: Sequence[Headed], catalogue: Catalogue
) -> Duty:
    """present with a section or passage of its own, partial with a clause, absent with neither."""
    if not outline.body:
        return Duty(rule.id, "unverifiable", None, "未能读出正文")
    year = str((outline.report.year or 0) + 1)
    if found := _section_on(rule, outline, headed, year):
        return Duty(rule.id, "present", _heading_span(text, *found))
    places = list(_places(rule, text, outline, headed, catalogue, year))
    for status, pattern in (("present", rule.stated), ("partial", rule.text)):
        if pattern and (passage := _passage(pattern.replace("{next_year}", year), rule, text, places)):
            return Duty(
                rule.id, status, passage, None if status == "present" else "只有概括的语句,没有专门部分"
            )
    if rule.body:
        return Duty(rule.id, "present", _heading_span(text, *headed[0]) if headed else outline.body[0])
    return Duty(rule.id, "absent")


def _section_on(rule: DutyRule, outline: Outline, headed: Sequence[Headed], year: str) -> Headed | None:
    """The first section whose heading is on what the duty asks."""
    pattern = re.compile(rule.heading.replace("{next_year}", year))
    for section, heading in headed:
        named = section.depth <= rule.depths and pattern.search(heading)
        if named and not (rule.before_plans and _planned(section.start, outline)):
            return section, heading
    return None


def _planned(offset: int, outline: Outline) -> bool:
    return any(span.start <= offset < span.end for span in outline.plans)


def _heading_span(text: str, section: Section, heading: str) -> Span:
    """Label and heading of a section, as one stretch."""
    at = text.find(heading, section.start, section.end)
    return Span(section.start, at + len(heading)) if at >= 0 else Span(section.start, section.start + 1)


def _places(
    rule: DutyRule,
    text: str,
    outline: Outline,
    headed: Sequence[Headed],
    catalogue: Catalogue,
    year: str,
) -> Iterator[Span]:
    """Where a passage may stand: in the body, or in the section, or else the sentence, that another duty found."""
    if not rule.within:
        yield from _outside(outline.plans, outline.body) if rule.before_plans else outline.body
        return
    other = catalogue.duties[rule.within]
    if found := _section_on(other, outline, headed, year):
        yield Span(found[0].start, found[0].end)
    elif passage := _passage(other.text.replace("{next_year}", year), other, text, list(outline.body)):
        yield Span(passage.start, _next_of("。\n", text, passage.end))


def _outside(plans: Sequence[Span], body: Sequence[Span]) -> Iterator[Span]:
    """The stretches of the body that are not of the plans."""
    for place in body:
        start = place.start
        for plan in plans:
            if place.start <= plan.start < place.end:
                yield Span(start, plan.start)
                start = plan.end
        yield Span(min(start, place.end), place.end)


def _passage(pattern: str, rule: DutyRule, text: str, places: list[Span]) -> Span | None:
    """The clauses around the first passage that counts; what stands in a title in 《》 does not."""
    for place in places:
        for match in re.compile(pattern).finditer(text, place.start, place.end):
            start = max(text.rfind(sign, 0, match.start()) for sign in CLAUSE_END) + 1
            passage = Span(start, _next_of(CLAUSE_END, text, match.end()))
            quoted = text.rfind("《", 0, match.start()) > text.rfind("》", 0, match.start())
            excused = rule.unless and re.search(rule.unless, text[passage.start : passage.end])
            if not (quoted or excused):
                return passage
    return None


def _next_of(signs: str, text: str, start: int) -> int:
    """The offset of the next of these signs, or the end of the text."""
    return min((at for sign in signs if (at := text.find(sign, start)) >= 0), default=len(text))
