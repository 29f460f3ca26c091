"""Sphinx extension: the list that the finder searches, as a script beside the site that loads when it is wanted."""

from __future__ import annotations

import json
from pathlib import Path

from from_store import STORE
from hijacked_words import covered
from sphinx.application import Sphinx

from pipeline import display
from pipeline.store import read


def write_index(app: Sphinx, problem: Exception | None) -> None:
    """Write the places and reports of the store."""
    if problem is not None or app.builder.name != "html":
        return
    index = display.finder_index(read.places(STORE).to_dicts(), read.reports(STORE).to_dicts())
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path = Path(app.outdir, "_static", "report-index.js")
    path.write_text(f"window.reportIndex={covered(text)};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", write_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
