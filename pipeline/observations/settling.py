"""From the words around a figure to what stands in the observation: members, scope, whose figure it is."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.catalogue import Indicator
from pipeline.records import Report

from .frames import Frame, in_aside
from .lexicon import Lexicon

_UPPER = re.compile(
    r"(?<![居列为在获名前占])全(?P<place>国|省)(?=共|各级|各地|累计|平均|法院|人民法院|行政机关|行政复议机[关构]|办理|受理|新收|审结|办结|范围内共)"
)
_BELOW = {
    "county": ("镇", "乡", "街道", "苏木"),
    "prefecture": ("镇", "乡", "街道", "苏木", "县", "区", "市", "旗"),
    "province": ("镇", "乡", "街道", "苏木", "县", "区", "市", "旗", "州", "盟"),
}
_ACTOR = re.compile(
    r"(?P<whole>[全各我本](?:县|市|区|州|旗|盟|乡镇|镇街|级|地|部门|单位))"
    r"|(?:^|(?<=[,;:。]))\s*(?:其中|如)?[,:]?(?:[\u4e00-\u9fff]{2}[市县区旗](?=[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)))?(?P<name>[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道|苏木)|[\u4e00-\u9fff]{1,3}?(?:县|区|市|旗|州|盟)|(?:[\u4e00-\u9fff]{2,4}、)+[\u4e00-\u9fff]{2,4}[两二三四五六七八九](?:[县市区旗州盟镇乡]|街道))"
    r"(?:(?<=[两二三四五六七八九][县市区旗州盟镇乡])|(?<=[两二三四五六七八九]街道)|(?=司法所|综治|人民调解|调解|受理|办理|开展|组织|化解|排查|共|累计|全年|召开|举办|综合执法|政府|人民政府|党委|率先|先后|建成|建立|成立|设立|新建|投入|查处|发放|接待|成功|[\u4e00-\u9fff]{2,6}局(?!长|势|面|部|限)))"
)
_COMMON = re.compile(
    r"自治|坚持|召开|联合|会同|^[共省市县区州全各每该本我在对向为由从到于以及和与将把按据自经除含原拟均已等两]|[个城村集农]镇$|[城下个各]乡$|推|促|指导|组织|覆盖|深入|[社园辖地小景牧灾片校厂矿特新]区$|都市|城市|超市|门市"
    r"|全[县市区州旗]|我[县市区州旗]|各[县市区旗]|其中|清理|[代办受审管]理|代表|协助|配合|审[核查]|参[与加]|列席|起草|提[请交]|报[送经]|出台|印发|发布|公布|制[定发]|修订|废止|备案|编制|承办|收到|作为|落实|[^城]乡镇$|[县区市][乡镇]$"
)
# Verbs and the like that may stand before `市政府` or `镇综合执法队` and are no name of a place.
_VERBS = re.compile(
    "审议|研究|讨论|通过|办理|答复|回复|邀请|召开|推进|加强|强化|健全|建立|成立|设立|委托|督促|协助|反馈|报请|提交|呈报|上报|下发|转发|执行|实施|承担|履行|维护|服务|支持|保障|聘请|选聘|列入|"
    "纳入|撤销|维持|起诉|状告|针对|根据|按照|围绕|统筹|牵头|规范|梳理|公开|主动|通报|考核|督察|检查|评估|监督|审定|审批|批准|签订|拟订|拟定|代拟|草拟|完善|修改|接受|应诉|代为|参谋|汇报|上级|"
    "申请|请示|建议|要求|帮助|负责|作出|做出|完成|开展|收集|征集|提供|推行|深化|汇总|聚焦|立足|依托|发挥|探索|创新|打造|建成|加快|提升|优化|拓展|畅通|增强|贯彻|持续|协调|抽调|选派|派出|举办|"
    "组建|调整|充实|明确|压实|形成|出具|审结|受理|新收|收案|被诉|涉及|包括|现行|现有|严格|规定|有关|相关|所有|部分|基层|各个|辖区|下属|所属|派驻|进驻|建设|创建|推广|夯实|做好|做实|抓好|抓实|"
    "打通|整合|赋予|下放|承接|指定|任命|配备|配齐"
)
_SOME = re.compile(
    r"(?<![全\d])(?<!全[县市区州省盟旗])(?:\d{1,3}|[两三四五六七八九十])[个家](?:县|区|市|乡|镇|街道|部门|单位)[^,。;]*\Z"
)
# People of some bodies below (`43个税务分局中法制员11人`) are not all that the issuer has.
_AMONG = re.compile(
    r"(?<!\d)\d{1,3}[个家][^,。;、\d]{0,10}(?:分局|[^位]所|站|中队|镇|乡|街道|村|社区|企业|学校|医院)(?:\([^()]*\))?(?:当?中|之中|里|内)[^。;\d]*\Z"
)
_PEOPLE = ("人", "名", "位")
_WITHIN = ("中", "里", "内")
# The governments below as those that act, by the issuer's level: named as governments, or beside the issuer's own.
_ACTS = "制[定发]|出台|印发|受理|收到|新收|办理|办结|审结|审查|审核|备案|报备|作为|被|作出|查处|实施|开展|组织|公开|发布|(?=\\d|近|约|超)"
_COUNTIES = r"(?P<others>其他|其余)?各?(?:所辖)?(?:县\(市、?区\)|各?区、县\(市\)|县\(区、?市\)|县\(区\)|区\(县\)|区\(市、?县\)|县市区|县区市?|区县市?|市县区?|县、区|县级|旗县区?|各县|各区|各旗)"
_TOWNS = r"(?P<others>其他|其余)?各?(?:乡\(镇\)|乡镇\(街道\)|镇\(街道\)|镇\(街\)|乡镇街道?|镇街|乡镇|街镇|乡级|镇级)"
_LOWER = {
    "county": (
        re.compile(
            rf"[,;、:(]*(?:其中|另有)?[,:]?{_TOWNS}(?P<named>(?:人民)?政府)?(?:共|累计|全年)*(?:{_ACTS})"
        ),
        ("县政府", "区政府", "市政府", "县人民政府", "区人民政府", "市人民政府", "本级"),
    ),
    "prefecture": (
        re.compile(
            rf"[,;、:(]*(?:其中|另有)?[,:]?{_COUNTIES}(?P<named>(?:人民)?政府)?(?:及其?部门)?(?:共|累计|全年)*(?:{_ACTS})"
        ),
        ("市政府", "州政府", "市人民政府", "州人民政府", "本级", "市级", "州级", "市直", "州直"),
    ),
    "province": (
        re.compile(
            rf"[,;、:(]*(?:其中|另有)?[,:]?(?:各?市县|各?市州|各?市地|各市|设区市|{_COUNTIES})(?P<named>(?:人民)?政府)?(?:及其?部门)?(?:共|累计|全年)*(?:{_ACTS})"
        ),
        ("省政府", "自治区政府", "省人民政府", "本级", "省级", "省直", "区直"),
    ),
}
_OF_ALL = re.compile(r"[均都]|全部|全覆盖|平均|双双")
# Those of two kinds together are of neither (`专兼职人民调解员862名`).
_BOTH = re.compile("专[、(]?兼[)]?职")
# Whose figure it is where the text tells its own government's or office's apart from all others' (`省政府本级受理…`).
_SCOPE = re.compile(
    r"[全省市县区州旗盟自本我局]"
    r"(?:(?<=全)(?P<territory>县|市|区|州|省|旗|盟|自治[区州县])"
    r"|(?P<place>(?<=自)治[区州县]|(?<=[省市县区州旗盟]))(?:人民)?(?:政府|[局厅委])?本级(?!财政|预算|政府|政策|人大)"
    r"|(?<=[本我])[局厅委办]|(?<=局)机关)"
)
# The departments beside their government as those that issue (`县政府制定3件,部门制定规范性文件2件`).
_DEPARTMENTS = re.compile(
    r"[,、;:(]*(?:其中|另有)?[,:]?[省市县区州旗]?(?:直|级|各|政府|所属|工作)*(?P<body>部门)(?:共|累计|全年)*(?:制发|印发|制定|出台|发布)"
)


def other_place(text: str, frame: Frame, report: Report) -> str | None:
    """The place above the issuer's whose figure this is, if the clause says so (`全省…`, `全国…`)."""
    start, end = frame.clause
    at = max(text.rfind("全国", start, end), text.rfind("全省", start, end))
    found = _UPPER.match(text, at, frame.left[1]) if at >= 0 else None
    if found is None or (found["place"] == "省" and _is_provincial(report)):
        return None
    return found.group()


