"""The built site, served with a strict Content-Security-Policy and opened in a real headless browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Error, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'"
BASE: str = yaml.safe_load(Path("_config.yml").read_text("utf-8"))["sphinx"]["config"]["html_baseurl"]
WITH_ENGINE = ("search.html", "ask.html")  # the pages whose engines are WebAssembly


def site_folder() -> Path:
    return Path(os.environ.get("FAZHI_SITE", "_build/html")).resolve()


def site_pages() -> list[str]:
    folder = site_folder()
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", site_pages() or ["index.html"])


@pytest.fixture(scope="session")
def site() -> Path:
    folder = site_folder()
    if not (folder / "index.html").is_file():
        pytest.fail(f"there is no site at {folder}; build it first: nox -s book", pytrace=False)
    return folder


class Handler(SimpleHTTPRequestHandler):
    """A static host with the policy that the site promises to hold."""

    def end_headers(self) -> None:
        engine = self.path.partition("?")[0].endswith(WITH_ENGINE)
        self.send_header("Content-Security-Policy", POLICY + " 'wasm-unsafe-eval'" * engine)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Error:
            pytest.fail(
                "no browser to open the site in; run: playwright install chromium (or: apt-get install chromium)",
                pytrace=False,
            )
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that was opened, and everything it should not have said or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)


LEFT = "net::ERR_ABORTED"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=f"{address}/")
    opened = Visit(page)
    say = opened.complaints.append
    page.on("console", lambda message: say(f"console: {message.text}"))
    page.on("pageerror", lambda error: say(f"error: {error}"))
    # A request that is under way when a reader leaves the page is given up by the browser: no fault of the page.
    page.on(
        "requestfailed",
        lambda request: None if request.failure == LEFT else say(f"{request.failure}: {request.url}"),
    )
    page.on(
        "response", lambda answer: say(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
    )
    page.on("request", lambda one: None if one.url.startswith(address) else say(f"foreign: {one.url}"))
    yield opened
    page.close()
