"""Generated reports whose every relation is known, for the injection test: sentences in the genre's style."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Relation(NamedTuple):
    """A sentence with its figures in {braces} filled in, and the rule that they keep, given the numbers in order.

    A relation without rule is a trap: figures that look related and are not; it only counts for false alarms.
    """

    sentence: str
    holds: Callable[[list[Decimal]], bool] | None


def total(numbers: list[Decimal]) -> bool:
    return numbers[0] == sum(numbers[1:])


def closing_total(numbers: list[Decimal]) -> bool:
    return numbers[-1] == sum(numbers[:-1])


def bound(numbers: list[Decimal]) -> bool:
    return numbers[1] <= numbers[0]


def rate(numbers: list[Decimal]) -> bool:
    whole, part, stated = numbers
    return whole > 0 and _states(stated, Fraction(part * 100) / Fraction(whole))


def change(rising: bool) -> Callable[[list[Decimal]], bool]:
    def holds(numbers: list[Decimal]) -> bool:
        now, amount, stated = numbers
        base = now - amount if rising else now + amount
        return base > 0 and _states(stated, Fraction(amount * 100) / Fraction(base))

    return holds


def from_to(numbers: list[Decimal]) -> bool:
    before, now, stated = numbers
    return before > 0 and _states(stated, abs(Fraction((now - before) * 100)) / Fraction(before))


def twice(numbers: list[Decimal]) -> bool:
    return numbers[0] == numbers[1]


def _states(stated: Decimal, exact: Fraction) -> bool:
    """Rounded or truncated to the decimals that are stated."""
    place = Fraction(10) ** int(stated.as_tuple().exponent)
    off = exact - Fraction(stated)
    return abs(off) <= place / 2 or 0 < off < place


def percent(part: int, whole: int, decimals: int = 1) -> str:
    return str((Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def relations(chance: random.Random) -> list[Relation]:
    """One report's relations, with numbers of the usual sizes."""
    return [*sums(chance), *bounds(chance), *rates(chance), *changes(chance), *traps(chance)]


def some(chance: random.Random, low: int, high: int, count: int) -> list[int]:
    return [chance.randint(low, high) for _ in range(count)]


def sums(chance: random.Random) -> list[Relation]:
    a, b, c, d = some(chance, 30, 900, 4)
    one, two = some(chance, 2, 60, 2)
    big, small = chance.randint(2000, 90000), chance.randint(200, 1900)
    sentences = [
        chance.choice(
            [
                f"全年共办理法律援助案件{a + b}件,其中民事{a}件,刑事{b}件。",
                f"受理法律援助案件{a + b + one}件(其中刑事{a}件、民事{b}件、行政{one}件)。",
            ]
        ),
        f"梳理行政执法事项{big + a + b + one}项,其中:行政处罚{big}项、行政许可{a}项、行政强制{b}项、行政检查{one}项。",
        f"公布权责清单事项{a + b + c + d}项(行政许可{a}项、行政处罚{b}项、行政给付{c}项、其他类别{d}项)。",
        f"查办行政处罚案件{big + small}件,其中简易程序{big}件,普通程序{small}件。",
        f"收到各类投诉{a + b + c}起,其中:服务类投诉{a}起、执法类投诉{b}起、其他投诉{c}起。",
        f"办理行政应诉案件{a + b}件,其中一审案件{a}件、二审案件{b}件。",
        f"评查案卷{a + b + one}卷,其中优秀{a}卷,合格{b}卷,不合格{one}卷。",
        f"全县建成人民调解委员会{a + b + one}个,其中村(社区)调委会{a}个、企事业单位调委会{b}个、行业性调委会{one}个。",
        f"上级交办信访事项{a + b}件,已办结{a}件,正在办理{b}件。",
        f"应采集监管事项{a + b}项,已采集覆盖监管事项{a}项,未采集覆盖监管事项{b}项。",
    ]
    closing = f"开展“以案释法”{one + 30}场次,“送法下乡”{two + 30}场次,共{one + two + 60}场次。"
    return [*(Relation(sentence, total) for sentence in sentences), Relation(closing, closing_total)]


def bounds(chance: random.Random) -> list[Relation]:
    part, whole = sorted(some(chance, 300, 4000, 2))
    one, small, big = chance.randint(2, 60), chance.randint(200, 1900), chance.randint(2000, 90000)
    return [
        Relation(f"化解各类矛盾纠纷{big}件,其中重大疑难纠纷{one}件。", bound),
        Relation(f"随机抽取行政执法案卷{whole}件开展评查,发现问题案卷{part}件。", bound),
        Relation(f"归集信用信息{big}条,其中双公示信息{small}条。", bound),
    ]