def place_below(text: str, frame: Frame, report: Report) -> str | None:
    """The township, or county of a prefecture, that the sentence names as the one that acts, by its structure alone.

    It stands at the head of a clause before what acts or is done (`某某镇调解…`); `全县`, `各乡镇` end what it says.
    """
    ends = _BELOW.get(report.level or "")
    if ends is None:
        return None
    start, end = frame.sentence
    below: str | None = None
    for mark in _actors(text[start:end]):
        if mark.end() > frame.left[1] - start:
            break
        name = mark["name"]
        lower = name and name.endswith(ends) and _is_place(name) and not _is_own(name, report)
        below = name if lower else None
    return below


def governments_below(text: str, frame: Frame, report: Report) -> str | None:
    """The governments below, where the figure's own words begin with them as those that act.

    What they do is none of the issuer's if they are called governments or the sentence tells its own apart
    (`市政府制发12件,县(市、区)制发34件`).
    """
    rule = _LOWER.get(report.level or "")
    acts = rule and rule[0].match(text, *frame.left)
    if rule is None or not acts:
        return None
    said = text[frame.sentence[0] : frame.left[0]]
    apart = any(own in said for own in rule[1]) or text.find("本级", frame.right[0], frame.sentence[1]) >= 0
    return acts.group() if acts["named"] or acts["others"] or apart else None


