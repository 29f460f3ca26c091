"""Sphinx extension: what search engines, feed readers and link previews read of a page and of the site.

All addresses begin with `html_baseurl` of _config.yml; all dates come from the reports, none from the clock. The
sitemap and the feed are written here because sphinx-sitemap lists only the pages written in the same run and feedgen
takes the time of the build where it is not told another.
"""

from __future__ import annotations

import html
import json
import re
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cards import card, headlines
from from_store import STORE
from hijacked_words import covered
from lxml import etree
from lxml.builder import ElementMaker
from sphinx.application import Sphinx

from pipeline.store import read

SITE = "法治年报"
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LONGEST = 120  # characters of a description
ENTRIES = 100  # of the feed
SCHEMA = "https://schema.org"
ATOM = ElementMaker(namespace="http://www.w3.org/2005/Atom", nsmap={None: "http://www.w3.org/2005/Atom"})
MAP = ElementMaker(
    namespace="http://www.sitemaps.org/schemas/sitemap/0.9",
    nsmap={None: "http://www.sitemaps.org/schemas/sitemap/0.9"},
)
Row = dict[str, Any]


@cache
def reports() -> dict[str, Row]:
    """The reports by their id."""
    return {row["report_id"]: row for row in read.reports(STORE).to_dicts()}


def dated(report: Row) -> date | None:
    """The day a report became known: published, else fetched, else written; None where nothing tells."""
    days = (report[name] for name in ("published_on", "retrieved_on", "dated_on", "signed_on"))
    return next((day for day in days if day), None)


def address_of(base: str, page: str) -> str:
    """The address of a page (`report/x`), for ever."""
    return f"{base}{quote(page)}.html"


def report_as_json_ld(report: Row, base: str) -> Row:
    """A report in the words of schema.org, as its page has it."""
    return {
        "@type": "Report",
        "name": report["title"] or report["report_name"],
        "url": address_of(base, f"report/{report['report_id']}"),
        "inLanguage": "zh-CN",
        "datePublished": report["published_on"] and report["published_on"].isoformat(),
        "temporalCoverage": report["year"] and str(report["year"]),
        "author": report["issuer"] and {"@type": "GovernmentOrganization", "name": report["issuer"]},
        "publisher": report["publisher"] and {"@type": "Organization", "name": report["publisher"]},
        "spatialCoverage": report["place"]
        and {"@type": "Place", "name": report["place"], "identifier": report["region_code"]},
        "isBasedOn": report["source_url"],
        "isPartOf": {"@type": "Dataset", "name": SITE, "url": address_of(base, "data")},
    }


def dataset_as_json_ld(base: str) -> Row:
    """The published tables in the words of schema.org."""
    years = sorted({row["year"] for row in reports().values() if row["year"]})
    tables = dict(
        read.columns(STORE).select("table_name", "table_comment").unique().sort("table_name").iter_rows()
    )
    return {
        "@type": "Dataset",
        "name": f"{SITE}:法治政府建设年度报告中的数字及其出处",
        "description": "各地公开发布的法治政府建设年度报告中的每个数字:数值、单位、精确程度、所属指标、在原文中的句子和位置,"
        "以及由计数推算的比率和对报告自身算术的核对。没有写明的不当作零。",
        "url": address_of(base, "data"),
        "license": address_of(base, "data"),
        "isAccessibleForFree": True,
        "inLanguage": "zh-CN",
        "creator": {"@type": "Organization", "name": SITE, "url": base},
        "spatialCoverage": {"@type": "Place", "name": "中华人民共和国"},
        "temporalCoverage": f"{years[0]}/{years[-1]}" if years else None,
        "variableMeasured": read.domains(STORE)["name"].to_list(),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": comment,
                "contentUrl": f"{base}data/{table}.csv",
                "encodingFormat": "text/csv",
            }
            for table, comment in tables.items()
        ],
    }


def json_ld(page: str, base: str) -> str | None:
    """What a page is, for search engines; only reports and the data are things of their own."""
    folder, _, name = page.partition("/")
    if folder == "report" and name in reports():
        thing = report_as_json_ld(reports()[name], base)
    elif page == "data":
        thing = dataset_as_json_ld(base)
    else:
        return None
    told = {"@context": SCHEMA} | {key: value for key, value in thing.items() if value}
    return covered(json.dumps(told, ensure_ascii=False)).replace("<", "\\u003c")


