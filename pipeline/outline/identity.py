"""What a report is: who issued it, of which kind it is, and which year it covers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain
from typing import NamedTuple

from .divisions import find_places
from .lines import is_organ

_BOUND = re.compile(
    r"关于|(?:20\d\d|二〇\S{2}|二○\S{2})\s*(?:年|[—\-－~至])|(?:年度)?(?:法治(?:政府|建设|工作|社会)|依法行政|推进|贯彻|落实|全面(?!依法治[省市县区州旗])|普法|行政执法|工作|上半年)"
)
_LEADING = re.compile(
    r"^(?:20\d\d\s*年(?:度)?|关于(?:印发|报送|公布|发布|公开|对)?|二[〇○]\S{2}年(?:度)?|[《“\s])+"
)
# What a page puts in front of a title to say which column it stands in: 【工作总结】.
_TAG = re.compile(r"^\s*[【\[][^】\]]{1,8}[】\]]\s*")
_WHOLE = re.compile(r"全[省市县区州旗镇乡]|[我本][省市县区州旗镇乡局]")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{2,}(?:省|市|县|区|旗|州|盟|镇|乡|街道|苏木)")
_YEAR = re.compile(
    r"(?<!\d)(20[012]\d)\s*(?:年(?!来)|[—\-－~至](?=20))|([二][〇○零][一二][〇○零一二三四五六七八九])年"
)
_SET_OUT = re.compile(r"\s*(?:[^。\r\n]{2,60}[:：]\s*)?(20[12]\d)\s*年(?:度)?(?:以来)?[,，]")
_INTRODUCED = re.compile(
    r"(?:现[将就对][^。]{0,60}?|(?:梳理|总结)[^。]{0,30}?(?=20[12]\d\s*年[^。]{0,60}?报告))(20[12]\d)\s*年"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|部|办公室|办公厅|中心|大队|支队|总队|处|所|组|院|署|海关|集团|公司|学校|医院|工会|联合会|团委)$|委员会$|[^省市县区州旗]委$"
)
_COUNCIL = re.compile(r"人大|人民代表大会")
_GOVERNMENT = re.compile(
    r"(?:政府|管委会|管理委员会|行署|行政公署|街道办事处|街道|党工委|工作委员会|[省市县区州旗镇乡]委|(?:省|市|县|区|州|旗|镇|乡)委员会|依法治[省市县区州旗]\S*)(?:办公室|办公厅)?$"
)
_SIGNING_GOVERNMENT = re.compile(r"(?:人民政府|行政公署|行署|管理委员会|街道办事处)$")

_OF_DEPARTMENT = re.compile(
    r"[我局厅](?:(?<=我)(?:局|厅|委(?![员托派会]))|(?<=[局厅])(?<![\u4e00-\u9fff].)党[组委])"
)
_INSPECTION = re.compile(
    r"(?:视察|调研|执法检查|检查|审议|评议)(?:意见|情况)?(?:的)?报告|报告[》〉]?的?审议意见"
)
_INSPECTED = re.compile(r"现[将就][^。]{0,20}(?:视察|调研|执法检查)(?:的)?(?:有关)?情况")
_TOPIC = re.compile(r"法治|依法行政|依法治|法制")
_MENTIONS = 3
_INTRODUCTION = 600
_OTHER_KIND = re.compile(
    r"方案|计划|要点|通知|公告|公示|解读|规划|纲要|清单|办法|述职|述法|规则|条例|决定|意见$"
)


class Issuer(NamedTuple):
    """Whom title or signature names; `place_only` where the title names a place and no body of it."""

    name: str
    place_only: bool


def untagged(title: str) -> str:
    """A title without the name of the column in front of it."""
    return _TAG.sub("", title)


def title_subject(title: str) -> str:
    """The words at the front of a title that say whose report it is: 泸西县, 郯城县司法局; empty where there are none."""
    rest = _LEADING.sub("", title)
    match = _BOUND.search(rest)
    subject = rest[: match.start()] if match else ""
    return "" if _WHOLE.match(subject) else subject.strip(" 　\xa0《“的")


def find_issuer(
    subject: str, signature: str | None, author: str | None, publisher: str | None
) -> Issuer | None:
    """Who issued the report.

    A body named in the title, else one that signed or stands under the title, else the government of the place that
    the title names, else the 发布机构 of the title block. The 来源 line says who passed the page on and is never asked.
    """
    if subject and is_organ(subject):
        return Issuer(subject, False)
    signed = signature or author
    if subject and _DIVISION.fullmatch(subject):
        if signed and _SIGNING_GOVERNMENT.search(signed) and subject in signed:
            return Issuer(signed, False)
        return Issuer(government_of(subject), True)
    named = signed or publisher
    return Issuer(named, False) if named and is_organ(named) else None


def government_of(place: str) -> str:
    """The government of a place: a sub-district has an office, a league and a 地区 a branch of their province's."""
    if place.endswith("街道"):
        return place + "办事处"
    if place.endswith(("盟", "地区")):
        return place + "行政公署"
    if place.endswith(("开发区", "高新区", "经开区", "新区")) and not find_places(place):
        return place + "管理委员会"
    return place + "人民政府"


