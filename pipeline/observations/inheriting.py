"""Figures that say nothing of their own and lean on what the sentence told last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.catalogue import Indicator
from pipeline.records import Observation, Quantity, Span

from .lexicon import Lexicon
from .matching import Place
from .settling import TRADE

_EARLIER = re.compile(
    r"[,、(]?(?:较|比|同|与)?(?P<when>20\d\d年|上年|去年|上一年|前年)度?(?:同期)?(?:的|为|是|共|有)"
)
_REACHED = re.compile(
    r"[,、]?(?:现|已)?(?:达到?|升至|降至|增至|减至|提升(?:到|至)|提高(?:到|至)|上升到|下降到|增加到)了?"
)
_ACTS = "(?:查办|查处|办理|受理|承办|办结|审结)?(?:为|共|有)?"
# Of a total the part of the issuer's own body (`收到申请1207件(市本级418件)`, `其中以县政府名义制发的17件`, `涉县政府18件`), or of
# the bodies of one trade (`行政处罚2068件(公安1177件、林业209件)`).
_PART_OF_BODY = re.compile(
    rf"[,、(]?(?:其中)?[,:]?(?:(?P<own>[省市县区州旗](?:政府)?本级|[本市县区省州][局厅委](?:机关|本级|直属(?:支队|大队|分局|单位))){_ACTS}"
    r"|以(?P<name>[省市县区州旗](?:人民)?政府)[^,;。]{0,8}名义(?:制发|印发|制定|出台|发布)?的?"
    r"|(?P<maker>[省市县区州旗](?:人民)?政府(?:及其?办公室)?|(?:政府|所属|工作|各)?部门)(?:制发|印发|制定|出台|发布)的?"
    r"|涉及?(?P<party>[省市县区州旗](?:人民)?政府)的?"
    rf"|(?P<trade>(?:{TRADE})(?:机关|部门|系统|局)?){_ACTS})"
)
# A stock told behind what a year added to it (`创建示范村42个,总数达229个`), and what a year added told behind the stock.
_STOCK = re.compile(
    r"[,、(]?(?P<since>自[^,;。()]{1,16}?以来)?,?(?:累计|总数|总量)(?:已)?(?:达到?|增至|为|有)?"
)
_ADDED = re.compile(
    r"[,、(]?(?:其中)?[,:]?(?:(?P<year>20\d\d)年度?|今年|本年|当年)(?:新增|新创建?|新命名|新建)(?:了)?"
)
# What may stand beside the member of a part: how it is introduced and the tier that it is of (`其中许可`, `、乡镇工作站`).
_BESIDE_MEMBER = re.compile(r"[,、:;(]?(?:其中|包括)?[,:]?(?:[省市县区州旗乡镇村居]|街道|社区|[()、])*级?")
_SHARE = re.compile(r"[,、]?占(?:比|[^,。;、]{0,10}的?)?(?:为|达|约)?")


def inherit(place: Place, last: Observation, covered: int | None) -> Observation | None:
    """What a figure without a wording means after `last`: a change of it, where that led, a target, a further part.

    `受理46件,同比增长12%`; `满意率提升2个百分点,达到96%`; `覆盖率达70.8%,超额完成60%的目标任务`; `创建省级示范村2个、市级5个`; and the figure of
    another year that the text compares with: `纠错率5%,较2022年的7.4%回落`. `covered` is the year of the report.
    """
    quantity, frame = place.quantity, place.frame
    if last.start < frame.sentence[0] or last.quantity != frame.quantity - 1:
        return None
    words = place.page.text[slice(*frame.left)]
    if quantity.role == "change":
        of_it = "分别" not in words and place.lexicon.fillers[2].fullmatch(words) is not None
        return _told(place, last, dict(last.dimension)) if of_it else None
    if last.role == "change" and quantity.role == "level" and _REACHED.fullmatch(words):
        return _told(place, last, dict(last.dimension)) if _is_of(quantity.unit, last.unit) else None
    if quantity.unit != last.unit:
        return None
    if quantity.role == "target":
        clause = place.page.text[slice(*frame.clause)]
        return _told(place, last, dict(last.dimension)) if "目标" in clause else None
    if last.role == "level" and (earlier := _EARLIER.fullmatch(words)):
        return _told(place, last, {**dict(last.dimension), "period": earlier["when"]})
    if last.role == "level" and (part := _part_after(words, last, quantity, covered)):
        return _told(place, last, part)
    member = _only_member(words, last.indicator, place.lexicon) if last.role == quantity.role else {}
    return _told(place, last, {**dict(last.dimension), **member}) if member else None


def _part_after(
    words: str, total: Observation, quantity: Quantity, covered: int | None
) -> dict[str, str] | None:
    """The dimension of a figure that is a body's part of a total, the stock behind an addition or the addition behind it."""
    dimension = dict(total.dimension)
    if body := _PART_OF_BODY.fullmatch(words):
        fits = "scope" in dimension or quantity.value <= total.value  # one part may be larger than another
        return {**dimension, "scope": next(filter(None, body.groups()))} if fits else None
    if quantity.value >= total.value:
        stock = None if "period" in dimension else _STOCK.fullmatch(words)
        return {**dimension, "period": stock["since"] or "累计"} if stock else None
    added = _ADDED.fullmatch(words) if "period" in dimension else None
    if added is None or added["year"] not in (None, str(covered)):
        return None
    return {key: member for key, member in dimension.items() if key != "period"}


