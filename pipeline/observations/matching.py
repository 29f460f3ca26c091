"""Which wordings a figure's surroundings satisfy, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from pipeline.catalogue.wordings import Term, Wording
from pipeline.records import Quantity, Span

from .frames import Frame
from .lexicon import Lexicon
from .page import Page, Subject, subject_before

# A term found in the text: where it starts, where it ends, the word.
Hit = tuple[int, int, str]

_NEGATED = ("未", "不", "不予", "没有", "拒绝", "非", "免予", "免于", "尚未", "无")
_CONJUNCTIONS = ("、", "和", "及", "与", "或")
_SHARED = ("各", "均", "都", "分别", "双双")
_ASIDE = re.compile(r"\([^()]*\)")
_NOTHING = re.compile(r"[、,和及与。; \n\u3000“”\"(]*")
_LONGEST_GAP = 40
_START, _END = itemgetter(0), itemgetter(1)


class Match(NamedTuple):
    """A wording that a figure satisfies: its `score` (more evidence, nearer), where the evidence stands, members found."""

    wording: Wording
    score: int
    evidence: tuple[Span, ...]
    members: tuple[tuple[str, str], ...]


class Place(NamedTuple):
    """A figure in its surroundings; `before` are the terms before it from the figure leftwards, `after` those behind it.

    Of terms that end (behind the figure: begin) together the longest comes first.
    """

    page: Page
    lexicon: Lexicon
    frame: Frame
    quantity: Quantity
    subject: Subject
    headings: Subject
    before: list[Hit]
    after: list[Hit]


def make_place(
    page: Page, lexicon: Lexicon, frame: Frame, quantity: Quantity, subject: Subject, headings: Subject
) -> Place:
    """Look up the terms around a figure; what only a closed bracket before it names (`纠错(含撤销)8件`) is not counted."""
    before = terms_within(page.text, lexicon, frame.left)
    after = terms_within(page.text, lexicon, frame.right)
    if before and page.text.find(")", *frame.left) >= 0:
        asides = [match.span() for match in _ASIDE.finditer(page.text, *frame.left)]
        before = [hit for hit in before if not any(a < hit[0] and hit[1] < b for a, b in asides)]
    before.sort(key=_END, reverse=True)
    after.sort(key=_START)
    return Place(page, lexicon, frame, quantity, subject, headings, before, after)


def terms_within(text: str, lexicon: Lexicon, stretch: Span) -> list[Hit]:
    """The terms that stand wholly in a stretch, by where they end, the longest first."""
    start, end = stretch
    if start >= end:
        return []
    return [(last + 1 - len(word), last + 1, word) for last, word in lexicon.terms.iter(text, start, end)]


def matches(place: Place) -> list[Match]:
    """Every wording that the figure satisfies."""
    return [match for wording in _worth_trying(place) if (match := match_one(place, wording)) is not None]


def _worth_trying(place: Place) -> list[Wording]:
    """The wordings whose term next to the figure stands there, none of whose terms is missing, whose subject may hold."""
    found: dict[int, Wording] = {}
    text, limit, lexicon = place.page.text, place.frame.left.end, place.lexicon
    unit = None if place.quantity.role == "change" else place.quantity.unit
    kind = _kind(place.quantity)
    for _, end, word in place.before:
        touching, apart = _candidates(word, unit, False, lexicon)
        if touching and (end == limit or _may_touch(text[end:limit], kind, lexicon)):
            found.update(touching)
        if apart:
            found.update(apart)
    for _, _, word in place.after:
        found.update(_candidates(word, unit, True, lexicon)[0])
    there = {word for _, _, word in place.before}
    return [
        wording
        for wording in found.values()
        if _subject_may_hold(place, wording) and not any(map(there.isdisjoint, wording.needs))
    ]


@lru_cache(maxsize=32768)
def _candidates(
    word: str, unit: str | None, behind: bool, lexicon: Lexicon
) -> tuple[dict[int, Wording], dict[int, Wording]]:
    """The wordings of a word for a unit (None: any), those that touch the figure apart from those with a gap before it."""
    index = lexicon.by_first if behind else lexicon.by_last
    found = [w for w in index.get(word, ()) if w.units is None or unit is None or unit in w.units]
    touching = {id(w): w for w in found if not (w.before and w.before[-1].gap)}
    return touching, {id(w): w for w in found if id(w) not in touching}


@lru_cache(maxsize=65536)
def _may_touch(gap: str, kind: int, lexicon: Lexicon) -> bool:
    """Whether a gap could be light for any wording at all."""
    gap = _ASIDE.sub("", gap)
    pattern = lexicon.fillers[kind]
    return (
        pattern.fullmatch(gap) is not None or pattern.fullmatch(lexicon.any_word.sub("、", gap)) is not None
    )


def _subject_may_hold(place: Place, wording: Wording) -> bool:
    """Whether the subject is the wording's, or stands in the figure's own stretch, where a term may cover it."""
    subject = place.subject
    if not wording.subjects or (subject.names and subject.names <= wording.subjects):
        return True
    return bool(wording.before) and subject.near == 4


def match_one(place: Place, wording: Wording) -> Match | None:
    """Match one wording, or say None."""
    before = _before(place, wording)
    if before is None:
        return None
    after = _after(place, wording)
    if after is None or _is_forbidden(place, wording):
        return None
    subject = _subject(place, wording, before)
    if subject is None or (before and not _starts_well(place, wording, before[0][0][0], subject)):
        return None
    nearby = _nearby(place, wording) if wording.in_clause or wording.in_sentence else []
    if nearby is None or (not before and _is_share(place)):
        return None
    return _match(place, wording, before + after, nearby, subject)


def _match(
    place: Place, wording: Wording, terms: list[tuple[Hit, Term]], nearby: list[Span], subject: Subject
) -> Match:
    score, evidence, members = 0, [], list(wording.fixed)
    for (start, end, word), term in terms:
        score += 10 * (end - start)
        evidence.append(Span(start, end))
        if term.dimension:
            members.append((term.dimension, place.lexicon.members[wording.indicator][term.dimension][word]))
    score += sum(span.end - span.start for span in nearby)
    evidence += nearby
    if wording.subjects:
        score += 6 + 2 * subject.near
        evidence.append(subject.span)
    return Match(wording, score, tuple(evidence), tuple(members))


def _is_forbidden(place: Place, wording: Wording) -> bool:
    """Whether a word that rules the wording out stands in the figure's own stretch, or in what the sentence said before."""
    text, frame = place.page.text, place.frame
    if wording.never:
        before, behind = text[slice(*frame.left)], text[slice(*frame.right)]
        if ")" in before:
            before = _ASIDE.sub("", before)
        for word in wording.never:
            if word in before or word in behind:
                return True
    if wording.never_before:
        said = text[frame.sentence.start : frame.left.end]
        return any(word in said for word in wording.never_before)
    return False


