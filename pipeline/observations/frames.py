"""What a reader sees around each figure: its own stretch of the clause, the clause, the subject, the headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.records import Clause, Outline, Quantity, Span

from .lexicon import Lexicon

_ITEM = re.compile(r"(?<=[。;;::!?\n \u3000])[一二三四五六七八九十]{1,3}是|\n")
_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_JOINT = frozenset(("和", "及", "与", "、", "以及", "或", "或者"))
_KIND = re.compile(r"(?:、[^,,。;;、]{1,12}){0,6}类(?:案|纠纷|事项|问题)")
Weak = Mapping[str, Sequence[str]]
_PEOPLE = ("人", "名", "位", "人次")
_GLUE = re.compile(r"[、,,和及与共计(()):: ]*")
_LISTED = re.compile(r"(?:[、,,和及与]|以及)+")
_SPLIT = re.compile(r"、|以及|和|及|与")


class Hit(NamedTuple):
    """A word of the catalogue found in the text."""

    start: int
    end: int
    word: str


class Subject(NamedTuple):
    """The subjects that hold at a place (more than one when they are named together), where they were named, and how near.

    `near`: 4 in the figure's own stretch, 3 in its clause, 2 in its sentence, 1 in its paragraph, 0 in a heading.
    """

    names: frozenset[str]
    span: Span
    near: int


NO_SUBJECT = Subject(frozenset(), Span(0, 0), 0)


class Frame(NamedTuple):
    """The surroundings of one figure in `page.text`: own stretch before (`left`) and after (`right`), clause, sentence."""

    quantity: int
    left: Span
    right: Span
    clause: Span
    sentence: Span
    item: int
    section: int
    listed: bool = False


class Page(NamedTuple):
    """A text with the catalogue's words found in it, sorted by where they end."""

    text: str
    hits: tuple[Hit, ...]
    ends: tuple[int, ...]
    subjects: tuple[tuple[int, int, str], ...]
    subject_ends: tuple[int, ...]

    def hits_within(self, start: int, end: int) -> list[Hit]:
        """The words that stand wholly between two places."""
        found = self.hits[bisect_right(self.ends, start) : bisect_right(self.ends, end)]
        return [hit for hit in found if hit.start >= start]


def scan(text: str, lexicon: Lexicon, stretches: Sequence[Span]) -> Page:
    """Find the words of the catalogue in the given stretches of a text.

    Subjects named only inside the title of a document (《…》), or as a kind of case (`投诉举报类案件`), are not what the
    text is about.
    """
    hits: list[Hit] = []
    subjects: list[tuple[int, int, str]] = []
    for start, end in stretches:
        for last, (word, length, subject, is_term) in lexicon.automaton.iter(text, start, end):
            if is_term:
                _add_hit(hits, Hit(last + 1 - length, last + 1, word))
            if subject is not None:
                _add_subject(subjects, last + 1 - length, last + 1, subject)
    titles = [match.span() for match in _TITLE.finditer(text)] if "《" in text else []
    subjects = [entry for entry in subjects if not (_inside(entry, titles) or _KIND.match(text, entry[1]))]
    return Page(
        text, tuple(hits), tuple([h.end for h in hits]), tuple(subjects), tuple([s[1] for s in subjects])
    )


def _add_hit(hits: list[Hit], hit: Hit) -> None:
    """Words come longest first where they end together; read from the figure backwards the longest must come first."""
    at = len(hits)
    while at and hits[at - 1].end == hit.end:
        at -= 1
    hits.insert(at, hit)


def _add_subject(subjects: list[tuple[int, int, str]], start: int, end: int, name: str) -> None:
    """Keep the longest of overlapping subject words."""
    while subjects and subjects[-1][0] >= start:
        subjects.pop()
    if not subjects or subjects[-1][1] <= start or end - start > subjects[-1][1] - subjects[-1][0]:
        if subjects and subjects[-1][1] > start:
            subjects.pop()
        subjects.append((start, end, name))


def _inside(entry: tuple[int, int, str], titles: list[tuple[int, int]]) -> bool:
    index = bisect_right(titles, (entry[0], entry[0])) - 1
    return index >= 0 and titles[index][0] < entry[0] and entry[1] <= titles[index][1]


def build_frames(text: str, outline: Outline, quantities: Sequence[Quantity]) -> list[Frame | None]:
    """The frame of each figure of running text; None for those of tables and those outside every clause."""
    clauses = outline.clauses
    starts = [clause.start for clause in clauses]
    sentences = _sentences(clauses)
    marks = [match.start() for match in _ITEM.finditer(text)]
    frames: list[Frame | None] = []
    previous: tuple[Quantity, Frame] | None = None
    for index, quantity in enumerate(quantities):
        place = bisect_right(starts, quantity.start) - 1
        if quantity.row or quantity.column or place < 0 or quantity.start >= clauses[place].end:
            frames.append(None)
            continue
        clause = clauses[place]
        mark = bisect_right(marks, quantity.start) - 1
        section = outline.sections[clause.section].start if clause.section >= 0 else 0
        frame = Frame(
            quantity=index,
            left=Span(max(clause.start, previous[0].end if previous else 0), quantity.start),
            right=Span(quantity.end, _right_end(text, quantities, index, clause.end)),
            clause=Span(clause.start, clause.end),
            sentence=sentences[clause.sentence],
            item=max(section, marks[mark] if mark >= 0 else 0),
            section=clause.section,
        )
        frame = _lean(text, quantity, frame, previous)
        frames.append(frame)
        previous = (quantity, frame)
    return _distribute(text, quantities, frames)


