"""What the words right around a figure may mean by themselves: the wordings that they fill.

This asks nothing of the rest of the text, and reports say the same things in the same few words: what they mean is
remembered, for so many phrases that memory stays flat.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter

from msgspec import Struct

from pipeline.catalogue.wordings import Term, Wording

from .lexicon import Lexicon

# A stretch of text, from where to where; a term found in it: where it starts, where it ends, the word.
Stretch = tuple[int, int]
Hit = tuple[int, int, str]
# What the text may be about at a figure: the names of the last subject, and those of the one before where that may be
# it too. No name at all stands for any subject.
About = tuple[frozenset[str], frozenset[str]]

_NEGATED = ("未", "不", "不予", "没有", "拒绝", "非", "免予", "免于", "尚未", "无")
_CONJUNCTIONS = ("、", "和", "及", "与", "或")
# Verbs that end like one.
_NO_CONJUNCTIONS = ("参与", "涉及", "普及")
_SHARED = ("各", "均", "都", "分别", "双双")
_AVERAGES = ("日均", "月均", "周均", "人均", "户均", "件均", "每日", "每天", "每月平均")
_EACH = ("分别", "各", "每", "平均")
# A bracket that lists parts of a figure; one that says what the figure holds besides (`(含…`) is no list.
_PARTS = re.compile(r"\((?!含|包含|包括|不含)")
_ASIDE = re.compile(r"\([^()]*\)")
_JOINED = re.compile(r"[、和及与或]|以及|或者")
_LEFT_OUT = re.compile(r"\((?:不含|不包括|不计|除|含)[^()]*\)")
# What says only on which occasion or about which law something was done rules nothing out.
_OCCASION = re.compile(
    r"(?:结合|利用|借助|抓住|紧抓)[^,;。]*?(?=举办|举行|开展|组织|发放)|《[^《》]*》(?=专题|讲座|培训|宣讲|学习)"
)
_NOTHING = re.compile(r"[、,和及与。; \n\u3000“”\"()]*")
_LONGEST_GAP = 40
_END = itemgetter(1)


def _from_the_left(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


class Around(Struct, frozen=True, gc=False):
    """The own words of a figure: before it (`left`) and after it (`right`), its unit, whether it tells a change.

    `listed`: it is one of several told 分别. `before` are the terms before it from the figure leftwards, of those that
    end together the longest first; `after` those behind it, by where they start, the longest first. `never` are the
    words there that rule a wording out. `kind` says which fillers hold: 0 those of counts, 1 of rates, 2 of changes.
    """

    left: str
    right: str
    unit: str
    change: bool
    listed: bool
    runs_on: bool
    before: list[Hit]
    after: list[Hit]
    never: set[str]
    kind: int
    lexicon: Lexicon


class Phrase(Struct, frozen=True, gc=False):
    """A wording that the own words of a figure fill: `before` and `after` are the places of its terms in them.

    `score` is ten for each character; `members` those that a term names; `clean`: nothing stands before the first term
    that the wording does not allow there.
    """

    wording: Wording
    score: int
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    members: tuple[tuple[str, str], ...]
    clean: bool


@lru_cache(maxsize=32768)
def phrases(
    left: str,
    right: str,
    unit: str,
    change: bool,
    listed: bool,
    runs_on: bool,
    about: About,
    lexicon: Lexicon,
) -> tuple[Phrase, ...]:
    """Every wording, of what the text may be about, that the own words of a figure fill."""
    around = look_around(left, right, unit, change, listed, runs_on, lexicon)
    filled = [fill(around, wording) for wording in _worth_trying(around, about)]
    return tuple([phrase for phrase in filled if phrase])


def look_around(
    left: str, right: str, unit: str, change: bool, listed: bool, runs_on: bool, lexicon: Lexicon
) -> Around:
    """Find the terms around a figure; what only a closed bracket before it names (`纠错(含撤销)8件`) is not counted."""
    before, after = terms_in(left, lexicon), terms_in(right, lexicon)
    if before and ")" in left:
        asides = [match.span() for match in _ASIDE.finditer(left)]
        before = [hit for hit in before if not any(a < hit[0] and hit[1] < b for a, b in asides)]
    before.sort(key=_END, reverse=True)
    after.sort(key=_from_the_left)
    never = _never_in(left, right, runs_on, lexicon) if before or after else set()
    kind = 2 if change else 1 if unit == "%" else 0
    return Around(left, right, unit, change, listed, runs_on, before, after, never, kind, lexicon)


def terms_in(words: str, lexicon: Lexicon) -> list[Hit]:
    """The terms that stand in some words, by where they end, the longest first."""
    if not words:
        return []
    found = lexicon.terms.find_matches_as_indexes(words, overlapping=True)
    return [(start, end, words[start:end]) for _, start, end in found]


def _never_in(left: str, right: str, runs_on: bool, lexicon: Lexicon) -> set[str]:
    """The words around a figure that rule wordings out; a bracket of parts behind it is the next one's."""
    right = "" if runs_on else _LEFT_OUT.sub("", right)
    if ")" not in right and (parts := _PARTS.search(right)):
        right = right[: parts.start()]
    words = f"{_OCCASION.sub('', without_asides(left))}\n{right}"
    return {
        words[start:end] for _, start, end in lexicon.never.find_matches_as_indexes(words, overlapping=True)
    }


