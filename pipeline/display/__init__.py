"""What readers see: rows of the store as HTML, escaped, in templates beside this file.

A row is a mapping by column name, as `pipeline.store.read` gives it (`frame.to_dicts()`). `root` is the way from the
page to the site's root: empty for pages at the root, `../` for pages in a folder. Addresses in rows start at the root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import PurePath
from typing import Any

from markupsafe import Markup

from pipeline.display.changes import changes, corrections
from pipeline.display.duties import duty_list, duty_matrix
from pipeline.display.filling import fill
from pipeline.display.findings import findings, largest_first, verdict_list, worst
from pipeline.display.groups import Arranged, comparable, side_by_side
from pipeline.display.places import (
    below,
    finder,
    finder_index,
    latest,
    of_year,
    place_reports,
    place_summary,
    provinces,
    through_years,
    way,
    years,
)
from pipeline.display.source import HIDDEN, HIJACK, outline, source_text
from pipeline.display.words import excerpt, per_cent, plainly

Row = Mapping[str, Any]
Rows = Iterable[Row]
# No page grows with the number of reports: what is more than these stands on the reports' own pages and in the files
# that each page offers.
FEW = 6  # reports named where the rest stands elsewhere, or folded
OF_INDICATOR = 12  # figures of one indicator on the page of a domain, and reasons on that of a rate
APART = 30  # values that may stand beside no other
IN_FULL = 100  # rows of one table

__all__ = [
    "FEW",
    "HEADLINES",
    "HIDDEN",
    "HIJACK",
    "below",
    "catalogue",
    "changes",
    "comparable",
    "comparison",
    "corrections",
    "definition",
    "dictionary",
    "domain_list",
    "duty_list",
    "duty_matrix",
    "excerpt",
    "faults",
    "figures",
    "finder",
    "finder_index",
    "findings",
    "heading",
    "headline",
    "headline_of_newest",
    "identity",
    "largest_first",
    "more",
    "newest",
    "of_year",
    "original",
    "outline",
    "per_cent",
    "place_reports",
    "place_summary",
    "plainly",
    "provinces",
    "rate_list",
    "rate_rows",
    "rates",
    "references",
    "refusals",
    "side_by_side",
    "source_text",
    "stored",
    "summary",
    "table",
    "through_years",
    "unbound",
    "verdict_list",
    "way",
    "words",
    "worst",
    "years",
]

HEADLINES = (  # what is asked first of a report; other rates follow in the catalogue's order
    "mediation.people_success_rate",
    "reconsideration.correction_rate",
    "litigation.head_appearance_rate",
    "petition.hotline_completion_rate",
)


def heading(title: str) -> str:
    """The title of a page, as Markdown: the book makes it the page's heading."""
    return f"# {title}"


def identity(report: Row, duties: Rows, path: Sequence[Row] = ()) -> Markup:
    """Who reports what, when, and how far the report does what the law asks of it; `path` leads to its place."""
    judged = list(duties)
    asked = [duty for duty in judged if duty["status"] != "not_applicable"]
    return fill("identity", report=report, duties=judged, asked=asked, path=path, way=way)


def headline(report: Row, rates: Rows, findings: Rows, root: str | None = None) -> Markup:
    """The few figures that matter most: rates that the report states or allows, and how many figures it holds.

    With `root` for another page than the report's own, which is led to. A rate that the report's own counts contradict is no headline, nor is one of two counts that are the same.
    """
    known = list(rates)
    unfit = {one for row in findings if row["verdict"] == "contradiction" for one in row["indicators"]}
    unfit |= {
        rate["indicator"] for rate in known if rate["numerator"] and rate["numerator"] == rate["denominator"]
    }
    fit = [rate for rate in known if _may_lead(rate) and rate["indicator"] not in unfit]
    best = {rate["indicator"]: rate for rate in sorted(fit, key=lambda rate: rate["method"] == "computed")}
    order = {name: place for place, name in enumerate(HEADLINES)}
    leading = sorted(best.values(), key=lambda rate: order.get(rate["indicator"], len(order)))
    return fill("headline", report=report, rates=leading[: len(HEADLINES)], root=root)


