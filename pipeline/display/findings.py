"""The arithmetic of the reports: what does not hold, with the sum and the sentences, and what does."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from pipeline.display.filling import fill
from pipeline.display.words import excerpt

Row = Mapping[str, Any]
Rows = Iterable[Row]
Quotes = dict[tuple[str, int], list[tuple[int, Markup]]]

IN_FULL = 40  # findings that a page of all reports shows with their sentences
NUMBER = re.compile(r"(\d+(?:\.\d+)?)([万亿]?)")
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
MEANINGS = {
    "contradiction": "报告给出的计数,怎么算也得不出报告所称的数",
    "truncation": "尾数直接舍去,没有四舍五入",
    "incomplete": "只给了一边,没法算",
    "not_comparable": "看似应当相等,其实口径不同",
    "rounding": "只差在四舍五入",
    "consistent": "算得出来,一分不差",
}


def findings(rows: Rows, spans: Rows) -> Markup:
    """The relations of one report that were checked: what does not hold as cards, the rest folded away."""
    of: dict[str, list[Row]] = {}
    for row in largest_first(rows):
        of.setdefault(row["verdict_name"], []).append(row)
    return fill("findings", of=of, quotes=_quotes(spans))


def worst(rows: Rows, spans: Rows, root: str = "", most: int = IN_FULL) -> Markup:
    """What does not hold in any report, in the order given; more than `most` are only counted, by the reports' year."""
    known = list(rows)
    counted = Counter(row["year"] for row in known[most:])
    rest = sorted(counted.items(), key=lambda one: one[0] or 0, reverse=True)
    return fill("worst", shown=known[:most], rest=rest, quotes=_quotes(spans), root=root)


def largest_first(rows: Rows) -> list[Row]:
    """Findings by verdict, the worst first; of one verdict the largest discrepancy first, of one size the newest."""
    order = list(MEANINGS)
    return sorted(rows, key=lambda row: (order.index(row["verdict"]), -discrepancy(row), -(row["year"] or 0)))


def discrepancy(finding: Row) -> float:
    """How far what a report states is from what its own figures give, as a share of the latter.

    Zero where the two are not numbers that could be set against each other, as with dates.
    """
    told, given = _numbers(finding["stated"]), _numbers(finding["recomputed"])
    if ">" in finding["recomputed"] and len(given) > 1:
        one, other = given[-2:]
    elif "=" in finding["recomputed"] and told and given:
        one, other = told[-1], given[-1]
    else:
        return 0
    return abs(one - other) / (other or 1)


def _numbers(text: str) -> list[float]:
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return [float(number) * SCALES[scale] for number, scale in NUMBER.findall(plain)]


def verdict_list(verdicts: Rows) -> Markup:
    """How many relations came out how, and what each verdict means."""
    return fill("verdict_list", rows=list(verdicts), meanings=MEANINGS)


def _quotes(spans: Rows) -> Quotes:
    """The sentences of each finding in the order of the text, each once with all its figures: where it leads, the words."""
    of: dict[tuple[str, int], list[Row]] = {}
    for span in spans:
        of.setdefault((span["report_id"], span["finding_no"]), []).append(span)
    return {key: [_quote(run) for run in _runs(group)] for key, group in of.items()}


def _runs(spans: list[Row]) -> list[list[Row]]:
    ordered = sorted(spans, key=itemgetter("span_start"))
    return [list(group) for _, group in groupby(ordered, itemgetter("sentence"))]


def _quote(run: list[Row]) -> tuple[int, Markup]:
    return run[0]["span_start"], excerpt(run[0]["sentence"], *(one["text"] for one in run))
