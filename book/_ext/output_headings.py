"""Sphinx extension: a heading that a notebook cell displays becomes a heading of the page.

The title of a report's page is known only once the notebook has run, but MyST-NB keeps headings out of outputs. A
cell whose output is Markdown that begins with a heading is therefore read as if that Markdown had been written there.
"""

from __future__ import annotations

import json
from typing import Any

from sphinx.application import Sphinx

MARKDOWN = "text/markdown"


def heading_of(cell: dict[str, Any]) -> str | None:
    """The Markdown that a cell displays, where it is the cell's only output and begins with a heading."""
    outputs = cell.get("outputs", [])
    if len(outputs) != 1 or MARKDOWN not in outputs[0].get("data", {}):
        return None
    text = "".join(outputs[0]["data"][MARKDOWN])
    return text if text.startswith("#") else None


def promote(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with every such cell turned into a Markdown cell."""
    cells = [
        {"id": cell["id"], "cell_type": "markdown", "metadata": {}, "source": text}
        if (text := heading_of(cell))
        else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def read_source(app: Sphinx, name: str, source: list[str]) -> None:
    """Change a notebook's source on its way into Sphinx; files stay as they are."""
    if app.env.doc2path(name).endswith(".ipynb"):
        source[0] = json.dumps(promote(json.loads(source[0])), ensure_ascii=False)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("source-read", read_source)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
