"""The words of the catalogue found in a text, and what the text is about at each place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from sys import maxsize

from msgspec import Struct

from pipeline.records import Outline

from .frames import Frame, Stretch
from .lexicon import Lexicon

_TITLE = re.compile(r"《[^《》\n]{1,60}》|\([^()\d\n]{1,60}\)")
_JOINT = frozenset(("和", "及", "与", "、", "以及", "或", "或者"))
_KIND = re.compile(
    r"(?:、[^,。;、]{1,12}){0,6}(?:类(?:案|纠纷|事项|问题)|领域的?案件)|[^,。;]{0,8}(?:居多|为主|等方面|案件占)"
)
# What a count is only compared with (`首次超过行政诉讼案件`).
_COMPARED = re.compile(r"(?:超过|超|高于|多于|低于|少于|优先于)(?:了|全[市县区省州]|同期|一审|本地){0,2}$")
_COMPARED_ENDS = frozenset("过超于了市县区省州期审地")
# How a sentence opens that goes on with whoever acted in the one before (`全年共受理纠纷…`).
_DONE = re.compile(
    r"(?:[12]\d{3}年|全年|年内|今年|共|累计|已|全县|全市|全区)*(?:受理|调解|调处|化解|成功)+(?:各类|民间|各种)?"
)
_KIND_REACH = 80
_KIND_WORD = re.compile("类|领域|居多|为主|等方面|案件占")
_BEYOND = (maxsize, maxsize)  # behind all that stands in a text
_PEOPLE = ("人", "名", "位", "人次")

Weak = Mapping[str, Sequence[str]]


class Subject(Struct, frozen=True, gc=False):
    """The subjects that hold at a place (more than one when they are named together), where they were named, and how near.

    `near`: 4 in the figure's own stretch, 3 in its clause, 2 in its sentence, 1 in its paragraph, 0 in a heading.
    """

    names: frozenset[str]
    span: Stretch
    near: int


NO_SUBJECT = Subject(frozenset(), (0, 0), 0)


class Page(Struct, frozen=True, gc=False):
    """A text and the subjects named in it: (start, end, subject), in order, and where they end."""

    text: str
    subjects: list[tuple[int, int, str]]
    subject_ends: list[int]


def scan(text: str, lexicon: Lexicon) -> Page:
    """Find the subjects that a text names.

    Those named only inside the title of a document (《…》) or in brackets without figures (`不含信访事项`), or as a kind
    of case (`投诉举报类案件`), or as what a count is compared with, are not what the text is about.
    """
    titles = [match.span() for match in _TITLE.finditer(text)] + [_BEYOND]
    kinds = [match.start() for match in _KIND_WORD.finditer(text)] + [_BEYOND[0]]
    title = kind = 0
    subjects: list[tuple[int, int, str]] = []
    for number, start, end in lexicon.subjects.find_matches_as_indexes(text):
        while titles[title][1] < end:
            title += 1
        while kinds[kind] < end:
            kind += 1
        in_title = titles[title][0] < start
        is_kind = kinds[kind] < end + _KIND_REACH and _KIND.match(text, end)
        if not (in_title or is_kind or _is_compared(text, start)):
            subjects.append((start, end, lexicon.subject_names[number]))
    return Page(text, subjects, [subject[1] for subject in subjects])


def _is_compared(text: str, start: int) -> bool:
    return (
        text[max(0, start - 1) : start] in _COMPARED_ENDS
        and _COMPARED.search(text, max(0, start - 10), start) is not None
    )


def subject_at(page: Page, frame: Frame, headings: Subject, weak: Weak, unit: str) -> Subject:
    """What the text is about at a figure: the last subject named before it, or the thing counted right behind it."""
    figure = frame.left[1]
    after = bisect_right(page.subject_ends, figure)
    if after < len(page.subjects):
        start, end, name = page.subjects[after]
        right, limit = frame.right
        if right <= start <= right + 4 and end <= limit and unit not in _PEOPLE:
            return Subject(frozenset((name,)), (start, end), 4)
    return _subject_ending(page, frame, headings, weak, after - 1)


def subject_before(page: Page, frame: Frame, headings: Subject, weak: Weak, limit: int) -> Subject:
    """The last subject named before a place in the figure's paragraph, or what the headings name."""
    return _subject_ending(page, frame, headings, weak, bisect_right(page.subject_ends, limit) - 1)


def _subject_ending(page: Page, frame: Frame, headings: Subject, weak: Weak, last: int) -> Subject:
    """The subject of this number, or a stronger one before it, with those that are named together with it."""
    subjects = page.subjects
    if last < 0 or subjects[last][0] < frame.item:
        return headings
    if subjects[last][2] in weak:
        last = _strongest(page, last, max(frame.item, _opening(page, frame, last)), weak)
    start, end, name = subjects[last]
    names = frozenset((name,))
    while last > 0 and page.text[subjects[last - 1][1] : subjects[last][0]] in _JOINT:
        last -= 1
        names |= {subjects[last][2]}
    near = 1 + (start >= frame.sentence[0]) + (start >= frame.clause[0]) + (start >= frame.left[0])
    return Subject(names, (start, end), near)


def _opening(page: Page, frame: Frame, last: int) -> int:
    """How far back a weak subject may yield: its sentence, or the one before where it opens with what was done alone.

    The one before must tell how many of those there are who act (`调解员94名。受理纠纷…`), not only name them.
    """
    start = frame.sentence[0]
    if last == 0 or not _DONE.fullmatch(page.text, start, max(start, page.subjects[last][0])):
        return start
    before = max(page.text.rfind(sign, 0, max(0, start - 1)) for sign in "。\n") + 1
    counted = re.search(r"\d", page.text[page.subjects[last - 1][1] : start])
    return before if counted else start


def _strongest(page: Page, last: int, bound: int, weak: Weak) -> int:
    """The last subject, or where that is a weak one, the nearest before it in the sentence to which it yields."""
    yields_to = weak[page.subjects[last][2]]
    for index in range(last - 1, -1, -1):
        if page.subjects[index][0] < bound:
            break
        if page.subjects[index][2] in yields_to:
            return index
    return last


def heading_subjects(page: Page, outline: Outline, section: int) -> Subject:
    """The subjects that the nearest heading with any names."""
    while section >= 0:
        entry = outline.sections[section]
        low = bisect_left(page.subject_ends, entry.start)
        limit = entry.start + len(entry.label) + len(entry.heading) + 2
        named = [
            s for s in page.subjects[low : bisect_right(page.subject_ends, limit)] if s[0] >= entry.start
        ]
        if named:
            return Subject(frozenset(s[2] for s in named), (named[0][0], named[-1][1]), 0)
        section = entry.parent
    return NO_SUBJECT
