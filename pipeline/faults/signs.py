"""Punctuation and characters: brackets and quotes, doubled and missing signs, stray blanks, broken encoding."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.records import Fault, Outline, Quantity, Section, Span

from .making import fault, whole_body

_OPENING = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "(": ")",
    "（": ")",
    "〔": "〕",
    "【": "】",
    "[": "]",
    "「": "」",
    "『": "』",
}
_CLOSING = {"）": ")"} | {sign: sign for sign in _OPENING.values()}
_SIGN = re.compile(rf"[{re.escape(''.join([*_OPENING, *_CLOSING]))}\n]")
# The pairs without which nothing is left of most paragraphs' signs, from the inside out; one 《》 around another is left.
_PAIRS = ("()", "（）", "〈〉", "〔〕", "‘’", "《》", "“”", "()", "（）")
_DOUBLED = re.compile(r"[,，。;；、:：!！?？][,，。;；、:：!！?？]")
_TOO_MANY = re.compile(r"(.)\1|[,，、;；]。|。[,，、;；]")
_BLANK = re.compile(
    r" (?:(?<=[\u4e00-\u9fff、，。；] )(?=[\u4e00-\u9fff“《])|(?<=[0-9] )(?=[年月日]|[0-9]+日))"
)
_CLOSE_DATE = re.compile("[年月日](?<=[0-9].)")
# Two bodies named side by side, as the issuers of one document are: 中共中央办公厅 国务院办公厅.
_BODY_ENDS = frozenset("央厅院部委局会府署办室")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,16}?(?:政府|(?<=[\u4e00-\u9fff]{2})[厅院部委局会署办室])(?=关于|印发|发布|联合|通知|的|等|[、》,，。 ])"
)
# The number of a table or picture before its caption: 表一 行政执法情况.
_CAPTION = re.compile(r"[\n\u3000 ](?:附?[表图]|附件)[一二三四五六七八九十]{1,3}$")
# An escaped sign, or mojibake.
_BROKEN = re.compile(
    "[&\ufffd\ue000-\uf8ff](?:(?<=&)(?:nbsp|gt|lt|amp|quot|ldquo|rdquo|middot|#\\d{2,5});|(?<!&)[\ufffd\ue000-\uf8ff]*+)"
)
_ENTITIES = {
    "&nbsp;": " ",
    "&gt;": ">",
    "&lt;": "<",
    "&amp;": "&",
    "&quot;": '"',
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&middot;": "·",
}
# A heading is longer than every one beside it by its first clause alone, and by that clause no heading.
_LONG_CLAUSE, _FEWEST_SIBLINGS = 20, 2
_CLAUSE_SIGN = re.compile("[,，:：;；]")
_RUNS_ON = re.compile(f"[^,，:：;；]{{{_LONG_CLAUSE + 1},}}+[,，:：;；]")


def brackets(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """Brackets and quotes without their other half in the paragraph, and 《》 inside 《》."""
    start, end = whole_body(outline)
    signs = "".join(_SIGN.findall(text, start, end))
    for pair in _PAIRS:
        signs = signs.replace(pair, "")
    for paragraph, left in zip(text[start:end].split("\n"), signs.split("\n"), strict=True):
        if left:
            yield from _brackets_of_paragraph(text, start, start + len(paragraph), outline)
        start += len(paragraph) + 1


def _brackets_of_paragraph(text: str, start: int, end: int, outline: Outline) -> Iterator[Fault]:
    open_signs: list[tuple[str, int]] = []
    for match in _SIGN.finditer(text, start, end):
        sign, at = match[0], match.start()
        if sign == "《" and any(kept == "》" for kept, _ in open_signs):
            yield fault(text, "nested_title_marks", at, at + 1, "书名号内再用书名号,应为〈〉")
        if sign in _OPENING:
            open_signs.append((_OPENING[sign], at))
        else:
            wanted = [n for n, (kept, _) in enumerate(open_signs) if kept == _CLOSING[sign]]
            if wanted:
                yield from (_unpaired(text, place) for _, place in open_signs[wanted[-1] + 1 :])
                del open_signs[wanted[-1] :]
            elif not _in_label(outline, at):
                yield _unpaired(text, at)
    yield from (_unpaired(text, place) for _, place in open_signs)


def _in_label(outline: Outline, at: int) -> bool:
    """Whether a sign belongs to the label of a section: 1)."""
    index = bisect_right(outline.sections, at, key=lambda section: section.start) - 1
    return index >= 0 and at < outline.sections[index].start + len(outline.sections[index].label) + 3


def _unpaired(text: str, at: int) -> Fault:
    return fault(
        text,
        "unbalanced_bracket",
        at,
        at + 1,
        f"“{text[at]}”在本段没有另一半" if text[at] not in "“”" else "引号在本段没有另一半",
    )


def doubled_sign(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A sign written twice, or a full stop beside another sign, where one of the two is too many: ，， and 。，."""
    body = whole_body(outline)
    for match in _DOUBLED.finditer(text, body.start, body.end):
        if _TOO_MANY.fullmatch(match[0]):
            repaired = match[0][0] if match[0][0] == match[0][1] else None
            yield fault(text, "doubled_sign", match.start(), match.end(), repaired=repaired)