def _worth_trying(around: Around, about: About) -> list[Wording]:
    """The wordings of the subject whose term next to the figure stands there and none of whose terms before it is missing."""
    if around.kind == 0 and any(word in around.left for word in _AVERAGES):
        return []  # a count of a day or a head (`日均办件260件`) is none of the year
    unit, lexicon = None if around.change else _first_unit(around.unit), around.lexicon
    there = {word for _, _, word in around.before}
    last, earlier = about
    found: dict[int, Wording] = {}
    for hits, behind in ((around.before, False), (around.after, True)):
        for _, _, word in hits:
            for wording, needs in _candidates(word, unit, behind, lexicon):
                subjects = wording.subjects
                if subjects and not (last <= subjects or earlier <= subjects):
                    continue
                for need in needs:
                    if there.isdisjoint(need):
                        break
                else:
                    found[id(wording)] = wording
    return [w for w in found.values() if around.after or not w.after]


@lru_cache(maxsize=1024)
def _first_unit(unit: str) -> str:
    """The unit of two that are told together (`场(次)`) that wordings know."""
    return unit.replace("\uff08", "(").partition("(")[0]


@lru_cache(maxsize=32768)
def _candidates(
    word: str, unit: str | None, behind: bool, lexicon: Lexicon
) -> tuple[tuple[Wording, tuple[frozenset[str], ...]], ...]:
    """The wordings of a word for a unit (None: any), each with what it needs besides before the figure."""
    index = lexicon.by_first if behind else lexicon.by_last
    return tuple(
        [
            (wording, tuple([need for need in wording.needs if behind or word not in need]))
            for wording in index.get(word, ())
            if wording.units is None or unit is None or unit in wording.units
        ]
    )


def fill(around: Around, wording: Wording) -> Phrase | None:
    """The words that fill one wording, or None."""
    gap = bool(wording.before) and wording.before[-1].gap
    if not wording.never.isdisjoint(around.never):
        return None
    before = _backwards(around, wording, len(wording.before) - 1, len(around.left), gap)
    if before is None or (not before and _is_share(around.left)):
        return None
    after = _forwards(around, wording) if wording.after else []
    if after is None or (not before and _is_next(around, after)):
        return None
    if before and not _starts_well(around, _first_of_its_kind(around, *before[0])):
        return None
    terms = before + after
    return Phrase(
        wording=wording,
        score=10 * sum([hit[1] - hit[0] for hit, _ in terms]),
        before=tuple([hit[:2] for hit, _ in before]),
        after=tuple([hit[:2] for hit, _ in after]),
        members=wording.fixed + _named_members(around, wording, terms),
        clean=not before or wording.open_start or _touches(around, wording, 0, before[0][0][0]),
    )


def _named_members(
    around: Around, wording: Wording, terms: list[tuple[Hit, Term]]
) -> tuple[tuple[str, str], ...]:
    """The members that terms of a dimension name."""
    return tuple(
        [
            (term.dimension, around.lexicon.members[wording.indicator][term.dimension][hit[2]])
            for hit, term in terms
            if term.dimension
        ]
    )


