"""The catalogue's wordings made ready for reading: one automaton over all their words, and indexes by last word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pipeline.catalogue import Catalogue
from pipeline.catalogue.wordings import Wording

# What may stand between a thing and by how much it changed, and between a rate and its figure when rates share one.
_CHANGE = (
    "同比|环比|分别|比|较|与|相比|上年|去年|前年|上一年|同期|年|度|增长|增加|上升|提高|提升|减少|下降|降低|降幅|增幅"
    "|多|少|了|幅度|又|再|压缩|缩短|下滑|回落|增至|降至"
)
_RATE_BESIDE = r"[和及与、][^,。;和与、]{1,12}?(?:率|度)"
# What a rate did on its way to the figure, or how it is found to be.
_REACHED = (
    "(?:上升|提高|提升|增长|下降|降低|攀升|回升|回落|压降|升|降|提|增)(?:至|到|为)"
    "|(?:连续[一二两三四五六七八九十多\\d]+年|逐年|持续|稳步|大幅|显著|明显|不断)?(?:上升|提高|提升|下降|降低|攀升|回升)(?=,)"
    "|(?:不够?高|偏低|较低|偏高|较高|不理想)(?=,)|仅|只"
)
_QUICK_TO_BUILD = Implementation.NoncontiguousNFA
_YEAR = r"20\d\d年(?:度)?|连续[一二两三四五六七八九十多\d]+年"


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """Everything that binding looks words up in.

    The automata find every word of their kind in one pass: of wordings, those that rule wordings out, of subjects (the
    longest of those that begin together; by its number, `subject_names` has the subject that it names). `by_last` gives the wordings whose last term before the figure may be that word, `by_first`
    those that have terms only after it, `in_words` those whose words are themselves the figure. `members` gives for
    each indicator and dimension key the words of its members. The `filler` patterns match what may stand between terms:
    for counts, rates and changes. `figure_words` matches the words with which a wording without a figure begins.
    """

    terms: AhoCorasick
    never: AhoCorasick
    subjects: AhoCorasick
    subject_names: tuple[str, ...]
    by_last: dict[str, tuple[Wording, ...]]
    by_first: dict[str, tuple[Wording, ...]]
    in_words: dict[str, tuple[Wording, ...]]
    members: dict[str, dict[str, dict[str, str]]]
    subject_words: dict[str, tuple[str, ...]]
    weak: Mapping[str, Sequence[str]]
    fillers: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
    figure_words: re.Pattern[str]


def build_lexicon(catalogue: Catalogue) -> Lexicon:
    """Index the wordings of a catalogue; cheap enough for every start of the program."""
    by_last: dict[str, list[Wording]] = {}
    by_first: dict[str, list[Wording]] = {}
    in_words: dict[str, list[Wording]] = {}
    for wording in catalogue.wordings:
        index = in_words if wording.value is not None else by_last if wording.before else by_first
        for word in _keys(wording):
            index.setdefault(word, []).append(wording)
    fillers = "|".join(re.escape(word) for word in sorted(catalogue.words.fillers, key=len, reverse=True))
    subjects = catalogue.words.subjects
    members = {entry.id: entry.member_words() for entry in catalogue.indicators.values() if entry.dimensions}
    marks = {word for found in in_words.values() for wording in found for word in wording.before[0].words}
    named = {word: name for name, words in subjects.items() for word in words}
    return Lexicon(
        terms=AhoCorasick(_terms(catalogue.wordings), implementation=_QUICK_TO_BUILD),
        never=AhoCorasick(_never(catalogue.wordings), implementation=_QUICK_TO_BUILD),
        subjects=AhoCorasick(named, matchkind=MatchKind.LeftmostLongest),
        subject_names=tuple(named.values()),
        by_last=_frozen(by_last),
        by_first=_frozen(by_first),
        in_words=_frozen(in_words),
        members=members,
        subject_words={name: tuple(sorted(words, key=len, reverse=True)) for name, words in subjects.items()},
        weak=catalogue.words.weak,
        fillers=(
            re.compile(f"(?:{fillers}|{_YEAR})*+"),
            re.compile(f"(?:{_RATE_BESIDE}|{_REACHED}|{fillers}|{_YEAR})*+"),
            re.compile(f"(?:{_CHANGE}|{fillers}|{_YEAR})*+"),
        ),
        figure_words=re.compile("|".join(sorted(map(re.escape, marks))) or "(?!)"),
    )


def _keys(wording: Wording) -> set[str]:
    """The words at which the wording is worth trying: its term next to the figure, optional ones passed over."""
    keys: set[str] = set()
    for term in reversed(wording.before) if wording.before else wording.after:
        keys |= term.words
        if not term.optional:
            break
    return keys


def _terms(wordings: Iterable[Wording]) -> set[str]:
    return {word for wording in wordings for term in wording.before + wording.after for word in term.words}


def _never(wordings: Iterable[Wording]) -> set[str]:
    return {word for wording in wordings for word in wording.never}


def _frozen(index: dict[str, list[Wording]]) -> dict[str, tuple[Wording, ...]]:
    return {word: tuple(found) for word, found in index.items()}
