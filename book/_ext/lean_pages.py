"""Sphinx extension: leave out what the pages do not use, and let the same inputs give the same pages.

Sphinx's own search finds no compound Chinese query and slows a large book down quadratically; Pagefind replaces it.
The theme's scripts, icon fonts and translations are copied into every site although `layout.html` uses none of them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from myst_nb.sphinx_ext import add_global_html_resources
from sphinx.application import Sphinx

UNUSED = (
    "scripts",
    "locales",
    "vendor",
    "images",
    "doctools.js",
    "documentation_options.js",
    "sphinx_highlight.js",
)
UNUSED_SUFFIXES = (".map", ".LICENSE.txt", "macros.html")


def with_style_early(app: Sphinx) -> None:
    """Have myst_nb write its style sheet before the pages: Sphinx puts a sum of the file into its address on each page.

    It writes the file after the pages, so that those of a first build would differ from those of every later one.
    """
    if app.builder.format == "html":
        Path(app.outdir, "_static").mkdir(parents=True, exist_ok=True)
        add_global_html_resources(app, None)


def without_search(app: Sphinx) -> None:
    """Keep Sphinx from building its search index and search page."""
    app.builder.search = False


def drop_unused_files(app: Sphinx, problem: Exception | None) -> None:
    """Take files that no page refers to out of the built site."""
    static = Path(app.outdir, "_static")
    for name in UNUSED:
        path = static / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in static.rglob("*"):
        if path.name.endswith(UNUSED_SUFFIXES):
            path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", with_style_early)
    app.connect("builder-inited", without_search)
    app.connect("build-finished", drop_unused_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