def _before(place: Place, wording: Wording) -> list[tuple[Hit, Term]] | None:
    """The terms before the figure, found from the figure leftwards, each with what stands between light enough."""
    if not wording.before:
        return []
    return _backwards(place, wording, len(wording.before) - 1, place.frame.left.end, wording.before[-1].gap)


def _subject(place: Place, wording: Wording, chain: list[tuple[Hit, Term]]) -> Subject | None:
    """The subject that the wording asks for, or None. A subject's word that is itself a matched term does not compete."""
    if not wording.subjects:
        return place.subject
    for subject in (place.subject, *_earlier_subjects(place, chain)):
        if subject.names and subject.names <= wording.subjects:
            return subject
    return None


def _earlier_subjects(place: Place, chain: list[tuple[Hit, Term]]) -> Iterator[Subject]:
    span = place.subject.span
    if chain and chain[0][0][0] <= span.start and span.end <= chain[-1][0][1]:
        yield subject_before(place.page, place.frame, place.headings, place.lexicon.weak, chain[0][0][0])


def _backwards(
    place: Place, wording: Wording, index: int, limit: int, gap: bool
) -> list[tuple[Hit, Term]] | None:
    if index < 0:
        return []
    term = wording.before[index]
    apart = index > 0 and wording.before[index - 1].gap
    for hit in reversed(place.before) if gap and index == 0 else place.before:
        start, end, word = hit
        if end > limit or word not in term.words or not (gap or _light(place, wording, end, limit)):
            continue
        rest = _backwards(place, wording, index - 1, start, apart)
        if rest is not None:
            rest.append((hit, term))
            return rest
    return _backwards(place, wording, index - 1, limit, gap) if term.optional else None


