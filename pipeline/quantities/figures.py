"""From an anchor of the scan to a figure: span, value, unit and approximation, or None where nothing is counted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from pipeline.quantities import vocabulary as words
from pipeline.quantities.grammar import BLANK, FIGURE, NUMERAL, Parts, parts_of
from pipeline.quantities.numerals import LONGEST, decimal_of, power_of, read_chinese
from pipeline.quantities.roles import SIGNED, role_under
from pipeline.quantities.surroundings import (
    REFUSALS,
    SUSPECT,
    before_a_noun,
    follows_heading_number,
    is_code,
    is_word,
    unlisted_unit,
)
from pipeline.quantities.tables import Cell

_BOUNDS = {
    **dict.fromkeys((*words.OVER_BEFORE, *words.OVER_AFTER, "上"), "over"),
    **dict.fromkeys((*words.UNDER_BEFORE, *words.UNDER_AFTER), "under"),
    **dict.fromkeys((*words.ABOUT_BEFORE, *words.ABOUT_AFTER), "about"),
}
_BEFORE = re.compile(f"({'|'.join(words.OVER_BEFORE + words.UNDER_BEFORE + words.ABOUT_BEFORE)})[{BLANK}]?$")
_WIDTHS = str.maketrans("％（）／", "%()/")
APPROXIMATE = frozenset(
    mark[-1] for mark in words.OVER_BEFORE + words.UNDER_BEFORE + words.ABOUT_BEFORE
) | frozenset(BLANK)
"""The last characters of approximators, and blanks."""


class Figure(NamedTuple):
    """A figure as read: its span, value or range, unit and approximation."""

    start: int
    end: int
    value: Decimal
    value_high: Decimal | None
    unit: str
    approximation: str


def read_magnitude(text: str, match: re.Match[str]) -> tuple[Decimal, str, str | None]:
    """Value, unit, and the 余 or 多 of a plain form with 万 or 亿."""
    more, scale, more_after, unit = match.group(4, 5, 6, 7)
    number = text[match.start() : match.start(5) - (more is not None)]
    return decimal_of(number, power_of(scale)), unit, more or more_after


def read_figure(text: str, match: re.Match[str]) -> Figure | None:
    """The figure at a match of `FIGURE`, or None."""
    parts = parts_of(match)
    if parts.unit in words.NEVER_COUNTED and not parts.high:
        return None
    if (within := _after_heading_number(text, match, parts)) is not None:
        return read_figure(text, within)
    bare = parts.chinese is not None and text[match.start()] in "百千万亿"
    values = (
        _arabic_values(text, match, parts) if parts.chinese is None else _chinese_values(text, match, parts)
    )
    if values is None:
        return None
    start, bounds = _bounds(text, match.start(), parts, bare)
    found = _unit(text, match, parts)
    if found is None:
        return None
    unit, end = found
    if parts.chinese is not None and (not unit or (not bounds and (bare or values[0] < 20))):
        return None
    return Figure(start, end, values[0], values[1], unit, _strongest(bounds) if bounds else "exact")


def read_figures(text: str, match: re.Match[str]) -> list[Figure | None]:
    """The figure at a match of `FIGURE`; two where it is no range but goes from one level to another.

    So it does where the second is lower (15天到3天), or where 由 or 从 stands before the first (由3件到5件).
    """
    figure = read_figure(text, match)
    if not (match["high"] and match["unit"]):
        return [figure]
    join = text[match.end("unit") : match.start("high")].strip(BLANK)
    if join not in ("到", "至") or (figure and text[figure.start - 1] not in "由从"):
        return [figure]
    ends = FIGURE.match(text, match.start(), match.end("unit")), FIGURE.match(text, match.start("high"))
    return [read_figure(text, end) for end in ends if end]


def read_proportion(text: str, match: re.Match[str]) -> Figure | None:
    """百分之八十 is 80 %, 三分之二 and 2/3 are 2 of unit `/3`, 一半 1 of unit `/2`, 近两成 2 成, 9:1 9 of unit `:1`."""
    start, before = _bound_before(text, match.start())
    after = match["share_after"] or match["half_after"] or match["tenths_after"] or match["divided_after"]
    bounds = [bound for bound in (before, after and _BOUNDS[after]) if bound]
    found = _proportion(text, match)
    if found is None or (match["tenths"] and not bounds):
        return None
    return Figure(start, match.end(), found[0], None, found[1], _strongest(bounds))


def _proportion(text: str, match: re.Match[str]) -> tuple[Decimal, str] | None:
    """The value of a proportion and the unit that it is counted in."""
    if divisor := match["divisor"]:
        number = match[0][0]
        return (
            (Decimal(number), f"/{divisor}")
            if is_word(text[match.start() - 1]) and int(number) < int(divisor)
            else None
        )
    if ratio := match["ratio"]:
        return decimal_of(re.split("[:：∶]", match[0])[0]), f":{ratio}"
    if match["share"] is None:
        value = read_chinese(match[0][0].replace("半", "一"))
        return value and (value[0], "成" if match["tenths"] else "/2")
    parts = match[0][0] + match["parts"]
    whole, share = read_chinese(parts), _share(match["share"])
    if whole is None or share is None:
        return None
    return share, {"百": "%", "千": "‰"}.get(parts) or f"/{whole[0]}"


def _share(numeral: str) -> Decimal | None:
    if numeral[0] not in NUMERAL:
        return decimal_of(numeral)
    whole, point, fraction = numeral.partition("点")
    value = read_chinese(whole)
    if value is None or not point:
        return value and value[0]
    digits = "".join(str("零一二三四五六七八九".index(digit)) for digit in fraction.replace("〇", "零"))
    return Decimal(f"{value[0]}.{digits}")


def _after_heading_number(text: str, match: re.Match[str], parts: Parts) -> re.Match[str] | None:
    """The count behind a heading's number: `1.5个重点领域` at the head of a line is heading 1 and 5个, 1.5个百分点 not."""
    if not parts.rest or parts.scale or (parts.unit or "").strip(BLANK + "次") not in words.COUNTING:
        return None
    point = re.search("[.．]", parts.rest)
    if point is None:
        return None
    begin = match.start() + 1 + point.end()
    return FIGURE.match(text, begin) if follows_heading_number(text, begin) else None


