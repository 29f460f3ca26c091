"""What stands around each figure: its own stretch of the clause before and after it, the clause, the sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records import Clause, Outline, Quantity, Span

_ITEM = re.compile(r"(?<=[。;:!?\uff01\uff1f\n \u3000])[一二三四五六七八九十]{1,3}是|\n")
_GLUE = re.compile(r"[、,和及与共计(): ]*")
_LISTED = re.compile(r"(?:[、,和及与]|以及)+")
_SPLIT = re.compile(r"、|以及|和|及|与")
_PAUSE = re.compile(r"(?:[^、()]|\([^()]*\))*(?=、)")
_PREDICATE = re.compile(r"分别(?:为|是|达到?|有|共|完成)?")
_ROSE = re.compile(r"\s*(?:提升|提高|上升|增长|增加|下降|减少|降低?|压缩|缩短|压减|精简)(?:至|到|为)\s*")
_FROM = re.compile(r".*(?=[由从])", re.DOTALL)
_WORDLESS = re.compile(r"[。;,、 \n)]*")


class Frame(NamedTuple):
    """The surroundings of one figure: own stretch before (`left`) and after (`right`), clause, sentence.

    `item` is where its paragraph or its 一是 … begins. `listed`: it is one of several told 分别; `earlier`: it is what
    the next figure rose or fell from.
    """

    quantity: int
    left: Span
    right: Span
    clause: Span
    sentence: Span
    item: int
    section: int
    listed: bool = False
    earlier: bool = False


def build_frames(text: str, outline: Outline, quantities: Sequence[Quantity]) -> list[Frame | None]:
    """The frame of each figure of running text; None for those of tables and those outside every clause."""
    clauses = outline.clauses
    starts = [clause.start for clause in clauses]
    sentences: dict[int, Span] = {}
    marks = [match.start() for match in _ITEM.finditer(text)]
    frames: list[Frame | None] = []
    previous: tuple[Quantity, Frame] | None = None
    for index, quantity in enumerate(quantities):
        place = bisect_right(starts, quantity.start) - 1
        if quantity.row or quantity.column or place < 0 or quantity.start >= clauses[place].end:
            frames.append(None)
            continue
        clause = _around_aside(text, clauses, place, previous[0].end if previous else 0)
        mark = bisect_right(marks, quantity.start) - 1
        section = outline.sections[clause.section].start if clause.section >= 0 else 0
        frame = Frame(
            quantity=index,
            left=Span(max(clause.start, previous[0].end if previous else 0), quantity.start),
            right=Span(quantity.end, _right_end(text, quantities, index, clause.end)),
            clause=Span(clause.start, clause.end),
            sentence=_sentence(clauses, place, sentences),
            item=max(section, marks[mark] if mark >= 0 else 0),
            section=clause.section,
        )
        frame = _lean(text, quantity, frame, previous)
        frames.append(frame)
        previous = (quantity, frame)
    _part_from_to(text, frames)
    return _distribute(text, quantities, frames)


def _around_aside(text: str, clauses: Sequence[Clause], place: int, told: int) -> Clause:
    """The clause of a figure; behind a bracket without figures (`纠错(含撤销、变更)29件`) it begins before the bracket."""
    clause = clauses[place]
    if place < 2 or text[clause.start - 1] != ")" or text[clauses[place - 1].start] != "(":
        return clause
    if told > clauses[place - 1].start:
        return clause
    return clause._replace(start=clauses[place - 2].start)


def _right_end(text: str, quantities: Sequence[Quantity], index: int, clause_end: int) -> int:
    """The clause's end, or where the words of the next figure in it begin."""
    end = quantities[index].end
    if index + 1 == len(quantities) or quantities[index + 1].start >= clause_end:
        return max(end, clause_end)
    following = quantities[index + 1].start
    cut = _PAUSE.match(text, end, following)
    return max(end, cut.end() if cut else following)


def _sentence(clauses: Sequence[Clause], place: int, known: dict[int, Span]) -> Span:
    number = clauses[place].sentence
    if number not in known:
        first = last = place
        while first > 0 and clauses[first - 1].sentence == number:
            first -= 1
        while last + 1 < len(clauses) and clauses[last + 1].sentence == number:
            last += 1
        known[number] = Span(clauses[first].start, clauses[last].end)
    return known[number]


def _lean(text: str, quantity: Quantity, frame: Frame, previous: tuple[Quantity, Frame] | None) -> Frame:
    """A figure with no words of its own (`26支1200余人`) leans on those of the figure before it, if the unit differs."""
    if previous is None or previous[0].unit == quantity.unit or previous[0].end < frame.sentence.start:
        return frame
    if quantity.start - previous[0].end > 6 or not _GLUE.fullmatch(text, previous[0].end, quantity.start):
        return frame
    if quantity.start >= previous[1].clause.end and not _WORDLESS.fullmatch(text, *frame.right):
        return frame
    return frame._replace(left=previous[1].left)


def _part_from_to(text: str, frames: list[Frame | None]) -> None:
    """`败诉率由12%降至8%`: both figures stand for what is named before 由, the first for an earlier period."""
    for index in range(1, len(frames)):
        before, after = frames[index - 1], frames[index]
        if before is None or after is None or not _ROSE.fullmatch(text, *after.left):
            continue
        if named := _FROM.match(text, *before.left):
            left = Span(*named.span())
            frames[index - 1] = before._replace(left=left, earlier=True)
            frames[index] = after._replace(left=left)


def _distribute(text: str, quantities: Sequence[Quantity], frames: list[Frame | None]) -> list[Frame | None]:
    """`甲、乙分别为1件、2件`: give each figure of such a list the words of its own member."""
    index = 0
    while index < len(frames):
        frame = frames[index]
        run = _run(text, quantities, frames, index)
        split = _members(text, frame.left, len(run)) if frame is not None and len(run) > 1 else []
        if split:
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


def _members(text: str, left: Span, count: int) -> list[Span]:
    """The stretches of the things listed before 分别; empty ones where what follows 分别 says more than 为."""
    at = text.find("分别", left.start, left.end)
    if at < 0:
        return []
    if not _PREDICATE.fullmatch(text, at, left.end):
        return [Span(left.start, left.start)] * count
    cuts = [match.span() for match in _SPLIT.finditer(text, left.start, at)]
    if len(cuts) < count - 1:
        return []
    cuts = cuts[len(cuts) - count + 1 :]
    starts = [left.start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), at]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]
