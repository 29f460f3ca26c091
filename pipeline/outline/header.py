"""The title block: where the report begins on its page, its title, and the fields that the page states.

Layouts: `KEY: value` on lines of their own, run together, or in a list with the value on the next line;
`[ KEY ] value`; cells between `|` or tabs; a bare date before the source; breadcrumbs; and nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from .lines import DATE, Line, first_date, is_chrome, is_organ, read_date
from .sections import opens_section

_FIELDS = {
    "title": "信息名称 文件名称 公文标题 标题 名称 题名",
    "publisher": "发布机构 发文机构 发文机关 发文单位 发布单位 发布部门 公开机构 公开单位 公开主体 制发机关 制发机构 制发单位 制定机关 责任部门 公开责任部门",
    "source": "信息来源 文章来源 稿件来源 文件来源 内容来源 来源单位 供稿单位 供稿 来源",
    "published": "发布日期 发布时间 公开日期 公开时间 发稿时间 发稿日期 发表时间 发表日期 录入时间 添加时间 上传时间 日期 时间",
    "updated": "更新日期 更新时间 修改时间",
    "dated": "成文日期 成文时间 发文日期 发文时间 生成日期 生成时间 制发日期 印发日期 产生日期 签发日期",
    "other": "索引号 信息索引号 文号 发文字号 文件编号 公文编号 信息分类 主题分类 体裁分类 组配分类 分类 主题词 关键词 关键字 是否有效 有效性 时效性 时效 "
    "效力状态 生效日期 实施日期 废止日期 失效日期 有效期 浏览次数 浏览量 浏览 点击次数 点击率 点击数 点击量 点击 阅读次数 阅读人次 阅读量 阅读 访问量 访问次数 人气 作者 撰稿 "
    "编辑 责任编辑 审核 校对 初审 复审 终审 字体大小 字体 字号 打印 分享 公开方式 公开形式 公开范围 公开类别 公开属性 公开程序 公开时限 内容概述 内容摘要 摘要 "
    "概述 服务对象 信息标识 信息类别 载体形式 载体类型 文种 语种 统一编号 统一登记号 来源网址 背景色 保护视力色 视力保护色 收藏 大小",
}
_KIND = {word: kind for kind, words in _FIELDS.items() for word in words.split()}


def _spaced(words: list[str]) -> str:
    """A pattern for words that may have blanks between their characters (文　　号), longest first.

    Those that begin alike stand together, so that most characters rule all of them out at one look.
    """
    ordered = sorted(words, key=lambda word: (word[0], -len(word), word))
    groups = groupby(("\\s*".join(word) for word in ordered), key=lambda word: word[0])
    return "|".join(f"{first}(?:{'|'.join(word[1:] for word in group)})" for first, group in groups)


_FIRSTS = "".join(sorted({word[0] for word in _KIND}))
# A key of two characters is one only where it does not end a longer word (审核时间, 资金来源).
_KEY = f"{_spaced([word for word in _KIND if len(word) > 2])}|(?<![\u4e00-\u9fff])(?:{_spaced([word for word in _KIND if len(word) == 2])})"
# The look at the first character spares the many keys a try at every other one.
_FIELD = re.compile(
    rf"(?=[\[【〔(（{_FIRSTS}])(?:(?P<bracket>[\[【〔(（])\s*)?(?P<key>{_KEY})"
    r"(?(bracket)\s*(?:[\]】〕)）]\s*[:：]?|[:：])|(?:\s*[:：]|(?=\s*(?:19|20)\d\d\s*[-/.年])))"
)
_CELL = re.compile(r"[\[【〔(（]?([^\[\]【】〔〕()（）:：]+)[\]】〕)）]?\s*[:：]?")
_BULLET = re.compile(r"^[•·●◆■▪*\-—\s]+(?=[^\s•·●◆■▪*\-—])")
# The bullet of the next item of a list run onto one line.
_NEXT_BULLET = re.compile(r"[ \t\xa0\u3000]+[-—－•·●]+$")
_CLOCK = re.compile(r"[\s T]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_CRUMBS = re.compile(
    r"[当所首>»›](?:(?<=当)前位置|(?<=所)在的?位置|(?<=首)\s*页\s*[>》/\-›»]|(?<=>).*>|(?<=[»›]))"
)
_TOPIC = re.compile(r"法治|依法行政|依法治|法制|普法|行政执法|行政复议|行政应诉|第一责任人")
_KINDS_OF_TEXT = r"(?:报告|总结|汇报|情况|要点|方案|通知|公告|意见|计划|规划|纲要|公示|通报|说明|材料|年报|清单|打算|安排|解读|办法|规定|规则|条例|决定|批复)"
_TITLE_END = re.compile(rf"{_KINDS_OF_TEXT}\s*(?:[(（【][^)）】]{{1,20}}[)）】])?$")
# The first line of a title broken in two, and how its second one begins.
_UNFINISHED = re.compile(r"关于[^。，,:：]{0,20}$|20\d\d\s*年(?:度)?$")
_GOING_ON = re.compile(r"20\d\d|法治|依法|推进|全面|贯彻|落实|履行|工作|建设")
_SITE_NAME = re.compile(
    r"(?:\s*[-_—|－]+\s*[^-_—|－]{1,30}){0,2}\s*[-_—|－]+\s*[^-_—|－]*(?:网|政府|门户|平台|局|公开|专栏|建设)[^-_—|－]*$"
)
_LONGEST_LINE = 180  # of a title with the names of column and site behind it
_SALUTATION = re.compile(r"[^。]{2,60}[:：]$")
# Who put it on the page, and when: 政策法规科 2023-12-29. A date written out in words there is one of the text.
_BYLINE = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:局|科|股|室|办|处|站|中心|政府|网)[ \t\xa0\u3000]+(?=20\d\d[-/.])"
)
_RELEASED = re.compile(rf"(?:{DATE.pattern})[ \t\xa0\u3000]*(?:发布|公布)$")
_BEHIND_SOURCE = re.compile(rf"(?:^|[\s\xa0\u3000])(?:{DATE.pattern})(?:{_CLOCK.pattern})?$")
_TODAY = re.compile(r"今天是|星期|农历")


class Header(NamedTuple):
    """What stands before the running text; `body` is the index of its first line, `site` the words on the page around it."""

    title: str | None
    author: str | None
    publisher: str | None
    source: str | None
    published: date | None
    dated: date | None
    site: tuple[str, ...]
    body: int


class _Field(NamedTuple):
    kind: str
    value: str


def read_header(lines: Sequence[Line]) -> Header:
    """Read the lines before the running text."""
    body = _first_of_body(lines)
    top = lines[:body]
    fields: dict[str, str] = {}
    plain: list[tuple[int, str]] = []
    for number, line in enumerate(top):
        rest, found = _read_line(line.text, top[number + 1].text if number + 1 < len(top) else "")
        for field in found:
            if field.value:
                fields.setdefault(field.kind, field.value)
        if rest and not _CRUMBS.search(rest):
            plain.append((number, rest))
    title, at = _find_title([(n, rest) for n, rest in plain if not is_chrome(rest)], top)
    title = title or fields.get("title")
    after = [rest for number, rest in plain if number > at]
    return Header(
        title=title,
        author=next((rest for rest in after if is_organ(rest)), None),
        publisher=fields.get("publisher"),
        source=fields.get("source"),
        published=_published(fields, [*after, *(rest for number, rest in plain if number < at)], top),
        dated=first_date(fields.get("dated", "")) or _date_under_title(after),
        site=tuple(line.text for line in top if line.text != title),
        body=body,
    )


def _first_of_body(lines: Sequence[Line]) -> int:
    """The index of the first line of running text, the salutation above it taken in."""
    for number, line in enumerate(lines):
        if _is_running(line.text):
            before = lines[number - 1].text if number else ""
            return number - 1 if _SALUTATION.fullmatch(before) and not _FIELD.search(before) else number
    return len(lines)


def _is_running(text: str) -> bool:
    """Whether a line is running text or a heading of it, rather than a line of the title block."""
    if "|" in text or _CRUMBS.search(text):
        return False
    if opens_section(text):
        return True
    if "。" not in text and (len(text) < 60 or not re.search(r"[,，;；]", text)):
        return False
    # All of a page run together on one line is read by the title in front of it.
    field = _FIELD.search(text)
    return field is None or field.start() >= 60


def _read_line(text: str, following: str) -> tuple[str, list[_Field]]:
    """What stands on a line before its first field, and its fields."""
    text = _BULLET.sub("", text)
    if "|" in text or "\t" in text:
        return _read_cells(re.split(r"[|\t]", text))
    matches = list(_FIELD.finditer(text))
    if not matches:
        if kind := _kind_of_cell(text):
            return "", [_Field(kind, _next_value(following))]
        return text, []
    fields = []
    for match, after in zip(matches, [*matches[1:], None], strict=True):
        value = text[match.end() : after.start() if after else len(text)].strip(" \t\xa0\u3000[]【】|")
        value = _NEXT_BULLET.sub("", value)
        if not value and after is None:
            value = _next_value(following)
        fields.append(_Field(_KIND[_unspaced(match["key"])], value))
    before = text[: matches[0].start()].rstrip(" \t\xa0\u3000[【(（|").lstrip(" \t\xa0\u3000|")
    return _NEXT_BULLET.sub("", before), fields


def _read_cells(cells: list[str]) -> tuple[str, list[_Field]]:
    """The fields of a table row: a cell that is a key has its value in the next cell, unless that is a key too."""
    cells = [cell.strip(" \xa0\u3000") for cell in cells]
    fields, rest = [], []
    pending: str | None = None
    for cell in cells:
        if kind := _kind_of_cell(cell):
            pending = kind
        elif pending is not None and not _opens_field(cell):
            fields.append(_Field(pending, cell))
            pending = None
        else:
            pending = None
            before, found = _read_line(cell, "")
            fields += found
            rest.append(before)
    return " ".join(filter(None, rest)), fields


def _opens_field(cell: str) -> bool:
    """Whether a table cell is a field of its own (发布日期:2024-02-21) and no value of the cell before it."""
    match = _FIELD.match(cell)
    return match is not None and match[0][-1] in ":：]】〕"


def is_title(text: str) -> bool:
    """Whether a line can only be the title of a text on the rule of law."""
    return len(text) <= 60 and "。" not in text and bool(_TOPIC.search(text) and _TITLE_END.search(text))


def has_field(text: str) -> bool:
    """Whether a line states a field of the page (来源: …)."""
    return _FIELD.search(text) is not None


def is_key(text: str) -> bool:
    """Whether a table cell is the name of a field."""
    return _kind_of_cell(text) is not None


def fields_of(text: str) -> list[tuple[int, int, int]]:
    """Where each field of a line starts, where its value does, and where its value ends."""
    matches = list(_FIELD.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)] * bool(matches)
    return [
        (match.start(), match.end(), match.end() + len(text[match.end() : end].rstrip()))
        for match, end in zip(matches, ends, strict=True)
    ]


def _unspaced(key: str) -> str:
    """A key without the blanks between its characters."""
    return "".join(key.split())


def _kind_of_cell(cell: str) -> str | None:
    """The kind of field that a cell holds the key of, with or without brackets and a colon."""
    match = _CELL.fullmatch(cell)
    return _KIND.get(_unspaced(match[1])) if match else None


def _next_value(following: str) -> str:
    """The line below a key that stands alone, where it can be its value."""
    following = _BULLET.sub("", following)
    usable = following and not _FIELD.search(following) and not is_key(following)
    return following if usable and len(following) <= 40 and not _TITLE_END.search(following) else ""


def _published(fields: dict[str, str], lines: list[str], top: Sequence[Line]) -> date | None:
    """The day of publication: by its field, else by a date alone or behind the source, else by the day of the last change."""
    found = first_date(fields.get("published", ""))
    if found:
        return found
    today = {line.text for line, following in pairwise(top) if _TODAY.match(following.text)}
    for rest in lines:
        match = DATE.match(rest) or _RELEASED.search(rest)
        if not match and (byline := _BYLINE.match(rest)):
            match = DATE.match(rest, byline.end())
        dated = match and rest not in today and not _TODAY.search(rest)
        if match and dated and len(_CLOCK.sub("", rest[match.end() :]).strip()) <= 12:
            return read_date(match)
    behind = _BEHIND_SOURCE.search(fields.get("source", ""))
    return read_date(behind) if behind else first_date(fields.get("updated", ""))


def _date_under_title(after: list[str]) -> date | None:
    """A date in brackets under the title, if nothing but a date stands in them."""
    for rest in after:
        match = DATE.fullmatch(rest.strip("()（） ")) if rest.startswith(("(", "（")) else None
        if match:
            return read_date(match)
    return None


def _find_title(plain: list[tuple[int, str]], top: Sequence[Line]) -> tuple[str | None, int]:
    """The title and the line that it stands on; the first of the lines that look most like one."""
    best: tuple[int, str | None, int] = (1, None, -1)
    for number, rest in plain:
        text = _SITE_NAME.sub("", rest) if len(rest) <= _LONGEST_LINE else ""
        text = text if _TITLE_END.search(text) else rest
        score = (
            2 * bool(_TOPIC.search(text))
            + 2 * bool(_TITLE_END.search(text))
            + bool(re.search(r"20\d\d|二〇", text))
        )
        if len(text) <= 90 and not text.startswith(("——", "(", "（")) and score > best[0]:
            best = (score, text, number)
    score, title, number = best
    if (
        title
        and not _TITLE_END.search(title)
        and number + 1 < len(top)
        and _ends(top[number], top[number + 1])
    ):
        title += top[number + 1].text
    first = number
    while title and first > 0 and _continues(top[first - 1], top[first], title):
        first -= 1
        title = top[first].text + title
    return title, number


def _ends(line: Line, following: Line) -> bool:
    """Whether a title broken in two goes on in the line right under it: ……法治政府建设 / 工作情况的报告."""
    close = following.start - line.end <= 6 and len(following.text) <= 30
    return close and not _FIELD.search(following.text) and _TITLE_END.search(following.text) is not None


def _continues(line: Line, following: Line, title: str) -> bool:
    """Whether a title goes on from the line right above it: 某某县人民政府 / 关于……的报告, 某某局关于2024年度 / 法治……的报告."""
    if following.start - line.end > 6 or len(line.text) > 40:
        return False
    if _TITLE_END.search(line.text) or _CRUMBS.search(line.text):
        return False
    if title.startswith(("关于", "20")) and is_organ(line.text):
        return len(line.text) <= 30
    return len(line.text) > 6 and bool(_UNFINISHED.search(line.text) and _GOING_ON.match(title))