def _is_place(name: str) -> bool:
    """Whether words that end like the name of a place may be one: no verb with what it is done to (`出台市`政府…)."""
    stem = name.removesuffix("街道")[: None if name.endswith("街道") else -1]
    if _VERBS.match(stem) or _VERBS.fullmatch(stem[-2:]) or (len(stem) == 1 and name[-1] in "市区"):
        return False
    return not _COMMON.search(name)


def _is_own(name: str, report: Report) -> bool:
    return name in (report.title or "") or (report.region is not None and name in report.region.path)


def some_of_many(text: str, frame: Frame, unit: str) -> str | None:
    """The bodies below of which alone a rate or people are told (`3个县区败诉率超过30%`); of all of them is the whole's."""
    start, end = frame.clause[0], frame.left[1]
    if unit == "%":
        found = _SOME.search(text, start, end)
    elif unit in _PEOPLE and any(text.find(word, start, end) >= 0 for word in _WITHIN):
        found = _AMONG.search(text, start, end)
    else:
        return None
    if not found or (_OF_ALL.search(found.group()) and not text.endswith("等", 0, found.start())):
        return None
    return found.group()[:8]


@lru_cache(maxsize=4096)
def _actors(sentence: str) -> tuple[re.Match[str], ...]:
    return tuple(_ACTOR.finditer(sentence))


def _is_provincial(report: Report) -> bool:
    return report.level == "province" or (report.region is not None and len(report.region.path) == 1)


