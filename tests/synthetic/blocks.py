"""Blocks: what a report may say in one breath, with figures drawn to fit together."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from . import figures
from .drafts import Draft, Row, pieces
from .figures import Figure, Manner
from .places import HERE, read
from .relations import Held, Relation, checks, verdict

KEYS = {
    "n",
    "decimal",
    "rate",
    "money",
    "sum",
    "share",
    "near",
    "rest",
    "calc",
    "pct",
    "u",
    "is",
    "dim",
    "role",
    "direction",
    "exact",
    "plain",
    "floor",
    "scale",
}
LEVELS = ("province", "prefecture", "county", "township")
SCALES = {"province": 12, "prefecture": 3, "county": 1, "department": 0.6, "township": 0.2}
LEADING_SHARE = 0.2


class Block(NamedTuple):
    """Figures by name, as specified in the data file, and the sentences that may tell them."""

    levels: tuple[str, ...]
    figures: Mapping[str, Row]
    say: tuple[str, ...]
    clashes: frozenset[str]

    def indicators(self) -> frozenset[str]:
        return frozenset(i.rstrip("?") for spec in self.figures.values() for i in indicators_of(spec))


class Domain(NamedTuple):
    """One domain of a report: how its part may be headed and opened, and its blocks."""

    name: str
    headings: tuple[str, ...]
    openings: tuple[str, ...]
    blocks: tuple[Block, ...]


class Tale(NamedTuple):
    """How a block is told: the report's manner, its words, and what is planted."""

    manner: Manner
    words: Mapping[str, str]
    level: str
    contradict: bool = False
    lose_unit: bool = False


def indicators_of(spec: Row) -> list[str]:
    """The indicators that a figure stands for: none, one or several."""
    named = spec.get("is", [])
    return [named] if isinstance(named, str) else list(named)


@functools.cache
def domains() -> tuple[Domain, ...]:
    """All domains of the data files. Raises ValueError for a key that is not known."""
    return tuple(load_domain(Path(path)) for path in sorted((HERE / "domains").glob("*.yml")))


@functools.cache
def extras() -> Domain:
    """Figures of no indicator and things that only look like figures."""
    return load_domain(HERE / "extras.yml")


def load_domain(path: Path) -> Domain:
    """One data file of blocks."""
    data = read(str(path.relative_to(HERE)))
    blocks = []
    for row in data["blocks"]:
        specs = row.get("figures", {})
        if unknown := {key for spec in specs.values() for key in spec} - KEYS:
            raise ValueError(f"{path.name}: {unknown}")
        levels = tuple(row.get("levels", data.get("levels", LEVELS)))
        blocks.append(Block(levels, specs, tuple(row["say"]), frozenset(row.get("clashes", ()))))
    return Domain(path.stem, tuple(data["headings"]), tuple(data["openings"]), tuple(blocks))


def operands(expression: str) -> tuple[str, ...]:
    """`now+chg-x` as signed names."""
    return tuple(re.findall(r"[+-]?\w+", expression))


def relations_of(specs: Mapping[str, Row]) -> list[Relation]:
    """The relations that follow from how the figures were drawn."""
    found = []
    for name, spec in specs.items():
        if "sum" in spec:
            found.append(Relation("sum", name, tuple(spec["sum"])))
        elif "rest" in spec:
            whole, *parts = spec["rest"]
            found.append(Relation("sum", whole, (*parts, name)))
        elif "share" in spec:
            found.append(Relation("subset", name, (spec["share"][0],)))
        elif "pct" in spec:
            found.append(Relation("ratio", name, operands(spec["pct"][0]), operands(spec["pct"][1])))
    return found


def tied(specs: Mapping[str, Row], relations: Sequence[Relation]) -> set[str]:
    """The figures that stand in a relation or are reckoned from one another, and are written exactly."""
    names = {n for r in relations for n in r.names()}
    for name, spec in specs.items():
        if "calc" in spec:
            names |= {name, *(n.lstrip("+-") for n in operands(spec["calc"]))}
    return names


def spread(bounds: Sequence[int], scale: float, random: Random) -> Decimal:
    """A count between the bounds, small ones more often; larger places have larger counts."""
    low, high = bounds
    if high >= 90 and scale != 1:
        low, high = max(int(low * scale), 2), max(int(high * scale), 12)
    return Decimal(low + int((high - low) * random.random() ** 2 + 0.5))


def draw_value(spec: Row, values: Mapping[str, Decimal], scale: float, random: Random) -> Decimal:
    """One figure's value from its specification and the values drawn before it."""
    if "n" in spec:
        return spread(spec["n"], scale if spec.get("scale", True) else 1, random)
    if "money" in spec:
        return (
            Decimal(
                random.randint(
                    spec["money"][0] * 100, spec["money"][1] * 100 * (20 if random.random() < 0.1 else 1)
                )
            )
            / 100
        )
    if "decimal" in spec:
        return Decimal(str(round(random.uniform(*spec["decimal"]), random.choice([0, 1, 1, 2])))).normalize()
    if "rate" in spec:
        low, high = spec["rate"]
        digits = random.choice([0, 1, 2])
        return (
            Decimal(high) if random.random() < 0.3 else Decimal(str(round(random.uniform(low, high), digits)))
        )
    if "sum" in spec:
        return sum((values[n] for n in spec["sum"]), Decimal(0))
    if "rest" in spec:
        return values[spec["rest"][0]] - sum(values[n] for n in spec["rest"][1:])
    if "calc" in spec:
        return sum(
            ((-1 if n.startswith("-") else 1) * values[n.lstrip("+-")] for n in operands(spec["calc"])),
            Decimal(0),
        )
    whole, low, high = spec.get("share") or spec["near"]
    return max(Decimal(int(values[whole] * Decimal(str(random.uniform(low, high))))), Decimal(1))


