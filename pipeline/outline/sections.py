"""The numbered parts of a report, in every numbering style, as a tree.

A part is told by its label: 一、 (一) 1. 1、 (1) 1) ① 一是 第一, 第一部分. On a line of its own a label is believed;
inside a paragraph only after the end of a clause, and where it carries the count on. Depth is by nesting: a style
seen anew goes below the parts that are open, unless it is of a higher rank than they and does not open inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.records import Section, Span

from .lines import BLANKS, numeral

_NUMERAL = "一二三四五六七八九十"
_LABEL = re.compile(
    rf"第([{_NUMERAL}]{{1,3}})(部分|章|[,，、])[ 　\xa0]*"
    rf"|([{_NUMERAL}]{{1,3}})[ 　\xa0]*(、|[.．](?!\d)|是(?!否)|要(?=[\u4e00-\u9fff]))[ 　\xa0]*"
    rf"|[（(][ 　\xa0]*([{_NUMERAL}]{{1,3}}|\d{{1,2}})[ 　\xa0]*[)）][、.．]?[ 　\xa0]*"
    r"|(\d{1,2})[ 　\xa0]*([、]|[.．](?!\d)|[)）])[ 　\xa0]*"
    r"|([①-⑳]|[㈠-㈩]|[⑴-⒇])[、.．]?[ 　\xa0]*"
)
# The usual order of styles from the top down.
_RANKS = {
    "part": 0,
    "numeral": 1,
    "bracketed numeral": 2,
    "digit": 3,
    "bracketed digit": 4,
    "half bracket": 5,
    "circle": 6,
    "item": 7,
}
_CLAUSE_ENDS = "。;；:：!！?？”）)』」…"
_ITEM_ENDS = _CLAUSE_ENDS + ",，、"
_LINE_ENDS = "\r\n\u2028\u2029"
# A sign that a label may follow, the blanks after it, and a first look at whether one does.
_SIGN = re.compile(rf"[{_ITEM_ENDS}{_LINE_ENDS}{BLANKS}][{BLANKS}]*(?=[第(（\d①-⑳㈠-㈩⑴-⒇{_NUMERAL}])")
_HEADING_END = re.compile(r"[。!！?？\r\n\u2028\u2029]")
_ITEM_END = re.compile(r"[。;；!！?？\r\n\u2028\u2029]")
_DAY = re.compile(r"\d{1,2}[日月号、]")
_INSTANCE = re.compile(rf"[{_NUMERAL}][、审产级类线期]")
_LEADER = re.compile(r"[.…·\s]{3,}\d{1,3}$|…{2,}")
_AROUND_HEADINGS = BLANKS + ":：;；,，."
# The styles of items, which run on inside a paragraph.
_ITEMS = ("item", "circle")
_NEVER = -9
# How far ahead to look for the next part of the count when a higher style opens inside a lower one.
_LOOK_AHEAD = 60


class _Label(NamedTuple):
    start: int
    end: int
    style: str
    number: int
    own_line: bool


def opens_section(line: str) -> bool:
    """Whether a line begins with the label of a section."""
    match = _LABEL.match(line)
    return (
        match is not None
        and _style(match)[0] in ("part", "numeral", "bracketed numeral", "item")
        and _is_label(line, match)
    )


def read_sections(text: str, body: Span) -> tuple[Section, ...]:
    """The sections of the running text, in the order of the text; parents stand before their children."""
    labels = _without_contents(text, _labels(text, body), body.end)
    labels = _from_the_top(labels)
    depths = _depths(labels)
    return tuple(_build(text, labels, depths, body.end))


def _labels(text: str, body: Span) -> list[_Label]:
    """All labels of the running text that can be believed."""
    labels: list[_Label] = []
    last = [_NEVER] * len(_RANKS)  # by rank, the number last counted; a label of higher rank starts it anew
    for before, match in _candidates(text, body):
        style, number = _style(match)
        rank, own_line = _RANKS[style], before in _LINE_ENDS
        if not own_line:
            ends = _ITEM_ENDS if style in _ITEMS else _CLAUSE_ENDS
            expected = number == 1 or last[rank] < number <= last[rank] + 2
            after_clause = before in ends or (before in BLANKS and style == "bracketed numeral")
            if not (expected and after_clause):
                continue
        if _is_label(text, match):
            labels.append(_Label(match.start(), match.end(), style, number, own_line))
            last[rank:] = [number] + [_NEVER] * (len(last) - rank - 1)
    return labels


def _candidates(text: str, body: Span) -> Iterator[tuple[str, re.Match[str]]]:
    """Every label behind a sign, a blank or a line end, with the sign that stands before it."""
    first = _LABEL.match(text, body.start, body.end)
    if first:
        yield "\n", first
    reached = first.end() - 1 if first else body.start - 1
    for sign in _SIGN.finditer(text, body.start, body.end):
        at = sign.end()
        if at > reached and (match := _LABEL.match(text, at, body.end)):
            # Right behind another label the sign is the last one of that.
            yield text[reached if at == reached + 1 else sign.start()], match
            reached = match.end() - 1


def _style(match: re.Match[str]) -> tuple[str, int]:
    part, part_sign, plain, plain_sign, bracketed, digit, digit_sign, sign = match.groups()
    if part:
        return ("part" if part_sign in ("部分", "章") else "item"), numeral(part)
    if plain:
        return ("item" if plain_sign in ("是", "要") else "numeral"), numeral(plain)
    if bracketed:
        return ("bracketed digit" if bracketed.isdecimal() else "bracketed numeral"), numeral(bracketed)
    if digit:
        return ("half bracket" if digit_sign in ")）" else "digit"), int(digit)
    first, style = (
        ("①", "circle")
        if sign <= "⑳"
        else ("⑴", "bracketed digit")
        if sign <= "⒇"
        else ("㈠", "bracketed numeral")
    )
    return style, ord(sign) - ord(first) + 1


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether what follows a label can be a heading: not 一、二审, 一、二、三产业 or the end of the line."""
    following = text[match.end() : match.end() + 5]
    if not following.strip() or following[0] in "\r\n,，。;；)）" or (match[6] and _DAY.match(following)):
        return False
    return not (match[4] == "、" and _INSTANCE.match(following))


