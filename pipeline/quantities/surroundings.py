"""What stands around a number and decides whether it counts anything.

A number is no figure as part of a date, a code, a clock time, a rank, a name or a page counter. Before a character
that no list knows it may be followed by a classifier never seen before, by a noun, or by nothing: the unit is lost.
"""

from __future__ import annotations

import re
from string import ascii_letters

from pipeline.quantities import vocabulary as words
from pipeline.quantities.grammar import BLANK, DIGIT, NUMERAL, Parts

_QUOTES = str.maketrans('“‘「『"＂', '”’」』"＂')
_OPENING = frozenset('“‘「『"＂')
_JOINS = frozenset("+＋×xX*＊=＝><＞＜_@#$\\·•^&∶")
_BREAKS = frozenset("-－—–~～/／.．:：")
CODES = _JOINS | _BREAKS | _OPENING | frozenset(NUMERAL + "第" + ascii_letters)
"""What may stand right before the digits of a code, a formula, a clock time or a name …"""
SUSPECT = CODES | frozenset(BLANK)
"""… or of a number torn apart (2 35件) or the counter of the page (浏览次数 1234)."""
_SENTENCE_END = frozenset(",，;；。)）!！\n")
_GOES_ON = frozenset(",，、:：(（)）》”")
_OPENING_SIGNS = frozenset("(（“‘《「")
_AFTER_A_PLACE = frozenset(",，;；。、()（）0123456789和与及等的共\n")
_RANK_WORDS = frozenset("目提此日年月会期以之当午事生")
_CIRCLE = re.compile("[^,，。;；\\n]{0,10}?圈")
_POINTS = re.compile("(?:具体)?(?:意见|建议|要求|举措|措施|体会|做法|经验|希望|成效|不足|问题)")
_NOT_LOST_AFTER = re.compile(
    "(?:线|话|码|号|址|编|打|[附文条要软硬证邮函稿]件|表|图|名|位|列|居|拨|台|版|第|年|月|日|阅读|浏览|点击|访问|字体|前|之|专栏|编制|[个各每类届期条])$"
)
_COUNTER_ENDS = frozenset(":：" + BLANK)
_TEARS = frozenset(".．" + BLANK)
_COUNTER = re.compile("(?:浏览|点击|阅读|访问|人气)(?:次数|人次|量|数|率)?[:： \u3000\xa0]{1,4}$")
_HEADING = re.compile(
    f"[\\n。；;!！][{BLANK}\\t]{{0,8}}[{DIGIT}]{{1,2}}(?:[.．][{BLANK}]{{0,3}}|[{BLANK}]{{1,3}})$"
)
_TORN = re.compile(f"[{DIGIT}](?:[{BLANK}]{{0,2}}[.．][{BLANK}]{{0,2}}|[{BLANK}])$")
_GOES_ON_BEHIND = re.compile(f"[{BLANK}]{{1,2}}[{DIGIT}.．]")
_LIST = re.compile(
    f"(?:[、和与及][{DIGIT}]{{1,9}}+(?:\\.[{DIGIT}]{{1,4}}+)?){{1,12}}+(?:[个件次人名项条份起场家期部%]|[万余多])"
)
# After a verb of dealing even one digit is no index, as it may be in 案例1, 附件1.
_DEALT_WITH = re.compile(
    "(?:败诉|胜诉|撤诉|应诉|受理|办结|审结|维持|撤销|驳回|制定|修订|废止|死亡|受伤|查处|化解|调处)$"
)
_DURATION = re.compile("(?:续|历时|期限?|达|满|徒刑|任期|过|于|短|长|少|加|前)[了约近]?$")


def is_code(text: str, start: int, end: int, parts: Parts) -> bool:
    """Whether what stands before a number makes it part of a code, a clock time, a formula or a name."""
    before, earlier = text[start - 1], text[start - 2 : start - 1]
    if before in NUMERAL or before == "第":
        return True
    if before in _OPENING:
        return before.translate(_QUOTES) in text[end : end + 14]
    alphanumeric = earlier.isascii() and earlier.isalnum()
    if before in _COUNTER_ENDS and _COUNTER.search(text[max(0, start - 8) : start]):
        return True
    if before in _TEARS and _TORN.search(text[max(0, start - 8) : start]):
        return not follows_heading_number(text, start)
    if before in _BREAKS:
        return alphanumeric
    if before in "+＋" and text.endswith(("同比", "环比"), 0, start - 1):
        return False
    if before in _JOINS or (before.isascii() and before.isalpha()):
        counted = parts.unit is not None and "." not in (parts.rest or "")
        return not counted or before in "×xX*" or (alphanumeric == (before in _JOINS))
    return False


