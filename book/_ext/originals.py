"""Sphinx extension: the reports as published, to download, into the folder `source` of the site.

Files in which attackers planted words are left out: the site does not spread them.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from from_store import STORE
from sphinx.application import Sphinx
from sphinx.util import logging

from pipeline import display
from pipeline.store import read

ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


def copy_originals(app: Sphinx, problem: Exception | None) -> None:
    """Copy the file of every report; one that is not there, or is not the one that was read, is warned of."""
    if problem is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, "source")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    hijacked = set(read.faults(STORE).filter(kind=display.HIJACK)["report_id"])
    for report in read.reports(STORE).iter_rows(named=True):
        original = ROOT / report["file"]
        if report["report_id"] in hijacked:
            continue
        if not original.is_file() or hashlib.sha256(original.read_bytes()).hexdigest() != report["sha256"]:
            log.warning("%s is not the file that was read", original)
            continue
        shutil.copyfile(original, folder / display.stored(report))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", copy_originals)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
