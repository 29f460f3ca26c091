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
from collections.abc import Mapping
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


_SLOT = re.compile(r"\{([^}]*)\}")
# How reports tell a rate by other words: 办结率 is 办结比例, 办结占比, 办结的占.
_RATE_FORMS = ("比例", "比率", "比重", "占比", "的占", "的占比", "的比例", "的比重", "的达")


class WordingError(ValueError):
    """A line that is no wording; the message says why."""


def parse(
    line: str, indicator: str, number: int, words: Words, dimensions: Mapping[str, frozenset[str]]
) -> Wording:
    """Read one line. `dimensions` gives each dimension key of the indicator the words of all its members."""
    line = plain(line)
    if len(slots := _SLOT.findall(line)) != 1:
        raise WordingError(f"“{line}” needs exactly one figure such as {{件}}")
    before, _, after = line.partition("{" + slots[0] + "}")
    left, right = before.split(), after.split()
    tokens = left + right
    units, value = _slot(slots[0], words)
    terms = _terms(left, words, dimensions, line)
    return Wording(
        indicator=indicator,
        line=line,
        number=number,
        subjects=_subjects(tokens, line, words),
        before=terms,
        after=_terms(right, words, dimensions, line),
        needs=tuple(term.words for term in terms if not term.optional),
        open_start=_starts_open(left),
        open_end=_starts_open(right),
        units=units,
        value=value,
        in_clause=tuple(_longest_first(t[1:-1], words, line) for t in tokens if t[0] == "(" and t[1] != "("),
        in_sentence=tuple(_longest_first(t[2:-2], words, line) for t in tokens if t[:2] == "(("),
        never=_forbidden([t[1:] for t in tokens if t[0] == "!" and t[1] != "!"], words, line),
        never_before=_forbidden([t[2:] for t in tokens if t[:2] == "!!"], words, line),
        fixed=_fixed(tokens, dimensions, line),
    )


def _slot(slot: str, words: Words) -> tuple[frozenset[str] | None, str | None]:
    if slot == "*":
        return None, None
    if slot == "0" or slot.startswith("="):
        return frozenset(), slot
    units: set[str] = set()
    for name in slot.split("|"):
        units.update(words.units.get(name, (name,)))
    return frozenset(units), None


def _subjects(tokens: list[str], line: str, words: Words) -> frozenset[str]:
    names = [name for token in tokens if token[0] == "[" for name in token[1:-1].split("|")]
    for name in names:
        if name not in words.subjects:
            raise WordingError(f"“{line}”: subject {name} is not in words.yml, subjects")
    return frozenset(names)


def _starts_open(tokens: list[str]) -> bool:
    plain = [token for token in tokens if token[0] not in "[(!"]
    return bool(plain) and plain[0] == "…"


def _terms(
    tokens: list[str], words: Words, dimensions: Mapping[str, frozenset[str]], line: str
) -> tuple[Term, ...]:
    terms: list[Term] = []
    for token in tokens:
        if token[0] in "[(!" or (token[0] == "@" and "=" in token):
            continue
        if token == "…":
            if terms:
                terms[-1] = terms[-1]._replace(gap=True)
            continue
        terms.append(_term(token, words, dimensions, line))
    return tuple(terms)


def _term(token: str, words: Words, dimensions: Mapping[str, frozenset[str]], line: str) -> Term:
    optional = token.endswith("?")
    token = token.removesuffix("?")
    if token[0] != "@":
        return Term(_with_rate_forms(_alternatives(token, words, line)), optional)
    key = token[1:]
    if not dimensions.get(key):
        raise WordingError(f"“{line}”: dimension {key} has no members")
    return Term(dimensions[key], optional, dimension=key)


def _with_rate_forms(words: frozenset[str]) -> frozenset[str]:
    rates = [word.removesuffix("率") for word in words if word.endswith("率") and len(word) > 2]
    return words | {rate + form for rate in rates for form in _RATE_FORMS}


def _alternatives(token: str, words: Words, line: str) -> frozenset[str]:
    found: set[str] = set()
    for part in token.split("|"):
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in words.synonyms:
                raise WordingError(f"“{line}”: {part} is not in words.yml, synonyms")
            found.update(words.synonyms[part[1:-1]])
        elif part:
            found.add(part)
        else:
            raise WordingError(f"“{line}”: empty alternative in {token}")
    return frozenset(found)


def _longest_first(token: str, words: Words, line: str) -> tuple[str, ...]:
    return tuple(sorted(_alternatives(token, words, line), key=lambda word: (-len(word), word)))


def _forbidden(tokens: list[str], words: Words, line: str) -> frozenset[str]:
    return frozenset().union(*(_alternatives(token, words, line) for token in tokens))


def _fixed(
    tokens: list[str], dimensions: Mapping[str, frozenset[str]], line: str
) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(token[1:].split("=", 1)) for token in tokens if token[0] == "@" and "=" in token]
    for key, _ in pairs:
        if key not in dimensions:
            raise WordingError(f"“{line}”: dimension {key} is not declared")
    return tuple((key, member) for key, member in pairs)
