"""Sphinx extension: the public tables as CSV beside the site, for the data page.

They are what `python -m pipeline export` writes, with planted words covered as everywhere on the site.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from from_store import STORE
from hijacked_words import covered
from sphinx.application import Sphinx

from pipeline.store import export


def write_tables(app: Sphinx, problem: Exception | None) -> None:
    """Write every table into the folder `data` of the site."""
    if problem is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, "data")
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as aside:
        for path in export(STORE, aside):
            if path.suffix == ".csv":
                (folder / path.name).write_text(covered(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", write_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
