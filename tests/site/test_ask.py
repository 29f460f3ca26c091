"""The page on which readers ask the data: every ready-made question runs, in the browser as in DuckDB itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from .conftest import Visit
from .reading import read

pytestmark = pytest.mark.site

STORE = Path("build/fazhi.duckdb")
QUESTIONS: list[dict[str, str]] = yaml.safe_load(Path("book/_ext/questions.yml").read_text(encoding="utf-8"))
PATIENCE = 60_000  # milliseconds, for the first question of all: it starts the engine


def ask(page: Page, query: str) -> None:
    page.locator("#ask-query").fill(query)
    page.get_by_role("button", name="运行").click()


def rows(page: Page) -> Any:
    return page.locator("#ask-result tbody tr")


def test_every_question_finds_what_the_store_holds(visit: Visit, site: Path) -> None:
    loaded: list[str] = []
    visit.page.on("request", lambda request: loaded.append(request.url))
    visit.page.goto("ask.html")
    assert not [url for url in loaded if "engine" in url or ".csv" in url], (
        "nothing is loaded before it is asked for"
    )
    with duckdb.connect(str(STORE), read_only=True) as store:
        for question in QUESTIONS:
            expected = store.sql(question["query"]).fetchall()
            visit.page.get_by_role("button", name=question["name"]).click()
            expect(visit.page.locator("#ask-state")).to_have_text(f"{len(expected)} 行。", timeout=PATIENCE)
            assert rows(visit.page).count() == len(expected) > 0, question["name"]
            for link in rows(visit.page).locator("a").all():
                path, _, anchor = (link.get_attribute("href") or "").partition("#")
                assert anchor in {"", *read(site / path)[1]}, (question["name"], path, anchor)
    assert visit.complaints == []


def test_a_result_leads_to_the_sentence(visit: Visit) -> None:
    visit.page.goto("ask.html")
    ask(
        visit.page,
        "SELECT text, report_id, span_start FROM observation WHERE text LIKE '%件' ORDER BY ALL LIMIT 1",
    )
    rows(visit.page).first.wait_for(timeout=PATIENCE)
    text = rows(visit.page).first.locator("td").first.text_content() or ""
    rows(visit.page).get_by_role("link", name="句子").first.click()
    assert text in (visit.page.locator(":target").text_content() or "")


def test_missing_is_not_empty_and_decimals_are_whole(visit: Visit) -> None:
    """An empty dimension is a total, a missing one does not occur; a missing sum is no zero."""
    query = """SELECT count(*) FILTER (dimension = '') AS totals, count(*) FILTER (dimension IS NULL) AS missing,
               sum(value) FILTER (false) AS nothing, date '2024-02-21' AS day FROM observation"""
    visit.page.goto("ask.html")
    ask(visit.page, query)
    rows(visit.page).first.wait_for(timeout=PATIENCE)
    with duckdb.connect(str(STORE), read_only=True) as store:
        totals = store.sql("SELECT count(*) FROM observation WHERE dimension = ''").fetchall()[0][0]
    assert rows(visit.page).first.locator("td").all_text_contents() == [str(totals), "0", "", "2024-02-21"]


def test_a_result_is_downloaded_whole(visit: Visit) -> None:
    visit.page.goto("ask.html")
    ask(visit.page, "SELECT 'a,\"b\"' AS x, NULL AS y FROM range(1000)")
    rows(visit.page).first.wait_for(timeout=PATIENCE)
    assert rows(visit.page).count() == 500
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="下载结果").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert (lines[0], lines[1], len(lines)) == ("x,y", '"a,""b""",', 1001)


def test_mistakes_are_told_and_long_queries_can_be_stopped(visit: Visit) -> None:
    visit.page.goto("ask.html")
    ask(visit.page, "SELEC 1")
    expect(visit.page.locator("#ask-result pre")).to_contain_text("syntax error", timeout=PATIENCE)
    ask(
        visit.page,
        "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range * b.range % 7 = 3",
    )
    visit.page.get_by_role("button", name="停止").click()
    expect(visit.page.locator("#ask-state")).to_have_text("已经停止。")
    ask(visit.page, "SELECT 42 AS answer")
    expect(rows(visit.page)).to_have_text(["42"])
    assert visit.complaints == []


@pytest.mark.parametrize("how", ["file", "old browser", "scripts off", "engine missing"])
def test_says_where_it_cannot_run(browser: Browser, address: str, site: Path, how: str) -> None:
    page = browser.new_page(java_script_enabled=how != "scripts off")
    if how == "old browser":
        page.add_init_script("delete window.DecompressionStream")
    if how == "engine missing":
        page.route("**/engine.js", lambda route: route.abort())
    page.goto(f"{site.as_uri() if how == 'file' else address}/ask.html")
    expected = {"file": "直接从文件打开", "old browser": "太旧", "scripts off": "脚本"}.get(how)
    if how == "engine missing":
        page.get_by_role("button", name="运行").click()
        expect(page.locator("#ask-result")).to_contain_text("没有打开")
    else:
        expect(page.locator("#ask-cannot")).to_contain_text(expected or "", use_inner_text=True)
        assert page.get_by_role("button", name="运行").is_disabled()
    page.close()
