"""From an anchor of the scan to a figure: span, value, unit and approximation, or None where nothing is counted."""

from __future__ import annotations

import re
from decimal import Decimal
from string import ascii_letters
from typing import NamedTuple

from pipeline.quantities import vocabulary as words
from pipeline.quantities.grammar import BLANK, DIGIT, FIGURE, NUMERAL
from pipeline.quantities.numerals import LONGEST, decimal_of, power_of, read_chinese

_BOUNDS = {
    **dict.fromkeys((*words.OVER_BEFORE, *words.OVER_AFTER, "上"), "over"),
    **dict.fromkeys((*words.UNDER_BEFORE, *words.UNDER_AFTER), "under"),
    **dict.fromkeys((*words.ABOUT_BEFORE, *words.ABOUT_AFTER), "about"),
}
_BEFORE = re.compile(f"({'|'.join(words.OVER_BEFORE + words.UNDER_BEFORE + words.ABOUT_BEFORE)})[{BLANK}]?$")
_WIDTHS = str.maketrans("％（）／", "%()/")
_QUOTES = str.maketrans('“‘「『"＂', '”’」』"＂')
_OPENING = frozenset('“‘「『"＂')
_JOINS = frozenset("+＋×xX*＊=＝><＞＜_@#$\\·•^&∶")
_BREAKS = frozenset("-－—–~～/／.．:：")
APPROXIMATE = frozenset(
    mark[-1] for mark in words.OVER_BEFORE + words.UNDER_BEFORE + words.ABOUT_BEFORE
) | frozenset(BLANK)
"""The last characters of approximators, and blanks."""
CODES = _JOINS | _BREAKS | _OPENING | frozenset(NUMERAL + "第" + ascii_letters)
"""What may stand right before the digits of a code, a formula, a clock time or a name."""
_SENTENCE_END = frozenset(",，;；。)）!！\n")
_GOES_ON = frozenset(",，、:：(（)）》”")
_AFTER_A_PLACE = frozenset(",，;；。、()（）0123456789和与及等的共\n")
_RANK_WORDS = frozenset("目提此日年月会期以之当午事生")
_CIRCLE = re.compile("[^,，。;；\\n]{0,10}?圈")
_POINTS = re.compile("[具体]*(?:意见|建议|要求|举措|措施|体会|做法|经验|希望|成效|不足|问题)")
_NOT_LOST_AFTER = re.compile(
    "(?:线|话|码|号|址|编|打|件|表|图|名|位|列|居|拨|台|版|第|年|月|日|阅读|浏览|点击|访问|字体|前|之|专栏|编制|[个各每类届期条])$"
)
_COUNTER = re.compile("(?:浏览|点击|阅读|访问|人气)(?:次数|人次|量|数|率)?[:： \u3000\xa0]+$")
_HEADING = re.compile("(?:^|[\\n。；;：: \u3000\xa0])[0-9０-９]{1,2}[.．]$")
_LIST = re.compile(f"(?:[、和与及][{DIGIT}]{{1,9}}+){{1,12}}+(?:[个件次人名项条份起场家期部%]|[万余多])")
_DURATION = re.compile("(?:续|历时|期限?|达|满|徒刑|任期|过|于|短|长|少|加|前)[了约近]?$")


class Figure(NamedTuple):
    """A figure as read: its span, value or range, unit and approximation."""

    start: int
    end: int
    value: Decimal
    value_high: Decimal | None
    unit: str
    approximation: str


class Parts(NamedTuple):
    """The groups of a `figure` of the scan, as written."""

    rest: str | None
    chinese: str | None
    more: str | None
    scale: str | None
    low: str | None
    more_after: str | None
    unit: str | None
    beside: str | None
    unit_more: str | None
    high: str | None
    high_scale: str | None
    high_more: str | None
    high_unit: str | None
    after: str | None


def read_plain(text: str, match: re.Match[str]) -> Figure:
    """The figure of a plain form with 万 or 亿."""
    start, end = match.span()
    more, scale, more_after, unit = match.group(4, 5, 6, 7)
    value = decimal_of(text[start : match.start(5) - (more is not None)], power_of(scale))
    return Figure(start, end, value, None, unit, "over" if more or more_after else "exact")


