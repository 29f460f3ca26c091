"""The arithmetic that a report holds, and what it comes to by the rules of the specification."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any, NamedTuple

from .places import read

Row = dict[str, Any]
# Numerators and denominators of the rates, by id.
RATES: dict[str, tuple[list[str], list[str]]] = read("rates.yml")


class Relation(NamedTuple):
    """`result` against its operands, all by name; an operand is named with its sign, `+now`, `-part`.

    kind sum: result is the sum of `upper`; ratio: result per cent is upper over lower; subset: result is at most upper.
    """

    kind: str
    result: str
    upper: tuple[str, ...]
    lower: tuple[str, ...] = ()

    def names(self) -> set[str]:
        return {self.result} | {n.lstrip("+-") for n in self.upper + self.lower}


class Held(NamedTuple):
    """A relation as a report holds it: the quantities told, by name, and the check that is to be made of it."""

    relation: Relation
    rows: Mapping[str, Row]
    check: Row

    def shifted(self, by: int) -> Held:
        """The same relation told again further on."""
        rows = {name: moved(row, by) for name, row in self.rows.items()}
        return Held(self.relation, rows, self.check | {"spans": [moved(s, by) for s in self.check["spans"]]})


def moved(row: Row, by: int) -> Row:
    """The row with its span that many characters further on."""
    return row | {"start": row["start"] + by, "end": row["end"] + by}


def total(operands: Sequence[str], values: Mapping[str, Decimal]) -> Decimal:
    """The operands added up, each with its sign."""
    return sum(((-1 if n.startswith("-") else 1) * values[n.lstrip("+-")] for n in operands), Decimal(0))


def recompute(relation: Relation, values: Mapping[str, Decimal]) -> Decimal:
    """What the result ought to be, or for a subset may be at most."""
    upper = total(relation.upper, values)
    return upper * 100 / total(relation.lower, values) if relation.kind == "ratio" else upper


def verdict(relation: Relation, values: Mapping[str, Decimal]) -> str:
    """consistent, rounding, truncation or contradiction; a rate is judged from the decimals that it states."""
    stated, right = values[relation.result], recompute(relation, values)
    if relation.kind == "subset":
        return "consistent" if stated <= right else "contradiction"
    if stated == right:
        return "consistent"
    if relation.kind == "sum":
        return "contradiction"
    step = Decimal(1).scaleb(min(int(stated.as_tuple().exponent), 0))
    if abs(stated - right) <= step / 2:
        return "rounding"
    return "truncation" if right.quantize(step, ROUND_DOWN) == stated else "contradiction"


def checks(
    relation: Relation, values: Mapping[str, Decimal], rows: Mapping[str, Row], indicators: Sequence[str]
) -> Row:
    """The row of the relation's check; operands that the report does not tell make it incomplete."""
    told = [rows[n] for n in sorted(relation.names() & rows.keys(), key=lambda n: rows[n]["start"])]
    complete = relation.names() <= rows.keys()
    row: Row = {
        "kind": "sum" if relation.kind == "subset" else relation.kind,
        "stated": str(values[relation.result]),
    }
    row["recomputed"] = f"{recompute(relation, values):.4f}" if complete else ""
    row["verdict"] = verdict(relation, values) if complete else "incomplete"
    if relation.kind == "subset":
        row["subkind"] = "subset"
    return row | {
        "indicators": sorted(set(indicators)),
        "spans": [{"start": q["start"], "end": q["end"]} for q in told],
    }


# 纠错 is the sum of these kinds where no sum is told.
CORRECTED = "reconsideration.corrected"
CORRECTIONS = tuple(
    f"reconsideration.{kind}" for kind in ("revoked", "altered", "confirmed_illegal", "ordered")
)


def stand_for_year(observations: Sequence[Row]) -> dict[tuple[str, tuple[Any, ...]], list[Row]]:
    """The level observations of the year by indicator and dimension."""
    found = defaultdict(list)
    for row in observations:
        dimension = row.get("dimension", {})
        if row["role"] == "level" and "period" not in dimension and not row.get("optional"):
            found[row["indicator"], tuple(sorted(dimension.items()))].append(row)
    return found


def rates(observations: Sequence[Row], checked: Sequence[Row]) -> list[Row]:
    """The rates that must be computed and, with `value` None and the reason, those that must not."""
    found = stand_for_year(observations)
    dimensions = {d for _, d in found}
    unsound = {
        (s["start"], s["end"])
        for c in checked
        if c["verdict"] == "contradiction" and c["kind"] == "sum"
        for s in c["spans"]
    }
    rows = []
    for rate, sides in RATES.items():
        for dimension in sorted(dimensions):
            upper, lower = ([found.get((i, dimension)) for i in side] for side in sides)
            if sides[0] == [CORRECTED] and upper == [None]:
                upper = [found[i, dimension] for i in CORRECTIONS if (i, dimension) in found] or upper
            if row := rate_row(rate, upper, lower, unsound):
                rows.append(row)
            elif (rate, dimension) in found:
                rows.append({"indicator": rate, "value": None, "why": "stated without both its counts"})
    computed = {r["indicator"] for r in rows if r["value"] is not None}
    return [r for r in rows if r["value"] is not None or r["indicator"] not in computed]


def rate_row(rate: str, upper: list[Any], lower: list[Any], unsound: set[tuple[int, int]]) -> Row | None:
    """One rate from its counts; None where the report has none or not all of them."""
    if not all(upper) or not all(lower):
        one_told = any(upper) or any(lower)
        return {"indicator": rate, "value": None, "why": "not all counts are told"} if one_told else None
    counts = [row for rows in upper + lower for row in rows]
    if any(c["approximation"] != "exact" or "value_high" in c for c in counts):
        return {"indicator": rate, "value": None, "why": "a count is not exact"}
    numerator, denominator = (sum(Decimal(rows[0]["value"]) for rows in side) for side in (upper, lower))
    if numerator > denominator or any((c["start"], c["end"]) in unsound for c in counts):
        return {"indicator": rate, "value": None, "why": "the counts contradict their own sum or bound"}
    return {
        "indicator": rate,
        "value": f"{numerator * 100 / denominator:.2f}",
        "numerator": int(numerator),
        "denominator": int(denominator),
    }
