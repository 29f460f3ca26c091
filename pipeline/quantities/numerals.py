"""The value of a written numeral, as an exact decimal."""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 18
"""Digits of the longest number read; a longer run is a code, whatever it stands in."""

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_WIDTHS = str.maketrans(
    {**dict(zip("０１２３４５６７８９．", "0123456789.", strict=True)), **dict.fromkeys(",， \u3000\xa0")}
)
_ONE = "[一二两三四五六七八九]"
_SECTION = f"(?:{_ONE}?千)?[零〇]?(?:{_ONE}?百)?[零〇]?(?:{_ONE}?十)?[零〇]?{_ONE}?"
_BELOW_YI = re.compile(f"(?:({_SECTION})万)?[零〇]?({_SECTION})")
_NEIGHBOURS = re.compile(f"({_ONE})({_ONE})(?=[十百千万亿])")


def power_of(scale: str) -> int:
    """The power of ten of a run of magnitudes: 千万 is 7, the empty string 0."""
    return sum(_POWERS[character] for character in scale)


def decimal_of(number: str, power: int = 0) -> Decimal:
    """The value of digits as written (any width, with separators) times ten to `power`, without an exponent."""
    plain = number if number.isdecimal() else number.translate(_WIDTHS)
    if not power:
        return Decimal(plain)
    whole, _, fraction = plain.partition(".")
    return Decimal(f"{whole}{fraction[:power]:0<{power}}.{fraction[power:]}")


def read_chinese(numeral: str) -> tuple[Decimal, Decimal | None] | None:
    """The value of a Chinese numeral and, where it names two neighbours (三五百, 二三十), the higher one.

    None where the characters are no numeral of the language (十四五, 二〇二三, 两三).
    """
    if len(numeral) > LONGEST:
        return None
    low = high = numeral
    if pair := _NEIGHBOURS.search(numeral):
        low = numeral[: pair.end(1)] + numeral[pair.end() :]
        high = numeral[: pair.start()] + numeral[pair.start(2) :]
    first, second = _whole(low), _whole(high)
    if first is None or second is None or (pair and first >= second):
        return None
    return first, second if pair else None


def _whole(numeral: str) -> Decimal | None:
    head, yi, rest = numeral.partition("亿")
    upper = _below_yi(head) if head else Decimal(1)
    lower = _below_yi(rest, before=yi)
    if not numeral or upper is None or lower is None:
        return None
    return upper * 10**8 + lower if yi else upper


def _below_yi(numeral: str, before: str = "") -> Decimal | None:
    """The value of 万 and less; a digit right after a magnitude counts for the next lower one (三万五, 二百五)."""
    match = _BELOW_YI.fullmatch(numeral)
    if not match:
        return None
    upper, lower = match.groups()
    total = 0 if upper is None else _section(upper or "一") * 10**4
    before = (before + numeral)[-2:-1]
    if lower and lower[-1] in _DIGITS and before in ("百", "千", "万", "亿"):
        return Decimal(total + _section(lower[:-1]) + _DIGITS[lower[-1]] * 10 ** (_POWERS[before] - 1))
    return Decimal(total + _section(lower))


def _section(section: str) -> int:
    """The value of a numeral below 万; a magnitude without a digit counts once (十五, 百)."""
    total = digit = 0
    for character in section:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * 10 ** _POWERS[character]
            digit = 0
    return total + digit
