"""The one compiled scan that finds every place where a figure may stand, and the pattern of a figure in full.

Each pattern begins with a character class, so that the engine jumps from anchor to anchor, and every repeat is
bounded or possessive: the work for one anchor is bounded, and the cost grows with the length of the text alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.quantities.vocabulary import CLASSIFIERS, MEASURES, NOT_COUNTED, NOT_TENTHS

DIGIT = "0-9０-９"
NUMERAL = "零〇一二两三四五六七八九十百千万亿"
BLANK = " \u3000\xa0"
DASH = "\\-－—–~～"


def _longest_first(words: frozenset[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    firsts = "".join(sorted({word[0] for word in ordered}))
    return f"(?=[{re.escape(firsts)}])(?:{'|'.join(map(re.escape, ordered))})"


_WORDS = MEASURES | NOT_COUNTED
_UNIT = f"(?:{_longest_first(_WORDS)}|[{CLASSIFIERS}]次?)"
# Where it only matters that a unit follows, the shortest will do.
_SHORTEST = CLASSIFIERS + "".join(sorted(word for word in _WORDS if len(word) == 1))
_SOME_UNIT = (
    f"(?:[{_SHORTEST}]|{_longest_first(frozenset(word for word in _WORDS if word[0] not in _SHORTEST))})"
)
_BESIDE = "件个次人名项条份起场家部张本册台辆套床碟只支盒户幢栋间处种艘架枚顶宗例幅篇期批座块组卷"
_SCALE = "(?:万亿|[十百千]?[万亿]|百(?!分)|千(?![克米瓦卡]))"
_NUMBER = f"[{DIGIT}]{{1,18}}+(?:[.．][{DIGIT}]{{1,9}}+)?"
# 余 and 多 stand before or after the magnitude; 多元 and the like begin another word.
_MORE = "(?:余|多(?!元[化解共参主格]|样|种|层|方|措|角))"
_AFTER = "(?:以上(?!级)|以下(?!简称|称)|以内|之上|之下|之内|之多|左右|上下(?!级|联))"

_GROUPED = (
    f"(?<![{DIGIT}][,，][{DIGIT}])(?:[{DIGIT}]{{0,2}}(?:,[{DIGIT}]{{3}}){{1,4}}+(?!,?[{DIGIT}])"
    f"|[{DIGIT}]{{0,2}}(?:[，{BLANK}][{DIGIT}]{{3}}){{1,4}}+(?![{DIGIT}])(?=[{BLANK}]?(?:[余多百千万亿]|{_SOME_UNIT})))"
)
# The most frequent forms, read without further ado: digits and a plain unit, with nothing after it to look at.
_PLAIN_END = f"(?![次余多百月小大工季星学课自天份以左上之式型套至到{DASH}{BLANK}(（/／])"
_COUNT = "[0-9]{0,8}+(?:(余)?([件个次人名项条份起场家期部张本册篇位台辆所处户批种支组枚幅顶吨块]次?)"
_PERCENT = "(?:\\.[0-9]{1,4}+)?(%|个百分点)"
_MAGNITUDE = "(?:\\.[0-9]{1,4}+)?(余|多)?([万亿])(余|多(?!元[化解共参主格]))?([件个次人名项条份起场家期部张本册户元]次?)"
_PLAIN = f"(?<=[1-9])(?<!至少[1-9]){_COUNT}|{_PERCENT}|{_MAGNITUDE}){_PLAIN_END}"
_COUNTS_IN_CHINESE = f"(?<=[{NUMERAL}])(?=[{NUMERAL}]{{0,17}}?(?<=[十百千万亿]))"
_FIGURE = (
    f"(?:(?<=[{DIGIT}])(?P<rest>(?:{_GROUPED}|[{DIGIT}]*+)(?:[.．][{DIGIT}]++)?)|{_COUNTS_IN_CHINESE}(?P<chinese>[{NUMERAL}]*+))"
    f"(?:[{BLANK}]?(?P<more>{_MORE})(?=[{BLANK}]?(?:{_SCALE}|{_SOME_UNIT})))?"
    f"(?:[{BLANK}]?(?P<scale>{_SCALE})(?P<low>[{DIGIT}]{{1,4}}+(?:[百千万](?!分|克|米|瓦))?)?)?"
    f"(?:(?:[{BLANK}](?={_MORE}[{BLANK}]?{_SOME_UNIT}))?(?P<more_after>{_MORE}))?"
    f"(?:[{BLANK}]{{0,2}}+(?P<unit>{_UNIT})(?P<beside>[(（][{_BESIDE}]次?[)）]|[/／](?:{_UNIT}|L|年|月|日))?)?"
    f"(?P<unit_more>(?<=[月时年天周])[余多]|(?<=个)多(?:月|小时|星期|学时|课时))?"
    f"(?:[{BLANK}]?(?:[{DASH}]{{1,2}}|[至到])[{BLANK}]?(?P<high>{_NUMBER})(?P<high_scale>{_SCALE})?(?P<high_more>{_MORE})?"
    f"(?P<high_unit>(?(unit)[{BLANK}]?(?P=unit)|[{BLANK}]?{_UNIT})))?"
    f"(?:[{BLANK}]?(?P<after>{_AFTER}|\\+(?![{DIGIT}A-Za-z])))?"
)
# A look at the next character spares most figures every kind of proportion.
_SHARE = (
    f"(?=[{NUMERAL}{DIGIT}分半数成/／:：∶.])(?:(?<=[{NUMERAL}])(?P<parts>[{NUMERAL}]{{0,3}})分之(?P<share>[{NUMERAL}]{{1,8}}+(?:点[零〇一二三四五六七八九]{{1,4}}+)?|{_NUMBER})"
    f"(?P<share_after>{_AFTER})?"
    f"|(?<=[一半])(?:半(?=以上|以下|左右|以内)|数(?=以上|以下))(?P<half_after>{_AFTER})"
    f"|(?<=[一两二三四五六七八九])(?P<tenths>成)(?P<tenths_after>{_AFTER}|多)?(?![{NOT_TENTHS}])"
    f"|(?<=[1-9])[/／](?P<divisor>[1-9][0-9]?)(?![0-9/／.．{DASH}月日号页名])(?P<divided_after>{_AFTER})?"
    "|(?<=[1-9])[0-9]{0,2}(?:\\.[0-9])?[:：∶](?P<ratio>[1-9][0-9]{0,2}(?:\\.[0-9])?)(?=的?(?:比例|配比|比率)))"
)
# Names and ordinals hold digits that count nothing: they are stepped over as a whole.
_NAME = (
    "(?<=[12])[09][0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|(?<=[0-9])[0-9]?月(?:[0-9]{1,2}日)?|"
    "(?<=“)[^“”\\n,，。;；]{1,40}+”|(?<=‘)[^‘’\\n,，。;；]{1,40}+’|(?<=「)[^「」\\n,，。;；]{1,40}+」"
    "|(?<=《)[^《》\\n]{0,80}+(?:《[^《》\\n]{0,80}+》[^《》\\n]{0,40}+){0,2}》"
    f"|(?<=第)[{BLANK}]?(?:[{DIGIT}]{{1,9}}+(?:[{BLANK}]?[、{DASH}至][{BLANK}]?[{DIGIT}]{{1,9}}+(?!%)){{0,9}}+|[{NUMERAL}]{{1,9}}+)"
)

FIGURE = re.compile(f"[{DIGIT}{NUMERAL}](?:{_FIGURE})")
SCAN = re.compile(
    f"[“‘「《第半{DIGIT}{NUMERAL}](?:{_PLAIN}|({_NAME})|(?P<proportion>{_SHARE})|(?P<figure>(?<=[{DIGIT}])|{_COUNTS_IN_CHINESE}))"
)
COUNT, PERCENT, MAGNITUDE, NAME = 2, 3, 7, 8
"""`lastindex` of a match of the scan: plain figures, whose last group is the unit, and what is to be stepped over.
Any other is a `proportion`, or a `figure` of which only the first character is taken, for `FIGURE` to be tried there."""

HEADED_UNIT = re.compile(
    f"(?:(?P<bracket>[(（])(?:单位[:：])?|[/／])(?P<scale>{_SCALE})?(?P<unit>{_UNIT})(?(bracket)[)）])$"
)
"""The unit that ends the heading of a table's row or column."""


class Parts(NamedTuple):
    """The groups of `FIGURE`, as written and in its order."""

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


def parts_of(match: re.Match[str]) -> Parts:
    """What a match of `FIGURE` is made of."""
    return Parts._make(match.groups())