def rates(chance: random.Random) -> list[Relation]:
    part, whole = sorted(some(chance, 300, 4000, 2))
    told, exactly = percent(part, whole), percent(part, whole, 2)
    sentences = [
        f"各级人民调解组织共调解矛盾纠纷{whole}件,调解成功{part}件,调解成功率{told}%。",
        f"12345热线承办工单{whole}件,办结{part}件,办结率{exactly}%。",
        f"法院委派调解案件{whole}件,调解成功{part}件,成功率达{exactly}%。",
        f"新建高标准农田巡查点{whole}个,已完成验收{part}个,验收率{exactly}%。",
    ]
    return [Relation(sentence, rate) for sentence in sentences]


def changes(chance: random.Random) -> list[Relation]:
    now, less = chance.randint(80, 900), chance.randint(10, 70)
    fall, rise = percent(less, now + less), percent(less, now - less)
    exactly = percent(less, now + less, 2)
    return [
        Relation(f"发生生产安全事故{now}起,同比减少{less}起,下降{exactly}%。", change(False)),
        Relation(f"开展安全生产检查{now}次,较上年增加{less}次,增长{rise}%。", change(True)),
        Relation(f"全年信访总量由{now + less}件降至{now}件,下降{fall}%。", from_to),
    ]


def traps(chance: random.Random) -> list[Relation]:
    """Figures that look related and are not."""
    a, b, c, d, e = some(chance, 30, 900, 5)
    one, two, three, four = some(chance, 2, 60, 4)
    part, whole = sorted(some(chance, 300, 4000, 2))
    big, small = chance.randint(2000, 90000), chance.randint(200, 1900)
    sentences = [
        f"出台行政规范性文件{three}件,清理规范性文件{four + 60}件。",
        f"审结行政复议案件{a + b + 90}件,其中调解和解{a}件、直接纠错{b}件。",
        f"调解婚姻家庭、邻里等纠纷{a}件,提供法律咨询{big}人次,代写文书{b}件。",
        f"召开常务会议{three + 20}次,研究议题{a}项,其中涉法议题{one}项。",
        f"举办培训班{one}期,培训{small}人次,其中乡镇执法人员{two}人次、新任执法人员{three}人次等。",
        f"聘请法律顾问{one}名,出具法律意见{c}份,参与重大决策论证{d}次。",
        f"抽查企业{c}家,发现问题{d}个,整改{two}个。",
        f"全县{one}个乡镇、{two}个部门参加,其中开展交流发言{e}人次。",
        f"办理案件{a}件,满意率{percent(part, whole, 2)}%,按时办结率100%。",
        f"培训执法人员{a}人次,同比增长{percent(b, b + c)}%,其中新任人员{one}人次。",
        f"受理案件{a + 100}件,审结{a + 20}件,同比分别增长{percent(one, 90)}%、{percent(two, 90)}%。",
    ]
    return [Relation(sentence, None) for sentence in sentences]


class Report(NamedTuple):
    """A generated report: its text and the stretch of each relation."""

    text: str
    places: list[tuple[int, Relation]]


def generate(seed: int) -> Report:
    """A report of the genre with one of each relation, in an order of its own."""
    chance = random.Random(seed)
    told = relations(chance)
    chance.shuffle(told)
    text = "临江县2023年度法治政府建设情况报告\n\n发布日期:2024-02-20\n\n现将2023年度法治政府建设情况报告如下:\n\n一、主要举措和成效\n\n"
    places = []
    for number, relation in enumerate(told):
        text += "" if number % 3 else "\n"
        places.append((len(text), relation))
        text += relation.sentence
    return Report(
        text + "\n\n二、存在的不足\n\n基层执法力量仍较薄弱。\n\n三、下一步工作安排\n\n继续推进依法行政。\n",
        places,
    )


def injections(report: Report, seed: int) -> list[tuple[str, int, int, str]]:
    """The report with one digit of one figure changed, for each change that breaks the relation it stands in.

    One change is drawn for each figure of each relation: (text, start and end of the sentence, the sentence).
    """
    chance = random.Random(seed)
    broken = []
    for start, relation in report.places:
        if relation.holds is None:
            continue
        for match in NUMBER.finditer(relation.sentence):
            if match.group() == "12345":
                continue
            changed = _one_digit(relation.sentence, match, chance)
            numbers = [Decimal(n) for n in NUMBER.findall(changed) if n != "12345"]
            if not relation.holds(numbers):
                end = start + len(changed)
                broken.append((report.text[:start] + changed + report.text[end:], start, end, changed))
    return broken


def _one_digit(sentence: str, match: re.Match[str], chance: random.Random) -> str:
    places = [at for at in range(match.start(), match.end()) if sentence[at] != "."]
    at = chance.choice(places)
    digits = "123456789" if at == match.start() else "0123456789"
    digit = chance.choice([one for one in digits if one != sentence[at]])
    return sentence[:at] + digit + sentence[at + 1 :]
