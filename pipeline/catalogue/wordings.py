"""The grammar of wordings: one readable line of terms around one slot for the figure.

[人民调解|矛盾纠纷] 调解 成功 {件}

[甲|乙]      subject: what the text was last talking about must be one of these (words.yml, `subjects`)
词  甲|乙    stands before (or after) the figure in this order, with nothing but filler words in between
<组>         any word of a synonym group (words.yml, `synonyms`)
词?          may be missing
…            anything may stand here, as long as no other figure does
{件|次}      the figure and the units it may have: classes of words.yml, `units`, or single units; {*} any
{0}  {=id}   no figure: the words themselves say none, or as many as the indicator `id`
(甲|乙)      stands anywhere in the same clause; ((甲|乙)) anywhere in the same sentence
!甲|乙       must not stand in the figure's own stretch of the clause; !!甲|乙 nor anywhere before it in the sentence
@键          any member of the dimension; its member goes into the observation
@键=成员     the observation has this member
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from .words import Words, plain


class Term(NamedTuple):
    """One place in the line: any of `words` may fill it; `gap` allows other text between it and the next place."""

    words: frozenset[str]
    optional: bool = False
    gap: bool = False
    dimension: str | None = None


class Wording(NamedTuple):
    """One binding rule. `units` are the units a figure may have, None for any; `value` is set where words are the figure.

    `needs` are the terms before the figure that may not be missing.
    """

    indicator: str
    line: str
    number: int
    subjects: frozenset[str]
    before: tuple[Term, ...]
    after: tuple[Term, ...]
    needs: tuple[frozenset[str], ...]
    open_start: bool
    open_end: bool
    units: frozenset[str] | None
    value: str | None
    in_clause: tuple[tuple[str, ...], ...]
    in_sentence: tuple[tuple[str, ...], ...]
    never: frozenset[str]
    never_before: frozenset[str]
    fixed: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """How the rule is cited: the indicator and the number of the line."""
        return f"{self.indicator}#{self.number}"


_CLOSING = {"[": "]", "(": ")", "((": "))"}
_SLOT = re.compile(r"\{([^}]*)\}")
# How reports tell a rate by other words: 办结率 is 办结比例, 办结占比, 办结的占.
_RATE_FORMS = ("比例", "比率", "比重", "占比", "的占", "的占比", "的比例", "的比重", "的达")


class WordingError(ValueError):
    """A line that is no wording; the message says why."""


class Grammar(NamedTuple):
    """What the parts of a line mean by the words that all wordings share."""

    subjects: Container[str]
    slot: Callable[[str], tuple[frozenset[str] | None, str | None]]
    term: Callable[[str, bool], Term]
    alternatives: Callable[[str], frozenset[str]]


def grammar_of(words: Words) -> Grammar:
    """The grammar with the words of a catalogue; slots and terms stand in many lines and are read once."""
    alternatives = partial(_alternatives, words.synonyms)
    return Grammar(
        words.subjects, cache(partial(_slot, words.units)), cache(partial(_term, alternatives)), alternatives
    )


def parse(
    line: str, indicator: str, number: int, grammar: Grammar, dimensions: Mapping[str, frozenset[str]]
) -> Wording:
    """Read one line. `dimensions` gives each dimension key of the indicator the words of all its members."""
    line = plain(line)
    if len(slots := _SLOT.findall(line)) != 1:
        raise WordingError("needs exactly one figure such as {件}")
    before, _, after = line.partition("{" + slots[0] + "}")
    marks: dict[str, list[str]] = defaultdict(list)
    left, right = _sort_out(before.split(), marks), _sort_out(after.split(), marks)
    units, value = grammar.slot(slots[0])
    terms = _terms(left, grammar, dimensions)
    return Wording(
        indicator=indicator,
        line=line,
        number=number,
        subjects=_subjects(marks["["], grammar),
        before=terms,
        after=_terms(right, grammar, dimensions),
        needs=tuple([term.words for term in terms if not term.optional]),
        open_start=left[:1] == ["…"],
        open_end=right[:1] == ["…"],
        units=units,
        value=value,
        in_clause=tuple([_longest_first(token[1:-1], grammar) for token in marks["("]]),
        in_sentence=tuple([_longest_first(token[2:-2], grammar) for token in marks["(("]]),
        never=_forbidden([token[1:] for token in marks["!"]], grammar),
        never_before=_forbidden([token[2:] for token in marks["!!"]], grammar),
        fixed=_fixed(marks["@="], dimensions),
    )


def _sort_out(tokens: Iterable[str], marks: Mapping[str, list[str]]) -> list[str]:
    """The terms of one side; the other tokens go to `marks`, by the sign that they open with."""
    terms: list[str] = []
    for token in tokens:
        sign = _sign(token)
        if not token.endswith(_CLOSING.get(sign, "")):
            raise WordingError(f"{token} is not closed by {_CLOSING[sign]}")
        (marks[sign] if sign else terms).append(token)
    return terms


def _sign(token: str) -> str:
    first = token[0]
    if first not in "[(!@":
        return ""
    if first == "@":
        return "@=" if "=" in token else ""
    return token[:2] if token[:2] in ("((", "!!") else first


def _subjects(tokens: Iterable[str], grammar: Grammar) -> frozenset[str]:
    names = [name for token in tokens for name in token[1:-1].split("|")]
    for name in names:
        if name not in grammar.subjects:
            raise WordingError(f"subject {name} is not in words.yml, subjects")
    return frozenset(names)


def _terms(
    tokens: Sequence[str], grammar: Grammar, dimensions: Mapping[str, frozenset[str]]
) -> tuple[Term, ...]:
    terms: list[Term] = []
    for token, following in pairwise([*tokens, ""]):
        if token[0] == "@":
            terms.append(_member(token, following == "…", dimensions))
        elif token != "…":
            terms.append(grammar.term(token, following == "…"))
    return tuple(terms)


def _member(token: str, gap: bool, dimensions: Mapping[str, frozenset[str]]) -> Term:
    key = token[1:].removesuffix("?")
    if not dimensions.get(key):
        raise WordingError(f"dimension {key} has no members")
    return Term(dimensions[key], token.endswith("?"), gap, key)


def _longest_first(token: str, grammar: Grammar) -> tuple[str, ...]:
    return tuple(sorted(grammar.alternatives(token), key=lambda word: (-len(word), word)))


def _forbidden(tokens: Iterable[str], grammar: Grammar) -> frozenset[str]:
    return frozenset().union(*map(grammar.alternatives, tokens))


def _fixed(tokens: Iterable[str], dimensions: Mapping[str, frozenset[str]]) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(token[1:].split("=", 1)) for token in tokens]
    for key, _ in pairs:
        if key not in dimensions:
            raise WordingError(f"dimension {key} is not declared")
    return tuple([(key, member) for key, member in pairs])


def _slot(units: Mapping[str, Iterable[str]], slot: str) -> tuple[frozenset[str] | None, str | None]:
    if slot == "*":
        return None, None
    if slot == "0" or slot.startswith("="):
        return frozenset(), slot
    found: set[str] = set()
    for name in slot.split("|"):
        found.update(units.get(name, (name,)))
    return frozenset(found), None


def _alternatives(synonyms: Mapping[str, Iterable[str]], token: str) -> frozenset[str]:
    parts = token.split("|")
    if "<" not in token and "" not in parts:
        return frozenset(parts)
    found: set[str] = set()
    for part in parts:
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in synonyms:
                raise WordingError(f"{part} is not in words.yml, synonyms")
            found.update(synonyms[part[1:-1]])
        elif part:
            found.add(part)
        else:
            raise WordingError(f"empty alternative in {token}")
    return frozenset(found)


def _term(alternatives: Callable[[str], frozenset[str]], token: str, gap: bool) -> Term:
    return Term(_with_rate_forms(alternatives(token.removesuffix("?"))), token.endswith("?"), gap)


def _with_rate_forms(words: frozenset[str]) -> frozenset[str]:
    rates = [word[:-1] for word in words if word[-1] == "率" and len(word) > 2]
    return words.union([rate + form for rate in rates for form in _RATE_FORMS]) if rates else words
