"""The site opened straight from a folder: everything works but what needs a server, and that says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .reading import read

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it said or asked for that it should not."""
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    yield page, said
    page.close()


def test_page_is_quiet(opened: tuple[Page, list[str]], site: Path, page_name: str) -> None:
    page, said = opened
    said.clear()
    page.goto(f"{site.as_uri()}/{page_name}")
    expect(page.locator("h1")).to_be_visible()
    for figure in page.locator("figure.chart").all()[:1]:
        figure.scroll_into_view_if_needed()
        figure.locator(".chart-live svg").wait_for()
    assert said == []


def test_no_link_begins_at_a_servers_root(site: Path, page_name: str) -> None:
    assert [link.href for link in read(site / page_name)[0] if link.href.startswith("/")] == []


@pytest.mark.parametrize(
    "address, place, words",
    [("search.html?q=泸西", "#search-state", "不能搜索"), ("ask.html", "#ask-cannot", "不能查询")],
)
def test_what_needs_a_server_says_so(
    opened: tuple[Page, list[str]], site: Path, address: str, place: str, words: str
) -> None:
    page, said = opened
    said.clear()
    page.goto(f"{site.as_uri()}/{address}")
    expect(page.locator(place)).to_contain_text(words)
    assert said == []