def _starts_well(place: Place, wording: Wording, first: int, subject: Subject) -> bool:
    """Nothing before the first term may change what is counted: a negation, another thing joined by 和, a modifier."""
    text, start = place.page.text, place.frame.left.start
    if text.endswith(_NEGATED, start, first):
        return False
    if (
        text[first - 1 : first] in _CONJUNCTIONS
        and place.quantity.unit != "%"
        and _joins_another(place, first)
    ):
        return False
    if wording.open_start or not wording.subjects:
        return True
    named = subject.span.end
    return _light(place, wording, max(start, named if named <= first else start), first)


def _joins_another(place: Place, first: int) -> bool:
    """Whether the conjunction before `first` joins it to something in the same stretch that shares its one figure."""
    text, (start, end) = place.page.text, place.frame.left
    if place.frame.listed or any(word in text[first:end] for word in _SHARED):
        return False
    return not _NOTHING.fullmatch(text, start, first - 1)


def _after(place: Place, wording: Wording) -> list[tuple[Hit, Term]] | None:
    if not wording.after:
        return []
    chain: list[tuple[Hit, Term]] = []
    position, gap = place.frame.right.start, wording.open_end
    for term in wording.after:
        hit = next(
            (
                hit
                for hit in place.after
                if hit[0] >= position
                and hit[2] in term.words
                and (gap or _light(place, wording, position, hit[0]))
            ),
            None,
        )
        if hit is None:
            if term.optional:
                continue
            return None
        chain.append((hit, term))
        position, gap = hit[1], term.gap
    return chain


def _is_share(place: Place) -> bool:
    """A figure that each of several has (`分别设立1个`) is no total."""
    tail = place.page.text[max(place.frame.left.start, place.frame.left.end - 6) : place.frame.left.end]
    return any(word in tail for word in ("分别", "各", "每", "平均"))


def _nearby(place: Place, wording: Wording) -> list[Span] | None:
    """Where the words stand that the wording wants somewhere in the clause or the sentence, or None if one is missing."""
    text, frame = place.page.text, place.frame
    found = [_first_of(text, words, *frame.clause) for words in wording.in_clause]
    found += [_first_of(text, words, *frame.sentence) for words in wording.in_sentence]
    return None if None in found else [span for span in found if span]


def _first_of(text: str, words: frozenset[str], start: int, end: int) -> Span | None:
    for word in words:
        at = text.find(word, start, end)
        if at >= 0:
            return Span(at, at + len(word))
    return None


def _light(place: Place, wording: Wording, start: int, end: int) -> bool:
    if start == end:
        return True
    if end - start > _LONGEST_GAP:
        return False
    gap, kind = place.page.text[start:end], _kind(place.quantity)
    return _is_filler(gap, wording.subjects, wording.indicator, kind, place.lexicon)


def _kind(quantity: Quantity) -> int:
    """Which fillers hold: 0 those of counts, 1 of rates, 2 of changes."""
    return 2 if quantity.role == "change" else 1 if quantity.unit == "%" else 0


@lru_cache(maxsize=65536)
def _is_filler(gap: str, subjects: frozenset[str], indicator: str, kind: int, lexicon: Lexicon) -> bool:
    """Whether a gap holds only filler words, words for the wording's own subject, and members of its dimensions."""
    pattern = lexicon.fillers[kind]
    gap = _ASIDE.sub("", gap)
    if pattern.fullmatch(gap):
        return True
    own = [word for name in subjects for word in lexicon.subject_words[name]]
    own += [word for members in lexicon.members.get(indicator, {}).values() for word in members]
    for word in sorted(own, key=len, reverse=True):
        gap = gap.replace(word, "、")
    return pattern.fullmatch(gap) is not None
