"""The site as readers meet it: in a browser, on a phone, without scripts, from file:// and through its search."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from pipeline.store import read as store

from .conftest import Visit
from .reading import read

pytestmark = pytest.mark.site

STORE = Path("build/fazhi.duckdb")
FIGURE = re.compile(r"#f(\d+)$")
QUERIES = ["行政复议纠错率", "调解成功率", "泸西", "12345", "出庭应诉率91%", "发展新时代“枫桥经验”"]


def test_page_is_quiet_and_fits_a_phone(visit: Visit, site: Path, page_name: str) -> None:
    visit.page.goto(page_name)
    assert visit.page.locator("h1").count() == 1
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.wait_for_load_state("networkidle")
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    assert (visit.complaints, width) == ([], 390)


def test_internal_links_and_anchors_hold(site: Path, page_name: str) -> None:
    page = site / page_name
    broken = []
    for link in read(page)[0]:
        parts = urlsplit(link.href)
        if parts.scheme or parts.netloc:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in read(target)[1]):
            broken.append(link.href)
    assert broken == []


def test_every_figure_leads_to_itself_in_the_text(site: Path, page_name: str) -> None:
    """The text of a figure in a table is the text that stands at the address it links to."""
    page = site / page_name
    wrong = []
    for link in read(page)[0]:
        if (
            link.cell != "value"
            or not FIGURE.search(link.href)
            or link.text == "再述"
            or link.text.endswith("%")
        ):
            continue
        path, _, anchor = link.href.partition("#")
        target = (page.parent / path).resolve() if path else page
        there = read(target)[1][anchor]
        if there and not (link.text.startswith(there) or there.startswith(link.text)):
            wrong.append((link.href, link.text, there))
    assert wrong == []


def test_following_a_number_shows_its_sentence(visit: Visit, site: Path) -> None:
    visit.page.goto("findings.html")
    visit.page.locator("a.to-source").first.click()
    visit.page.wait_for_url("**/report/*.html#f*")
    top, height = visit.page.evaluate(
        "(() => { const r = document.querySelector(':target').getBoundingClientRect(); return [r.top, innerHeight] })()"
    )
    assert 0 < top < height


def test_marks_in_the_text_lead_back_to_their_lines(visit: Visit, site: Path) -> None:
    report = next(name.name for name in sorted((site / "report").glob("*.html")))
    visit.page.goto(f"report/{report}")
    mark = visit.page.locator(".source a.unbound").first
    mark.click()
    assert visit.page.evaluate("document.querySelector(':target').closest('details').open")


def pages_with_charts(site: Path) -> list[str]:
    pages = sorted(site.rglob("*.html"))
    return [
        one.relative_to(site).as_posix()
        for one in pages
        if 'class="chart"' in one.read_text(encoding="utf-8")
    ]


def test_charts_come_to_life_with_every_mark(visit: Visit, site: Path) -> None:
    names = pages_with_charts(site)
    assert names
    for name in names:
        visit.page.goto(name)
        for figure in visit.page.locator("figure.chart").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".chart-live svg").wait_for()
            specification = json.loads(figure.locator("script").text_content() or "")
            data = specification.get("data") or specification["layer"][0]["data"]
            rows = len(specification["datasets"][data["name"]])
            marks = figure.locator(".chart-live svg").locator(".mark-symbol path, .mark-rect path").count()
            assert (name, marks) == (name, rows)
    assert visit.complaints == []


def test_without_scripts_pictures_and_tables_remain(browser: Browser, address: str, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    for name in pages_with_charts(site):
        page.goto(f"{address}/{name}")
        assert page.locator("figure.chart .chart-picture svg").first.is_visible(), name
        assert page.locator("article table, article ul, article dl").count(), name
    page.close()


def test_only_pages_with_charts_load_the_chart_library(visit: Visit, site: Path) -> None:
    loaded: list[str] = []
    visit.page.on("request", lambda request: loaded.append(request.url))
    report = next(name.name for name in sorted((site / "report").glob("*.html")))
    visit.page.goto(f"report/{report}")
    assert not [url for url in loaded if "vega" in url]


def test_opens_from_a_file(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    for name in ("index.html", "findings.html", "search.html?q=泸西"):
        page.goto(f"{site.as_uri()}/{name}")
    assert "不能搜索" in (page.locator("#search-state").text_content() or "")
    assert said == []
    page.close()


@pytest.mark.parametrize("words", QUERIES)
def test_search_box_finds(visit: Visit, words: str) -> None:
    visit.page.goto("index.html")
    visit.page.locator(".bd-sidebar-primary input[name=q]").fill(words)
    visit.page.keyboard.press("Enter")
    result = visit.page.locator("#search-results li").first
    result.wait_for()
    assert result.locator("mark").all_text_contents() == [words]
    assert visit.complaints == []
    result.locator("a").click()
    visit.page.locator("article.bd-article", has_text=words).wait_for()


def test_search_says_where_there_is_nothing(visit: Visit) -> None:
    visit.page.goto("search.html?q=海底隧道通车里程")
    visit.page.locator("#search-state", has_text="没有找到").wait_for()
    assert visit.page.locator("#search-results li").count() == 0


def test_planted_words_appear_nowhere(site: Path) -> None:
    """Not in pages, not in data files, not in the search index, whose parts are compressed."""
    planted = {text.strip() for text in store.faults(STORE).filter(kind="hijacked_name")["text"]}
    assert planted, "the five reports hold a hijacked page"
    found = []
    for path in filter(Path.is_file, site.rglob("*")):
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8", errors="ignore")
        found += [(path.name, word) for word in planted if word in text]
    assert found == []
