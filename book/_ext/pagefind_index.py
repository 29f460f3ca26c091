"""Sphinx extension: index the built site with Pagefind, for the book's own search box.

Pagefind and the browser cut Chinese into words each in its own way, and a query that was cut otherwise than the index
finds nothing, or everything that shares its first word. So nothing is cut: the index is made from copies of the pages
with a blank before every Chinese character and every number, and `_static/search.js` puts the same blanks into the
query and asks for it as a phrase. Any stretch of any sentence is found, on any version, and found exactly.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from pagefind.index import IndexConfig, PagefindIndex
from sphinx.application import Sphinx

TAG = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>)", re.DOTALL)
HEADED = re.compile(
    r'(<section\b[^>]*\bid="([^"]+)"[^>]*>\s*(?:<span id="[^"]*"></span>\s*)*<h[1-6])(?=[\s>])'
)
BREAK = re.compile(r"(?=[㐀-鿿豈-﫿])|(?<![A-Za-z0-9.,%/-])(?=[A-Za-z0-9])")  # as in search.js


def spaced(page: str) -> str:
    """A page with those blanks in its text, and with the id of a section on its heading, where Pagefind looks for one."""
    parts = TAG.split(HEADED.sub(r'\1 id="\2"', page))
    return "".join(part if place % 2 else BREAK.sub(" ", part) for place, part in enumerate(parts))


async def write_index(copies: Path, output: Path) -> None:
    """Index a folder of pages."""
    config = IndexConfig(output_path=str(output), force_language="unknown")
    async with PagefindIndex(config=config) as index:
        await index.add_directory(str(copies))


def index(app: Sphinx, problem: Exception | None) -> None:
    """Index the site once it is whole, into the folder `pagefind` beside its pages."""
    if problem is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    output = site / "pagefind"
    shutil.rmtree(output, ignore_errors=True)  # Pagefind leaves what an earlier build had
    with TemporaryDirectory() as copies:
        for page in site.rglob("*.html"):
            copy = Path(copies, page.relative_to(site))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(spaced(page.read_text(encoding="utf-8")), encoding="utf-8")
        asyncio.run(write_index(Path(copies), output))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", index, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
