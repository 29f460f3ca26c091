"""Figures as the genre writes them: widths, separators, blanks, Chinese numerals, approximators, ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple


class Manner(NamedTuple):
    """How one report writes its figures; `loose` and `chinese` are the shares of free counts so written."""

    wide: bool = False
    comma: str = ""
    gap: str = ""
    margin: str = ""
    percent: str = "%"
    loose: float = 0.2
    chinese: float = 0.03


class Figure(NamedTuple):
    """A figure in writing and what it states; `value` and `high` are exact, `text` is its span, no more."""

    text: str
    value: Decimal
    high: Decimal | None
    unit: str
    approximation: str


DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def draw_manner(random: Random) -> Manner:
    """Most reports write plainly; each oddity turns up in a few."""
    return Manner(
        wide=random.random() < 0.04,
        comma=random.choices(["", ",", "，"], [12, 2, 1])[0],
        gap=random.choices(["", " "], [12, 1])[0],
        margin=random.choices(["", " "], [12, 1])[0],
        percent=random.choices(["%", "％"], [9, 1])[0],
        loose=random.choice([0, 0.1, 0.25, 0.4]),
        chinese=random.choice([0, 0, 0.05]),
    )


def in_chinese(number: int) -> str:
    """The numeral for 1 … 99,999,999 as it is written in running text (两 before 百, 千 and 万)."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        gap = "零" if 0 < rest < 1000 else ""
        return ("两" if head == 2 else in_chinese(head)) + "万" + gap + (in_chinese(rest) if rest else "")
    text, pending = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if not digit:
            pending = bool(text)
            continue
        text += "零" if pending else ""
        pending = False
        first_ten = name == "十" and digit == 1 and not text
        text += ("" if first_ten else "两" if digit == 2 and size >= 100 else DIGITS[digit]) + name
    return text


def grouped(value: Decimal, comma: str) -> str:
    """The digits, in groups of three where the report does so."""
    text = f"{value:f}"
    return text if not comma or "." in text or value < 1000 else f"{int(value):,}".replace(",", comma)


def finish(text: str, manner: Manner) -> str:
    """Full-width digits where the report writes them so; a group comma stays as it is."""
    return text.translate(WIDE) if manner.wide else text


def exact(value: Decimal, unit: str, manner: Manner) -> Figure:
    """The figure as it stands, `2,358件` or `70.8%`."""
    if unit == "%":
        return Figure(finish(f"{value:f}", manner) + manner.percent, value, None, unit, "exact")
    gap = manner.gap if unit else ""
    return Figure(finish(grouped(value, manner.comma), manner) + gap + unit, value, None, unit, "exact")


def floor(value: Decimal, unit: str, manner: Manner, random: Random) -> Figure:
    """A bound from below, `95%以上`, `不少于200人次`."""
    plain = exact(value, unit, manner)
    text = plain.text + "以上" if unit == "%" or random.random() < 0.5 else "不少于" + plain.text
    return plain._replace(text=text, approximation="over")


def share(numerator: Decimal, denominator: Decimal, digits: int, truncate: bool = False) -> Decimal:
    """A rate in per cent with so many decimals; whole numbers lose their zeros now and then in real reports too."""
    rounding = ROUND_DOWN if truncate else ROUND_HALF_UP
    return (numerator * 100 / denominator).quantize(Decimal(1).scaleb(-digits), rounding)