def read_level(issuer: str | None, place_level: str | None) -> str | None:
    """province, prefecture, county, township or department, by who issued the report."""
    if issuer is None or _COUNCIL.search(issuer):
        return place_level
    if re.search(r"(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处|党委|党工委|党政(?:综合)?办公室)?$", issuer):
        return "township"
    if not _GOVERNMENT.search(issuer) and _DEPARTMENT.search(issuer):
        return "department"
    return place_level or _level_by_name(issuer)


def speaks_for_department(body: str) -> bool:
    """Whether a text calls whoever issued it 我局, 我厅 or 我委, or its leaders 局党组 without saying of which."""
    return _OF_DEPARTMENT.search(body) is not None


def _level_by_name(issuer: str) -> str | None:
    """The level that the name alone shows; a 市 may be a prefecture or a county."""
    match = re.search(r"(省|自治区|州|盟|县|旗|区)(?:人民政府|政府|委)", issuer)
    levels = {"省": "province", "自治区": "province", "州": "prefecture", "盟": "prefecture"}
    return levels.get(match[1], "county") if match else None


def read_doc_type(title: str, body: str, issuer: str | None, level: str | None) -> str:
    """annual_report, work_summary, department_report, npc_inspection_report or other, by title and issuer.

    A text without a title is believed to be a report of the genre if it speaks of 法治 again and again.
    """
    inspected = _INSPECTION.search(title) if title else _INSPECTED.search(body[:_INTRODUCTION])
    if inspected or _COUNCIL.search(issuer or ""):
        return "npc_inspection_report"
    on_topic = _TOPIC.search(title) if title else body.count("法治") >= _MENTIONS
    about_a_report = "解读" in title
    if not on_topic or about_a_report or (_OTHER_KIND.search(title) and not re.search("报告|总结", title)):
        return "other"
    if "总结" in title and not re.search("总结(?:的)?报告", title):
        return "work_summary"
    return "department_report" if level == "department" else "annual_report"


def read_year(title: str | None, body: str, dated: date | None) -> int | None:
    """The year that a report covers: by its title, else by its first lines or words, else by its dates (a report follows its year)."""
    introduction = body[:_INTRODUCTION]
    announced = (match[1] for match in _INTRODUCED.finditer(introduction))
    for text in chain([title or ""], announced):
        match = _YEAR.search(text if not text.isdecimal() else text + "年")
        if match:
            return int(match[1]) if match[1] else _chinese_year(match[2])
    opening = _SET_OUT.match(introduction)
    if opening and (dated is None or dated.year - int(opening[1]) in (0, 1)):
        return int(opening[1])
    counted = Counter(re.findall(r"(20[12]\d)年", body))
    if dated and counted.get(str(dated.year - 1)):
        return dated.year - 1
    if counted and not dated:
        year, times = counted.most_common(1)[0]
        return int(year) if times >= 3 else None
    return dated.year - 1 if dated else None


def _chinese_year(text: str) -> int:
    return int(
        "".join(str("〇一二三四五六七八九".index(ch.replace("○", "〇").replace("零", "〇"))) for ch in text)
    )
