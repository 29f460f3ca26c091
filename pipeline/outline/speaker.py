"""Who speaks in the first lines of a running text: 2023年,长治市城市管理局在市委、市政府的领导下……

Many pages are stored without their title. The speaker tells the place and the level then, never the issuer.
"""

from __future__ import annotations

import re

from .divisions import find_places

_CLAUSE_END = re.compile(r"[,，。;；:：\r\n]+")
_INTRODUCTION = 600
_FIRST_SECTION = re.compile(r"(?:^|[\r\n])[ \t\u3000\xa0]*(?:一|第一部分|第一章|1)[、.．\s]")
_AT_WORK = r"(?=在|坚持|始终|认真|深入|以|紧|围绕|按照|严格|全面|切实|牢牢|聚焦|高度重视|坚决|持续|扎实|积极|立足|贯彻|落实|20\d\d)"
_SPEAKING = re.compile(
    rf"(?:现[将就对])?(?P<name>[\u4e00-\u9fff、]{{2,30}}?)(?:党组|党委|党工委|领导班子|主要负责同志|主要负责人)?{_AT_WORK}"
)
_INTRODUCED = re.compile(r"现[将就对](?P<name>[\u4e00-\u9fff、]{2,30}?)(?=20\d\d)")
_OWN = re.compile(r"[我全本各]")
_OFFICE = re.compile(r"(?:局|厅|[^省市县区州旗盟镇乡党]委|(?<![全各支干])部|管理委员会|管委会)$")
_GOVERNMENT = re.compile(
    r"(?:[省市县区州旗盟镇乡]委、)?[省市县区州旗盟镇乡]?(?:人民)?政府$|[镇乡]党委、[镇乡]?(?:人民)?政府$|街道(?:党工委、)?办事处$"
)
_TOWN = re.compile(r"(?!辖区|所辖|该|有关|相关)[\u4e00-\u9fff]{1,12}(?:街道|(?<!乡)镇|乡|苏木)")


def find_speaker(body: str) -> str | None:
    """The body or place that is the first to act in the introduction, or None where it only says 我局, 我县."""
    section = _FIRST_SECTION.search(body, 0, _INTRODUCTION)
    introduction = body[: section.start() if section else _INTRODUCTION]
    for match in _INTRODUCED.finditer(introduction):
        if _names_one(match["name"]):
            return match["name"]
    for clause in _CLAUSE_END.split(introduction):
        acting = _SPEAKING.match(clause.strip())
        if acting and _OWN.match(acting["name"]):
            return None
        if acting and _names_one(acting["name"]):
            return acting["name"]
    return None


def _names_one(name: str) -> bool:
    """Whether words name a body or a place and nothing else."""
    if _OWN.match(name):
        return False
    if _OFFICE.search(name) or _GOVERNMENT.search(name) or _TOWN.fullmatch(name):
        return True
    places = find_places(name)
    return bool(places and places[0].start == 0 and places[-1].end == len(name))