def money(ten_thousands: Decimal, random: Random, manner: Manner, loose: bool) -> Figure:
    """A sum of money given in 万元, written in 万元 or 亿元; its unit is 元."""
    if ten_thousands >= 10_000 and random.random() < 0.7:
        number = (ten_thousands / 10_000).quantize(Decimal("0.01")).normalize()
        return Figure(finish(f"{number:f}", manner) + "亿元", number * 100_000_000, None, "元", "exact")
    if loose:
        whole = Decimal(int(ten_thousands) // 10 * 10 or 10)
        return Figure(finish(f"{whole:f}", manner) + "余万元", whole * 10_000, None, "元", "over")
    number = ten_thousands.quantize(Decimal("0.01"))
    return Figure(finish(f"{number:f}", manner) + "万元", number * 10_000, None, "元", "exact")


def round_off(value: Decimal, places: int = 1) -> Decimal:
    """The value with all but its leading digits zero: 1,286 → 1,200."""
    size = 10 ** max(len(str(int(value))) - places, 0)
    return Decimal(int(value) // size * size)


def rough_counts(value: Decimal, unit: str, manner: Manner, random: Random) -> Figure:
    """A count of twenty or more with an approximator, of every form that the genre uses."""
    number = round_off(value, 1 if value < 100 else random.choice([1, 2]))
    digits = finish(grouped(number, manner.comma), manner)
    forms: list[Callable[[], tuple[str, Decimal, str]]] = [
        lambda: (f"{digits}余{unit}", number, "over"),
        lambda: (f"{digits}余{unit}", number, "over"),
        lambda: (f"{digits}多{unit}", number, "over"),
        lambda: (f"近{digits}{unit}", number, "under"),
        lambda: (f"约{digits}{unit}", number, "about"),
        lambda: (f"约{digits}余{unit}", number, "over"),
        lambda: (f"超{digits}{unit}", number, "over"),
        lambda: (f"逾{digits}{unit}", number, "over"),
        lambda: (f"超过{digits}{unit}", number, "over"),
        lambda: (f"{digits}{unit}左右", number, "about"),
        lambda: (f"{digits}{unit}以上", number, "over"),
        lambda: (f"不足{digits}{unit}", number, "under"),
    ]
    if value >= 10_000:
        tens = (value / 10_000).quantize(Decimal("0.1"), ROUND_DOWN)
        tens = tens.quantize(Decimal(1)) if tens % 1 == 0 else tens
        whole, wan, round_wan = int(tens), finish(f"{tens:f}", manner), finish(str(int(tens)), manner)
        forms = [
            lambda: (f"{wan}万余{unit}", tens * 10_000, "over"),
            lambda: (f"{wan}万{unit}", tens * 10_000, "exact"),
            lambda: (f"近{wan}万{unit}", tens * 10_000, "under"),
            lambda: (f"{round_wan}余万{unit}", Decimal(whole * 10_000), "over"),
            lambda: (f"{round_wan}多万{unit}", Decimal(whole * 10_000), "over"),
            lambda: (f"约{wan}万余{unit}", tens * 10_000, "over"),
            lambda: (f"{in_chinese(whole * 10_000)}余{unit}", Decimal(whole * 10_000), "over"),
        ]
    text, stated, approximation = random.choice(forms)()
    return Figure(text, stated, None, unit, approximation)


def range_of(value: Decimal, unit: str, manner: Manner, random: Random) -> Figure:
    """Two bounds as one figure: `3至5次`, `5%至10%`, `220~230家`."""
    low, high = value, value + (5 if value < 100 else 10 ** (len(str(int(value))) - 1))
    link = random.choice(["至", "-", "—", "~"])
    between = "%" if unit == "%" and link == "至" else ""
    text = finish(f"{low:f}{between}{link}{high:f}", manner) + (manner.percent if unit == "%" else unit)
    return Figure(text, low, high, unit, "exact")


def rough_rate(value: Decimal, manner: Manner, random: Random) -> Figure:
    """A percentage with an approximator."""
    plain = exact(value, "%", manner)
    before, after, approximation = random.choice(
        [
            ("", "以上", "over"),
            ("超过", "", "over"),
            ("近", "", "under"),
            ("约", "", "about"),
            ("", "左右", "about"),
        ]
    )
    return plain._replace(text=before + plain.text + after, approximation=approximation)


def free(value: Decimal, unit: str, manner: Manner, random: Random) -> Figure:
    """A figure that stands in no relation, so that it may be written loosely and its value rounded to fit."""
    dice = random.random()
    if unit == "%":
        return (
            rough_rate(value, manner, random)
            if dice < manner.loose / 3 and value < 100
            else exact(value, unit, manner)
        )
    if dice < manner.chinese and 20 <= value < 10_000:
        if random.random() < 0.5:
            return Figure(in_chinese(int(value)) + unit, value, None, unit, "exact")
        number = round_off(value)
        return Figure(in_chinese(int(number)) + "余" + unit, number, None, unit, "over")
    if dice < manner.loose and value >= 20:
        return rough_counts(value, unit, manner, random)
    if dice > 0.99 and value < 1000:
        return range_of(value, unit, manner, random)
    return exact(value, unit, manner)