def missing_punctuation(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """A heading that runs into its text: it goes on after a first clause that alone is longer than every heading beside it."""
    if not any(_RUNS_ON.match(section.heading) for section in outline.sections):
        return
    siblings: defaultdict[tuple[int, str], list[Section]] = defaultdict(list)
    for section in outline.sections:
        siblings[section.parent, section.label[-1:]].append(section)
    for group in siblings.values():
        clauses = [(section, _CLAUSE_SIGN.split(section.heading, maxsplit=1)[0]) for section in group]
        short = [section.heading for section, clause in clauses if len(clause) < _LONG_CLAUSE]
        if len(short) < _FEWEST_SIBLINGS:
            continue
        longest = max(_LONG_CLAUSE, *map(len, short))
        for section, clause in clauses:
            if clause != section.heading and len(clause) > longest:
                end = text.index(clause, section.start) + len(clause)
                yield fault(text, "missing_punctuation", section.start, end, "小标题与正文之间疑缺句号")


def stray_space(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """One blank between two Chinese characters of a sentence, or inside a date."""
    found = list(_BLANK.finditer(text))
    if not found:
        return
    headings = {section.start + len(section.label) for section in outline.sections}
    spaced = sum(text[match.start() - 1].isdigit() for match in found)
    is_style = bool(spaced) and spaced > _close_dates(text, whole_body(outline))
    for match in found:
        start, end = match.start() - 1, match.end() + 1
        inside = any(span.start < start and end <= span.end for span in outline.body)
        in_date = text[start].isdigit()
        if in_date and is_style:
            continue
        wanted = text[start] in _BODY_ENDS and _BODY.match(text, end - 1)
        wanted = wanted or _CAPTION.search(text, max(0, start - 8), start + 1)
        if (inside or in_date) and match.start() not in headings and not wanted:
            yield fault(text, "stray_space", start, end, repaired=text[start] + text[end - 1])


def _close_dates(text: str, body: Span) -> int:
    """How many numbers of the running text stand right before 年, 月 or 日: where fewer do, a blank is the author's style."""
    return sum(1 for _ in _CLOSE_DATE.finditer(text, body.start, body.end))


def broken_characters(text: str, outline: Outline, quantities: Sequence[Quantity]) -> Iterator[Fault]:
    """What a wrong decoding and a page's markup leave behind."""
    for match in _BROKEN.finditer(text):
        if match[0][0] == "&":
            yield fault(text, "escaped_sign", match.start(), match.end(), repaired=_ENTITIES.get(match[0]))
        else:
            yield fault(text, "mojibake", match.start(), match.end(), "字符已损坏")


RULES = (brackets, doubled_sign, missing_punctuation, stray_space, broken_characters)