def draw_values(specs: Mapping[str, Row], scale: float, random: Random) -> dict[str, Decimal]:
    """All values of a block; stated rates last, rounded as reports round, now and then cut off."""
    values: dict[str, Decimal] = {}
    for name, spec in specs.items():
        if "pct" not in spec:
            values[name] = draw_value(spec, values, scale, random)
    for name, spec in specs.items():
        if "pct" in spec:
            upper, lower = (
                sum(
                    ((-1 if n.startswith("-") else 1) * values[n.lstrip("+-")] for n in operands(e)),
                    Decimal(0),
                )
                for e in spec["pct"]
            )
            values[name] = figures.share(
                upper, lower, random.choice([0, 1, 2, 2]), truncate=random.random() < 0.04
            )
    return values


def change_digit(value: Decimal, random: Random) -> Decimal:
    """The value with one of its digits another one; the first never becomes zero."""
    text = f"{value:f}"
    at = random.choice([i for i, c in enumerate(text) if c.isdigit()])
    choices = [d for d in "0123456789" if d != text[at] and not (at == 0 and d == "0")]
    return Decimal(text[:at] + random.choice(choices) + text[at + 1 :])


def contradict(
    relations: Sequence[Relation], values: dict[str, Decimal], specs: Mapping[str, Row], random: Random
) -> None:
    """Change one digit of one figure so that its relation no longer holds."""
    for relation in random.sample(relations, len(relations)):
        for _ in range(20):
            spoilt = values | {relation.result: change_digit(values[relation.result], random)}
            too_much = "%" in unit_of(specs[relation.result]) and spoilt[relation.result] > 100
            if verdict(relation, spoilt) == "contradiction" and not too_much:
                values.update(spoilt)
                return


def unit_of(spec: Row) -> list[str]:
    """The units in which a figure may be counted."""
    if "rate" in spec or "pct" in spec:
        return ["%"]
    units = spec.get("u", [""])
    return [units] if isinstance(units, str) else list(units)


def told(sentence: str) -> list[str]:
    """The names of the figures that a sentence tells."""
    return [p.text.split(" ")[0] for p in pieces(sentence) if p.kind == "slot"]


def compose(spec: Row, value: Decimal, unit: str, tale: Tale, bound: bool, random: Random) -> Figure:
    """The figure in writing; one that stands in a relation is exact and written in full."""
    if "money" in spec:
        return figures.money(value, random, tale.manner, random.random() < tale.manner.loose)
    if spec.get("floor"):
        return figures.floor(value, unit, tale.manner, random)
    if bound or spec.keys() & {"plain", "exact", "decimal"}:
        written = figures.exact(value, unit, tale.manner)
        return written._replace(unit=unit.removeprefix("个")) if unit == "个百分点" else written
    return figures.free(value, unit, tale.manner, random)


def tell(draft: Draft, block: Block, tale: Tale, random: Random) -> list[Held]:
    """Write one of the block's sentences, without its full stop; the relations that it holds."""
    sentence = random.choice(block.say)
    names = set(told(sentence))
    values = draw_values(block.figures, SCALES[tale.level], random)
    relations = [r for r in relations_of(block.figures) if r.result in names or r.kind == "sum"]
    whole = [r for r in relations if r.names() <= names]
    if tale.contradict and whole:
        contradict(whole, values, block.figures, random)
    bound = tied(block.figures, relations)
    units = {name: random.choice(unit_of(spec)) for name, spec in block.figures.items()}
    rows: dict[str, Row] = {}
    losable = [n for n in names if tale.lose_unit and units[n] in {"件", "人次", "份"} and n in bound]

    def slot(inside: str, after: str) -> None:
        name, _, unit = inside.partition(" ")
        spec, unit = block.figures[name], unit or units[name]
        lost = bool(losable) and name == losable[0] and after == "，"
        figure = compose(spec, values[name], "" if lost else unit, tale, name in bound, random)
        draft.raw(tale.manner.margin)
        rows[name] = draft.figure(figure, spec.get("role", "level"), spec.get("direction"))
        if lost:
            draft.faults.append(
                {k: rows[name][k] for k in ("start", "end", "text")} | {"kind": "missing_unit"}
            )
        if after and after not in "，；、。）{":
            draft.raw(tale.manner.margin)
        for indicator in indicators_of(spec):
            draft.observe(indicator, rows[name] | {"unit": figure.unit or unit}, spec.get("dim"))

    draft.say(sentence, tale.words, slot)
    found = []
    for relation in relations:
        if relation.result in rows and not (relation.kind == "subset" and not relation.names() <= names):
            indicators = [
                i.rstrip("?") for n in relation.names() & rows.keys() for i in indicators_of(block.figures[n])
            ]
            found.append(Held(relation, rows, checks(relation, values, rows, indicators)))
    return found