def _backwards(
    around: Around, wording: Wording, index: int, limit: int, gap: bool
) -> list[tuple[Hit, Term]] | None:
    """The terms before the figure, found from the figure leftwards, each with what stands between light enough."""
    if index < 0:
        return []
    term = wording.before[index]
    apart = index > 0 and wording.before[index - 1].gap
    for hit in reversed(around.before) if gap and index == 0 else around.before:
        start, end, word = hit
        if end > limit or word not in term.words or not (gap or _touches(around, wording, end, limit)):
            continue
        rest = _backwards(around, wording, index - 1, start, apart)
        if rest is not None:
            rest.append((hit, term))
            return rest
    return _backwards(around, wording, index - 1, limit, gap or apart) if term.optional else None


def _touches(around: Around, wording: Wording, start: int, end: int) -> bool:
    return start == end or is_light(around.left[start:end], wording, around.kind, around.lexicon)


def _forwards(around: Around, wording: Wording) -> list[tuple[Hit, Term]] | None:
    """The terms behind the figure, in their order."""
    chain: list[tuple[Hit, Term]] = []
    position, gap = 0, wording.open_end
    for term in wording.after:
        hit = next((hit for hit in around.after if _follows(around, wording, term, hit, position, gap)), None)
        if hit is not None:
            chain.append((hit, term))
            position, gap = hit[1], term.gap
        elif not term.optional:
            return None
    return chain


def _follows(around: Around, wording: Wording, term: Term, hit: Hit, position: int, gap: bool) -> bool:
    if hit[0] < position or hit[2] not in term.words:
        return False
    return gap or is_light(around.right[position : hit[0]], wording, around.kind, around.lexicon)


def _first_of_its_kind(around: Around, hit: Hit, term: Term) -> int:
    """Where the first word of a term stands, of several that are joined: `调解、和解及撤回`."""
    first = hit[0]
    for start, end, word in around.before:
        if end < first and word in term.words and _JOINED.fullmatch(around.left, end, first):
            first = start
    return first


def _starts_well(around: Around, first: int) -> bool:
    """Nothing before the first term may change what is counted: a negation, another thing joined by 和."""
    said = around.left[:first]
    if said.endswith(_NEGATED):
        return False
    joined = said.endswith(_CONJUNCTIONS) and not said.endswith(_NO_CONJUNCTIONS)
    if not joined or around.unit == "%" or around.listed:
        return True
    if any(word in around.left[first:] for word in _SHARED):
        return True
    return _NOTHING.fullmatch(without_asides(said[:-1])) is not None


def _is_next(around: Around, after: list[tuple[Hit, Term]]) -> bool:
    """Whether words behind a figure stand right before the next one and so are that one's (`受理9件审结8件`)."""
    return around.runs_on and after[-1][0][1] == len(around.right)


def _is_share(left: str) -> bool:
    """A figure that each of several has (`分别设立1个`) is no total."""
    return any(word in left[-6:] for word in _EACH)


def without_asides(words: str) -> str:
    """Words without what stands in closed brackets."""
    return _ASIDE.sub("", words) if ")" in words else words


def is_light(gap: str, wording: Wording, kind: int, lexicon: Lexicon) -> bool:
    """Whether a gap holds nothing that changes what is counted."""
    if not gap:
        return True
    return len(gap) <= _LONGEST_GAP and _is_filler(gap, wording.subjects, wording.indicator, kind, lexicon)


@lru_cache(maxsize=65536)
def _is_filler(gap: str, subjects: frozenset[str], indicator: str, kind: int, lexicon: Lexicon) -> bool:
    """Whether a gap holds only filler words, words for the wording's own subject, and members of its dimensions."""
    pattern = lexicon.fillers[kind]
    gap = without_asides(gap)
    if pattern.fullmatch(gap):
        return True
    for word in _own_words(subjects, indicator, lexicon):
        if word in gap:
            gap = gap.replace(word, "、")
    return pattern.fullmatch(gap) is not None


@lru_cache(maxsize=4096)
def _own_words(subjects: frozenset[str], indicator: str, lexicon: Lexicon) -> tuple[str, ...]:
    own = [word for name in subjects for word in lexicon.subject_words[name]]
    own += [word for members in lexicon.members.get(indicator, {}).values() for word in members]
    return tuple(sorted(own, key=len, reverse=True))
