"""Lines of a text without the blanks around them, and what a short line can be told to be."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

BLANKS = " \t\u3000\xa0\u200b\ufeff\u2002\u2003\x0b\x0c"
_LINE = re.compile(f"[^\n{BLANKS}].*")


class Line(NamedTuple):
    """A line that is not blank: where it stands without the blanks around it, and its text."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=1)
def split_lines(text: str) -> tuple[Line, ...]:
    """The lines that hold anything but blanks; those of the text asked for last are kept, for the faults ask again."""
    for end in "\r\u2028\u2029":
        text = text.replace(end, "\n")
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        start, kept = match.start(), match[0].rstrip(BLANKS)
        lines.append(Line(start, start + len(kept), kept))
    return tuple(lines)


_DIGITS = {ch: i for i, ch in enumerate("〇一二三四五六七八九")} | {"○": 0, "Ｏ": 0, "O": 0, "零": 0, "0": 0}
_NUMERALS = "".join(_DIGITS)
DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*(?:年|[-/.．－])\s*(?P<month>\d{1,2})\s*(?:月|[-/.．－])\s*(?P<day>\d{1,2})(?:\s*日)?(?!\d)"
    rf"|(?P<year_cn>[{_NUMERALS}]{{4}})\s*年\s*(?P<month_cn>[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<day_cn>[一二三四五六七八九十]{{1,3}})\s*日"
)
# 2021310: the signs for year, month and day were lost on the way.
_BARE_DATE = re.compile(r"(20[12]\d)(\d{2,4})")


@lru_cache(maxsize=512)
def numeral(text: str) -> int:
    """A Chinese or Arabic ordinal below a hundred: 十二 is 12, 二十 is 20, ２ is 2."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = _DIGITS.get(ones, 0)
    return value + 10 * (_DIGITS.get(tens, 1) if tens else 1) if ten else value


def read_date(match: re.Match[str]) -> date | None:
    """The date that a match of `DATE` states, unless there is no such day."""
    if match["year"]:
        parts = [int(match[name]) for name in ("year", "month", "day")]
    else:
        year = int("".join(str(_DIGITS[ch]) for ch in match["year_cn"]))
        parts = [year, numeral(match["month_cn"]), numeral(match["day_cn"])]
    try:
        return date(*parts)
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first date that a text states."""
    match = DATE.search(text)
    return read_date(match) if match else None


def garbled_date(text: str) -> date | None:
    """The one date that a run of digits without signs can be, or None where there are none or several."""
    match = _BARE_DATE.fullmatch(text)
    if not match:
        return None
    year, rest = int(match[1]), match[2]
    found = set()
    for cut in range(1, len(rest)):
        try:
            if not (rest[0] == "0" and cut == 1) and rest[cut:] != "0":
                found.add(date(year, int(rest[:cut]), int(rest[cut:])))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


_ORGAN = re.compile(
    r"[\u4e00-\u9fff、()（）·\s]{1,40}?"
    r"(?:政府|局|厅|(?<![干全内外局支各])部|委|委员会|办公室|办公厅|办事处|法院|检察院|研究院|中心|大队|支队|总队|处|所|组|院|管委会|公署|行署|海关|学校|医院|集团|公司|常委会|党组)"
    r"(?:\s*[(（][^)）]{1,12}[)）])?"
)


def is_organ(text: str) -> bool:
    """Whether a whole line is the name of a body: 泸西县人民政府, 市人大常委会视察组."""
    return len(text) <= 60 and _ORGAN.fullmatch(text) is not None


# The look at the first character spares the many words a try at every other one.
CHROME = re.compile(
    r"(?=[扫手无欢今当您现所在首返网关联版主承协备I公技上下相分打【\[字设加责编附此依抄浏点阅访])"
    r"(?:扫一扫在?手机(?:上)?打开|手机扫(?:一扫|描)|^扫码|无障碍(?:浏览|阅读)|^无障碍|^欢迎访问|今天是|^当前位置|您?(?:现)?(?:所)?在的?位置[:：]|^首页\b"
    r"|返回(?:顶部|首页|列表)|网站地图|^关于我们|^联系我们|版权所有|^(?:主办|承办|协办)(?:单位)?[:：]|网站标识码|备案号?[:：]|ICP备|公网安备|技术支持[:：]"
    r"|^上一[篇条]|^下一[篇条]|^相关(?:链接|文章|附件|阅读)|分享(?:到|至)?[:：】\]]?$|打印(?:本页|此页|文章|本文)?[】\]]?$|关闭(?:窗口|本页)|^[【\[][^】\]]{1,8}[】\]]$"
    r"|^[【\[]?(?:字体大小|字号|字体)\s*[:：【\[]|设为首页|加入收藏|责任编辑[:：]|责编[:：]|^编辑[:：]|^(?:附件|附)\s*\d*[:：]|此件(?:主动|依申请|不予)?公开|^(?:主动|依申请)公开$|^抄送[:：]"
    r"|(?:浏览|点击|阅读)(?:次数|量|数|率)\s*[:：]|访问(?:量|次数)\s*[:：])"
)


def is_chrome(text: str) -> bool:
    """Whether a short line belongs to the page and not to the report."""
    return len(text) <= 80 and "。" not in text and CHROME.search(text) is not None
