"""Fifty figures from all over the site, followed as a reader does: each lands on itself, in view, in its sentence."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from pipeline.store import read as store

from .conftest import Visit
from .reading import read

pytestmark = pytest.mark.site

STORE = Path("build/fazhi.duckdb")
FIGURE = re.compile(r"([^/#]*)#f(\d+)$")
FOLLOWED = 50
IN_VIEW = """() => { const { top, bottom } = document.querySelector(":target").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight }"""


def figures(site: Path) -> list[tuple[str, str]]:
    """Pages and the addresses of figures that stand on them, evenly over the whole site."""
    links = [
        (page.relative_to(site).as_posix(), link.href)
        for page in sorted(site.rglob("*.html"))
        for link in dict.fromkeys(read(page)[0])
        if FIGURE.search(link.href)
    ]
    return links[:: max(1, len(links) // FOLLOWED)]


def test_fifty_figures_land_in_their_sentences(visit: Visit, site: Path) -> None:
    sentences = {
        (row["report_id"], row["span_start"]): row["sentence"] for row in store.quantities(STORE).to_dicts()
    }
    followed = figures(site)
    assert len(followed) >= FOLLOWED
    known = 0
    for page, href in followed:
        address = urljoin(page, href)
        visit.page.goto("about:blank")
        visit.page.goto(address)
        assert visit.page.evaluate(IN_VIEW), (page, href)
        found = FIGURE.search(address)
        sentence = sentences.get((Path(found[1]).stem, int(found[2]))) if found else None
        paragraph = visit.page.evaluate(
            "document.querySelector(':target').closest('p, tr, li, h3')?.textContent"
        )
        if sentence and paragraph:
            known += 1
            plain = ["".join(text.split()) for text in (sentence, paragraph)]
            assert plain[0] in plain[1] or plain[1] in plain[0], (page, href)
    assert known > FOLLOWED // 2
    assert visit.complaints == []