def read_figure(text: str, match: re.Match[str]) -> Figure | None:
    """The figure at a `figure` of the scan, or None."""
    parts = Parts(*match.group(*Parts._fields))
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
            if _is_word(text[match.start() - 1]) and int(number) < int(divisor)
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
    """The count behind a heading's number: `1.5个重点领域` at the head of a line is heading 1 and 5个."""
    if not parts.rest or parts.scale or parts.unit is None or parts.unit[0] not in words.COUNTING:
        return None
    point = re.search("[.．]", parts.rest)
    if point is None:
        return None
    begin = match.start() + 1 + point.end()
    return FIGURE.match(text, begin) if _HEADING.search(text[max(0, begin - 5) : begin]) else None


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
    if len(number) > LONGEST or (number[0] in "0０" and number[1:2] not in ("", ".", "．")):
        return None
    if start and text[start - 1] in CODES and _is_code(text, start, match.end(), parts):
        return None
    if start and text[start - 1] in BLANK and _COUNTER.search(text[max(0, start - 8) : start]):
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


def _is_code(text: str, start: int, end: int, parts: Parts) -> bool:
    """Whether what stands before a number makes it part of a code, a clock time, a formula or a name."""
    before, earlier = text[start - 1], text[start - 2 : start - 1]
    if before in NUMERAL or before == "第":
        return True
    if before in _OPENING:
        return before.translate(_QUOTES) in text[end : end + 14]
    alphanumeric = earlier.isascii() and earlier.isalnum()
    if before in _BREAKS:
        counter = before in ":：" and _COUNTER.search(text[max(0, start - 8) : start])
        return bool(counter) or (alphanumeric and not _HEADING.search(text[max(0, start - 5) : start]))
    if before in _JOINS or (before.isascii() and before.isalpha()):
        counted = parts.unit is not None and "." not in (parts.rest or "")
        return not counted or before in "×xX*" or (alphanumeric == (before in _JOINS))
    return False


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
    if begin and text[begin - 1 : begin + 1] in words.NOT_APPROXIMATORS:
        return start, None
    return begin, _BOUNDS[mark[1]]


def _strongest(bounds: list[str]) -> str:
    return next((bound for bound in ("over", "under", "about") if bound in bounds), "exact")


def _unit(text: str, match: re.Match[str], parts: Parts) -> tuple[str, int] | None:
    """The unit and where the expression ends; the empty unit where the source has lost it; None if not counted."""
    written = parts.high_unit or parts.unit
    if written is None:
        return _unlisted_unit(text, match, parts)
    after = match.end("high_unit" if parts.high else "unit")
    if len(written) == 1:
        noun = text[after - 1 : after + 2]
        if noun[:2] in words.NOUNS_LIKE_CLASSIFIERS and noun not in words.CLASSIFIERS_AFTER_ALL:
            return _before_a_noun(text, match, parts)
    unit = written.strip(BLANK)
    refuses = _REFUSALS.get(unit)
    if (refuses and refuses(text, match, after)) or text[after : after + 1] in ("式", "型"):
        return None
    if not refuses and unit in words.NOT_COUNTED:
        return None
    if parts.unit_more and len(parts.unit_more) > 1:
        unit += parts.unit_more[1:]
    if unit[0] == "个" and unit != "个月":
        unit = unit[1:] or unit
    return (unit + (parts.beside or "")).translate(_WIDTHS), match.end()


def _unlisted_unit(text: str, match: re.Match[str], parts: Parts) -> tuple[str, int] | None:
    """A number before a character that no list knows: a new classifier, a noun, or a lost unit."""
    end = match.end()
    if parts.rest is None or ("." in parts.rest and not parts.scale):
        return None
    before = text[match.start() - 1] if match.start() else "\n"
    following = text[end : end + 1]
    if not following or following in _SENTENCE_END or following in BLANK:
        return ("", end) if _unit_is_lost(text, match, parts) else None
    if following == "、" or following in "和与及":
        return ("", end) if _LIST.match(text, end) and (_is_word(before) or before == "、") else None
    if (
        not _is_word(following)
        or _is_name(text, match, parts)
        or not (_is_word(before) or before in _GOES_ON)
    ):
        return None
    if following in words.NOT_A_UNIT or text[end : end + 2] in words.NOUNS_LIKE_CLASSIFIERS:
        return _before_a_noun(text, match, parts)
    times = text[end + 1 : end + 2] == "次"
    return text[end : end + 1 + times], end + 1 + times


