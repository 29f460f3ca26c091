"""A book of several hundred reports: found by typing in its own search box, and no page heavier for the others."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.store import read as store

from .conftest import Visit
from .reading import read

pytestmark = pytest.mark.scale

FEWEST = 300  # reports that make the book a large one
QUERIES = ["行政复议纠错率", "调解成功率", "泸西", "12345"]
HEAVIEST = 10_000  # bytes of a page's HTML that are not its own content


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
    href = result.locator("a").get_attribute("href") or ""
    result.locator("a").click()
    visit.page.wait_for_url(f"**/{href.lstrip('./')}")
    assert words in (visit.page.locator("article.bd-article").text_content() or "")
    anchor = urlsplit(href).fragment
    assert anchor, "the result leads to the place in the page, not to its top"
    assert visit.page.locator(f"[id='{anchor}']").count() == 1
    assert visit.complaints == []


def test_no_page_names_all_the_others(site: Path) -> None:
    reports = sorted((site / "report").glob("*.html"))
    assert len(reports) >= FEWEST
    for page in reports[:: len(reports) // 20]:
        around, _, rest = page.read_text(encoding="utf-8").partition("<article")
        outside = len(around.encode()) + len(rest.rpartition("</article>")[2].encode())
        assert outside < HEAVIEST, page.name
        others = {link.href for link in read(page)[0] if "report/" in link.href}
        assert len(others) < FEWEST // 10, page.name
