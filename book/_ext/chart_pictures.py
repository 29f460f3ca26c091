"""Sphinx extension: draw the charts of a page and add the script that makes them live, on pages with charts only.

`pipeline.charts` leaves each chart as a `<figure class="chart">` with the Vega-Lite specification inside. Drawing is
done here and not in the notebooks, where it would cost half a second of start-up for each. The text of the pictures
stays text; it is measured with the font that lies beside this file, so that every machine draws the same.
"""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert
from sphinx.application import Sphinx

FONTS = Path(__file__).parent.parent / "_fonts"
FONT = "Nianbao Sans"
VEGA_LITE = "6.4"
BUNDLE = f"vega-{vl_convert.get_vega_version()}.js"
SPECIFICATION = re.compile(
    r'<div class="chart-picture"></div>\s*<script type="application/json">(.*?)</script>', re.DOTALL
)


@lru_cache(maxsize=512)
def draw(specification: str) -> str:
    """The SVG of a Vega-Lite specification (JSON); the reader's own font is asked for by the page's style sheet."""
    chart = json.loads(specification)
    chart["config"] = {**chart.get("config", {}), "font": FONT}
    picture = vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE)
    return picture.replace(f'font-family="{FONT}"', "").replace(
        "<svg ", '<svg role="img" aria-hidden="true" ', 1
    )


def with_picture(found: re.Match[str]) -> str:
    """The same figure with its picture drawn."""
    specification = html.unescape(found[1])
    drawn = f'<div class="chart-picture">{draw(specification)}</div>'
    return f'<div class="chart-stage">{drawn}</div><script type="application/json">{found[1]}</script>'


def add_pictures(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Draw the charts of one page."""
    body, charts = SPECIFICATION.subn(with_picture, context.get("body", ""))
    context["body"] = body
    context["with_charts"] = charts > 0
    context["chart_bundle"] = BUNDLE


def write_bundle(app: Sphinx, problem: Exception | None) -> None:
    """Write Vega, Vega-Lite and Vega-Embed as one script, unless an earlier build left it."""
    path = Path(app.outdir, "_static", BUNDLE)
    if problem is None and not path.exists():
        script = vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=VEGA_LITE)
        path.write_text(f"(()=>{{{script}}})();\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    vl_convert.register_font_directory(str(FONTS))
    app.connect("html-page-context", add_pictures)
    app.connect("build-finished", write_bundle)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
