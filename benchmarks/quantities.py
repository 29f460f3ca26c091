"""How fast figures are found, beside one plain regular expression that builds the same records.

Run by hand: `python -m benchmarks.quantities [--largest CHARACTERS]`. Both sides read the same text in turns in the
same run; medians are printed: million characters a second, their ratio, and the cost of one character. What a
character costs more in a long text than in a short one is the price of fresh memory for the records, which the
operating system hands out page by page: the plain expression pays it too.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

from pipeline.quantities import find_quantities
from pipeline.records import Quantity

_UNITS = (
    "人次|场次|条次|百分点|件|个|次|人|名|项|条|份|起|家|期|部|张|册|场|台|支|顶|%|元|吨|枚|桶|本|批|处|辆"
)
_PLAIN = re.compile(
    rf"([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)(余|多)?(万|亿)?(余|多)?({_UNITS})(以上|以下|左右)?"
)
_POWERS = {"万": 10**4, "亿": 10**8}
_BOUNDS = {"近": "under", "约": "about", "超": "over", "以上": "over", "以下": "under", "左右": "about"}

_SENTENCES = (
    "全年共受理行政复议案件{a}件,审结{b}件,其中维持{c}件、撤销{d}件,综合纠错率{e}%。",
    "组织开展法治宣传活动{c}场次,发放宣传资料{a}余份,受教育群众{f}万余人次。",
    "一是坚持党对法治政府建设的领导,认真学习贯彻习近平法治思想,县政府常务会议专题研究法治工作{d}次。",
    "(二)持续优化法治化营商环境,深入推进“放管服”改革,着力破解企业群众反映强烈的突出问题,一体推进法治政府建设。",
    "与上年相比,新收案件减少{d}件,同比下降{e}%,负责人出庭应诉率提高{g}个百分点。",
    "严格落实《重大行政决策程序暂行条例》,对{d}个乡镇、{c}个部门开展督察,发现问题{b}条,均已督促整改到位。",
)


def plain_expression(text: str) -> list[Quantity]:
    """What one good regular expression makes of the text: span, value, unit, approximation."""
    found = []
    for match in _PLAIN.finditer(text):
        number, more, scale, more_after, unit, after = match.groups()
        start, end = match.span()
        value = Decimal(number.replace(",", ""))
        if scale:
            value *= _POWERS[scale]
        before = text[start - 1]
        approximation = "exact"
        if more or more_after:
            approximation = "over"
        elif after:
            approximation = _BOUNDS[after]
        elif before in _BOUNDS:
            approximation = _BOUNDS[before]
        found.append(Quantity(start, end, match[0], value, None, unit, approximation, "level"))
    return found


def sample_text(characters: int) -> str:
    """Prose in the style of the reports: one block of 500 characters again and again, equally dense at any length."""
    chance = random.Random(7)
    block = ""
    for sentence in _SENTENCES * 2:
        figures = {"a": chance.randint(100, 9999), "b": chance.randint(10, 99), "c": chance.randint(10, 999)}
        figures |= {
            "d": chance.randint(2, 30),
            "e": chance.randint(1000, 9999) / 100,
            "f": chance.randint(10, 99) / 10,
        }
        block += sentence.format(**figures, g=chance.randint(10, 99) / 10)
    return (block[:498] + "。\n") * (characters // 500)


def seconds(read: Callable[[str], object], text: str, runs: int) -> float:
    """Processor time of `runs` readings."""
    started = time.process_time()
    for _ in range(runs):
        read(text)
    return time.process_time() - started


def main() -> None:
    """Print one line for each length of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    print(
        f"{'characters':>12} {'ours M/s':>9} {'plain M/s':>9} {'ratio':>6} {'ours ns/char':>13} {'plain ns/char':>14}"
    )
    length = 500
    while length <= arguments.largest:
        text, runs = sample_text(length), max(1, 500_000 // length)
        ours, plain = [], []
        for _ in range(arguments.rounds):
            gc.collect()
            ours.append(seconds(find_quantities, text, runs))
            gc.collect()
            plain.append(seconds(plain_expression, text, runs))
        mine, other = statistics.median(ours), statistics.median(plain)
        read = length * runs / 1e6
        ratio = statistics.median(b / a for a, b in zip(ours, plain, strict=True))
        speeds = f"{read / mine:>9.2f} {read / other:>9.2f} {ratio:>6.2f}"
        costs = f"{mine / read * 1000:>13.1f} {other / read * 1000:>14.1f}"
        print(f"{length:>12,} {speeds} {costs}", flush=True)
        length *= 10 if length != 50_000 else 20


if __name__ == "__main__":
    main()