def follows_heading_number(text: str, start: int) -> bool:
    """Whether the head of a line or sentence and a heading's number with its point or blank stand before."""
    before = text[max(0, start - 16) : start]
    return _HEADING.search(before if start > 16 else "\n" + before) is not None


def unlisted_unit(text: str, match: re.Match[str], parts: Parts) -> tuple[str, int] | None:
    """A number before a character that no list knows: a new classifier, a noun, or a lost unit."""
    end = match.end()
    before = text[match.start() - 1] if match.start() else "\n"
    following = text[end : end + 1]
    if parts.rest is None:
        return None
    if following in ("、", "和", "与", "及"):
        listed = _LIST.match(text, end) and (is_word(before) or before == "、")
        between = following == "、" and is_word(text[end + 1 : end + 2]) and _unit_is_lost(text, match, parts)
        return ("", end) if listed or between else None
    if "." in parts.rest and not parts.scale:
        return None
    if not following or following in _SENTENCE_END or following in BLANK:
        return ("", end) if _unit_is_lost(text, match, parts) else None
    certain = _counts_anyhow(match, parts)
    if certain and following in _OPENING_SIGNS:
        return "", end
    if not is_word(following) or _is_name(text, match, parts):
        return None
    if not (certain or is_word(before) or before in _GOES_ON):
        return None
    if following in NUMERAL + "第半":
        return None
    if following in words.NOT_A_UNIT or text[end : end + 2] in words.NOUNS_LIKE_CLASSIFIERS:
        return before_a_noun(text, match, parts)
    times = text[end + 1 : end + 2] == "次"
    return text[end : end + 1 + times], end + 1 + times


def before_a_noun(text: str, match: re.Match[str], parts: Parts) -> tuple[str, int] | None:
    """A number right before a noun that takes a classifier: the unit is lost."""
    start = match.start()
    if parts.rest is None or _is_name(text, match, parts):
        return None
    end = max(match.end(part) for part in ("rest", "more", "scale", "more_after"))
    if _counts_anyhow(match, parts):
        return "", end
    before = text[max(0, start - 3) : start].rstrip(BLANK)[-1:]
    after = text[end : end + 8].lstrip(BLANK)
    return ("", end) if before and is_word(before) and after.startswith(words.COUNTED_NOUNS) else None


def _counts_anyhow(match: re.Match[str], parts: Parts) -> bool:
    """Whether 万, 亿, 余 or 多 show that a number counts something, whatever stands behind it: 惠及5万群众."""
    if (parts.scale or "")[-1:] in ("万", "亿"):
        return True
    return bool(parts.more or parts.more_after) and match.end("rest") - match.start() > 1


def is_word(character: str) -> bool:
    """Whether a character is a Chinese one."""
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
    if not start or not is_word(text[start - 1]) or _NOT_LOST_AFTER.search(text[max(0, start - 4) : start]):
        return False
    if _GOES_ON_BEHIND.match(text, match.end()):
        return False
    digits = match.end("rest") - start
    counts = 1 < digits < 10 or _DEALT_WITH.search(text[max(0, start - 4) : start]) is not None
    return bool(parts.scale) or (counts and not _is_name(text, match, parts))


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
    number = text[match.start() : match.end("rest" if match["chinese"] is None else "chinese")]
    service = number in ("24", "二十四") and not _follows(text, after, "内", "以内", "之内")
    return service or bool(_CIRCLE.match(text, after))


def _is_circle(text: str, match: re.Match[str], after: int) -> bool:
    return bool(_CIRCLE.match(text, after))


def _no_place(text: str, match: re.Match[str], after: int) -> bool:
    return after < len(text) and text[after] not in _AFTER_A_PLACE


def _is_year(text: str, match: re.Match[str], after: int) -> bool:
    number = text[match.start() : after - 1].strip(BLANK)
    return number == "360" or (len(number) == 4 and number[:2] in ("19", "20"))


def _is_rank(text: str, match: re.Match[str], after: int) -> bool:
    before = text[max(0, match.start() - 4) : match.start()].rstrip(BLANK)
    return before[-1:] == "前" and before[-2:-1] not in _RANK_WORDS


def _no_points(text: str, match: re.Match[str], after: int) -> bool:
    return not _POINTS.match(text, after)


def _is_clock(text: str, match: re.Match[str], after: int) -> bool:
    return text[match.start() - 1 : match.start()] in ("时", "点", "第")


def _no_tenth(text: str, match: re.Match[str], after: int) -> bool:
    return after < len(text) and text[after] in words.NOT_TENTHS


REFUSALS = {
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
    "点": _no_points,
    "分": _is_clock,
    **dict.fromkeys(("名", "位", "家", "个", "个月", "天"), _is_rank),
    **dict.fromkeys("县市镇乡村省区州院校员案管服口", _no_place),
}
"""Units that count something only in some surroundings, with the test that refuses the others."""
