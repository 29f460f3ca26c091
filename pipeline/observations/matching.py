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

_NEGATED = ("未", "不", "不予", "没有", "拒绝", "非", "免予", "免于", "尚未", "无")
_CONJUNCTIONS = ("、", "和", "及", "与", "或")
_SHARED = ("各", "均", "都", "分别", "双双")
_ASIDE = re.compile(r"[((][^(())]*[))]")
_NOTHING = re.compile(r"[、,,和及与。;; \n\u3000“”\"(()]*")
_LONGEST_GAP = 40
_START, _END = itemgetter(0), itemgetter(1)


class Hit(NamedTuple):
    """A term found in the text."""

    start: int
    end: int
    word: str


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
    """Look up the terms around a figure."""
    before, after = (
        terms_within(page.text, lexicon, frame.left),
        terms_within(page.text, lexicon, frame.right),
    )
    before.sort(key=_END, reverse=True)
    after.sort(key=_START)
    return Place(page, lexicon, frame, quantity, subject, headings, before, after)


def terms_within(text: str, lexicon: Lexicon, stretch: Span) -> list[Hit]:
    """The terms that stand wholly in a stretch, by where they end, the longest first."""
    if stretch.start >= stretch.end:
        return []
    return [Hit(last + 1 - len(word), last + 1, word) for last, word in lexicon.terms.iter(text, *stretch)]


def matches(place: Place) -> list[Match]:
    """Every wording that the figure satisfies."""
    return [match for wording in _worth_trying(place) if (match := match_one(place, wording)) is not None]


def _worth_trying(place: Place) -> list[Wording]:
    """The wordings whose term next to the figure stands there, none of whose terms is missing, whose subject may hold."""
    found: dict[int, Wording] = {}
    text, limit, lexicon = place.page.text, place.frame.left.end, place.lexicon
    unit = None if place.quantity.role == "change" else place.quantity.unit
    kind = _kind(place.quantity)
    for hit in place.before:
        touching, apart = _candidates(hit.word, unit, False, lexicon)
        if touching and _may_touch(text[hit.end : limit], kind, lexicon):
            found.update(touching)
        if apart:
            found.update(apart)
    for hit in place.after:
        found.update(_candidates(hit.word, unit, True, lexicon)[0])
    there = {hit.word for hit in place.before}
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
    chain = _before(place, wording)
    if chain is None:
        return None
    after = _after(place, wording)
    if after is None:
        return None
    subject = _subject(place, wording, chain)
    if subject is None or (chain and not _starts_well(place, wording, chain[0][0].start, subject)):
        return None
    nearby = _nearby(place, wording)
    if nearby is None:
        return None
    text = place.page.text
    left, right = place.frame.left, place.frame.right
    if any(text.find(word, *left) >= 0 or text.find(word, *right) >= 0 for word in wording.never):
        return None
    said = (place.frame.sentence.start, place.frame.left.end)
    if any(text.find(word, *said) >= 0 for word in wording.never_before):
        return None
    if not chain and _is_share(place, wording):
        return None
    terms = chain + after
    score = 10 * sum(hit.end - hit.start for hit, _ in terms) + sum(span.end - span.start for span in nearby)
    evidence = [Span(hit.start, hit.end) for hit, _ in terms] + nearby
    if wording.subjects:
        score += 6 + 2 * subject.near
        evidence.append(subject.span)
    members = [(term.dimension, hit.word) for hit, term in terms if term.dimension]
    return Match(wording, score, tuple(evidence), (*wording.fixed, *_named(place, wording, members)))


def _named(place: Place, wording: Wording, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    members = place.lexicon.members.get(wording.indicator, {})
    return [(key, members[key][word]) for key, word in found]


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
    if chain and chain[0][0].start <= span.start and span.end <= chain[-1][0].end:
        yield subject_before(place.page, place.frame, place.headings, place.lexicon.weak, chain[0][0].start)


def _backwards(
    place: Place, wording: Wording, index: int, limit: int, gap: bool
) -> list[tuple[Hit, Term]] | None:
    if index < 0:
        return []
    term = wording.before[index]
    for hit in reversed(place.before) if gap and index == 0 else place.before:
        if hit.end > limit or hit.word not in term.words:
            continue
        if not (gap or _light(place, wording, hit.end, limit)):
            continue
        rest = _backwards(place, wording, index - 1, hit.start, index > 0 and wording.before[index - 1].gap)
        if rest is not None:
            return [*rest, (hit, term)]
    if term.optional:
        return _backwards(place, wording, index - 1, limit, gap)
    return None


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
                if hit.start >= position
                and hit.word in term.words
                and (gap or _light(place, wording, position, hit.start))
            ),
            None,
        )
        if hit is None:
            if term.optional:
                continue
            return None
        chain.append((hit, term))
        position, gap = hit.end, term.gap
    return chain


def _is_share(place: Place, wording: Wording) -> bool:
    """A figure that each of several has (`分别设立1个`) is no total, unless the wording itself says so."""
    tail = place.page.text[max(place.frame.left.start, place.frame.left.end - 6) : place.frame.left.end]
    return any(word in tail for word in ("分别", "各", "每", "平均")) and not any(
        word in term.words for term in wording.before for word in ("分别", "各", "每", "平均")
    )


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