def _is_of(unit: str, change: str) -> bool:
    """Whether a level of this unit is what a change of the other leads to: points lead to a rate, shares to a count."""
    return unit == "%" if change == "百分点" else unit == change or (change == "%" and unit != "%")


def share_of(
    place: Place, latest: Sequence[Observation], indicators: Mapping[str, Indicator]
) -> Observation | None:
    """The rate that `审结50件,其中调解20件,占40%` states: of the two counts told in the sentence, proved by their quotient."""
    quantity, frame = place.quantity, place.frame
    if quantity.unit != "%" or quantity.role != "level" or latest[-1].quantity != frame.quantity - 1:
        return None
    if not _SHARE.fullmatch(place.page.text, *frame.left):
        return None
    part = latest[-1]
    for rate in indicators.values():
        if rate.relations.numerator != part.indicator:
            continue
        for whole in latest[:-1]:
            same = (whole.indicator, whole.dimension) == (rate.relations.denominator, part.dimension)
            if same and whole.start >= frame.sentence[0] and _gives(part, whole, quantity):
                return _told(place, part, dict(part.dimension))._replace(indicator=rate.id)
    return None


def _gives(part: Observation, whole: Observation, stated: Quantity) -> bool:
    """Whether one count of the other is the percentage stated, to its last decimal."""
    if not whole.value or whole.role != "level":
        return False
    place = Decimal(1).scaleb(min(0, int(stated.value.as_tuple().exponent)))
    return abs(part.value * 100 / whole.value - stated.value) < place


def _only_member(words: str, indicator: str, lexicon: Lexicon) -> dict[str, str]:
    """The member that the words name, if they name nothing else; parts of 行政许可, 行政处罚 … are told without 行政."""
    for key, members in lexicon.members.get(indicator, {}).items():
        named = {word.removeprefix("行政"): member for word, member in members.items()} | members
        for word in sorted(named, key=len, reverse=True):
            if word in words:
                left = words.replace(word, "", 1)
                if lexicon.fillers[0].fullmatch(left) or _BESIDE_MEMBER.fullmatch(left):
                    return {key: named[word]}
    return {}


def _told(place: Place, last: Observation, dimension: dict[str, str]) -> Observation:
    quantity = place.quantity
    if quantity.role != "level":
        dimension.pop("period", None)
    return last._replace(
        dimension=tuple(sorted(dimension.items())),
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        approximation=quantity.approximation,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        also=(),
        role=quantity.role,
        direction=quantity.direction,
        evidence=(Span(last.start, last.end), *last.evidence),
        quantity=place.frame.quantity,
    )
