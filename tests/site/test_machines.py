"""What machines read of the site: every address exists, every file parses, every date comes from a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree, html

from pipeline.store import read as store

from .conftest import BASE, Visit
from .reading import read

pytestmark = pytest.mark.site

STORE = Path("build/fazhi.duckdb")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def file_of(site: Path, address: str) -> tuple[Path, str]:
    """The file that an address of the published site stands for, and the anchor in it."""
    assert address.startswith(BASE), address
    path, _, anchor = address.removeprefix(BASE).partition("#")
    return site / (unquote(path) or "index.html"), anchor


def head(page: Path) -> Any:
    return html.document_fromstring(page.read_bytes()).find("head")


def meta(page: Path, name: str) -> str:
    (content,) = head(page).xpath(f"meta[@property='{name}' or @name='{name}']/@content")
    return str(content)


def json_ld(page: Path) -> Any:
    (text,) = head(page).xpath("script[@type='application/ld+json']/text()")
    return json.loads(text)


def test_sitemap_lists_every_page(site: Path) -> None:
    listed = etree.parse(site / "sitemap.xml").xpath("//s:loc/text()", namespaces=MAP)
    pages = set(site.rglob("*.html")) - {site / "search.html"}
    assert {file_of(site, address)[0] for address in listed} == pages
    assert len(listed) == len(pages)
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_every_page_says_its_address_and_shows_a_picture(site: Path) -> None:
    for page in site.rglob("*.html"):
        (canonical,) = head(page).xpath("link[@rel='canonical']/@href")
        assert file_of(site, canonical) == (page, "")
        assert meta(page, "og:url") == canonical
        assert meta(page, "og:title")
        picture, _ = file_of(site, meta(page, "og:image"))
        own = site / "charts" / page.relative_to(site).with_suffix("")
        card = (site / "cards" / page.relative_to(site)).with_suffix(".png")
        charted = 'class="chart"' in page.read_text("utf-8")
        assert picture == (own.with_name(f"{own.name}-1.png") if charted else card)
        assert picture.read_bytes()[:4] == b"\x89PNG"


def test_addresses_of_style_sheets_carry_a_sum_of_the_file(site: Path) -> None:
    """On a first build as on later ones, when the file is there already: else the same inputs would give other pages."""
    for page in site.rglob("*.html"):
        sheets = head(page).xpath("link[@rel='stylesheet'][@type]/@href")
        assert sheets and all("?v=" in address for address in sheets), page.name


def test_feed_tells_reports_and_findings_with_days_of_their_own(site: Path) -> None:
    feed = etree.parse(site / "feed.xml")
    assert feed.getroot().tag == f"{{{ATOM['a']}}}feed"
    entries = feed.xpath("//a:entry", namespaces=ATOM)
    reports = store.reports(STORE)
    known = {
        str(day)
        for name in ("published_on", "retrieved_on", "dated_on", "signed_on")
        for day in reports[name].drop_nulls()
    }
    days = [one.findtext("a:updated", namespaces=ATOM) for one in entries]
    assert entries and days == sorted(days, reverse=True)
    assert {day.removesuffix("T00:00:00Z") for day in days} <= known
    assert feed.findtext("a:updated", namespaces=ATOM) == days[0]
    identities = [one.findtext("a:id", namespaces=ATOM) for one in entries]
    assert len(set(identities)) == len(identities)
    for one in entries:
        page, anchor = file_of(site, one.find("a:link", ATOM).get("href"))
        assert anchor in {"", *read(page)[1]}
    contradictions = store.findings(STORE, verdict="contradiction").height
    assert len([identity for identity in identities if "#finding-" in identity]) == contradictions


def test_reports_are_described_as_the_store_has_them(site: Path) -> None:
    for report in store.reports(STORE).to_dicts():
        told = json_ld(site / "report" / f"{report['report_id']}.html")
        assert (told["@context"], told["@type"]) == ("https://schema.org", "Report")
        assert told.get("datePublished") == (report["published_on"] and str(report["published_on"]))
        assert told.get("spatialCoverage", {}).get("name") == (report["place"] or None)
        assert file_of(site, told["url"])[0].is_file()


def test_the_data_are_described_with_files_that_exist(site: Path) -> None:
    told = json_ld(site / "data.html")
    assert told["@type"] == "Dataset"
    assert told["license"] and told["description"]
    files = {file_of(site, one["contentUrl"])[0] for one in told["distribution"]}
    assert files == set((site / "data").glob("*.csv"))


def test_descriptions_run_under_the_strict_policy(visit: Visit) -> None:
    """A block of data is no script: the browser neither runs nor refuses it."""
    visit.page.goto("data.html")
    text = visit.page.locator("script[type='application/ld+json']").text_content() or ""
    assert json.loads(text)["@type"] == "Dataset"
    assert visit.complaints == []
