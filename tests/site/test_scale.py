"""A book of several hundred reports: found by typing in its own search box, and no page heavier for the others."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from pipeline.store import read as store

from .conftest import Visit
from .reading import read

pytestmark = pytest.mark.scale

FEWEST = 300  # reports that make the book a large one
QUERIES = ["行政复议纠错率", "调解成功率", "泸西", "12345"]
IN_VIEW = """async (words) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const range = document.createRange();
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const whole = nodes.map((node) => node.data).join("");
    const at = (offset) => { let node = 0; while (offset >= nodes[node].length) offset -= nodes[node++].length; return [nodes[node], offset]; };
    for (let start = whole.indexOf(words); start >= 0; start = whole.indexOf(words, start + 1)) {
        range.setStart(...at(start)); range.setEnd(...at(start + words.length - 1));
        const { top, bottom } = range.getBoundingClientRect();
        if (bottom > top && top >= 0 && bottom <= innerHeight) return true;
    }
    return false;
}"""
HEAVIEST = 10_000  # bytes of a page's HTML that are not its own content
HEAVIEST_OF_MANY = 250_000  # bytes of a page that speaks of all reports


def middle_of_a_sentence(site: Path) -> str:
    """A dozen characters from inside a sentence of a report in the middle of the book, which no other sentence has."""
    figures = store.quantities(site.parents[1] / "build/fazhi.duckdb")
    sentences = figures["sentence"].unique(maintain_order=True).to_list()
    rest = (one for one in sentences[len(sentences) // 2 :] if len(one) > 40 and "\n" not in one)
    return next(one[12:24] for one in rest if sum(one[12:24] in other for other in sentences) == 1)


@pytest.mark.parametrize("words", [*QUERIES, "a phrase inside a sentence"])
def test_the_search_box_finds(visit: Visit, site: Path, words: str) -> None:
    if words not in QUERIES:
        words = middle_of_a_sentence(site)
    visit.page.goto("reports.html")
    visit.page.locator(".bd-sidebar-primary input[name=q]").fill(words)
    started = time.perf_counter()
    visit.page.keyboard.press("Enter")
    result = visit.page.locator("#search-results li").first
    result.wait_for()
    seconds, told = time.perf_counter() - started, visit.page.locator("#search-state").text_content()
    print(f"\n{told} {seconds:.2f} s", end=" ")
    assert result.locator("mark").all_text_contents() == [words]
    result.locator("a").click()
    visit.page.wait_for_url(lambda url: "search.html" not in url)
    assert words in (visit.page.locator("article.bd-article").text_content() or "")
    assert visit.page.evaluate(IN_VIEW, words), "the result leads to the words, not to the top of the page"
    assert visit.complaints == []


def test_pages_of_all_reports_show_a_part_and_offer_the_whole(site: Path) -> None:
    """Those of one report or place hold what that has; the others are no heavier for there being hundreds."""
    for page in site.rglob("*.html"):
        if page.parent.name not in ("report", "place"):
            assert page.stat().st_size < HEAVIEST_OF_MANY, page.relative_to(site)
    at = site.parents[1] / "build/fazhi.duckdb"
    whole = store.observations(at, domain="mediation").height
    with (site / "domain/mediation.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + whole > 500


def test_no_page_names_all_the_others(site: Path) -> None:
    reports = sorted((site / "report").glob("*.html"))
    assert len(reports) >= FEWEST
    for page in reports[:: len(reports) // 20]:
        around, _, rest = page.read_text(encoding="utf-8").partition("<article")
        outside = len(around.encode()) + len(rest.rpartition("</article>")[2].encode())
        assert outside < HEAVIEST, page.name
        others = {link.href for link in read(page)[0] if "report/" in link.href}
        assert len(others) < FEWEST // 10, page.name
