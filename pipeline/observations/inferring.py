"""Words that are figures: `未制定规范性文件` is 0, `均按时办理答复` is as many as were received. Marked as inferred."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from pipeline.catalogue.wordings import Wording
from pipeline.records import Observation, Quantity

from .frames import Frame, Stretch, sentence_around
from .matching import Match, Place, evidence_of, match_one
from .page import subject_before
from .phrases import terms_in
from .reader import Reader, headings_of, observe


def infer(reader: Reader, observations: Sequence[Observation]) -> list[Observation]:
    """The observations that words alone make, none where the same clause tells the figure itself."""
    found: list[Observation] = []
    starts = [clause.start for clause in reader.outline.clauses]
    marked = {bisect_right(starts, m.start()) - 1 for m in reader.lexicon.figure_words.finditer(reader.text)}
    figures = [quantity.start for quantity in reader.quantities]
    for index in sorted(marked - {-1}):
        clause = reader.outline.clauses[index]
        if bisect_left(figures, clause.start) < bisect_left(figures, clause.end):
            continue
        terms = terms_in(reader.text[clause.start : clause.end], reader.lexicon)
        there = {word for _, _, word in terms}
        for _, end, word in terms:
            for wording in reader.lexicon.in_words.get(word, ()):
                if any(map(there.isdisjoint, wording.needs)):
                    continue
                place = _place(reader, clause.start + end, index)
                match = match_one(place, wording)
                if match and (observation := _observation(reader, place, wording, match, observations)):
                    found.append(observation)
    return found


def _place(reader: Reader, end: int, clause_index: int) -> Place:
    """Words that end at `end` as if a figure stood behind them."""
    clause = reader.outline.clauses[clause_index]
    frame = Frame(
        quantity=-1,
        left=(clause.start, end),
        right=(end, clause.end),
        clause=(clause.start, clause.end),
        sentence=(sentence_around(reader.outline.clauses, clause_index)[0], clause.end),
        item=reader.text.rfind("\n", 0, clause.start) + 1,
        section=clause.section,
    )
    headings = headings_of(reader, clause.section)
    subject = subject_before(reader.page, frame, headings, reader.lexicon.weak, end)
    words = Quantity(end, end, "", Decimal(0), None, "", "exact", "level")
    return Place(reader.page, reader.lexicon, frame, words, subject, headings)


def _observation(
    reader: Reader, place: Place, wording: Wording, match: Match, observations: Sequence[Observation]
) -> Observation | None:
    sentence, clause, end = place.frame.sentence, place.frame.clause, place.frame.left[1]
    counted = _counted(wording, sentence, observations)
    if counted is None:
        return None
    evidence = evidence_of(place, match)
    start = min(span.start for span in evidence if clause[0] <= span.start and span.end <= end)
    words = place.quantity._replace(
        start=start, end=end, text=reader.source[start:end], value=counted[0], unit=counted[1]
    )
    told = observe(reader, replace(place, quantity=words), match)
    return told._replace(inferred=True, quantity=None)


def _counted(
    wording: Wording, sentence: Stretch, observations: Sequence[Observation]
) -> tuple[Decimal, str] | None:
    """The value that the words stand for, with its unit (empty: the indicator's own)."""
    if wording.value == "0":
        return Decimal(0), ""
    source = (wording.value or "")[1:]
    for told in reversed(observations):
        if told.indicator == source and told.role == "level" and sentence[0] <= told.start < sentence[1]:
            return told.value, told.unit
    return None
