"""Exact arithmetic on stated figures: does a stated value follow from counts, and which counts would give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

CENT = Decimal("0.01")
DECIMALS = re.compile(r"[.\uff0e](\d+)")
# A difference that one changed digit explains says little about small figures, where chance explains most differences.
SMALL_WHOLE = 30


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` in per cent, to two decimals, halves rounded up as the reports do; `whole` is not zero."""
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP)


def as_written(value: Decimal, text: str) -> Decimal:
    """A value with the decimals that its text shows: 93.80% states two."""
    if "." not in text and "\uff0e" not in text:
        return value
    decimals = DECIMALS.search(text)
    return value.quantize(_place(len(decimals[1]))) if decimals else value


def step(stated: Decimal) -> Decimal:
    """The last decimal place that a stated value shows: 1 for 97, 0.01 for 51.57."""
    return _place(_decimals(stated))


@cache
def _place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _decimals(value: Decimal) -> int:
    return len(_written_out(value).partition(".")[2])


def _written_out(value: Decimal) -> str:
    """All digits of a value, without exponent; `str` takes a fifth of the time of a format."""
    text = str(value)
    return f"{value:f}" if "E" in text else text


def verdict_of(stated: Decimal, part: Decimal, whole: Decimal) -> str:
    """A stated percentage against `part` of `whole` (above zero), judged from the decimals that it states.

    consistent, rounding, truncation or contradiction; exact, as all is multiplied by the whole and nothing divided.
    """
    difference = part * 100 - stated * whole
    if difference == 0:
        return "consistent"
    place = step(stated) * whole
    if abs(difference) * 2 <= place:
        return "rounding"
    return "truncation" if 0 < difference < place else "contradiction"


def denominators_for(numerator: Decimal, stated: Decimal) -> range:
    """All whole denominators for which `numerator` gives the stated percentage, rounded or truncated."""
    low, high, scale = _stated_interval(stated)
    if numerator <= 0 or low <= 0:
        return range(0)
    above, below = numerator.as_integer_ratio()
    hundredfold = above * 100 * scale
    least = hundredfold // (below * high) + 1
    return range(max(least, -(-above // below)), hundredfold // (below * low) + 1)


def numerators_for(denominator: Decimal, stated: Decimal) -> range:
    """All whole numerators that give the stated percentage of `denominator`, rounded or truncated."""
    low, high, scale = _stated_interval(stated)
    above, below = denominator.as_integer_ratio()
    whole = 100 * below * scale
    return range(-(-low * above // whole), -(-high * above // whole))


def _stated_interval(stated: Decimal) -> tuple[int, int, int]:
    """What a stated percentage may stand for: half a step below (rounded up) to a whole step above (truncated).

    Whole numbers, low and high, each to be divided by the third.
    """
    places = 10 ** _decimals(stated)
    doubled = int(stated * places) * 2
    return doubled - 1, doubled + 2, places * 2


def slipped_digits(whole: Decimal, parts: Sequence[Decimal]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Each figure, and its value with one digit changed, that would alone make the parts sum to the whole."""
    missing = whole - sum(parts)
    if len(_written_out(missing).replace(".", "").strip("-0")) > 1:
        return ()
    candidates = [(whole, whole - missing), *((part, part + missing) for part in parts)]
    return tuple((old, new) for old, new in dict.fromkeys(candidates) if one_digit_apart(old, new))


def one_digit_apart(old: Decimal, new: Decimal) -> bool:
    """Whether two values differ in exactly one digit of the same place."""
    left, right = shown(old), shown(new)
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def shown(value: Decimal) -> str:
    """A value as a reader writes it: no exponent, no trailing zeros."""
    text = _written_out(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
