"""The arithmetic of the reports: what does not hold, with the sum and the sentences, and what does."""

from __future__ import annotations

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

IN_FULL = 100  # findings that a page of all reports shows with their sentences
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
    for row in rows:
        of.setdefault(row["verdict_name"], []).append(row)
    return fill("findings", of=of, quotes=_quotes(spans))


def worst(rows: Rows, spans: Rows, root: str = "", most: int = IN_FULL) -> Markup:
    """What does not hold in any report, in the order given; of more than `most` only the reports are named."""
    known = list(rows)
    rest = known[most:]
    counted = Counter(row["report_id"] for row in rest)
    first = {row["report_id"]: row for row in reversed(rest)}
    named = [(first[report], count) for report, count in counted.items()]
    return fill("worst", shown=known[:most], rest=named, more=len(rest), quotes=_quotes(spans), root=root)


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
