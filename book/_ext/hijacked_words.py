"""Sphinx extension: words that attackers planted in a report's web page appear nowhere on the site.

They stand in titles and sentences all over the store, which keeps the source as it was; so they are covered once,
where every page passes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from from_store import STORE
from sphinx.application import Sphinx

from pipeline.display import HIDDEN
from pipeline.store import read


@cache
def hijacked() -> tuple[str, ...]:
    """The planted words, longest first."""
    rows = read.faults(STORE).filter(kind="hijacked_name")
    return tuple(sorted({text.strip() for text in rows["text"]}, key=len, reverse=True))


def covered(text: str) -> str:
    """The text with every planted word covered."""
    for word in hijacked():
        text = text.replace(word, HIDDEN)
    return text


def cover(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Cover the words in everything that the page's template may show."""
    for key in ("body", "title", "metatags", "toc", "pagetitle", "page_description"):
        if isinstance(context.get(key), str):
            context[key] = covered(context[key])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx, after whatever else changes the page."""
    app.connect("html-page-context", cover, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
