"""The running text of a report, the signature under it, and the part of it on work still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import NamedTuple

from pipeline.records import Section, Span

from .header import has_field, is_title
from .lines import DATE, Line, garbled_date, is_chrome, is_organ, read_date
from .sections import opens_section

_SIGNED = re.compile(
    rf"[。!！;；]\s*(?P<organ>[\u4e00-\u9fff]{{2,30}}(?:政府|局|委员会|办公室|办事处|管委会|厅))\s*(?P<when>{DATE.pattern})\s*$"
)
_SENTENCE = re.compile(r"[。,，;；:：、!！?？\d]")

# What stands under a report and is none of it: who is sent a copy, when it was printed, files, addresses.
# The look at the first character spares a long line a try at every other one.
_FOOTER = re.compile(
    r"(?=[抄\d.I位您联咨监投举电地邮传])"
    r"(?:^抄送[:：]|\d\s*日印发$|\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|jpe?g|png)$|IPv6|位访问者|您访问的链接"
    r"|^(?:(?:联系|咨询|监督|投诉|举报)?电话|(?:联系)?地址|邮政编码|邮编|传真|(?:电子)?邮箱)\s*[:：])"
)

_LONGEST_SIGNATURE = 50
_LONGEST_LETTER = 8  # lines


class Signature(NamedTuple):
    """Who signed under the text and when; `end` is the index of the first line behind the running text."""

    organ: str | None
    signed: date | None
    end: int
    cut: int | None = None


def read_signature(lines: Sequence[Line], first: int) -> Signature:
    """The signature under the running text that begins at line `first`."""
    end = _last_of_body(lines, first)
    tail = lines[end:]
    at = next((n for n, line in enumerate(tail) if _line_date(line.text)), None)
    before = tail[:at] if at is not None else tail[:3]
    organs = [line.text for line in before if is_organ(line.text) and not is_chrome(line.text)]
    if at is None and end > first and (match := _SIGNED.search(lines[end - 1].text)):
        return Signature(match["organ"], read_date(match), end, lines[end - 1].start + match.start("organ"))
    signed = _line_date(tail[at].text) if at is not None else None
    leading = _organ_before_date(tail[at].text) if at is not None else None
    organ = leading or (" ".join(organs[-2:]) if organs else None)
    return Signature(organ, signed, end)


def read_letter(lines: Sequence[Line], first: int) -> Signature | None:
    """The letter that a report is sent with, signed for both; the report's title and first section stand under it."""
    for n in range(first, min(first + _LONGEST_LETTER, len(lines) - 2)):
        if opens_section(lines[n].text):
            return None
        signed = _line_date(lines[n].text) if n > first else None
        if signed and is_organ(organ := _organ_before_date(lines[n].text) or lines[n - 1].text):
            title = n + 1 + is_chrome(lines[n + 1].text)
            return Signature(organ, signed, title + 1) if is_title(lines[title].text) else None
    return None


def _last_of_body(lines: Sequence[Line], first: int) -> int:
    """The index behind the last line of running text."""
    end = len(lines)
    while end > first + 1 and _is_trailing(lines[end - 1].text):
        end -= 1
    # A signature further up ends the report too, if little follows: lists of links, an annex.
    for n in range(first + 2, end):
        if _line_date(lines[n].text) and is_organ(lines[n - 1].text):
            rest = lines[end - 1].end - lines[n].end
            if rest < (lines[n].start - lines[first].start) // 3:
                return n - 1
    return end


def _is_trailing(text: str) -> bool:
    if is_organ(text) or is_chrome(text) or _line_date(text) or _FOOTER.search(text):
        return True
    if "。" not in text and has_field(text):
        return True
    return len(text) <= 30 and not _SENTENCE.search(text) and not opens_section(text)


def _line_date(text: str) -> date | None:
    """The date of a line that holds nothing but a date, or a body's name and a date."""
    if len(text) > _LONGEST_SIGNATURE:
        return None
    text = text.strip("()（） ")
    if not (text.endswith("日") or text[-1:].isdecimal()):
        return None
    match = DATE.search(text)
    if match:
        alone = match.end() == len(text) and (not match.start() or is_organ(text[: match.start()].strip()))
        return read_date(match) if alone else None
    return garbled_date(text)


def _organ_before_date(text: str) -> str | None:
    match = DATE.search(text)
    organ = text[: match.start()].strip() if match else ""
    return organ if organ and is_organ(organ) else None


def body_spans(text: str, lines: Sequence[Line], title: str | None) -> tuple[Span, ...]:
    """The running text without page chrome and repetitions of the title: as few stretches as it takes."""
    spans = []
    for left_out, run in groupby(lines, lambda line: line.text == title or _is_short_chrome(line.text)):
        if not left_out:
            first, *others = run
            spans.append(Span(first.start, (others or [first])[-1].end))
    return tuple(spans)


def _is_short_chrome(text: str) -> bool:
    """Whether a line within the running text is of the page all the same."""
    return (
        len(text) <= 30
        and is_chrome(text)
        and not opens_section(text)
        and not any(sign in text for sign in ",，、")
    )