def description(body: str) -> str:
    """The first paragraph of a page that says something, cut to what previews show."""
    texts = (" ".join(html.unescape(TAG.sub("", found[1])).split()) for found in PARAGRAPH.finditer(body))
    text = covered(next((text for text in texts if len(text) > 8), ""))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Give the page's template what it tells machines."""
    if app.builder.name != "html":
        return
    base, body = app.config.html_baseurl, context.get("body", "")
    context["description"] = description(body)
    picture = context.get("chart_image")
    if not picture:
        picture = f"cards/{page}.png"
        path = Path(app.outdir, picture)
        path.parent.mkdir(parents=True, exist_ok=True)
        title = TAG.sub("", html.unescape(context.get("title", "")))
        path.write_bytes(card(covered(title), headlines(covered(body)) or [context["description"]]))
    context["card_image"] = base + quote(picture)
    context["json_ld"] = json_ld(page, base)


def sitemap(pages: list[str], base: str) -> etree._Element:
    """All pages of the site."""
    return MAP.urlset(*(MAP.url(MAP.loc(address_of(base, page))) for page in pages))


def entry(title: str, address: str, identity: str, day: date, summary: str) -> etree._Element:
    """One entry of the feed."""
    return ATOM.entry(
        ATOM.title(covered(title)),
        ATOM.link(href=address),
        ATOM.id(identity),
        ATOM.updated(f"{day}T00:00:00Z"),
        ATOM.summary(covered(summary)),
    )


def of_report(report: Row, base: str) -> tuple[date, etree._Element] | None:
    """The entry of a report, with its day; None where nothing tells when it was published."""
    day, address = dated(report), address_of(base, f"report/{report['report_id']}")
    summary = f"写明{report['quantities']}个数字,{report['quantities_bound']}个归入指标,{report['contradictions']}处合不上。"
    return day and (day, entry(report["report_name"], address, address, day, summary))


def of_finding(finding: Row, base: str) -> tuple[date, etree._Element] | None:
    """The entry of a contradiction; its id stays the same when others come before it."""
    report = reports()[finding["report_id"]]
    day, page = dated(report), address_of(base, f"report/{finding['report_id']}")
    said = f"{finding['kind']}\n{finding['stated']}\n{finding['recomputed']}"
    identity = f"{page}#finding-{sha256(said.encode()).hexdigest()[:16]}"
    summary = f"报告所称:{finding['stated']};重算:{finding['recomputed']}。{finding['note'] or ''}"
    title = f"合不上的数字:{report['report_name']}"
    return day and (day, entry(title, f"{page}#k{finding['finding_no']}", identity, day, summary))


def feed(base: str) -> etree._Element:
    """The newest reports, and the figures in them that contradict each other."""
    found = read.findings(STORE, verdict="contradiction").to_dicts()
    told = [of_report(row, base) for row in reports().values()] + [of_finding(row, base) for row in found]
    newest = sorted(filter(None, told), key=lambda one: one[0], reverse=True)[:ENTRIES]
    return ATOM.feed(
        ATOM.title(f"{SITE}:新的报告和合不上的数字"),
        ATOM.id(base),
        ATOM.link(href=base),
        ATOM.link(href=f"{base}feed.xml", rel="self"),
        ATOM.updated(f"{newest[0][0] if newest else date.min}T00:00:00Z"),
        ATOM.author(ATOM.name(SITE)),
        *(one for _, one in newest),
    )


def write_files(app: Sphinx, problem: Exception | None) -> None:
    """Write the sitemap, the feed and robots.txt beside the pages."""
    if problem is not None or app.builder.name != "html":
        return
    base, site = app.config.html_baseurl, Path(app.outdir)
    for name, tree in {"sitemap": sitemap(sorted(app.env.found_docs), base), "feed": feed(base)}.items():
        (site / f"{name}.xml").write_bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8"))
    (site / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", encoding="utf-8"
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx, after the charts are drawn."""
    app.connect("html-page-context", describe, priority=600)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
