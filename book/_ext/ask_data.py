"""Sphinx extension: `{ask-data}` is the page on which a reader writes SQL against the public tables, in the browser.

The engine is DuckDB-WASM, which `npm run bundle` has made ready (see package.json); it reads the CSV files of the data
page, each when a query first names it. Without it the page says so, and the rest of the book is the same.
"""

from __future__ import annotations

import gzip
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from from_store import STORE
from jinja2 import Environment
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from pipeline.store import read

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
QUESTIONS = HERE / "questions.yml"
BUNDLE = ROOT / "build/engine/engine.js"
MACHINE_CODE = ROOT / "node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"
TEMPLATE = HERE.parent / "_templates/ask.html"


def tables() -> dict[str, dict[str, Any]]:
    """The public tables: what each holds, and its columns with their types, in order."""
    rows = read.columns(STORE).to_dicts()
    return {
        name: {
            "comment": columns[0]["table_comment"],
            "columns": {row["column_name"]: row["data_type"] for row in columns},
        }
        for name, columns in (
            (name, list(rows)) for name, rows in groupby(rows, key=lambda row: row["table_name"])
        )
    }


def questions() -> list[dict[str, str]]:
    """The ready-made questions: `name` for readers, `query`."""
    asked: list[dict[str, str]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return asked


class AskData(SphinxDirective):
    """The form, the ready-made questions and the place for the result."""

    def run(self) -> list[nodes.Node]:
        """Return it as raw HTML, made anew when the store or the questions change."""
        for path in (STORE, QUESTIONS, TEMPLATE):
            self.env.note_dependency(str(path))
        columns = json.dumps({name: table["columns"] for name, table in tables().items()})
        template = Environment(autoescape=True, trim_blocks=True).from_string(TEMPLATE.read_text("utf-8"))
        page = template.render(tables=tables(), questions=questions(), columns=columns)
        return [nodes.raw("", page, format="html")]


def copy_engine(app: Sphinx, problem: Exception | None) -> None:
    """Put the bundled engine and its packed machine code into the site."""
    if problem is not None or app.builder.name != "html" or not BUNDLE.exists():
        return
    folder = Path(app.outdir, "_static", "engine")
    folder.mkdir(exist_ok=True)
    (folder / "engine.js").write_bytes(BUNDLE.read_bytes())
    packed = folder / "duckdb.bin"
    if not packed.exists() or packed.stat().st_mtime < MACHINE_CODE.stat().st_mtime:
        packed.write_bytes(gzip.compress(MACHINE_CODE.read_bytes(), mtime=0))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("ask-data", AskData)
    app.connect("build-finished", copy_engine)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
