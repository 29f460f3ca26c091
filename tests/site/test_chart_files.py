"""Charts as readers take them away, and as they stand where no script runs."""

from __future__ import annotations

import csv
import struct
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser

from .conftest import BASE, Visit
from .reading import read

pytestmark = pytest.mark.site

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def pages_with_charts(site: Path) -> list[Path]:
    return [
        page for page in sorted(site.rglob("*.html")) if 'class="chart"' in page.read_text(encoding="utf-8")
    ]


def files(page: Path, ending: str) -> list[Path]:
    links = [link.href for link in read(page)[0] if "charts/" in link.href and link.href.endswith(ending)]
    return [(page.parent / href).resolve() for href in links]


def test_every_chart_has_its_files(site: Path) -> None:
    pages = pages_with_charts(site)
    assert pages
    for page in pages:
        charts = page.read_text(encoding="utf-8").count('<figure class="chart">')
        assert [len(files(page, ending)) for ending in (".png", ".svg", ".csv")] == [charts] * 3, page.name


def test_pictures_are_whole(site: Path) -> None:
    """Drawn large enough for print, with a title and where they come from, and links that lead to the site."""
    for page in pages_with_charts(site):
        for path in files(page, ".png"):
            head = path.read_bytes()[:24]
            assert head[:8] == b"\x89PNG\r\n\x1a\n"
            assert struct.unpack(">I", head[16:20])[0] >= 1200, path.name
        for path in files(page, ".svg"):
            picture = etree.parse(path).getroot()
            assert "法治年报 https://" in " ".join(picture.itertext()), path.name
            assert all(one.get(LINK).startswith(BASE) for one in picture.iter(f"{SVG}a"))


def test_data_of_a_chart_are_a_table_with_headings(site: Path) -> None:
    for page in pages_with_charts(site):
        for path in files(page, ".csv"):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                heading, *rows = csv.reader(lines)
            assert rows and len(heading) > 1 and all(len(row) == len(heading) for row in rows), path.name
            assert not set(heading) & {"report_name", "value", "link"}, path.name


def test_a_click_saves_the_file(visit: Visit, site: Path) -> None:
    page = pages_with_charts(site)[0]
    for ending in ("PNG", "SVG", "CSV"):
        visit.page.goto(page.relative_to(site).as_posix())
        with visit.page.expect_download() as download:
            visit.page.locator(".chart-files").first.get_by_role("link", name=ending).click()
        assert Path(download.value.path()).stat().st_size > 100
    assert visit.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_pictures_fit_and_lead_to_sentences(browser: Browser, site: Path, width: int) -> None:
    page = browser.new_page(java_script_enabled=False, viewport={"width": width, "height": 844})
    for path in pages_with_charts(site):
        page.goto(path.as_uri())
        for figure in page.locator("figure.chart").all():
            room, picture = figure.bounding_box(), figure.locator(".chart-picture svg").bounding_box()
            assert room and picture and picture["x"] + picture["width"] <= room["x"] + room["width"] + 1, (
                path.name
            )
        for link in page.locator(".chart-picture a").all():
            href = link.get_attribute("xlink:href") or ""
            target, _, anchor = href.partition("#")
            assert anchor in {"", *read((path.parent / target).resolve())[1]}, (path.name, href)
    page.close()