def _without_contents(text: str, labels: list[_Label], end: int) -> list[_Label]:
    """Leave out a table of contents: labelled lines that end in a page number, or that all come again further on."""
    kept = []
    first_seen: dict[str, int] = {}
    cut = 0
    for label in labels:
        if label.own_line:
            stop = _HEADING_END.search(text, label.end, end)
            heading = text[label.start : stop.start() if stop else end]
            if (heading[-1:].isdecimal() or "……" in heading) and _LEADER.search(heading[-40:]):
                continue
            if label.style in ("part", "numeral") and not cut:
                earlier = first_seen.setdefault(heading.strip(), label.start)
                if earlier < label.start and text.find("。", earlier, label.start) < 0:
                    cut = label.start
        kept.append(label)
    return [label for label in kept if label.start >= cut]


def _from_the_top(labels: list[_Label]) -> list[_Label]:
    """Leave out items run into the introduction, before the first of the parts that the report is made of."""
    ranks = [_RANKS[label.style] for label in labels if label.own_line]
    top = min(ranks, default=9)
    first = next((n for n, label in enumerate(labels) if label.own_line and _RANKS[label.style] == top), 0)
    return [label for n, label in enumerate(labels) if n >= first or label.own_line]


def _depths(labels: list[_Label]) -> list[int]:
    depths = []
    open_parts: list[_Label] = []
    for n, label in enumerate(labels):
        styles = [part.style for part in open_parts]
        if label.style in styles:
            del open_parts[styles.index(label.style) :]
        else:
            while (
                open_parts
                and _RANKS[open_parts[-1].style] > _RANKS[label.style]
                and not _opens_inside(labels, n, open_parts[-1])
            ):
                open_parts.pop()
        open_parts.append(label)
        depths.append(len(open_parts))
    return depths


def _opens_inside(labels: list[_Label], n: int, outer: _Label) -> bool:
    """Whether a style of higher rank counts from one inside a lower one, whose own count goes on behind it."""
    if labels[n].number != 1:
        return False
    for later in labels[n + 1 : n + _LOOK_AHEAD]:
        if later.style == outer.style:
            return later.number == outer.number + 1
        if _RANKS[later.style] < _RANKS[labels[n].style]:
            return False
    return False


def _build(text: str, labels: list[_Label], depths: list[int], end: int) -> list[Section]:
    """Sections from labels: each ends where the next of its depth or above begins; an item inside a paragraph with it."""
    ends = _ends(text, labels, depths, end)
    followings = [*(label.start for label in labels[1:]), end]
    sections: list[Section] = []
    open_parts: list[int] = []
    new = tuple.__new__  # the record without a call of Python's
    for n, (start, begin, style, _, _) in enumerate(labels):
        depth, following = depths[n], followings[n]
        del open_parts[depth - 1 :]
        stop = (_ITEM_END if style in _ITEMS else _HEADING_END).search(text, begin, following)
        heading = text[begin : stop.start() if stop else following].strip(_AROUND_HEADINGS)
        parent = open_parts[-1] if open_parts else -1
        sections.append(
            new(Section, (text[start:begin].strip(BLANKS), heading, depth, start, ends[n], parent))
        )
        open_parts.append(n)
    return sections


def _ends(text: str, labels: list[_Label], depths: list[int], end: int) -> list[int]:
    """Where each section ends: at the next of its depth or above, an item inside a paragraph at the line's end."""
    ends = [end] * len(labels)
    open_parts: list[int] = []
    for n, label in enumerate(labels):
        while open_parts and depths[open_parts[-1]] >= depths[n]:
            ends[open_parts.pop()] = label.start
        open_parts.append(n)
    for n, label in enumerate(labels):
        if not label.own_line and label.style in _ITEMS:
            line_end = text.find("\n", label.end, ends[n])
            ends[n] = line_end if line_end >= 0 else ends[n]
    return ends
