"""How heavy and how fast the built site's pages are, in a real browser that meets them for the first time.

Run by hand: `python -m benchmarks.pages [--site FOLDER] [--rounds N]`, after `nox -s book`. A local server compresses
as static hosts do; the line is a phone's on 4G (9 Mbit/s, 170 ms there and back, as WebPageTest defines it). Each kind of
page is opened afresh in each round; medians are printed, and the exit status is 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LINE = {"offline": False, "latency": 170, "downloadThroughput": 9e6 / 8, "uploadThroughput": 9e6 / 8}
HEAVIEST, SLOWEST, UNSTEADIEST = 250, 1500, 0.01  # kB, ms, cumulative layout shift
PHONE = {"width": 390, "height": 844}
WATCH = """
    window.paint = 0; window.shift = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) window.paint = one.startTime; })
        .observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value; })
        .observe({ type: "layout-shift", buffered: true });
"""
TO_THE_END = """async () => { for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y); await new Promise((resolve) => setTimeout(resolve, 30)); } }"""


class View(NamedTuple):
    """One first view of a page: kB of all but the chart library and of that, ms to the largest paint, layout shift."""

    weight: float
    library: float
    paint: float
    shift: float


class Compressing(SimpleHTTPRequestHandler):
    """A static host that compresses text and lets browsers keep files for ten minutes, as the common ones do."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> BinaryIO | None:  # type: ignore[override]
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return None
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site that is served while the block runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def kinds_of_pages(site: Path) -> list[str]:
    """Every page at the top, and the largest of each folder."""
    folders = (
        sorted(path.glob("*.html"), key=os.path.getsize) for path in sorted(site.iterdir()) if path.is_dir()
    )
    largest = [pages[-1] for pages in folders if pages]
    return [page.relative_to(site).as_posix() for page in [*sorted(site.glob("*.html")), *largest]]


def open_page(context: BrowserContext, address: str) -> View:
    """View a page to its end and measure."""
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on(
        "Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]})
    )
    line.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    paint = page.evaluate("window.paint")
    page.evaluate(TO_THE_END)
    page.wait_for_timeout(300)
    shift = page.evaluate("window.shift")
    library = sum(size for key, size in sizes.items() if "/vega-" in urls[key])
    page.close()
    return View((sum(sizes.values()) - library) / 1000, library / 1000, paint, shift)


def first_view(browser: Browser, address: str) -> View:
    """View a page with nothing kept from before."""
    context = browser.new_context(viewport=PHONE)
    view = open_page(context, address)
    context.close()
    return view


def second_library(browser: Browser, address: str, pages: list[str]) -> float | None:
    """How many kB of the chart library the second page with charts loads; None where there are not two."""
    if len(pages) < 2:
        return None
    context = browser.new_context(viewport=PHONE)
    library = [open_page(context, f"{address}/{page}").library for page in pages[:2]][1]
    context.close()
    return library


def around_the_article(page: Path) -> float:
    """kB of a page's HTML that are not its own content: what grows if every page names every other."""
    text = page.read_text(encoding="utf-8")
    return len(re.sub(r"<article.*</article>", "", text, flags=re.DOTALL).encode()) / 1000


def measure(browser: Browser, address: str, site: Path, rounds: int) -> bool:
    """Print the table; whether every limit was kept."""
    kept = True
    print(f"{'page':<46} {'kB':>6} {'library':>8} {'LCP ms':>7} {'shift':>6} {'HTML kB':>8} {'around':>7}")
    for name in kinds_of_pages(site):
        views = [first_view(browser, f"{address}/{name}") for _ in range(rounds)]
        view = View(*(statistics.median(column) for column in zip(*views, strict=True)))
        within = view.weight <= HEAVIEST and view.paint <= SLOWEST and view.shift <= UNSTEADIEST
        kept &= within
        html = site / name
        print(
            f"{name:<46} {view.weight:>6.0f} {view.library:>8.0f} {view.paint:>7.0f} {view.shift:>6.3f} "
            f"{html.stat().st_size / 1000:>8.0f} {around_the_article(html):>7.1f}{'' if within else '  over the limit'}",
            flush=True,
        )
    return kept


def main() -> int:
    """Measure the site; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("_build/html"))
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    site = arguments.site.resolve()
    if not (site / "index.html").is_file():
        print(f"there is no site at {site}; build it first: nox -s book", file=sys.stderr)
        return 1
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        kept = measure(browser, address, site, arguments.rounds)
        charts = [
            page for page in kinds_of_pages(site) if 'class="chart"' in (site / page).read_text("utf-8")
        ]
        again = second_library(browser, address, charts)
        if again is not None:
            print(f"the chart library on a second page with charts: {again:.0f} kB")
            kept &= again < 1
        browser.close()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
