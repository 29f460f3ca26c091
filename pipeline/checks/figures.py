"""The figures of a report laid out for checking: each with the words that name it and the sentence it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from pipeline.arithmetic import as_written, shown
from pipeline.catalogue.rates import Identities, unit_classes
from pipeline.catalogue.words import half_width
from pipeline.records import Observation, Quantity, Span

Dimension = tuple[tuple[str, str], ...]
SENTENCE_ENDS, BRACKETS = "。;!?\r\n", "()"
NAME_END = re.compile(r"[,、。;()]")
# What stands between a name and its figure, or before a name, and is no part of it.
LEAD = re.compile(r"^[\s,、:;。).\"”]*(?:以及|和|及|与|其中|包括|包含)?[\s,、:]*")
# What names the level of an earlier year: 较2018年的, 上年为, (去年, (2017年为.
EARLIER = re.compile(
    r"(?:(?:去年|上年度?|上一年度?|前年)(?:同期)?|(?:较|比|与|由|从|\()20\d\d年度?(?:同期)?)(?:为|是|的|共|有|\()*\s*$"
)
# The last characters of the words that TAIL knows.
TAIL_ENDS = "计别达到共为有是均约各:"
# No word here is made of two others: a run of them that leads nowhere is read in one way, and not in each of very many.
TAIL = re.compile(r"(?=[累分高共为达有是计均约各\s:])(?:累计|分别|高达|达到|[共为达有是计均约各\s:])++$")


class Figure(Struct, frozen=True, eq=False, gc=False):
    """A quantity in its place.

    `number` is its index in the report's quantities, `sentence` numbers the sentences, `bracket` is the offset of the
    innermost bracket around it or -1. `before` is the text since the figure or sentence before it, `unit` the class of
    units that may be added. `indicators` are those that claim it, `text` is the whole text.
    """

    number: int
    start: int
    end: int
    value: Decimal
    unit: str
    exact: bool
    role: str
    sentence: int
    bracket: int
    before: str
    indicators: tuple[str, ...]
    quantity: Quantity
    text: str

    @property
    def label(self) -> str:
        """The figure's name: the last clause before it, or the words right after it where there are none."""
        return _name(self.before) or NAME_END.split(self.text[self.end : self.end + 12])[0].strip()

    @property
    def earlier(self) -> bool:
        """Whether it is told as an earlier year's, to compare with."""
        return "年" in self.before and EARLIER.search(self.before) is not None

    @property
    def span(self) -> Span:
        """Where the figure stands."""
        return Span(self.start, self.end)


@lru_cache(maxsize=4096)
def _name(before: str) -> str:
    led = LEAD.sub("", before, count=1)
    name = LEAD.sub("", led[max(led.rfind(","), led.rfind("(")) + 1 :], count=1)
    if name and (name[-1] in TAIL_ENDS or name[-1].isspace()):
        name = TAIL.sub("", name)
    return name


class Layout(Struct, frozen=True, eq=False):
    """A report's figures in the order of the text, with the text and what binds them.

    `by_number` has the figures by their index in the report's quantities. `levels` are the observations of levels that
    figures tell, `told` the same by indicator.
    """

    text: str
    figures: tuple[Figure, ...]
    by_number: Mapping[int, Figure]
    levels: Sequence[Observation]
    told: Mapping[str, Sequence[Observation]]
    identities: Identities

    def gap(self, at: int) -> str:
        """The text between the figure at this index and the next one."""
        return self.text[self.figures[at].end : self.figures[at + 1].start]

    def counts(self, indicator: str) -> list[tuple[Observation, Figure]]:
        """The levels of an indicator that figures in running text tell, with the figures."""
        figures = self.by_number
        return [
            (one, figures[one.quantity])
            for one in self.told.get(indicator, ())
            if one.quantity is not None and one.quantity in figures
        ]


def lay_out(
    text: str, quantities: Sequence[Quantity], observations: Sequence[Observation], identities: Identities
) -> Layout:
    """Put every quantity in its place; figures of table cells are left out, they have no sentence."""
    text = half_width(text)
    units = unit_classes(identities.units)
    ends = _behind(SENTENCE_ENDS, text)
    brackets = _brackets(text)
    claimed = _claims(observations)
    figures: list[Figure] = []
    last = 0
    for number, one in enumerate(quantities):
        # One step for all fields: to ask a record for each takes far longer.
        start, end, words, value, high, unit, approximation, role, _, row, column = one
        if row is not None or column is not None:
            continue
        sentence = bisect_right(ends, start)
        opened = ends[sentence - 1] if sentence else 0
        figures.append(
            Figure(
                number,
                start,
                end,
                as_written(value, words) if unit == "%" else value,
                units.get(unit, unit),
                approximation == "exact" and high is None,
                role,
                sentence,
                _bracket_at(text, brackets, start),
                text[opened if opened > last else last : start],
                claimed.get(number, ()),
                one,
                text,
            )
        )
        last = end
    by_number = {one.number: one for one in figures}
    levels = [one for one in observations if one.role == "level" and not one.inferred]
    told: dict[str, list[Observation]] = {}
    for level in levels:
        told.setdefault(level.indicator, []).append(level)
    return Layout(text, tuple(figures), by_number, levels, told, identities)


def _claims(observations: Iterable[Observation]) -> Mapping[int, tuple[str, ...]]:
    claimed: dict[int, tuple[str, ...]] = {}
    for one in observations:
        if (number := one.quantity) is not None:
            claimed[number] = (*claimed.get(number, ()), one.indicator)
    return claimed


def _behind(signs: str, text: str) -> list[int]:
    """The offset behind each of some signs, and one past the end; splitting takes a third of a search's time."""
    for sign in signs[1:]:
        text = text.replace(sign, signs[0])
    return list(accumulate([len(part) + 1 for part in text.split(signs[0])]))


def _brackets(text: str) -> tuple[list[int], list[int]]:
    """Offsets at which the innermost open bracket changes, and that bracket's offset; a line end closes all."""
    offsets, innermost = [0], [-1]
    stack: list[int] = []
    for behind in _behind(BRACKETS, text)[:-1]:
        at = behind - 1
        if stack and text.find("\n", stack[-1], at) >= 0:
            stack.clear()
        if text[at] == "(":
            stack.append(at)
        elif stack:
            stack.pop()
        offsets.append(at)
        innermost.append(stack[-1] if stack else -1)
    return offsets, innermost


def _bracket_at(text: str, brackets: tuple[list[int], list[int]], offset: int) -> int:
    offsets, innermost = brackets
    opened = innermost[bisect_right(offsets, offset) - 1]
    return -1 if opened >= 0 and text.find("\n", opened, offset) >= 0 else opened


@lru_cache(maxsize=16384)
def holds(pattern: str, words: str) -> bool:
    """Whether a pattern of the catalogue is found in a few words; names of figures come again and again."""
    return re.search(pattern, words) is not None


def written(figure: Figure) -> str:
    """A figure as it stands in the text, without blanks."""
    return figure.quantity.text.replace(" ", "").strip()


def total_of(figures: Sequence[Figure]) -> Decimal:
    """What figures, at least one, come to."""
    total = figures[0].value
    for one in figures[1:]:
        total += one.value
    return total


def added(figures: Sequence[Figure]) -> str:
    """The sum of figures written out."""
    return "+".join(shown(one.value) for one in figures)
