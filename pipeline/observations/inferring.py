"""Words that are figures: `未制定规范性文件` is 0, `均按时办理答复` is as many as were received. Marked as inferred."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from pipeline.catalogue.wordings import Wording
from pipeline.records import Observation, Quantity, Span

from .frames import Frame
from .matching import Hit, Match, Place, make_place, match_one, terms_within
from .page import subject_before
from .reader import Reader, headings_of, observe


def infer(reader: Reader, observations: Sequence[Observation]) -> list[Observation]:
    """The observations that words alone make, none where the same sentence tells the figure itself."""
    found: list[Observation] = []
    starts = [clause.start for clause in reader.outline.clauses]
    marked = {bisect_right(starts, m.start()) - 1 for m in reader.lexicon.figure_words.finditer(reader.text)}
    for index in sorted(marked - {-1}):
        clause = reader.outline.clauses[index]
        for hit in terms_within(reader.text, reader.lexicon, Span(clause.start, clause.end)):
            for wording in reader.lexicon.in_words.get(hit[2], ()):
                place = _place(reader, hit, index)
                match = match_one(place, wording)
                if match and (observation := _observation(reader, place, wording, match, observations)):
                    found.append(observation)
    return found


def _place(reader: Reader, hit: Hit, clause_index: int) -> Place:
    clause = reader.outline.clauses[clause_index]
    frame = Frame(
        quantity=-1,
        left=Span(clause.start, hit[1]),
        right=Span(hit[1], clause.end),
        clause=Span(clause.start, clause.end),
        sentence=_sentence(reader, clause_index),
        item=reader.text.rfind("\n", 0, clause.start) + 1,
        section=clause.section,
    )
    headings = headings_of(reader, clause.section)
    subject = subject_before(reader.page, frame, headings, reader.lexicon.weak, hit[1])
    words = Quantity(hit[1], hit[1], "", Decimal(0), None, "", "exact", "level")
    return make_place(reader.page, reader.lexicon, frame, words, subject, headings)


def _sentence(reader: Reader, clause_index: int) -> Span:
    clauses = reader.outline.clauses
    first = clause_index
    while first > 0 and clauses[first - 1].sentence == clauses[clause_index].sentence:
        first -= 1
    return Span(clauses[first].start, clauses[clause_index].end)


def _observation(
    reader: Reader, place: Place, wording: Wording, match: Match, observations: Sequence[Observation]
) -> Observation | None:
    sentence, end = place.frame.sentence, place.frame.left.end
    if any(
        q.start >= place.frame.clause.start and q.end <= place.frame.clause.end for q in reader.quantities
    ):
        return None
    counted = _counted(wording, sentence, observations)
    if counted is None:
        return None
    terms = [span for span in match.evidence if place.frame.clause.start <= span.start and span.end <= end]
    start = min(span.start for span in terms)
    words = place.quantity._replace(
        start=start, end=end, text=reader.source[start:end], value=counted[0], unit=counted[1]
    )
    told = observe(reader, place._replace(quantity=words), match)
    return told._replace(inferred=True, quantity=None)


def _counted(
    wording: Wording, sentence: Span, observations: Sequence[Observation]
) -> tuple[Decimal, str] | None:
    """The value that the words stand for, with its unit (empty: the indicator's own)."""
    if wording.value == "0":
        return Decimal(0), ""
    source = (wording.value or "")[1:]
    for told in reversed(observations):
        if told.indicator == source and told.role == "level" and sentence.start <= told.start < sentence.end:
            return told.value, told.unit
    return None
