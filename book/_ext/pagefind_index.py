"""Sphinx extension: index the built site with Pagefind, for the book's own search box.

Pinned to 1.4: later versions cut a Chinese query otherwise than the index and lose most of the pages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError


def index(app: Sphinx, problem: Exception | None) -> None:
    """Write the index beside the site; only articles are indexed, not navigation."""
    if problem is not None or app.builder.name != "html":
        return
    shutil.rmtree(app.outdir / "pagefind", ignore_errors=True)  # Pagefind leaves what an earlier build had
    command = [sys.executable, "-m", "pagefind", "--site", str(app.outdir), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ExtensionError(f"pagefind: {done.stderr or done.stdout}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
