"""What stands around each figure: its own stretch of the clause before and after it, the clause, the sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from pipeline.records import Clause, Outline, Quantity

# A stretch of text, from where to where.
Stretch = tuple[int, int]

_ITEM = re.compile(r"(?<=[。;:!?\uff01\uff1f\n \u3000])[一二三四五六七八九十]{1,3}是")
_LONGEST_HEADING = 24
_BARE_HEADING = re.compile(r"[\u4e00-\u9fff“”、]{2,24}")
_GLUE = re.compile(r"[、,和及与共计(): ]*")
_PAUSE = re.compile(r"(?:[^、()]|\([^()]*\))*(?=、)")
# A rate that rose or fell or is not as it should be (`纠错率逐年下降`), and the words of a next clause that only say to what (`2024年降至`).
_MOVED = re.compile(
    r"[^,;。]{2,40}率[^,;。]{0,8}?(?:提升|上升|提高|攀升|回升|下降|降低|回落|不够?高|偏低|较低|偏高|较高|不理想),\s*"
)
_ARRIVED = re.compile(
    r"\s*(?:20\d\d年度?|全年|今年|目前)?(?:仅|只|已|现|均)?(?:达到?|有|为|(?:提升|上升|提高|攀升|回升|下降|降低|回落|[升降提])(?:至|到|为))\s*"
)
_NOUN_BEFORE = re.compile(r"[\u4e00-\u9fff“”\"]{2,20}(?:、|和|及|与|以及)")
# A clause that says on what a meeting or a lesson was (`召开会议5次,专题研究法治建设`) belongs to the figure before it.
_THEMED = ("专题", "专门", "均专题", "听取法治", "研究法治", "研究部署法治", "听取依法行政", "研究依法行政")
_WORDLESS = re.compile(r"[。;,、 \n)]*")


class Frame(Struct, frozen=True, gc=False):
    """The surroundings of one figure: own stretch before (`left`) and after (`right`), clause, sentence.

    `item` is where its paragraph or its 一是 … begins. `listed`: it is one of several told 分别; `earlier`: it is what
    the next figure rose or fell from. `sharing` are the things of which each has this figure, with what it does (甲、乙各办1次).
    `pieces` are the words of one that is told 分别 as they belong together (`甲、乙分别审结1件、2件`: 甲, 审结); `noun` the words
    that the last of those so told may share with it (`刑事、民事援助案件分别为`: 援助案件).
    `runs_on`: the words behind it run up to the next figure of its unit (`受理9件审结8件`).
    """

    quantity: int
    left: Stretch
    right: Stretch
    clause: Stretch
    sentence: Stretch
    item: int
    section: int
    listed: bool = False
    earlier: bool = False
    sharing: tuple[tuple[Stretch, Stretch], ...] = ()
    pieces: tuple[Stretch, ...] = ()
    noun: Stretch = (0, 0)
    runs_on: bool = False


def build_frames(text: str, outline: Outline, quantities: Sequence[Quantity]) -> list[Frame | None]:
    """The frame of each figure of running text; None for those of tables and those outside every clause."""
    clauses = outline.clauses
    starts = [clause.start for clause in clauses]
    marks = _item_starts(text)
    frames: list[Frame | None] = []
    frame: Frame | None = None
    sentence, number, told = (0, 0), -1, 0
    for index, quantity in enumerate(quantities):
        at = quantity.start
        place = bisect_right(starts, at) - 1
        if quantity.row or quantity.column or place < 0 or at >= clauses[place].end:
            frames.append(None)
            continue
        clause = clauses[place]
        if clause.sentence != number:
            sentence, number = sentence_around(clauses, place), clause.sentence
        start = _start_before_aside(text, clauses, place, told)
        if quantity.unit == "%" and place and _ARRIVED.fullmatch(text, start, at):
            start = _start_of_move(text, clauses[place - 1], start, told)
        section = outline.sections[clause.section].start if clause.section >= 0 else 0
        left = (start if start > told else told, at)
        right = (
            quantity.end,
            _right_end(text, quantities, index, _theme_end(text, clauses, place, quantities, index)),
        )
        if frame is not None and told >= sentence[0]:
            left = _own_or_leant(text, quantity, quantities[frame.quantity], frame, left, right)
        frame = Frame(
            index,
            left,
            right,
            (start, clause.end),
            sentence,
            max(section, marks[bisect_right(marks, at) - 1]),
            clause.section,
            runs_on=_runs_on(quantities, index, right[1]),
        )
        frames.append(frame)
        if not (quantity.unit == "年" and text.endswith("连续", 0, at)):
            told = quantity.end
    return frames


def _item_starts(text: str) -> list[int]:
    """Where paragraphs and the items of a list (一是 …) begin; a bare heading begins the paragraph that it stands over."""
    marks = [0, *(match.start() for match in _ITEM.finditer(text))]
    start, headed = 0, False
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            heading = len(words) <= _LONGEST_HEADING and _BARE_HEADING.fullmatch(words) is not None
            if heading or not headed:
                marks.append(start)
            headed = heading
        start += len(line)
    return sorted(marks)


def sentence_around(clauses: Sequence[Clause], place: int) -> Stretch:
    """From the first to the last clause of the sentence that a clause stands in."""
    number, first, last = clauses[place].sentence, place, place
    while first > 0 and clauses[first - 1].sentence == number:
        first -= 1
    while last + 1 < len(clauses) and clauses[last + 1].sentence == number:
        last += 1
    return clauses[first].start, clauses[last].end


def _start_before_aside(text: str, clauses: Sequence[Clause], place: int, told: int) -> int:
    """Where a clause starts; behind a bracket without figures (`纠错(含撤销、变更)29件`) before the bracket."""
    start = clauses[place].start
    if place < 2 or text[start - 1] != ")" or text[clauses[place - 1].start] != "(":
        return start
    return start if told > clauses[place - 1].start else clauses[place - 2].start


def _start_of_move(text: str, before: Clause, start: int, told: int) -> int:
    """Where the clause before starts if it says without a figure that a rate rose or fell (`纠错率逐年下降,降至9%`)."""
    moved = told <= before.start and _MOVED.fullmatch(text, before.start, start)
    return before.start if moved else start


def _theme_end(
    text: str, clauses: Sequence[Clause], place: int, quantities: Sequence[Quantity], index: int
) -> int:
    """The end of the clause around a figure, or of the next one where that only says on what theme."""
    end = clauses[place].end
    if not text.startswith(_THEMED, end) or text[end - 1] != ",":
        return end
    later = clauses[place + 1].end
    return end if index + 1 < len(quantities) and quantities[index + 1].start < later else later


def _right_end(text: str, quantities: Sequence[Quantity], index: int, clause_end: int) -> int:
    """The clause's end, or where the words of the next figure in it begin."""
    end = quantities[index].end
    if index + 1 == len(quantities) or quantities[index + 1].start >= clause_end:
        return max(end, clause_end)
    following = quantities[index + 1].start
    if text.find("、", end, following) < 0:
        return max(end, following)
    cut = _PAUSE.match(text, end, following)
    return max(end, cut.end() if cut else following)