_NEXT = r"下一?步|下一?阶段|下一?年|今后|明年|来年|未来"
_PLANNED = re.compile(r"打算|计划|安排|思路|设想|谋划|展望|方向|举措|措施|规划|部署|重点|目标|任务|工作")
_NEXT_PLANNED = re.compile(rf"(?:{_NEXT})(?:.*(?:{_PLANNED.pattern})|$)")
_PLAN_HEADING = re.compile(
    rf"{_NEXT}|(?:工作|主要|总体)(?:打算|思路|安排|计划|设想|展望)|努力(?:的)?方向|打算$"
)
_WISHES = re.compile(
    r"(?:几点|有关|相关|工作|对策|主要|改进)?(?:的)?(?:意见|对策|工作)?(?:和|与|及|、)?(?:建议|对策)(?:和|与|及|、)?(?:意见|建议)?"
)
_YEAR = re.compile(r"(?<![—\-－~～至])([0-9]{4})年(?!\d)")
_NOT_PLAN = re.compile(r"(?:完成|落实|执行|推进|进展)情况|制定|回顾")
_DONE = re.compile(r"成效|情况|做法|总结|举措及|开展")
_SHORTCOMINGS = re.compile(r"问题|不足|困难|短板|差距")
_OPENING = re.compile("在?(?:下一?步|下一?阶段|今后)")
# Behind these a line, the last line and a section may turn to the time to come, with one of these characters.
_LINE_START, _IN_LINE, _IN_SECTION = (
    re.compile(rf"[{signs}][ \t\u3000\xa0]*(?=[针在下今明来0-9])")
    for signs in ("\n", "。;；\n", "。;；!！\n")
)


@cache
def _turn(year: int | None) -> re.Pattern[str]:
    """The words with which a text turns to the time to come."""
    following = f"|{year + 1}年度?" if year else ""
    return re.compile(
        rf"(?:针对[^。;；\n]{{0,24}}[,，])?(?:在)?(?:下一?步|下一?阶段|今后|明年|来年{following})(?:的?工作)?中?"
        r"(?=[,，:：]|[我全本各省市县区州旗盟镇乡]|将|要|继续|是)"
    )


def plan_spans(text: str, body: Span, sections: Sequence[Section], year: int | None) -> tuple[Span, ...]:
    """The parts on work still to be done: sections by their heading, and paragraphs that open with 下一步 or the year to come."""
    spans: list[Span] = []
    later = str(year + 1) if year else None
    for section in sections:
        if (spans and section.start < spans[-1].end) or not _is_plan(section, later):
            continue
        start: int | None = section.start
        if _DONE.search(section.heading) or _SHORTCOMINGS.search(section.heading):
            start = _where_plans_begin(text, section, sections, year)
        if start is not None:
            spans.append(Span(start, section.end))
    return tuple(_merge([*spans, *_plan_paragraphs(text, body, sections, year)]))


def _is_plan(section: Section, later: str | None) -> bool:
    """Whether a heading announces plans; `later` is the year to come."""
    heading = section.heading
    named = later is not None and later in heading and later in _YEAR.findall(heading)
    if section.depth > 1:
        found = bool(_PLANNED.search(heading) if named else _NEXT_PLANNED.match(heading))
    else:
        found = named or bool(_PLAN_HEADING.search(heading) or _WISHES.fullmatch(heading))
    return found and not _NOT_PLAN.search(heading)


def _where_plans_begin(
    text: str, section: Section, sections: Sequence[Section], year: int | None
) -> int | None:
    """Where the next steps begin in a part that its heading gives to something else too.

    Where that cannot be told, a part on shortcomings is all wishes, and one on what was done holds no plans.
    """
    for child in sections:
        if section.start < child.start < section.end and re.search(_NEXT, child.heading):
            return child.start
    turned = next(_turns(text, _IN_SECTION, section.start, section.end, year), None)
    return section.start if turned is None and not _DONE.search(section.heading) else turned


def _plan_paragraphs(text: str, body: Span, sections: Sequence[Section], year: int | None) -> list[Span]:
    """Paragraphs that open with 下一步 or the year to come, and the rest of the last paragraph from 下一步 on."""
    spans = []
    for line in _LINE_START.finditer(text, body.start, body.end):
        start = line.end()
        if _OPENING.match(text, start, body.end) or _turn(year).match(text, start, body.end):
            line_end = text.find("\n", start, body.end)
            spans.append(Span(start, line_end if line_end >= 0 else body.end))
    last_line = max(text.rfind("\n", body.start, body.end) + 1, body.start)
    final = next(_turns(text, _IN_LINE, last_line, body.end, year), None)
    if final is not None and not any(section.start >= final for section in sections):
        spans.append(Span(final, body.end))
    return spans


def _turns(text: str, signs: re.Pattern[str], start: int, end: int, year: int | None) -> Iterator[int]:
    """Where, right behind one of some signs, the text turns to the time to come."""
    turn = _turn(year)
    return (at for sign in signs.finditer(text, start, end) if turn.match(text, at := sign.end(), end))


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