def headline_of_newest(reports: Rows, told: Rows, findings: Rows, root: str = "../") -> Markup:
    """The headline of a place's newest report, leading there; nothing where it has none.

    `told` are the rates of all its reports, and may hold counts beside them; `findings` those of all.
    """
    newest = latest(reports)
    if newest is None:
        return Markup("")
    of_rates, of_findings = (
        [row for row in rows if row["report_id"] == newest["report_id"]] for rows in (told, findings)
    )
    return headline(newest, [row for row in of_rates if "method" in row], of_findings, root)


def _may_lead(rate: Row) -> bool:
    whole = not rate["dimension"] and not rate["period"]
    return whole and rate["value"] is not None and rate["method"] != "implied"


def figures(observations: Rows, spans: Rows, beside: Rows = ()) -> Markup:
    """The figures of one report by domain, each linked to its place in the text.

    `spans` say where a figure is told again, `beside` which national and provincial figures fit it.
    """
    again = _grouped((span for span in spans if span["part"] == "also"), "observation_no")
    domains = [
        (domain, name, list(_grouped(rows, "indicator").values()))
        for domain, name, rows in _by(observations, "domain", "domain_name")
    ]
    return fill("figures", domains=domains, again=again, beside=_fitting(beside, "observation"))


def rates(rows: Rows, spans: Rows, beside: Rows = (), root: str = "../") -> Markup:
    """The rates of one report, what it states and what its counts give side by side, each with its sum.

    What is said of one rate, part and period is one entry. `beside` are the national and provincial figures that fit.
    """
    known = list(rows)
    given = [
        (indicator, name, list(_grouped(of, "dimension", "period").values()))
        for indicator, name, of in _by((row for row in known if per_cent(row)), "indicator", "indicator_name")
    ]
    refused = [row for row in known if not per_cent(row)]
    fitting = _fitting(beside, "rate")
    return fill("rates", rates=given, refused=refused, spans=_parts(spans), beside=fitting, root=root)


def _fitting(beside: Rows, record: str) -> dict[Any, list[Row]]:
    return _grouped((row for row in beside if row["record"] == record), "record_no")


def words(report: Row) -> Markup:
    """What a report speaks of more than others do, and how much of it stands in others word for word."""
    return fill("words", report=report)


def original(report: Row, faults: Rows, root: str = "../") -> Markup:
    """The file as published, to download, with its hash; one that attackers planted words in is not spread further."""
    hijacked = any(row["kind"] == HIJACK for row in faults)
    name = PurePath(report["file"]).name
    return fill("original", report=report, name=name, hijacked=hijacked, stored=stored(report), root=root)


def stored(report: Row) -> str:
    """The name under which the site keeps a report's file: a page of others must not run as a page of the site."""
    name = PurePath(report["file"]).name
    return f"{name}.txt" if name.lower().endswith((".html", ".htm", ".xhtml", ".svg", ".xml")) else name


def rate_rows(indicator: str, arranged: Arranged, root: str = "../") -> Markup:
    """One rate across reports, as the table under its charts: group by group with the references that fit.

    Folded under it what may be compared with nothing, each with its reason, and, by reason, what is not given at all;
    the newest first.
    """
    known = sorted(arranged.apart, key=_newest)
    apart = [row for row in known if per_cent(row)]
    why: dict[str, list[Row]] = {}
    for row in known:
        if not per_cent(row):
            why.setdefault(row["note"] or row["reason"], []).append(row)
    refused = sorted(why.items(), key=lambda one: -len(one[1]))
    before = accumulate((len(group.shown) for group in arranged.groups), initial=0)
    groups = [group for group, rows in zip(arranged.groups, before, strict=False) if rows < IN_FULL]
    return fill(
        "rate_rows",
        indicator=indicator,
        groups=groups,
        unshown=len(arranged.groups) - len(groups),
        apart=apart,
        refused=refused,
        few=FEW,
        most_apart=APART,
        most_reasons=OF_INDICATOR,
        root=root,
    )


