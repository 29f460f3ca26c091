"""Sphinx extension: `{from-store} name` puts a list or a table of the store into a hand-written page.

What changes with every edition (the reports, the catalogue, the columns) is never copied by hand.
"""

from __future__ import annotations

import hashlib
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
CODE = (
    Path(display.__file__).parents[1],
    Path(__file__).parent,
)  # what pages are made with besides the store
ENDINGS = (".py", ".html", ".sql", ".yml")

NEWEST = 6  # reports on the welcome page
WORST = 3  # findings there


def newest(store: Path) -> str:
    """The reports published last."""
    reports = read.reports(store).sort("published_on", descending=True, nulls_last=True)
    return display.newest(reports.head(NEWEST).to_dicts())


def contradictions(store: Path) -> str:
    """Contradictions of the newest reports, of one year the largest first."""
    found = display.largest_first(read.findings(store, verdict="contradiction").to_dicts())
    newest_first = sorted(found, key=lambda row: row["year"] or 0, reverse=True)
    spans = read.finding_spans(store, verdict="contradiction")
    return display.worst(newest_first[:WORST], spans.to_dicts())


def leading_rates(store: Path) -> str:
    """The rates that are asked for first, each with a chart of the largest group of reports that may be compared."""
    return "".join(leading_rate(store, indicator) for indicator in display.HEADLINES)


def leading_rate(store: Path, indicator: str) -> str:
    """One such rate; nothing where no report gives it."""
    rows, beside = read.rates(store, indicator), read.references_beside(store, indicator=indicator)
    groups = display.side_by_side(rows.to_dicts(), beside.to_dicts()).groups
    groups.sort(key=lambda group: (-len(group.rows), group.rows[0]["method"] != "computed"))
    name = read.indicator(store, indicator)["name"]
    panels = charts.rate_panels(groups, f"{name}是多少?", root="", most=1)
    return "".join(f"{_chart(panel)}{display.more(f'rate/{indicator}.html', name)}" for panel in panels)


def _chart(chart: Chart) -> str:
    """The HTML that a notebook shows for a chart."""
    return charts.figure(chart.to_dict())["text/html"]


def verdicts(store: Path) -> str:
    """How the relations came out, as a chart that says so in its title."""
    return _chart(charts.verdicts(read.verdicts(store), root=""))


PARTS: dict[str, Callable[[Path], str]] = {
    "summary": lambda store: display.summary(read.edition(store)),
    "newest": newest,
    "leading-rates": leading_rates,
    "verdicts": verdicts,
    "finder": lambda store: display.finder(read.reports(store).to_dicts()),
    "provinces": lambda store: display.provinces(read.places(store).to_dicts()),
    "provinces-and-lost": lambda store: display.provinces(
        read.places(store).to_dicts(), read.reports(store).to_dicts()
    ),
    "years": lambda store: display.years(read.reports(store).to_dicts()),
    "domains": lambda store: display.domain_list(read.domains(store).to_dicts()),
    "rates": lambda store: display.rate_list(read.rated(store).to_dicts()),
    "contradictions": contradictions,
    "catalogue": lambda store: display.catalogue(
        read.indicators(store).to_dicts(), read.occurrences(store, display.FEW).to_dicts()
    ),
    "columns": lambda store: display.dictionary(read.columns(store).to_dicts()),
    "unread": lambda store: display.refusals(read.refusals(store).to_dicts()),
}


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


def digest_of_code() -> str:
    """Hash of the program that makes pages: where it has changed, pages left from an earlier build are no longer right."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE for path in folder.rglob("*") if path.suffix in ENDINGS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    charts.use_for_pages()
    app.add_config_value("code", digest_of_code(), "env")
    app.add_directive("from-store", FromStore)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
