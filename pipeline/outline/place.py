"""Which place a report is of, by the division table and by what the report itself says; never a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.records import Region

from .divisions import Division, Place, by_code, divisions, find_places, townships

_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff]{1,14}?(?:街道|镇|乡|苏木)(?=人民政府|政府|办事处|党|司法所|综合|$|[^\u4e00-\u9fff])"
)
# A sub-district by its short name, first or behind its county (`白云区黄石街2022年…`).
_STREET = re.compile(r"(?:^|[县市区])([\u4e00-\u9fff]{2,4}街)(?![\u4e00-\u9fff])")
_BEFORE_TOWN = re.compile(r"^(?:中共|中国共产党|(?:人民)?政府|委员会)+")
_ZONE = re.compile(r"[\u4e00-\u9fff]+(?:开发区|高新区|经开区|园区|新区|示范区|管理区|风景区|度假区)")
# How a report speaks of its own place (全县, 我镇), and, weaker, of its authorities (县委, 乡政府).
_SCOPE = re.compile(
    r"[全我本县区州旗镇乡街]"
    r"(?:(?<=[全我本])(?P<own>[省市县区州旗盟镇乡]|街道)"
    r"|(?<=[县区州旗镇乡])(?<!治.)(?P<body>委|党委|人民政府|政府)"
    r"|(?<=街)(?<![各镇乡县每和与及(（、].)道(?![(（、）)]))"
)
_SCOPE_LEVELS = {
    "省": "province",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_TOWN_SCOPES = ("镇", "乡", "街道")
_LONGEST_TOWN = 10
# Under whom a township says it works: 在文峰区委、区政府的领导下.
_LED = re.compile(r"[在受]([\u4e00-\u9fff]{2,12}[县市区旗])(?=委)")
# The name of a paper; a district or county draws up its own (《荣昌区2022年法治政府建设工作要点》).
_PAPER = re.compile(r"[《〈<]([^《》〈〉<>]{4,60})[》〉>]")
_DRAWING_UP = ("县", "区", "旗")
# How often a place must be named, and how much more often than the next, to be the one that a report speaks of.
_NAMED, _LEAD = 2, 2

Answer = tuple[Region | None, str | None]


def find_region(subjects: Sequence[str], site: Sequence[str], body: str) -> Answer:
    """The place of a report, or None and why.

    `subjects` are what names the issuer (title, signature, author, publisher), `site` what else stands around the text
    (source, breadcrumbs, the site's name); both are believed in their order, before the running text. Where several
    places share the name, the places above them decide: named before it, around the text, or in the text.
    """
    around = "\n".join([*subjects, *site])
    for text in subjects:
        township = _township_in(text)
        if township:
            return _find_township(township, around, body)
        chain = find_places(text)
        if chain:
            zone = _ZONE.match(text, chain[-1].end)
            if zone:
                return None, f"the division table does not know {zone[0]}"
            return _answer(*_choose(divisions()[chain[-1].name], text[: chain[-1].start], around, body))
    scope = find_scope(body)
    for text in site:
        chain = find_places(text)
        if chain and _is_one_chain(chain) and scope in (None, chain[-1].name[-1]):
            return _answer(*_choose(divisions()[chain[-1].name], text[: chain[-1].start], around, body))
    return _by_body(scope, around, body)


def find_scope(body: str) -> str | None:
    """The kind of place that the running text speaks of as its own: 省, 市, 县, 区, 州, 旗, 盟, 镇, 乡 or 街道."""
    weights: Counter[str] = Counter()
    for match in _SCOPE.finditer(body):
        own, of_body = match["own"], match["body"]
        weights[own or (match[0][0] if of_body else match[0])] += 2 if own else 1
    return weights.most_common(1)[0][0] if weights else None


def scope_level(scope: str | None) -> str | None:
    """The level that a kind of place has; a 市 may be a prefecture or a county."""
    return "township" if scope in _TOWN_SCOPES else _SCOPE_LEVELS.get(scope or "")


def _is_one_chain(places: Sequence[Place]) -> bool:
    """Whether places stand one in the other (长沙市天心区) and not side by side, as in a list of links."""
    return all(before.end == after.start for before, after in pairwise(places))


def place_level(region: Region | None) -> str | None:
    """province, prefecture, county or township, by the place's code."""
    if region is None:
        return None
    if region.code is None or len(region.code) > 6:
        return "township"
    return by_code()[region.code].level


def _answer(found: Division | None, why: str) -> Answer:
    return (Region(found.code, found.path), None) if found else (None, why)


def _township_in(subject: str) -> str | None:
    """The name of a township in the name of a body, the places above it taken off."""
    match = _TOWNSHIP.search(subject)
    if not match:
        short = _STREET.search(subject)
        return f"{short[1]}道" if short and f"{short[1]}道" in townships() else None
    places = find_places(match[0])
    name = _BEFORE_TOWN.sub("", match[0][places[-1].end :] if places else match[0])
    if name in _TOWN_SCOPES:
        return None  # `越秀区街道综合行政执法`
    if name in townships():
        return name
    # Behind a place without its rank (丰都栗子乡). The end of any other name may be the name of another town.
    for start in range(2, len(name) - 1):
        if name[start:] in townships() and any(name[:start] + rank in divisions() for rank in "县市区旗"):
            return name[start:]
    return name if len(name) > 1 else None


def _find_township(name: str, around: str, body: str) -> Answer:
    """A township by the county that the report names, or by a name that is borne once in the country."""
    above = _place_before(name, around) or _place_before(name, body)
    codes = [code for code in townships().get(name, ()) if code[:6] in by_code()]
    if above:
        codes = [code for code in codes if above in by_code()[code[:6]].path]
    if not codes:
        return _unknown_township(name, above, around, body)
    counties = {by_code()[code[:6]]: code for code in codes}
    # The town's own name is no evidence for its county: 城关镇 does not speak for 城关区.
    found, why = _choose(tuple(counties), "", around.replace(name, ""), body.replace(name, ""), name)
    return (Region(counties[found], (*found.path, name)), None) if found else (None, why)


def _place_before(name: str, text: str) -> str | None:
    """The full name of the place that a text names right before the name of a township."""
    at = text.find(name)
    while at > 0:
        places = find_places(text[max(0, at - 20) : at])
        if places and places[-1].end == min(20, at):
            return divisions()[places[-1].name][0].path[-1]
        at = text.find(name, at + 1)
    return None


def _unknown_township(name: str, above: str | None, around: str, body: str) -> Answer:
    """A township that the table lacks, in the county that the report names or that leads it; it has a path and no code."""
    leader = _LED.search(body)
    led = find_places(leader[1])[-1:] if leader else []
    for county in (above, *(place.name for place in (*reversed(find_places(around)), *led))):
        found = _choose(divisions()[county], "", around, body)[0] if county else None
        if found and found.level == "county":
            return Region(
                None, (*found.path, name)
            ), f"the division table does not know {name} in {found.path[-1]}"
    return None, f"the division table does not know {name}, and the report does not say in which county it is"


def _choose(
    candidates: Sequence[Division], before: str, around: str, body: str, below: str = ""
) -> tuple[Division | None, str]:
    """The one of several divisions of a name (or, with `below`, of the counties that have such a township) that is meant.

    Asked in turn: the words before the name, what stands around the text, the text; in each the nearest place above.
    """
    for text in (before, around, body):
        for above in (1, 2, 3) if below else (2, 3):
            if len(candidates) == 1:
                return candidates[0], ""
            candidates = _most_named(candidates, text, above)
    newest = candidates[0]
    if all(set(candidate.path) <= set(newest.path) for candidate in candidates):
        return newest, ""
    name = below or newest.path[-1]
    return None, f"{len(candidates)} places are called {name}, and the report does not say which it is"


def _most_named(candidates: Sequence[Division], text: str, above: int) -> Sequence[Division]:
    """Those whose place `above` from the end of their path a text names, by far more often than that of the others."""
    counts = [
        text.count(_stem(candidate.path[-above])) if len(candidate.path) >= above else 0
        for candidate in candidates
    ]
    most = max(counts)
    rest = max((count for count in counts if count != most), default=0)
    if not most or most < _LEAD * rest:
        return candidates
    return [candidate for candidate, count in zip(candidates, counts, strict=True) if count == most]


def _stem(name: str) -> str:
    """A place's name as it is also used: 福州 for 福州市, 红河 for 红河哈尼族彝族自治州."""
    short = next((item for item in (name[:-1], name) if len(item) >= 2), name)
    return (
        re.sub(r"(?:维吾尔|壮族|回族)?自治$|地$", "", short) if name.endswith(("自治区", "地区")) else short
    )


def _by_body(scope: str | None, around: str, body: str) -> Answer:
    """The place that the running text names far more often than any other of the kind that it speaks of."""
    if scope in _TOWN_SCOPES:
        named = Counter(_towns_named(body, scope))
    else:
        papers = _PAPER.findall(body) if scope in _DRAWING_UP else []
        named = Counter(
            place.name
            for text in (body, *papers)
            for place in find_places(text)
            if place.name[-1] == scope and len(place.name) > 2
        )
    ranked = named.most_common(2)
    if not ranked or ranked[0][1] < _NAMED or (len(ranked) > 1 and ranked[0][1] < _LEAD * ranked[1][1]):
        return None, "neither title, signature nor page name a place, and the text names none often enough"
    name = ranked[0][0]
    return (
        _find_township(name, around, body)
        if scope in _TOWN_SCOPES
        else _answer(*_choose(divisions()[name], "", around, body))
    )


def _towns_named(text: str, kind: str) -> Iterator[str]:
    """The names of townships in a text that end in 镇, 乡 or 街道."""
    at = text.find(kind)
    while at >= 0:
        end = at + len(kind)
        for start in range(max(0, end - _LONGEST_TOWN), at):
            if text[start:end] in townships():
                yield text[start:end]
                break
        at = text.find(kind, end)