def _newest(row: Row) -> int:
    return -(row["year"] or 0)


def unbound(quantities: Rows) -> Markup:
    """The figures of one report that no indicator claims, folded away but all there."""
    return fill("unbound", rows=[row for row in quantities if not row["bound"]])


def faults(rows: Rows) -> Markup:
    """Where the source itself is broken and what was done about it; page furniture is not worth a line."""
    return fill("faults", rows=[row for row in rows if row["kind"] != "page_chrome"])


def comparison(observations: Rows, root: str = "../") -> Markup:
    """The figures of a domain, report beside report, one block for each indicator: totals first, the newest first."""
    indicators = [
        (indicator, name, sorted(rows, key=lambda row: (bool(row["dimension"]), _newest(row))))
        for indicator, name, rows in _by(observations, "indicator", "indicator_name")
    ]
    return fill("comparison", indicators=indicators, few=FEW, most=OF_INDICATOR, root=root)


def definition(indicator: Row) -> Markup:
    """What an indicator means, how it is computed, and what to beware of."""
    return fill("definition", indicator=indicator)


def references(rows: Rows) -> Markup:
    """National and provincial figures with their sources; where two are told of one thing, both stand, and it is said."""
    known = list(rows)
    told = _grouped((row for row in known if row["role"] == "level"), "scope", "year", "period", "dimension")
    disagreeing = [(of[0], of) for of in told.values() if len({row["value"] for row in of}) > 1]
    return fill("references", rows=known, disagreeing=disagreeing)


def refusals(rows: Rows) -> Markup:
    """Files that could not be read, and why."""
    return fill("refusals", rows=list(rows), most=IN_FULL)


def summary(edition: Row) -> Markup:
    """What this edition holds, in one line of figures."""
    return fill("summary", edition=edition)


def newest(reports: Rows, root: str = "") -> Markup:
    """A few reports, each with what it holds."""
    return fill("newest", rows=list(reports), root=root)


def more(href: str, name: str) -> Markup:
    """A link to the page that has the rest of what is shown."""
    return Markup('<p class="more"><a href="{}">{}:全部报告和算式</a></p>').format(href, name)


def domain_list(domains: Rows, root: str = "") -> Markup:
    """The domains, with how many reports say something on each."""
    return fill("domain_list", rows=list(domains), root=root)


def rate_list(indicators: Rows, root: str = "") -> Markup:
    """The rates, with how many reports state each or allow it to be computed."""
    return fill("rate_list", domains=_by(indicators, "domain", "domain_name"), root=root)


def catalogue(indicators: Rows, occurrences: Rows = (), root: str = "") -> Markup:
    """Every indicator with its definition, caveats, source, and some of the reports in which it occurs."""
    domains = _by(indicators, "domain", "domain_name")
    return fill("catalogue", domains=domains, occurs=_grouped(occurrences, "indicator"), root=root)


def dictionary(columns: Rows) -> Markup:
    """Every table and column of the store, from the store's own comments."""
    return fill("dictionary", tables=_by(columns, "table_name", "table_comment"))


def table(
    rows: Rows,
    headings: Mapping[str, str],
    words: Mapping[str, str] | None = None,
    most: int | None = None,
    root: str = "../",
) -> Markup:
    """Any rows, or the first `most`, as a plain table of the columns that have a heading; `words` stand for codes."""
    return fill("table", rows=list(rows), headings=headings, words=words or {}, most=most, root=root)


def _by(rows: Rows, key: str, name: str) -> list[tuple[str, str, list[Row]]]:
    """Rows in runs of the same key: the key, the name shown for it, and the rows."""
    runs = ((value, list(group)) for value, group in groupby(rows, itemgetter(key)))
    return [(value, group[0][name], group) for value, group in runs]


def _grouped(rows: Rows, *keys: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(itemgetter(*keys)(row), []).append(row)
    return groups


def _parts(spans: Rows) -> dict[Any, list[Row]]:
    return _grouped(spans, "rate_no", "part")
