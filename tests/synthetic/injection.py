"""One digit of one figure changed, so that a relation which held no longer does: for the injection test."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import NamedTuple

from .drafts import Row
from .relations import Held, verdict
from .reports import Synthetic

HOLDS = {"consistent", "rounding", "truncation"}


class Injected(NamedTuple):
    """The changed text, as long as the old one; where the figure stands; and the relation that is now false."""

    text: str
    start: int
    end: int
    held: Held


def inject(report: Synthetic, random: Random) -> Injected | None:
    """Change one digit in a report. None where it holds no relation that one digit could falsify."""
    if any(f["kind"] == "duplicate_paragraph" for f in report.truth["faults"]):
        return None
    whole = [h for h in report.held if h.check["verdict"] in HOLDS and h.relation.names() <= h.rows.keys()]
    changes = [change for held in whole for change in falsehoods(report.text, held)]
    return random.choice(changes) if changes else None


def falsehoods(text: str, held: Held) -> Iterator[Injected]:
    """Every change of one digit in the figures of a relation that makes it a contradiction by its own rule."""
    values = {name: Decimal(row["value"]) for name, row in held.rows.items()}
    for name in sorted(held.relation.names()):
        row = held.rows[name]
        for at, digit in changes_of(row):
            changed = text[:at] + digit + text[at + 1 :]
            value = number(changed[row["start"] : row["end"]], row["unit"])
            if is_false(held, values | {name: value}):
                yield Injected(changed, row["start"], row["end"], held)


def changes_of(row: Row) -> Iterator[tuple[int, str]]:
    """Places of digits in a figure and other digits to stand there, of the same width; no leading zero."""
    digits = [i for i, sign in enumerate(row["text"]) if unicodedata.decimal(sign, None) is not None]
    for i in digits:
        zero = ord(row["text"][i]) - unicodedata.decimal(row["text"][i])
        for digit in range(1 if i == digits[0] else 0, 10):
            if chr(zero + digit) != row["text"][i]:
                yield row["start"] + i, chr(zero + digit)


def number(text: str, unit: str) -> Decimal:
    """The value of an exact figure written in digits; figures in relations are never written otherwise."""
    plain = unicodedata.normalize("NFKC", text).removesuffix(unit)
    return Decimal(plain.replace(",", "").replace(" ", ""))


def is_false(held: Held, values: Mapping[str, Decimal]) -> bool:
    """Whether the relation is now a contradiction; a rate above a hundred per cent would be too easy."""
    relation = held.relation
    if relation.kind == "ratio" and values[relation.result] > 100:
        return False
    return verdict(relation, values) == "contradiction"
