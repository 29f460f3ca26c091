"""Which of the wordings that a figure's own words fill its surroundings allow, and how well."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from pipeline.catalogue.wordings import Wording
from pipeline.records import Quantity, Span

from .frames import Frame
from .lexicon import Lexicon
from .page import Page, Subject, subject_before
from .phrases import About, Phrase, Stretch, fill, is_light, look_around, phrases, without_asides

_NOTHING, _ANYTHING = frozenset(("",)), frozenset[str]()


class Place(Struct, frozen=True, gc=False):
    """A figure in its surroundings."""

    page: Page
    lexicon: Lexicon
    frame: Frame
    quantity: Quantity
    subject: Subject
    headings: Subject


class Match(Struct, frozen=True, gc=False):
    """A wording that holds for a figure: its `score` (more evidence, nearer) and where the evidence stands."""

    wording: Wording
    score: int
    phrase: Phrase
    nearby: tuple[Stretch, ...]
    subject: Subject


def matches(place: Place) -> list[Match]:
    """Every wording that holds for the figure."""
    text, frame, quantity = place.page.text, place.frame, place.quantity
    found = phrases(
        text[frame.left[0] : frame.left[1]],
        text[frame.right[0] : frame.right[1]],
        quantity.unit,
        quantity.role == "change",
        frame.listed,
        frame.runs_on,
        _about(place),
        place.lexicon,
    )
    return [match for phrase in found if (match := _allow(place, phrase)) is not None]


def _about(place: Place) -> About:
    """What the text may be about: the subject and, where that is one of the figure's own words, the one before it."""
    subject, page = place.subject, place.page
    names, (left, figure), at = subject.names or _NOTHING, place.frame.left, subject.span[0]
    if subject.near < 4 or at >= figure:
        return names, names
    if bisect_right(page.subject_ends, left) < bisect_right(page.subject_ends, at):
        return _ANYTHING, _ANYTHING  # it depends on among which of several the terms of a wording stand
    earlier = subject_before(page, place.frame, place.headings, place.lexicon.weak, left)
    return names, earlier.names or names


def match_one(place: Place, wording: Wording) -> Match | None:
    """Match one wording, or say None."""
    text, frame, quantity = place.page.text, place.frame, place.quantity
    left, right = text[slice(*frame.left)], text[slice(*frame.right)]
    around = look_around(
        left, right, quantity.unit, quantity.role == "change", frame.listed, frame.runs_on, place.lexicon
    )
    phrase = fill(around, wording)
    return _allow(place, phrase) if phrase else None


def evidence_of(place: Place, match: Match) -> tuple[Span, ...]:
    """Where the words stand that bound a figure: terms before and after it, words nearby, the subject."""
    left, right = place.frame.left[0], place.frame.right[0]
    spans = [Span(left + start, left + end) for start, end in match.phrase.before]
    spans += [Span(right + start, right + end) for start, end in match.phrase.after]
    spans += [Span(*stretch) for stretch in match.nearby]
    if match.wording.subjects:
        spans.append(Span(*match.subject.span))
    return tuple(spans)


def first_term(place: Place, match: Match) -> Stretch:
    """Where the first word stands that bound a figure."""
    before = match.phrase.before
    start, end = before[0] if before else match.phrase.after[0]
    offset = place.frame.left[0] if before else place.frame.right[0]
    return offset + start, offset + end


def _allow(place: Place, phrase: Phrase) -> Match | None:
    """The match, if the surroundings of the figure have what the wording asks for."""
    wording, subject, score = phrase.wording, place.subject, phrase.score
    if wording.subjects:
        if not (subject.names and subject.names <= wording.subjects):
            earlier = _earlier_subject(place, phrase)
            if earlier is None:
                return None
            subject = earlier
        if not phrase.clean and not _opens(place, phrase, subject):
            return None
        score += 6 + 2 * subject.near
    if wording.never_before:
        said = without_asides(place.page.text[place.frame.sentence[0] : place.frame.left[1]])
        if any(word in said for word in wording.never_before):
            return None
    nearby: tuple[Stretch, ...] = ()
    if wording.in_clause or wording.in_sentence:
        found = _nearby(place, wording)
        if found is None:
            return None
        nearby, score = found, score + sum(end - start for start, end in found)
    return Match(wording, score, phrase, nearby, subject)


def _earlier_subject(place: Place, phrase: Phrase) -> Subject | None:
    """The wording's subject named before its terms: a subject's word that is itself a matched term does not compete."""
    if not phrase.before or place.subject.near < 4:
        return None
    offset, (start, end) = place.frame.left[0], place.subject.span
    first = offset + phrase.before[0][0]
    if not (first <= start and end <= offset + phrase.before[-1][1]):
        return None
    subject = subject_before(place.page, place.frame, place.headings, place.lexicon.weak, first)
    return subject if subject.names and subject.names <= phrase.wording.subjects else None


def _opens(place: Place, phrase: Phrase, subject: Subject) -> bool:
    """Whether only light words stand between the subject and the first term, both of them before the figure."""
    named, first = subject.span[1] - place.frame.left[0], phrase.before[0][0]
    if not 0 < named <= first:
        return False
    left = place.page.text[subject.span[1] : place.frame.left[0] + first]
    quantity = place.quantity
    kind = 2 if quantity.role == "change" else 1 if quantity.unit == "%" else 0
    return is_light(left, phrase.wording, kind, place.lexicon)


def _nearby(place: Place, wording: Wording) -> tuple[Stretch, ...] | None:
    """Where the words stand that the wording wants somewhere in the clause or the sentence, or None if one is missing."""
    text, frame = place.page.text, place.frame
    found = [_first_of(text, words, *frame.clause) for words in wording.in_clause]
    found += [_first_of(text, words, *frame.sentence) for words in wording.in_sentence]
    return None if None in found else tuple([stretch for stretch in found if stretch])


def _first_of(text: str, words: tuple[str, ...], start: int, end: int) -> Stretch | None:
    for word in words:
        at = text.find(word, start, end)
        if at >= 0:
            return at, at + len(word)
    return None
