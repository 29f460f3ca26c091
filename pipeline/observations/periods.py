"""The period that a figure is told for, where that is not the year covered."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.catalogue.words import plain
from pipeline.records import Outline, Report

from .frames import Frame, in_aside

_MARK = re.compile(
    r"(?=[2今全本年当一报去上前同下第二三四五六七八九两近十“历建自\d])"  # where none of these stands nothing is tried
    r"(?:(?P<years>20\d\d年?[—\-–~\uff5e至到]+20\d\d年)"
    r"|(?P<year>20\d\d)\s*年(?!(?:\d{1,2}月(?:\d{1,2}日)?|年?底|末)?(?:[之以]?前|起(?:停止|不再|废止|失效|施行|实施|执行|生效)))"
    r"|(?P<now>今年|全年|本年|年内|当年|一年来|报告期|本年度)"
    r"|(?P<earlier>(?:去年|上年|上一年度?|前年|同期)(?!度?结转|度?未结|遗留))"
    r"|(?P<part>(?!0?1月?[—\-–~\uff5e至到]12月)(?:上半年|(?<!上、)下半年|本[月周]|当月|本季度|前[一二三]季度|第?[一二三四]季度|\d{1,2}月?(?:份)?[—\-–~\uff5e至到]\d{1,2}月(?!\d|\s*\d+日)"
    r"|自\d{1,2}月(?:\d{1,2}日)?起?(?:至|到)(?:年底|年末|12月)))"
    r"|(?P<since>近[两二三四五六七八九十几\d]+年|[两三四五六七八九十]年[来间]|“?十[二三四五]五”?(?:时期|期间|以来)|历年(?!来?的?(?:文件|规范|政策|制定|积案))|历史累计|“?[六七八]五”?普法(?:时期|期间|以来|实施以来)|“[六七八]五”以来|建[立成][^,。]{0,6}以来|自(?!20\d\d)[^,。;]{1,12}以来))"
)
_TITLE = re.compile(r"《[^《》]*》")
_COMPARED = re.compile(r"(?:较|比|与|同|对比)$")
_OPENS = re.compile(r"(?:^|[,;。:、\s()]|自|从|在|于|截至|截止|其中|[县市区州省镇乡局])$")
# A year so told is compared with, and the next clause is of the year covered again.
_BESIDE = re.compile(r"度?(?:同期)?[的为是]")
_FOUNDED = ("探索建", "建成", "成立", "设立", "新建", "启动", "揭牌", "启用")
# Part of a year as a title tells it (`2023年5月运行情况`, `一季度`, `(4月1日-4月30日)`), or the words that open a paragraph.
_PART = (
    r"(?:上半年|下半年|前[一二三]季度|第?[一二三四1-4]季度|(?!0?1月?[—\-–~\uff5e至到]12月)\d{1,2}(?:月份?)?(?:\d{1,2}日)?[—\-–~\uff5e至到]"
    r"(?:20\d\d年)?\d{1,2}月(?:份|\d{1,2}日)?|(?!12月[底末3])\d{1,2}月份?(?!\d|[在于])|[周旬月季]报(?!告))"
)
_SOME_PART = re.compile("[周旬季]报|季度|半年|月")
_TITLED = re.compile(rf"(?<!\d)({_PART})")
# A month in which something happened says nothing of the next sentences (`3月,召开会议。排查纠纷20件`).
_MONTH = re.compile(r"\d{1,2}月份?")
_UP_TO = re.compile("截至|截止|年底|年末|目前|累计|合计")
# What a title tells behind its own kind is a date or the plan that follows (`总结及下半年工作打算`), if no span in brackets.
_KIND_TOLD = re.compile(r"(?:总结|报告|情况|通报)(?!.*\([^()]*[—\-–~\uff5e至到][^()]*\))")
# Years that a title tells together: of a plan (`“七五”普法总结`, `“十三五”期间`), of a span of years.
_YEARS = re.compile(
    r"(?:\d{4}年?[—\-–~\uff5e至到]+\d{4}年|“?十[二三四五]五”?|“?[五六七八]五”?(?=普法|法治宣传)|近?[两二三四五]年来?(?=.*(?:总结|回顾|成效)))"
)
_LONGEST_TITLE = 60
_PARAGRAPH = re.compile(
    rf"[\s\u3000]*(?:[(\d一二三四五六七八九十)、.\uff0e]{{1,6}}(?:[^,。;:\n\d]{{2,20}}[。:])?)?(?:截至)?(?:20\d\d年|今年|本年)?({_PART})"
)


def period_of(text: str, frame: Frame, report: Report) -> str | None:
    """The period a level is told for where it is not the year covered: an earlier year, part of a year, since a date.

    The last mark of time before the figure in its sentence decides, else part of a year that opens its paragraph. What
    runs since a founding that the same paragraph tells of falls within the year covered.
    """
    start, end = frame.sentence
    if frame.earlier:
        return _marked(text[frame.left[1] : frame.right[0]]) or "上期"
    sentence, figure = text[start:end], frame.left[1] - start
    told = [mark for mark in _marks(sentence) if mark.end() <= figure]
    mark = next((mark for mark in reversed(told) if not in_aside(sentence, mark.end(), figure)), None)
    if mark is None:
        return _carried(text, start, frame.left[1])
    if mark["now"]:
        return None
    compared = _COMPARED.search(sentence, max(0, mark.start() - 2), mark.start()) is not None
    if mark["year"] or mark["years"]:
        beside = _BESIDE.match(sentence, mark.end()) and start + mark.start() < frame.clause[0]
        return None if beside else _years(sentence, mark, report.year)
    if mark["since"] and mark["since"].startswith("自"):
        founded = any(text.find(word, frame.item, start + mark.start()) >= 0 for word in _FOUNDED)
        return None if founded else mark["since"]
    if mark["earlier"]:
        return mark["earlier"] if start + mark.start() >= frame.clause[0] and not compared else None
    return mark["part"] or mark["since"]


def _years(sentence: str, mark: re.Match[str], covered: int | None) -> str | None:
    """An earlier year or a span of years that opens a clause; one inside a name (`暨2022年度述法会议`) tells no period."""
    if not _OPENS.search(sentence, max(0, mark.start() - 2), mark.start()):
        return None
    if mark["years"]:
        return mark["years"]
    return None if covered is None or int(mark["year"]) == covered else f"{mark['year']}年"


def _marked(words: str) -> str | None:
    mark = _MARK.search(words)
    return mark.group() if mark else None


@lru_cache(maxsize=1024)
def _marks(sentence: str) -> tuple[re.Match[str], ...]:
    marks = _MARK.finditer(_TITLE.sub(lambda title: "《" + "·" * (len(title[0]) - 2) + "》", sentence))
    return tuple(marks)


def _carried(text: str, sentence: int, figure: int) -> str | None:
    """Part of a year that opens the paragraph, if nothing since then tells another period."""
    paragraph = text.rfind("\n", 0, sentence) + 1
    opening = text[paragraph : paragraph + 40]
    if paragraph == sentence or not _SOME_PART.search(opening):
        return None
    opened = _PARAGRAPH.match(text, paragraph, sentence)
    if opened is None or _MONTH.fullmatch(opened[1]) or _UP_TO.search(text, opened.end(), figure):
        return None
    later = _marks(text[opened.end() : sentence])
    return opened[1] if all(mark["part"] for mark in later) else None


def period_covered(text: str, outline: Outline) -> str | None:
    """The period that the title of a report names for all of it, if that is no single year: part of one, or several."""
    title = _TITLE.sub("", plain(outline.report.title or _first_line(text)))
    if _SOME_PART.search(title):
        titled, kind = _TITLED.search(title), _KIND_TOLD.search(title)
        return titled[1] if titled and not (kind and kind.end() <= titled.start()) else None
    years = _YEARS.search(title)
    return years.group() if years else None


def _first_line(text: str) -> str:
    """The line that a text begins with, if it is no sentence."""
    line = text.lstrip().partition("\n")[0].strip()
    return "" if len(line) > _LONGEST_TITLE or "。" in line else line


def period_headed(outline: Outline, section: int) -> str | None:
    """The part of a year that a heading around a section names (`一、上半年工作情况`)."""
    while section >= 0:
        entry = outline.sections[section]
        if _SOME_PART.search(entry.heading) and (headed := _TITLED.search(plain(entry.heading))):
            return headed[1]
        section = entry.parent
    return None


def period_opened(text: str, frame: Frame, report: Report) -> str | None:
    """The part of a year that opens the paragraph of a figure in a bulletin; of a summary if its title tells no year."""
    if report.doc_type != "other" and (report.doc_type != "work_summary" or "20" in (report.title or "")):
        return None
    opened = _PARAGRAPH.match(text, text.rfind("\n", 0, frame.sentence[0]) + 1, frame.left[1])
    return opened[1] if opened and not _UP_TO.search(text, opened.end(), frame.left[1]) else None