def _before_a_noun(text: str, match: re.Match[str], parts: Parts) -> tuple[str, int] | None:
    """A number right before a noun that takes a classifier: the unit is lost."""
    start = match.start()
    if parts.rest is None or _is_name(text, match, parts) or not (start and _is_word(text[start - 1])):
        return None
    end = match.end("scale" if parts.scale else "rest")
    return ("", end) if text.startswith(words.COUNTED_NOUNS, end) else None


def _is_word(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_name(text: str, match: re.Match[str], parts: Parts) -> bool:
    """Whether bare digits are better known as a year or a telephone number."""
    if parts.scale:
        return False
    digits = text[match.start() : match.end("rest")]
    year = len(digits) == 4 and digits[:2] in ("19", "20")
    return year or digits in words.HOTLINES or (len(digits) == 5 and digits[:2] in ("12", "95", "96"))


def _unit_is_lost(text: str, match: re.Match[str], parts: Parts) -> bool:
    """Whether a bare number in running prose counts something: a word before it, the end of a clause after it."""
    start = match.start()
    if not start or not _is_word(text[start - 1]) or _NOT_LOST_AFTER.search(text[max(0, start - 4) : start]):
        return False
    return bool(parts.scale) or (1 < match.end("rest") - start < 10 and not _is_name(text, match, parts))


def _follows(text: str, at: int, *endings: str) -> bool:
    return text.startswith(endings, at)


def _no_year_count(text: str, match: re.Match[str], after: int) -> bool:
    number = text[match.start() : match.end("rest")] if match["rest"] is not None else ""
    if len(number) > 2 or match["high"] or not number:
        return True
    return not (
        _follows(text, after, "以上", "以下")
        or _DURATION.search(text[max(0, match.start() - 4) : match.start()])
    )


def _no_hours(text: str, match: re.Match[str], after: int) -> bool:
    number = text[match.start() : match.end("rest")] if match["rest"] is not None else match["chinese"]
    service = number == "24" and not _follows(text, after, "内", "以内", "之内")
    return service or bool(_CIRCLE.match(text, after))


def _is_circle(text: str, match: re.Match[str], after: int) -> bool:
    return bool(_CIRCLE.match(text, after))


def _no_place(text: str, match: re.Match[str], after: int) -> bool:
    return after < len(text) and text[after] not in _AFTER_A_PLACE


def _is_year(text: str, match: re.Match[str], after: int) -> bool:
    number = text[match.start() : after - 1]
    return number == "360" or (len(number) == 4 and number[:2] in ("19", "20"))


def _is_rank(text: str, match: re.Match[str], after: int) -> bool:
    start = match.start()
    return text[start - 1 : start] == "前" and text[start - 2 : start - 1] not in _RANK_WORDS


def _is_garbled(text: str, match: re.Match[str], after: int) -> bool:
    return _follows(text, after, "镇", "乡")


def _no_points(text: str, match: re.Match[str], after: int) -> bool:
    return not _POINTS.match(text, after)


def _is_clock(text: str, match: re.Match[str], after: int) -> bool:
    return text[match.start() - 1 : match.start()] in ("时", "点", "第")


def _no_tenth(text: str, match: re.Match[str], after: int) -> bool:
    return after < len(text) and text[after] in words.NOT_TENTHS


_REFUSALS = {
    "成": _no_tenth,
    "年": _no_year_count,
    "小时": _no_hours,
    "个小时": _no_hours,
    "分钟": _is_circle,
    "公里": _is_circle,
    "度": _is_year,
    "级": _is_year,
    "款": _is_year,
    "期": _is_year,
    "人": _is_garbled,
    "点": _no_points,
    "分": _is_clock,
    **dict.fromkeys("名位强家个", _is_rank),
    **dict.fromkeys("县市镇乡村省区州院校员案管服口", _no_place),
}
"""Units that count something only in some surroundings, with the test that refuses the others."""