def _runs_on(quantities: Sequence[Quantity], index: int, end: int) -> bool:
    """Whether another figure of the same unit begins right where the words behind this one end."""
    following = quantities[index + 1] if index + 1 < len(quantities) else None
    return following is not None and following.start == end and following.unit == quantities[index].unit


def _own_or_leant(
    text: str, quantity: Quantity, other: Quantity, frame: Frame, left: Stretch, right: Stretch
) -> Stretch:
    """The words before a figure that follows another in its sentence, as far as they are its own.

    A figure with no words of its own (`26支1200余人`) leans on those of the one before, of another unit. Of two that
    each stand before their noun (`96个中心、138个站`) the second has no words before it.
    """
    start, at = other.end, quantity.start
    if at - start > 30:
        return left
    if _GLUE.fullmatch(text, start, at):
        worded = at < frame.clause[1] or _WORDLESS.fullmatch(text, *right)
        return frame.left if worded and other.unit != quantity.unit and at - start < 7 else left
    return (at, at) if other.unit == quantity.unit and _NOUN_BEFORE.fullmatch(text, start, at) else left


def in_aside(text: str, start: int, end: int) -> bool:
    """Whether a bracket closes in between that was opened before (`(其中县本级46件),受理51件`)."""
    between = text[start:end]
    return ")" in between and between.find(")") < (between + "(").find("(")