# One trade's bodies as those that act (`交警部门简易程序处罚4.9万起`), or all of them again.
TRADE = "公安|交警|交管|城管|城市管理|市场监管|市监|工商|质监|食药监?|综合执法|综合行政执法|交通运输|交通|生态环境|环保|农业农村|农业|卫生健康|卫健|卫生|应急管理|应急|安监|自然资源|国土|林业|林草|水务|水利|文旅|文化|文化旅游|税务|消防|烟草|住建|人社"
_TRADES = re.compile(
    rf"(?P<all>行政执法(?:部门|机关|单位|主体)|各(?:部门|单位|级|执法)|全[县市区州省旗])|(?:^|(?<=[,;:。(]))\s*(?:其中|仅)?[,:]?[省市县区州旗]?"
    rf"(?P<body>(?:{TRADE})(?:[、和](?:{TRADE}))*等?(?:机关|部门|系统|局|大队|支队|总队|队伍|执法局|执法大队))"
)


def trade_of(text: str, frame: Frame, report: Report) -> str | None:
    """The bodies of one trade that the sentence names as those that act, where a government speaks for all of them.

    What they enforce is a part of what all bodies of the place enforce.
    """
    if report.level not in _BELOW:
        return None
    start, figure = frame.sentence[0], frame.left[1]
    bodies = [
        mark["body"] for mark in _trades(text[start : frame.sentence[1]]) if start + mark.end() <= figure
    ]
    return bodies[-1] if bodies else None


@lru_cache(maxsize=1024)
def _trades(sentence: str) -> tuple[re.Match[str], ...]:
    return tuple(_TRADES.finditer(sentence))


def scope_of(text: str, frame: Frame, report: Report) -> str | None:
    """The territory that a department speaks for where it does not speak for itself; 本级, 部门 where only those are told.

    The last word of scope before the figure decides; semicolons do not end what it reaches.
    """
    if report.level in _BELOW and (issuing := _DEPARTMENTS.match(text, *frame.left)):
        return issuing["body"]
    end = frame.left[1]
    start = max(frame.item, text.rfind("。", frame.item, end))
    named = [mark for mark in _SCOPE.finditer(text, start, end) if not in_aside(text, mark.end(), end)]
    if not named:
        return None
    last = named[-1]
    if last["place"] is not None:
        return f"{text[last.start() : last.end('place')]}本级"
    return last.group() if last["territory"] and report.level == "department" else None


def members_of(
    text: str, frame: Frame, indicator: Indicator, lexicon: Lexicon, behind: bool
) -> dict[str, str]:
    """The members of the indicator's dimensions that the figure's own stretch names, or its sentence for carried ones.

    `behind`: what is counted stands behind the figure (`79个服务点`), so its member is looked for there first.
    """
    left, right = frame.left, frame.right
    own = _own_members(text[left[0] : left[1]], text[right[0] : right[1]], indicator.id, behind, lexicon)
    found = dict(own)
    for key in indicator.carried:
        if key not in found:
            said = text[frame.sentence[0] : left[1]]
            if member := _nearest(lexicon.members[indicator.id][key], said, ""):
                found[key] = member
    return found


@lru_cache(maxsize=32768)
def _own_members(
    left: str, right: str, indicator: str, behind: bool, lexicon: Lexicon
) -> tuple[tuple[str, str], ...]:
    """The members that the words before and after a figure name.

    A bracket that the next figure closes tells of parts (`86项(行政许可8项…)`), not of the figure before it.
    """
    opened = right.find("(")
    if opened >= 0 and right.find(")", opened) < 0:
        right = right[:opened]
    if "兼职" in left or "兼职" in right:
        left, right = _BOTH.sub("", left), _BOTH.sub("", right)
    named = {
        key: _nearest(words, "" if behind else left, right)
        for key, words in lexicon.members[indicator].items()
    }
    return tuple([(key, member) for key, member in named.items() if member is not None])


def _nearest(named: dict[str, str], before: str, after: str) -> str | None:
    """The member whose word stands last before the figure (of two that end together the longer), else first after it."""
    ends = [(before.rfind(word) + len(word), len(word), word) for word in named if word in before]
    if ends:
        return named[max(ends)[2]]
    starts = [(after.find(word), -len(word), word) for word in named if word in after]
    return named[min(starts)[2]] if starts else None
