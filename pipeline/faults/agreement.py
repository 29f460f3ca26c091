"""Statements of a report about itself that do not go together: years, dates, and who is speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.outline.lines import DATE, read_date
from pipeline.records import Fault, Outline, Quantity, Report

from .making import fault, whole_body

_INTRODUCED = re.compile(
    r"(?:现将|现就|现对)[^。\n]{0,40}?(20[12]\d)\s*年(?:度)?[^。\n]{0,40}?(?:报告|汇报|总结)"
)
# The first sentence sets out with a year and speaks of the reporting place itself in it.
_SET_OUT = re.compile(
    r"\s*(?:[^。\n]{2,30}[:：]\s*)?(20[12]\d)\s*年(?:度)?(?:(?:以来)?[,，][^。\n]{0,100}?(?:[我全][省市县区州旗盟镇乡局]|街道)|以来[,，][^\n]{0,200}报告如下)"
)
_SELF = re.compile(r"我[省市县区州旗镇乡]")
# What a body of each kind may call itself, by the last character of its place's name.
_OWN = {
    "省": "省",
    "市": "市",
    "县": "县",
    "区": "区",
    "州": "州",
    "旗": "旗",
    "镇": "镇乡",
    "乡": "乡镇",
    "道": "区",
}
_FAR = 31  # days


def conflicting_years(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """The first lines announce the report of another year than the title, or set out with it."""
    year = outline.report.year
    body = whole_body(outline)
    title = outline.report.title or ""
    match = _INTRODUCED.search(text, body.start, min(body.end, body.start + 1500))
    match = match or _SET_OUT.match(text, body.start, body.end)
    if match and year and match[1] not in title and str(year) in title:
        yield fault(
            text, "conflicting_years", match.start(1), match.end(1), f"标题为{year}年,正文为{match[1]}年"
        )


def unfitting_dates(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Published before it was signed, or before its year was over; signed long before or after the day it is dated."""
    report = outline.report
    for day, note in _out_of_order(report):
        yield from _at(text, outline, day, "dates_out_of_order", note)
    if report.signed_on and report.dated_on and abs((report.signed_on - report.dated_on).days) > _FAR:
        yield from _at(
            text,
            outline,
            report.signed_on,
            "conflicting_dates",
            f"落款日期{report.signed_on}与成文日期{report.dated_on}相差较大,两存",
        )


def _out_of_order(report: Report) -> Iterator[tuple[date, str]]:
    published, signed, year = report.published_on, report.signed_on, report.year
    if published and signed and published < signed:
        yield published, f"发布日期{published}早于落款日期{signed}"
    if published and year and published.year <= year and published.month < 11:
        yield published, f"发布于{published},所述年度{year}年尚未结束"


def _at(text: str, outline: Outline, day: date, kind: str, note: str) -> Iterator[Fault]:
    """A fault at the first place around the running text that states the day."""
    body = whole_body(outline)
    for start, end in ((0, body.start), (body.end, len(text))):
        for match in DATE.finditer(text, start, end):
            if read_date(match) == day:
                yield fault(text, kind, match.start(), match.end(), note)
                return


def copied_text(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A body that calls itself by another rank than its own: a town's report that says 我县."""
    report = outline.report
    if report.region is None or report.level == "department" or report.doc_type == "npc_inspection_report":
        return
    own = _OWN.get(report.region.path[-1][-1])
    body = whole_body(outline)
    if own:
        for match in _SELF.finditer(text, body.start, body.end):
            if match[0][1] not in own:
                yield fault(
                    text,
                    "copied_text",
                    match.start(),
                    match.end(),
                    f"{report.region.path[-1]}的报告自称“{match[0]}”",
                )


RULES = (conflicting_years, unfitting_dates, copied_text)
