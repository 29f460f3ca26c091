"""Sphinx extension: `{from-store} name` puts a list or a table of the store into a hand-written page.

What changes with every edition (the reports, the catalogue, the columns) is never copied by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from altair import LayerChart as Chart
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from pipeline import charts, display
from pipeline.store import read

STORE = Path(__file__).resolve().parents[2] / "build" / "fazhi.duckdb"

NEWEST = 8  # reports on the welcome page

PARTS: dict[str, Callable[[Path], str]] = {
    "summary": lambda store: display.summary(read.edition(store)),
    "newest": lambda store: display.report_list(
        read.reports(store).sort("published_on", descending=True, nulls_last=True).head(NEWEST).to_dicts()
    ),
    "verdicts": lambda store: _chart(
        charts.verdicts(read.verdicts(store), "报告自己的数字合得上吗?", root="")
    ),
    "reports": lambda store: display.report_list(read.reports(store).to_dicts()),
    "domains": lambda store: display.domain_list(read.domains(store).to_dicts()),
    "rates": lambda store: display.rate_list(read.rated(store).to_dicts()),
    "contradictions": lambda store: display.findings(
        read.findings(store, verdict="contradiction").to_dicts(), read.finding_spans(store).to_dicts()
    ),
    "catalogue": lambda store: display.catalogue(read.indicators(store).to_dicts()),
    "columns": lambda store: display.dictionary(read.columns(store).to_dicts()),
    "unread": lambda store: display.refusals(read.refusals(store).to_dicts()),
}


def _chart(chart: Chart) -> str:
    """The HTML that a notebook shows for a chart."""
    return charts.figure(chart.to_dict())["text/html"]


class FromStore(SphinxDirective):
    """Render one part; an unknown name is an error that lists those there are."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the part as raw HTML, and have the page read again when the store changes."""
        name = self.arguments[0]
        if name not in PARTS:
            raise self.error(f"no part {name!r}; there are: {', '.join(PARTS)}")
        self.env.note_dependency(str(STORE))
        return [nodes.raw("", PARTS[name](STORE), format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    charts.use_for_pages()
    app.add_directive("from-store", FromStore)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
