"""Dates that contradict one another: signed after published, the year of the title and that of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.catalogue.words import find_date
from pipeline.records import Finding, Outline, Span

REPORTED_YEAR = re.compile(
    r"现将[^。;\n]{0,30}?(20\d\d)年度?[^。;\n]{0,40}(?:报告|汇报|总结|公布|公告|公开|通报)如下"
)
OPENING_YEAR = re.compile(r"^[ \t\u3000\xa0]*(20\d\d)年(?:度)?(以来)?,", re.MULTILINE)
PLANNED_YEAR = re.compile(
    r"(20\d\d)年度?(?:法治政府建设|法治建设)?(?:的)?(?:工作|主要|重点){0,2}(?:打算|安排|计划|思路|重点|谋划)"
)

# A heading that is nothing but a plan; 落实2019年工作安排情况 and 2023年重点工作完成情况 look back.
PLAN = re.compile(
    r"(?:下一步|下步|关于)?(20\d\d)年度?(?:法治政府建设|法治建设)?的?(?:工作|主要|重点)*(?:打算|安排|计划|思路|谋划)"
)


def check_dates(text: str, outline: Outline) -> Iterator[Finding]:
    """One finding for each pair of dates that the report states."""
    yield from _check_order(text, outline)
    yield from _check_years(text, outline)


def _check_order(text: str, outline: Outline) -> Iterator[Finding]:
    """What is signed or drawn up is published no earlier, and nothing before the year it reports on."""
    report = outline.report
    published = report.published_on
    for name, earlier in (("落款", report.signed_on), ("成文", report.dated_on)):
        if earlier and published:
            verdict = "consistent" if earlier <= published else "contradiction"
            yield _finding(
                verdict,
                f"{name}{earlier},公开{published}",
                "公开不早于" + name,
                _spans(text, earlier, published),
            )
    for name, on in (("落款", report.signed_on), ("公开", published)):
        if on and report.year and on.year == report.year:
            spans = _spans(text, on)
            yield _finding("incomplete", f"{name}{on}", f"{report.year}年尚未结束", spans, "数字未必覆盖全年")
        elif on and report.year and on.year < report.year:
            yield _finding("contradiction", f"{name}{on}", f"所述年度为{report.year}年", _spans(text, on))


def _check_years(text: str, outline: Outline) -> Iterator[Finding]:
    """The year that the text says it reports on is the title's; the year that it plans for is a later one.

    `2022年以来` may reach into 2023 where the text goes on to speak of 2023.
    """
    year = outline.report.year
    if year is None:
        return
    for told in (REPORTED_YEAR.search(text), OPENING_YEAR.search(text, *_opening(text, outline))):
        if told:
            since = told.re is OPENING_YEAR and told[2]
            reaches = since and int(told[1]) < year and text.find(f"{year}年", told.end()) >= 0
            differs = "incomplete" if reaches else "contradiction"
            verdict = "consistent" if int(told[1]) == year else differs
            yield _finding(verdict, f"正文{told[1]}年", f"标题{year}年", (Span(*told.span(1)),))
    for section in outline.sections:
        if planned := PLANNED_YEAR.search(section.heading):
            at = text.find(planned[0], section.start)
            spans = (Span(at, at + len(planned[0])),) if at >= 0 else ()
            later = int(planned[1]) > year
            if not later and not PLAN.fullmatch(section.heading.strip(" 。:")):
                continue
            verdict = "consistent" if later else "contradiction"
            yield _finding(verdict, planned[0], f"所述年度为{year}年,打算应在其后", spans)


def _opening(text: str, outline: Outline) -> Span:
    """What stands between the title block and the first heading, whole lines."""
    if not outline.body:
        return Span(0, 0)
    start, first = outline.body[0].start, next(iter(outline.sections), None)
    return Span(text.rfind("\n", 0, start) + 1, first.start if first else outline.body[0].end)


def _spans(text: str, *dates: date) -> tuple[Span, ...]:
    return tuple(span for one in dates for span in [find_date(text, one)] if span)


def _finding(
    verdict: str, stated: str, recomputed: str, spans: tuple[Span, ...], note: str | None = None
) -> Finding:
    return Finding("date", verdict, (), stated, recomputed, spans, note)