def _chinese_values(text: str, match: re.Match[str], parts: Parts) -> tuple[Decimal, Decimal | None] | None:
    """The value of a Chinese numeral; none inside a longer one, after 第 or as part of 数十, 几百."""
    start = match.start()
    if start and text[start - 1] in NUMERAL + "第数几":
        return None
    values = read_chinese(text[start : match.end("chinese")])
    if values is None or parts.high or parts.low:
        return None
    power = power_of(parts.scale or "")
    return (values[0] * 10**power, values[1] and values[1] * 10**power)


def _arabic_values(text: str, match: re.Match[str], parts: Parts) -> tuple[Decimal, Decimal | None] | None:
    """The value of digits with their magnitude, or the two of a range; None for a code."""
    start = match.start()
    number = text[start : match.end("rest")]
    if len(number) > LONGEST or _has_idle_zero(number):
        return None
    if start and text[start - 1] in SUSPECT and is_code(text, start, match.end(), parts):
        return None
    power = power_of(parts.scale) if parts.scale else 0
    value = decimal_of(number, power)
    if low := parts.low:
        value += decimal_of(low.rstrip("百千万"), power_of(low[-1]) if low[-1] in "百千万" else 0)
    if not parts.high:
        return value, None
    high_power = power_of(parts.high_scale or "")
    high = decimal_of(parts.high, high_power)
    if not power and decimal_of(number, high_power) < high:
        value = decimal_of(number, high_power)
    return (value, high) if value < high else None


def _bounds(text: str, start: int, parts: Parts, bare: bool) -> tuple[int, list[str]]:
    """Where the expression begins, and the bounds that its approximators set."""
    start, before = _bound_before(text, start)
    if bare and not before and text[start - 1 : start] == "上":
        start, before = start - 1, "over"
    bounds = [before] if before else []
    for mark in (parts.more, parts.more_after, parts.unit_more, parts.high_more, parts.after):
        if mark:
            bounds.append(_BOUNDS[mark[0] if mark[0] == "多" else mark])
    return start, bounds


def _bound_before(text: str, start: int) -> tuple[int, str | None]:
    if not start or text[start - 1] not in APPROXIMATE:
        return start, None
    mark = _BEFORE.search(text[max(0, start - 5) : start])
    if not mark:
        return start, None
    begin = start - len(mark[0])
    end_of_word = begin and text[begin - 1 : begin + 1] in words.NOT_APPROXIMATORS
    if end_of_word and text[max(0, begin - 2) : begin] not in words.APPROXIMATED_AFTER_ALL:
        return start, None
    return begin, _BOUNDS[mark[1]]


def _strongest(bounds: list[str]) -> str:
    return next((bound for bound in ("over", "under", "about") if bound in bounds), "exact")


def _unit(text: str, match: re.Match[str], parts: Parts) -> tuple[str, int] | None:
    """The unit and where the expression ends; the empty unit where the source has lost it; None if not counted."""
    written = parts.high_unit or parts.unit
    if written is None:
        return unlisted_unit(text, match, parts)
    after = match.end("high_unit" if parts.high else "unit")
    if len(written) == 1:
        noun = text[after - 1 : after + 2]
        if noun[:2] in words.NOUNS_LIKE_CLASSIFIERS and noun not in words.CLASSIFIERS_AFTER_ALL:
            return before_a_noun(text, match, parts)
    unit = written.strip(BLANK)
    refuses = REFUSALS.get(unit)
    if (refuses and refuses(text, match, after)) or text[after : after + 1] in ("式", "型"):
        return None
    if not refuses and unit in words.NOT_COUNTED:
        return None
    if parts.unit_more and len(parts.unit_more) > 1:
        unit += parts.unit_more[1:]
    if unit[0] == "个" and unit != "个月":
        unit = unit[1:] or unit
    return (unit + (parts.beside or "")).translate(_WIDTHS), match.end()


def read_bare_cell(text: str, cell: Cell) -> Figure | None:
    """The figure of a table's cell that holds a number alone; its headings state the unit and a power of ten.

    A sign before it is left out, and says which way a figure moved under a heading such as 同比(%).
    """
    start, end, power = cell.start, cell.end, cell.power
    if text[start : start + 1] in SIGNED and role_under(f"{cell.row} {cell.column}")[1]:
        start += 1
    match = FIGURE.match(text, start, end)
    if not match or match.end() < end or match["rest"] is None or match["unit"] or match["high"]:
        return None
    number = text[start : match.end("rest")]
    if len(number) > LONGEST or _has_idle_zero(number):
        return None
    power += power_of(match["scale"] or "")
    return Figure(start, end, decimal_of(number, power), None, cell.unit, "exact")


def _has_idle_zero(number: str) -> bool:
    """Whether digits begin with a zero that a number would not have (007)."""
    return number[0] in "0０" and number[1:2] not in ("", ".", "．")
