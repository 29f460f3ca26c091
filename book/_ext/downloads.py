"""Sphinx extension: the public tables as CSV beside the site, for the data page, and the observations of each report.

They are what `python -m pipeline export` and `python -m pipeline review` write, with planted words covered as everywhere
on the site.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from from_store import STORE
from hijacked_words import covered
from sphinx.application import Sphinx

from pipeline import review
from pipeline.catalogue import load
from pipeline.reading import read_folder
from pipeline.store import export, read

ROOT = Path(__file__).resolve().parents[2]


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


def write_observations(app: Sphinx, problem: Exception | None) -> None:
    """Write the observations of every report in the store into the folder `observations` of the site."""
    if problem is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, "observations")
    folder.mkdir(exist_ok=True)
    of_store = set(read.reports(STORE)["report_id"])
    for one in read_folder(ROOT / "data" / "reports", ROOT / "build" / "readings").readings:
        if one.report_id in of_store:
            (folder / f"{one.report_id}.csv").write_text(covered(review.table(one, load())), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", write_tables)
    app.connect("build-finished", write_observations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
