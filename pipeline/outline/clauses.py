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
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat

from pipeline.records import Clause, Section, Span

_SIGNS = ";；。!！?？|\t\r\n\u2028\u2029,，:："
# The set of signs comes first: only with it do the looks to either side cost nothing elsewhere.
_END = re.compile(
    rf"([{_SIGNS}](?:(?!\d)|(?<![,，:：])|(?<=[,，])(?!(?<=\d[,，])(?<!\d{{4}}[,，])\d{{3}}(?!\d))|(?<=[:：])(?<!\d[:：]))"
    r"[”’」』）)》\]】]*[\s|]*)"
)
_SENTENCE_SIGNS = frozenset(";；。!！?？\r\n\u2028\u2029")
_BREAKDOWNS = tuple(sign + word for sign in "(（" for word in ("其中", "含", "包括", "包含", "分别", "均为"))
_AFTER_BREAKDOWNS = (*_SIGNS, *_BREAKDOWNS)
_BRACKET = re.compile(r"[()（）]")
_LONGEST_BRACKET = 300


def read_clauses(text: str, body: Sequence[Span], sections: Sequence[Section]) -> tuple[Clause, ...]:
    """The clauses of the running text, in order; together they cover it and no two overlap."""
    begins: list[int] = []
    ends: list[int] = []
    ends_sentence: list[bool] = []
    starts = [section.start for section in sections]
    for span in body:
        cuts = _cuts(text, span)
        for start in starts[bisect_right(starts, span.start) : bisect_left(starts, span.end)]:
            cuts.setdefault(start, False)
        found = sorted(cuts)
        begins += [span.start, *found[:-1]]
        ends += found
        ends_sentence += map(cuts.__getitem__, found)
    fields = zip(
        begins, ends, accumulate(ends_sentence, initial=0), _sections_at(begins, sections), strict=False
    )
    # All records in one go and without a call of Python's: a third of their cost.
    return tuple(map(tuple.__new__, repeat(Clause), fields))


def _sections_at(positions: Sequence[int], sections: Sequence[Section]) -> list[int]:
    """For each of some ascending positions, the index of the deepest section around it, or -1."""
    found = [-1] * len(positions)
    for index, section in enumerate(sections):  # those inside another come after it
        first, after = bisect_left(positions, section.start), bisect_left(positions, section.end)
        found[first:after] = [index] * (after - first)
    return found


def _cuts(text: str, span: Span) -> dict[int, bool]:
    """Where clauses end, and whether a sentence ends with them."""
    pieces = _END.split(text[span.start : span.end])  # words and signs by turns
    ends = [*accumulate(map(len, pieces), initial=span.start)][2::2]
    sentences = [
        signs in _SENTENCE_SIGNS or (len(signs) > 1 and _ends_sentence(signs)) for signs in pieces[1::2]
    ]
    cuts = dict(zip(ends, sentences, strict=True))
    for start, close in _breakdowns(text, span):
        cuts.setdefault(start, False)
        # A sign behind the bracket ends its clause anyway, and the next bracket would begin one.
        if close < span.end and not text.startswith(_AFTER_BREAKDOWNS, close, span.end):
            cuts.setdefault(close, False)
    cuts.pop(span.start, None)
    cuts[span.end] = True
    return cuts


def _ends_sentence(signs: str) -> bool:
    """Whether a sentence ends with a clause: by its sign, or by a line end behind that."""
    return signs[0] in _SENTENCE_SIGNS or "\n" in signs


def _breakdowns(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The brackets that break a figure down: where each opens, and where it is closed."""
    for sign in "(（":
        start = text.find(sign, *span)
        while start >= 0:
            breaks_down = text.startswith(_BREAKDOWNS, start, span.end)
            if breaks_down and (close := _close_of(text, start, span.end)):
                yield start, close
            start = text.find(sign, start + 1, span.end)


def _close_of(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opens at `start` is closed."""
    depth = 0
    for match in _BRACKET.finditer(text, start, min(end, start + _LONGEST_BRACKET)):
        depth += 1 if match[0] in "(（" else -1
        if not depth:
            return match.end()
    return None
