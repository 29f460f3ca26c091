"""Whether a figure is a level, a change or a target.

A change is how much a figure itself rose or fell: the verb stands right before the number (`减少5起`), or before the
rate, time or sum that moved (`压缩审批时限60%`). What was added or cut is counted as a level (`新增4名`, `压减环节35个`),
and so is what a figure moved to (`降至7件`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.quantities.grammar import BLANK
from pipeline.records import Span

_RISES = (
    "增长|增加|上升|提高|提升|上涨|增多|攀升|扩大|上调|增幅|涨幅|增速|提速|增长率|递增|跃升|上浮|拓展|改善"
)
_FALLS = "下降|减少|降低|缩短|压缩|压减|缩减|回落|下滑|削减|下调|降幅|减幅|减少率|下降率|降低率|递减|下浮|锐减|减轻"
_ADVERBS = "(?:[了约近超逾达]|超过|至少|不少于|大约|将近|接近|幅度?|达|为|均|分别|大幅|同比|平均|了?近)"
# A look at one character spares the many verbs a try at every place.
_VERB = f"(?=[{''.join(sorted({verb[0] for verb in f'{_RISES}|{_FALLS}'.split('|')}))}])"
_STEP = re.compile(f"{_VERB}(?:({_RISES})|({_FALLS})){_ADVERBS}{{0,3}}$")
_TO = re.compile("[至到成为]了?(?:约|近|超过?)?$")
_FROM = re.compile("[从由自](?:[^,，;；、]{0,8}的)?(?:约|近|不足|超过?)?$")
_NOUN_OF_CHANGE = re.compile(
    "(?:[增涨降减]幅|增速|率)度?(?:分别)?(?:已经?)?(?:高?达到?|为|是|约|近|超过?)?(?:分别)?$"
)
_SHORT_STEP = re.compile("(?:([增升涨多高])|([降减少低]))(?:[出了近约超]|超过|出近)?$")
_NOT_A_SHORT_STEP = re.compile("(?:[新净最至不大许众诸太]|[较更]为)[增多少高低](?:出|达)?$")
_NET = re.compile("净[增减](?:了|约|近)?$")
_COMPARED = re.compile("同比|环比|[较比]|同期|分别|各|去年|上年")
_COMPARED_BEFORE = re.compile("相比,$")
_OBJECT = re.compile(
    f"(?:{_VERB}|(?=精))(?:({_RISES}|提速)|({_FALLS}|精简|精减|压|减))了?([^,，;；、。:：]{{1,14}}?){_ADVERBS}{{0,2}}$"
)
_NOT_MOVED = re.compile("[至到为]|率$|度$|比例?$|比重$|占|完成|办结|实现|落实|达|合格|确保")
_TIME_OR_SUM = re.compile(
    "(?:时限|时间|用时|时长|期限|周期|天数|成本|投入|经费|收入|预算|金额|支出|费用)[约近]?$"
)
_TIMES = frozenset({"工作日", "天", "小时", "分钟", "个月", "年", "日", "自然日", "元"})
_RELATIVE = frozenset({"%", "百分点", "倍", "‰", "成"})
MOVED = _TIMES | _RELATIVE
"""Units of rates, times and sums: what a verb further away may have moved by so much."""
_CLAUSE = re.compile(".{0,40}[,，。;；:：\\n(（!！?？]", re.DOTALL)
# Where a heading tells no direction, the sign of the cell does.
_RISING_HEADING = re.compile(
    "(?:同比|环比|较上年).{0,2}(?:增[长加幅减]|上升|变[化动])|增幅|增长率?|增减|(?:同比|环比)(?:[(（][^()（）]{0,8}[)）])?$"
)
_FALLING_HEADING = re.compile("(?:同比|环比|较上年).{0,2}(?:减少|下降|降低)|降幅|下降率?")
MOVES = re.compile("[增减降升提缩压涨精多少善]")
"""A character of every verb that moves a rate, a time or a sum."""
LIST_MARKS = frozenset("、和与及")
_LIST_GAPS = frozenset({"、", "和", "与", "及", "以及"})
_END_OF_COUNT = frozenset(",。;、)\n:!和")

MAYBE_CHANGED = frozenset("增长加升高提涨大多幅速度减少降低短缩落滑调轻了近约超逾过达到为均别比于")
"""What may stand right before the number of a change; after any other character a count is a level."""

_ONE_WIDTH = str.maketrans("，；：！？（）％０１２３４５６７８９．", ",;:!?()%0123456789.", BLANK)
_OTHER_WIDTH = re.compile(f"[，；：！？（）％０-９．{BLANK}]")
_NEAR = 40
"""How many characters around a figure are asked about its role."""

_AIM = re.compile(
    "[争预拟划确目少低任多要](?:(?<=力争)|(?<=争)取|(?<=预)计|(?<=拟)|(?<=计划)|(?<=确)保|(?<=目)标|(?<=不[少低])于|(?<=[的达]任)务|(?<=要)求(?=的[0-9０-９.．]{1,6}[%％])"
    "|(?<=[多少])(?:(?<=同[比期].)|(?<=环比.)|(?<=相比.)|(?<=比[,，].)|(?<=[比较][上去前往]年.)|(?P<also>(?<=[、，,].)))(?P<step>(?![元数年量部方种个项次层渠])"
    "[\u4e00-\u9fff]{1,8}?)(?=[约近超逾]?[0-9０-９]))"
)
# Between a difference and the next of its list: 少发生9起、少死亡11人.
_ONE_FIGURE = re.compile("[约近超逾]?[0-9０-９.．]{1,12}+[\u4e00-\u9fff]{1,4}[、，,]")
# What must stand before and after a word that announces a target, and whether it carries to the end of the sentence.
_MUST = re.compile("[要须应][^,。;\\n]{0,16}$"), None, False
_AIMS = {
    "争": (None, None, True),
    "争取": (None, re.compile("[在达实完年内使今明]|到(?:20|年底|明年)"), True),
    "预计": (None, None, True),
    "拟": (
        re.compile("^(?!.*(?:清理|梳理)[^。\\n]*$).*[,。;\\n年度]$", re.DOTALL),
        re.compile("(?![定订稿]|制(?!定))"),
        True,
    ),
    "划": (re.compile("(?:[,。;\\n年内还]|明年|今年)计$"), re.compile("[^的中内书表项外完列]"), True),
    "确保": (
        None,
        re.compile("(?!了)[^,。;\\n]*?(?:[率达%]|比例|完成|实现|控制|覆盖|不[低少高超]|超过|以[上内])"),
        False,
    ),
    "目标": (None, re.compile("(?:任务)?(?:值|数|量|要求|指标)?(?:[为是达:]|\\d)"), False),
    "要求": (None, None, False),
    "任务": (re.compile("下达$"), re.compile("(?:数|量|指标)?[为是]?\\d"), False),
    "少于": _MUST,
    "低于": _MUST,
}
# … and what is said after a figure that is one: 60%的目标任务.
_AIMED_AT = frozenset({"目标", "任务"})
_AIMED_FIGURE = re.compile(
    "(?:%(?:以上|左右)?的?|(?:[个件次人名项条份起场家期元]|以上|左右)的)"
    "(?:年度|全年|预定|既定|考核|工作|规定|省定|市定|约束性|预期){0,2}$"
)
_LAST_FIGURE = re.compile("[^,，。;；、\\n]{0,9}\\d[^\\d\\n]{0,24}$")
_ONE_CLAUSE = re.compile("[,，。;；\\n]")
_SENTENCE = re.compile("[。;；\\n]|[,，](?=[^,，。;；\\n]{0,4}(?:已|目前|现有|实际))")
MINUS = frozenset("-－−")
SIGNED = MINUS | frozenset("+＋")
"""Signs that say which way a figure moved: 同比-3.2%, 同比增长-3.2%."""
OPPOSITE = {"up": "down", "down": "up"}
Role = tuple[str, str | None]
"""Role and direction."""
_REACH = 120
"""How many characters a word may announce a target ahead."""


def seen(text: str, start: int, end: int) -> str:
    """The words between two offsets as roles are judged by: without blanks, and all signs of one width."""
    words = text[max(0, start) : end]
    return words.translate(_ONE_WIDTH) if _OTHER_WIDTH.search(words) else words


class Announced(NamedTuple):
    """What words say of figures further on.

    `targets` are the stretches whose figures are yet to be reached, `steps` the starts of figures that are differences
    (较上年多办理12件), with their direction.
    """

    targets: list[Span]
    steps: dict[int, Role]


def find_announced(text: str, spans: Iterable[Span], plans: Iterable[Span]) -> Announced:
    """What the words of some spans announce; the figures of `plans` are targets without being announced."""
    targets, steps, latest = list(plans), dict[int, Role](), 0
    for span in spans:
        for aim in _AIM.finditer(text, *span):
            if aim["step"]:
                if aim["also"] is None or (
                    latest in steps and _ONE_FIGURE.fullmatch(text, latest, aim.start())
                ):
                    latest = aim.end()
                    steps[latest] = _change(aim[0][0] == "多")
            else:
                targets += _aims(text, aim, *span)
    return Announced(targets, steps)


def _aims(text: str, aim: re.Match[str], start: int, end: int) -> Iterator[Span]:
    """The stretches, before and after it, that a word makes targets."""
    word, (at, close) = aim[0], aim.span()
    if word in _AIMED_AT and _AIMED_FIGURE.search(seen(text, max(start, at - 24), at)):
        figure = _LAST_FIGURE.search(text, max(start, at - 24), at)
        yield Span(figure.start() if figure else at, at)
    if word in _AIMS:
        before, after, carries = _AIMS[word]
        if before and not before.search("\n" + seen(text, at - 24, at)):
            return
        if after and not after.match(seen(text, close, min(end, close + 24))):
            return
        reach = min(end, close + _REACH)
        stop = (_SENTENCE if carries else _ONE_CLAUSE).search(text, close, reach)
        yield Span(at, stop.start() if stop else reach)


def role_of(text: str, start: int, end: int, unit: str) -> Role:
    """`level` or `change`, and the direction of a change, from the words around a figure."""
    near = max(0, start - _NEAR)
    marks = _CLAUSE.match(text, near, start)
    begin = marks.end() if marks else near
    clause = seen(text, begin, start)
    if _FROM.search(clause):
        return "level", None
    relative = unit in _RELATIVE
    if step := _STEP.search(clause):
        if _TO.search(clause) and not _NOUN_OF_CHANGE.search(clause):
            return "level", None
        if relative or unit in _TIMES or _is_step(seen(text, near, begin), clause, seen(text, end, end + 4)):
            return _change(step[1])
        return "level", None
    if (short := _SHORT_STEP.search(clause)) and _is_short_step(clause, relative):
        return _change(short[1])
    if (moved := _OBJECT.search(clause)) and _is_moved(moved[3], unit, relative):
        return _change(moved[1])
    return "level", None


def _change(rise: str | bool | None) -> Role:
    return "change", "up" if rise else "down"


def _is_step(before: str, clause: str, after: str) -> bool:
    """Whether a count right after the verb is a difference, and not the number of things added or cut."""
    compared = _COMPARED.search(clause) or _COMPARED_BEFORE.search(before)
    return bool(compared) or not after or after[0] in _END_OF_COUNT


def _is_short_step(clause: str, relative: bool) -> bool:
    compared = _COMPARED.search(clause) is not None
    if _NOT_A_SHORT_STEP.search(clause):
        return compared and _NET.search(clause) is not None
    return compared or (relative and clause[-1] in "增升降减涨")


def _is_moved(thing: str, unit: str, relative: bool) -> bool:
    if unit == "百分点":
        return True
    if relative:
        return not _NOT_MOVED.search(thing)
    return unit in _TIMES and bool(_TIME_OR_SUM.search(thing))


def role_under(headings: str) -> Role:
    """The role of a table's cell that stands under headings such as 同比增长(%)."""
    rise, fall = _RISING_HEADING.search(headings), _FALLING_HEADING.search(headings)
    return _change("up" if rise else None) if bool(rise) != bool(fall) else ("level", None)


def continues(gap: str) -> bool:
    """Whether what stands between two figures makes the second one of a list with the first."""
    return len(gap) < 8 and gap.translate(_ONE_WIDTH) in _LIST_GAPS
