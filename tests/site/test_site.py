"""The site as readers meet it: in a browser, on a phone, without scripts, from file:// and through its search."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from pipeline.store import read as store

from .conftest import BASE, Visit
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
    """The text of a figure is the text that stands at the address it links to."""
    page = site / page_name
    wrong = []
    for link in read(page)[0]:
        if not link.figure or not FIGURE.search(link.href) or link.text == "再述" or link.text.endswith("%"):
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


@pytest.mark.parametrize("name", ["index.html", "reports.html"])
def test_the_finder_finds_a_report_by_its_place(visit: Visit, name: str) -> None:
    visit.page.goto(name)
    visit.page.locator(".finder input").fill("红河 泸西")
    results = visit.page.locator(".finder-results a")
    results.first.wait_for()
    assert results.all_text_contents()[:2] == ["泸西县", "泸西县 2023年"]
    visit.page.locator(".finder select[name=year]").select_option("2020")
    visit.page.locator(".finder-state", has_text="没有收录").wait_for()
    visit.page.locator(".finder input").fill("")
    visit.page.locator(".finder select[name=level]").select_option("township")
    visit.page.locator(".finder-results a", has_text="野马川镇 2020年").click()
    visit.page.locator("h1", has_text="野马川镇 2020年").wait_for()
    assert visit.complaints == []


def test_the_finder_works_from_a_file(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    page.locator(".finder input").fill("漯河")
    page.locator(".finder-results a", has_text="漯河市 2023年").wait_for()
    page.close()


def test_without_scripts_a_report_is_found_step_by_step(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/index.html")
    assert not page.locator(".finder").is_visible()
    page.locator(".chips a", has_text="贵州省").click()
    for name in ("毕节市", "赫章县", "野马川镇"):
        page.locator("a.place-name", has_text=name).first.click()
        assert page.locator("h1").text_content() == name
    page.locator(".place-reports a").first.click()
    assert page.locator(".way li").all_text_contents() == ["贵州省", "毕节市", "赫章县", "野马川镇"]
    page.goto(f"{address}/reports.html")
    page.locator("table.years a[href$='#prefecture']").first.click()
    assert page.locator("#prefecture a").count()
    page.close()


def test_every_report_has_its_place_and_its_year(site: Path) -> None:
    for report in store.reports(STORE).iter_rows(named=True):
        if report["own_id"]:
            assert f"report/{report['report_id']}.html" in (
                site / f"place/{report['own_id']}.html"
            ).read_text("utf-8")
        if report["year"]:
            assert f"report/{report['report_id']}.html" in (site / f"year/{report['year']}.html").read_text(
                "utf-8"
            )


def test_a_mistake_is_reported_with_the_report_and_the_place(visit: Visit, site: Path) -> None:
    report = store.reports(STORE).sort("quantities").row(-1, named=True)
    visit.page.goto(f"report/{report['report_id']}.html")
    line = visit.page.locator(".figures .told").first
    start = line.locator("a[href^='#f']").first.get_attribute("href")
    line.hover()
    line.locator("a.mistake").click()
    visit.page.wait_for_url("**/mistake.html#*")
    told = visit.page.locator("textarea").input_value()
    assert f"报告:{report['report_name']}" in told
    assert f"report/{report['report_id']}.html{start}" in told
    assert visit.complaints == []


def test_every_line_of_a_figure_can_be_reported(visit: Visit, site: Path) -> None:
    report = store.reports(STORE).sort("quantities").row(-1, named=True)
    visit.page.goto(f"report/{report['report_id']}.html")
    lines = visit.page.locator("[id^=o].told, tr[id^=u], [id^=r].told, .finding[id], .cards > li")
    assert lines.count() > 200
    assert lines.filter(has=visit.page.locator("a.mistake")).count() == lines.count()


@pytest.mark.parametrize(
    "name",
    ["index.html", "findings.html", "domain/mediation.html", "rate/mediation.people_success_rate.html"],
)
def test_figures_of_several_reports_can_be_reported_too(visit: Visit, name: str) -> None:
    visit.page.goto(name)
    line = visit.page.locator("article tr:has(a.mistake), article .finding:has(a.mistake)").first
    source = line.locator("a[href*='#f']").first.get_attribute("href") or ""
    line.hover()
    line.locator("a.mistake").click()
    visit.page.wait_for_url("**/mistake.html#*")
    told = visit.page.locator("textarea").input_value()
    assert source.removeprefix("../") in told and "年\n位置" in told
    assert visit.complaints == []


def test_what_a_chart_leads_to_can_be_reported(visit: Visit) -> None:
    """A mark of a chart leads to its sentence; there the figure has its flag, and the chart itself has one."""
    visit.page.goto("rate/mediation.people_success_rate.html")
    href = visit.page.locator("td.value a[href*='#f']").first.get_attribute("href") or ""
    assert visit.page.locator("figure.chart a.mistake").count() == visit.page.locator("figure.chart").count()
    visit.page.goto(f"rate/{href}")
    visit.page.locator(".source a.mistake").click()
    visit.page.wait_for_url("**/mistake.html#*")
    assert href.removeprefix("../") in visit.page.locator("textarea").input_value()
    assert visit.complaints == []


def test_without_scripts_what_to_report_is_ready_to_be_copied(
    browser: Browser, address: str, page_name: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/{page_name}")
    if page_name not in ("mistake.html", "search.html"):
        told = page.locator("footer pre").text_content() or ""
        assert f"报告:{page.title().partition(' — ')[0]}" in told and page_name in told
    page.close()


def test_originals_are_the_files_that_were_read(site: Path) -> None:
    hijacked = set(store.faults(STORE).filter(kind="hijacked_name")["report_id"])
    for report in store.reports(STORE).iter_rows(named=True):
        page = site / f"report/{report['report_id']}.html"
        files = [link.href for link in read(page)[0] if link.href.startswith("../source/")]
        assert report["sha256"] in page.read_text("utf-8")
        assert len(files) == (report["report_id"] not in hijacked)
        for name in files:
            content = (page.parent / unquote(name)).read_bytes()
            assert hashlib.sha256(content).hexdigest() == report["sha256"]


def test_what_a_page_shows_a_part_of_is_there_as_a_whole(site: Path) -> None:
    """Every row, in words for readers, each with the address of its sentence."""
    for name, rows in {
        "domain/mediation": store.observations(STORE, domain="mediation"),
        "rate/mediation.people_success_rate": store.rates(STORE, "mediation.people_success_rate"),
        "findings": store.findings(STORE),
        "duties": store.duties(STORE),
    }.items():
        with (site / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            told = list(csv.DictReader(file))
        assert len(told) == rows.height > 0
        assert any(link.href.endswith(".csv") for link in read(site / f"{name}.html")[0])
        for one in told:
            page, _, anchor = one["网址"].removeprefix(BASE).partition("#")
            assert anchor in {"", *read(site / page)[1]}, one["网址"]


def test_the_catalogue_filters_as_the_reader_types(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.goto("catalogue.html")
    shown = visit.page.locator(".catalogue > div:visible")
    every = shown.count()
    visit.page.locator("#catalogue-words").fill("纠错 审结")
    visit.page.locator(".catalogue-filter p", has_text="个指标").wait_for()
    assert 0 < shown.count() < every
    assert visit.page.locator("#reconsideration\\.correction_rate").is_visible()
    visit.page.locator("#catalogue-words").fill("海底隧道")
    visit.page.locator(".catalogue-filter p", has_text="没有").wait_for()
    assert shown.count() == 0


def test_pages_speak_no_machine_words(site: Path) -> None:
    """What readers see of the data is in their language: no codes of tables, members or verdicts."""
    codes = re.compile(
        r"\b(annual_report|department_report|npc_inspection_report|not_applicable|unverifiable|contradiction"
        r"|not_comparable|reported|computed|implied|None|null|nan)\b|[a-z_]+=[^\s\"<>&]*[一-鿿]"
    )
    said = {}
    for page in site.rglob("*.html"):
        if page.parent.name == "edition" or page.name in ("data.html", "ask.html", "english.html"):
            continue  # they are about the tables
        article = page.read_text("utf-8").partition("<article")[2].partition("</article>")[0]
        text = re.sub(r"<script.*?</script>|<code.*?</code>|<[^>]*>", " ", article, flags=re.DOTALL)
        if found := codes.search(text):
            said[page.relative_to(site).as_posix()] = found[0]
    assert said == {}