def _right_end(text: str, quantities: Sequence[Quantity], index: int, clause_end: int) -> int:
    """The clause's end, or where the words of the next figure in it begin."""
    end = quantities[index].end
    if index + 1 == len(quantities) or quantities[index + 1].start >= clause_end:
        return max(end, clause_end)
    following = quantities[index + 1].start
    cut = text.find("、", end, following)
    return max(end, following if cut < 0 else cut)


def _sentences(clauses: Sequence[Clause]) -> dict[int, Span]:
    spans: dict[int, Span] = {}
    for clause in clauses:
        known = spans.get(clause.sentence)
        spans[clause.sentence] = Span(known.start if known else clause.start, clause.end)
    return spans


def _lean(text: str, quantity: Quantity, frame: Frame, previous: tuple[Quantity, Frame] | None) -> Frame:
    """A figure with no words of its own (`26支1200余人`) leans on those of the figure before it, if the unit differs."""
    if previous is None or previous[0].unit == quantity.unit or previous[0].end < frame.sentence.start:
        return frame
    if quantity.start - previous[0].end > 6 or not _GLUE.fullmatch(text, previous[0].end, quantity.start):
        return frame
    if quantity.start > previous[1].clause.end - 1 and text[frame.right.start : frame.right.end].strip(
        "。;;,,、 \n))"
    ):
        return frame
    return frame._replace(left=previous[1].left)


def _distribute(text: str, quantities: Sequence[Quantity], frames: list[Frame | None]) -> list[Frame | None]:
    """`甲、乙分别为1件、2件`: give each figure of such a list the words of its own member."""
    index = 0
    while index < len(frames):
        frame = frames[index]
        run = _run(text, quantities, frames, index)
        if frame is not None and len(run) > 1 and (split := _members(text, frame.left, len(run))):
            for position, span in zip(run, split, strict=True):
                member = frames[position]
                if member is not None:
                    frames[position] = member._replace(left=span, listed=True)
        index += len(run)
    return frames


def _run(text: str, quantities: Sequence[Quantity], frames: list[Frame | None], index: int) -> list[int]:
    run = [index]
    while (
        (after := run[-1] + 1) < len(frames)
        and frames[after] is not None
        and quantities[after].unit == quantities[index].unit
        and _LISTED.fullmatch(text, quantities[after - 1].end, quantities[after].start)
    ):
        run.append(after)
    return run


def _members(text: str, left: Span, count: int) -> list[Span] | None:
    at = text.find("分别", left.start, left.end)
    if at < 0:
        return None
    cuts = [match.span() for match in _SPLIT.finditer(text, left.start, at)]
    if len(cuts) < count - 1:
        return None
    cuts = cuts[len(cuts) - count + 1 :]
    starts = [left.start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), at]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def subject_at(page: Page, frame: Frame, headings: Subject, weak: Weak, unit: str) -> Subject:
    """What the text is about at a figure: the last subject named before it, or the thing counted right behind it."""
    after = bisect_right(page.subject_ends, frame.left.end)
    if after < len(page.subjects) and unit not in _PEOPLE:
        start, end, name = page.subjects[after]
        if frame.right.start <= start <= frame.right.start + 4 and end <= frame.right.end:
            return Subject(frozenset((name,)), Span(start, end), 4)
    return subject_before(page, frame, headings, weak, frame.left.end)


def subject_before(page: Page, frame: Frame, headings: Subject, weak: Weak, limit: int) -> Subject:
    """The last subject named before a place in the figure's paragraph, or what the headings name."""
    last = bisect_right(page.subject_ends, limit) - 1
    if last < 0 or page.subjects[last][0] < frame.item:
        return headings
    last = _strongest(page, last, max(frame.item, frame.sentence.start), weak)
    start, end, name = page.subjects[last]
    names = {name}
    while last > 0 and page.text[page.subjects[last - 1][1] : page.subjects[last][0]] in _JOINT:
        last -= 1
        names.add(page.subjects[last][2])
    bounds = (frame.left.start, frame.clause.start, frame.sentence.start)
    near = next((4 - rank for rank, bound in enumerate(bounds) if start >= bound), 1)
    return Subject(frozenset(names), Span(start, end), near)


def _strongest(page: Page, last: int, bound: int, weak: Weak) -> int:
    """The last subject, or where that is a weak one, the nearest before it in the sentence to which it yields."""
    yields_to = weak.get(page.subjects[last][2], ())
    for index in range(last - 1 if yields_to else -1, -1, -1):
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
            return Subject(frozenset(s[2] for s in named), Span(named[0][0], named[-1][1]), 0)
        section = entry.parent
    return NO_SUBJECT
