"""Faults of the page around the report: chrome, fields run together, repetitions, a hijacked name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.outline.header import fields_of, is_key
from pipeline.outline.hijack import GAMBLING, OFFICE, Hijack, find_hijack
from pipeline.outline.lines import BLANKS, Line, garbled_date, is_chrome, split_lines
from pipeline.outline.sections import opens_section
from pipeline.records import Fault, Outline, Quantity

from .making import fault

# Fields that count visits or set the type: nothing of theirs belongs to a report.
_COUNTERS = re.compile(
    r"(?=[浏点阅访字视【\[])(?:(?:浏览|点击|阅读|访问)(?:人?次数?|数|量|率)?\s*[:：][ \t\xa0]*(?:\d+|\[\s*\]|-)?(?:\s*人?次(?!数))?"
    r"|[【\[]?(?:字体大小|字体|(?<!文)字号)\s*[:：]?[ \t\xa0]*(?:[ \xa0]?[【\[]?\s*[大中小]\s*[】\]]?){0,3}[【\[]?[】\]]?|视力保护色\s*[:：]?)"
)
# A shorter line repeats without being a copy.
_PARAGRAPH = 30


def around_the_text(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """What is wrong with the lines of the page around the running text, and what is said twice."""
    lines = split_lines(text)
    title, body = outline.report.title, outline.body
    yield from _title_again_in_two(text, lines, title)
    yield from _repetitions(text, lines, title)
    starts = [span.start for span in body]
    for line in lines:
        before = bisect_right(starts, line.start) - 1
        if before < 0 or line.start >= body[before].end:
            fields = fields_of(line.text)
            yield from _chrome(text, line, fields)
            yield from _run_on_metadata(text, line, fields)
            yield from _misaligned_table(text, line)
            yield from _garbled_date(text, line)


def _chrome(text: str, line: Line, fields: Sequence[tuple[int, int, int]]) -> Iterator[Fault]:
    """Buttons, breadcrumbs, counters and greetings of the page."""
    counters = list(_COUNTERS.finditer(line.text))
    for match in counters:
        yield fault(
            text, "page_chrome", line.start + match.start(), line.start + match.end(), strip=True, repaired=""
        )
    if not (counters or fields) and is_chrome(line.text):
        yield fault(text, "page_chrome", line.start, line.end, strip=True, repaired="")


def _run_on_metadata(text: str, line: Line, fields: Sequence[tuple[int, int, int]]) -> Iterator[Fault]:
    """Two fields with nothing between the value of the one and the key of the other: 来源:某局发布日期:2024-02-21."""
    for (start, _, end), (following, _, stop) in pairwise(fields):
        if following == end and line.text[following] not in "[【〔(（|":
            repaired = f"{line.text[start:end]} {line.text[following:stop]}".strip()
            yield fault(text, "run_on_metadata", line.start + start, line.start + stop, repaired=repaired)


def _misaligned_table(text: str, line: Line) -> Iterator[Fault]:
    """A row in which a key stands where the value of the key before it should: 文号 | 成文日期 | 2021-02-26 |."""
    cells = [cell.strip(BLANKS) for cell in line.text.split("|")]
    if len(cells) > 2 and any(is_key(cell) and is_key(following) for cell, following in pairwise(cells)):
        yield fault(text, "misaligned_table", line.start, line.end, "空单元格被略去,栏目与内容错位")


def _garbled_date(text: str, line: Line) -> Iterator[Fault]:
    """A line under the text that can be one date only, once 年, 月 and 日 are put back: 2021310."""
    day = garbled_date(line.text)
    if day:
        repaired = f"{day.year}年{day.month}月{day.day}日"
        yield fault(text, "spliced_date", line.start, line.end, "缺年月日,只有一种合法切分", repaired)


def _title_again_in_two(text: str, lines: Sequence[Line], title: str | None) -> Iterator[Fault]:
    """The title of the page again in two lines, as the report itself sets it."""
    first = next((n for n, line in enumerate(lines) if line.text == title), len(lines))
    wanted = "".join((title or "").split())
    for line, following in pairwise(lines[first + 1 :]):
        if len(line.text) <= 2 * len(wanted) and wanted == "".join((line.text + following.text).split()):
            yield fault(text, "duplicate_title", line.start, following.end, strip=True, repaired="")


def _repetitions(text: str, lines: Sequence[Line], title: str | None) -> Iterator[Fault]:
    """The title again, and a paragraph again, its heading left out or not."""
    seen: set[str] = set()
    for _, end, words in lines:
        paragraphs = [words]
        if len(words) >= _PARAGRAPH and (heading := words.find("。") + 1) and opens_section(words):
            paragraphs.append(words[heading:])
        for paragraph in paragraphs:
            if paragraph in seen:
                start = end - len(paragraph)
                if paragraph == title:
                    yield fault(text, "duplicate_title", start, end, strip=True, repaired="")
                elif len(paragraph) >= _PARAGRAPH:
                    yield fault(text, "duplicate_paragraph", start, end, "与前文某段完全相同")
                    break
        seen.update(paragraphs)


def hijacked_name(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A gambling term where the name of a government stood; restored where title and signature or source agree."""
    ends = outline.body[-1].end if outline.body else 0
    hijack = find_hijack(
        outline.report.title or "", text[ends:], text[: outline.body[0].start if outline.body else None]
    )
    terms = re.finditer(re.escape(hijack.term), text) if hijack.term else GAMBLING.finditer(text)
    for match in terms:
        yield _hijacked(text, match.start(), match.end(), hijack)


def _hijacked(text: str, start: int, end: int, hijack: Hijack) -> Fault:
    note = "博彩词,不得展示"
    before = text[start - 1] if start else "\n"
    if hijack.term and before in "省市县区州旗镇乡":
        return fault(
            text, "hijacked_name", start, end, f"{note};标题、落款或来源一致,原为{OFFICE}", repaired=OFFICE
        )
    alone = before in "\r\n" and (end == len(text) or text[end] in "\r\n")
    return fault(text, "hijacked_name", start, end, note, strip=alone, repaired="" if alone else None)


RULES = (around_the_text, hijacked_name)
