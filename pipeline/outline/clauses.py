"""Running text cut into clauses, the unit in which a figure is bound.

A clause ends at , ; : 。 ! ? (half or full width), at | and tabs, and at a line end; its sign and the blanks after it
belong to it, so that clauses tile the running text. A comma between groups of three digits, a colon between digits
and 、 end none. A bracket that breaks a figure down (opening with 其中, 含, 包括, 分别 …) begins a clause of its own and
ends one at its close; every other bracket stays in its clause, so that 3466件(床) or 《…方案(2021—2025年)》 is not
torn from the words around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from sys import maxsize

from pipeline.records import Clause, Section, Span

# The set of signs comes first: only with it do the looks to either side cost nothing elsewhere.
_END = re.compile(
    r"[;；。!！?？|\t\r\n\u2028\u2029,，:：(（]"
    r"(?:(?<=[;；。!！?？|\t\r\n\u2028\u2029])"
    r"|(?<=[,，])(?!(?<=\d[,，])(?<!\d{4}[,，])\d{3}(?!\d))"
    r"|(?<=[:：])(?!(?<=\d[:：])\d)"
    r"|(?<=[(（])(?=其中|含|包括|包含|分别|均为))"
    r"[”’」』）)》\]】]*[\s|]*"
)
_SENTENCE_SIGNS = frozenset(";；。!！?？\r\n\u2028\u2029")
_BRACKET = re.compile(r"[()（）]")
_LONGEST_BRACKET = 300


def read_clauses(text: str, body: Sequence[Span], sections: Sequence[Section]) -> tuple[Clause, ...]:
    """The clauses of the running text, in order; together they cover it and no two overlap."""
    clauses: list[Clause] = []
    starts = [section.start for section in sections]
    sentence = 0
    new = tuple.__new__  # the record without a call of Python's: half of its cost
    for span in body:
        cuts = _cuts(text, span)
        for start in starts[bisect_right(starts, span.start) : bisect_left(starts, span.end)]:
            cuts.setdefault(start, False)
        begin, section, edge = span.start, -1, span.start
        for end in sorted(cuts):
            if begin >= edge:
                section, edge = _section_at(sections, starts, begin)
            clauses.append(new(Clause, (begin, end, sentence, section)))
            sentence += cuts[end]
            begin = end
    return tuple(clauses)


def _section_at(sections: Sequence[Section], starts: Sequence[int], position: int) -> tuple[int, int]:
    """The index of the deepest section around a position, or -1, and how far that holds; `starts` are where the sections start."""
    following = bisect_right(starts, position)
    index, edge = following - 1, starts[following] if following < len(starts) else maxsize
    while index >= 0 and sections[index].end <= position:
        index = sections[index].parent
    return index, min(edge, sections[index].end) if index >= 0 else edge


def _cuts(text: str, span: Span) -> dict[int, bool]:
    """Where clauses end, and whether a sentence ends with them."""
    cuts: dict[int, bool] = {}
    for match in _END.finditer(text, span.start, span.end):
        signs = match[0]
        if signs in _SENTENCE_SIGNS:
            cuts[match.end()] = True
        elif signs in "(（":
            start = match.start()
            close = _close_of(text, start, span.end)
            if close is not None:
                cuts.setdefault(start, False)
                # A sign behind the bracket ends its clause anyway.
                if close < span.end and not _END.match(text, close):
                    cuts.setdefault(close, False)
        else:
            cuts[match.end()] = signs[0] in _SENTENCE_SIGNS or "\n" in signs
    cuts.pop(span.start, None)
    cuts[span.end] = True
    return cuts


def _close_of(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opens at `start` is closed."""
    depth = 0
    for match in _BRACKET.finditer(text, start, min(end, start + _LONGEST_BRACKET)):
        depth += 1 if match[0] in "(（" else -1
        if not depth:
            return match.end()
    return None
