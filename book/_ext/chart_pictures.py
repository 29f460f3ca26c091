"""Sphinx extension: draw the charts of a page and add the script that makes them live, on pages with charts only.

`pipeline.charts` leaves each chart as a `<figure class="chart">` with the Vega-Lite specification inside. Drawing is
done here and not in the notebooks, where it would cost half a second of start-up for each. The text of the pictures
stays text; it is measured with the font that lies beside this file, so that every machine draws the same.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import vl_convert
from chart_files import FONT, VEGA_LITE, Chart, chart_of, write
from sphinx.application import Sphinx

FONTS = Path(__file__).parent.parent / "_fonts"
BUNDLE = f"vega-{vl_convert.get_vega_version()}.js"
FILES = "charts"  # folder of the files to take away
FIGURE = re.compile(
    r'<span class="chart-title">(.*?)</span>(?:<span class="chart-subtitle">(.*?)</span>)?</figcaption>'
    r'<div class="chart-picture"></div>\s*<script type="application/json">(.*?)</script>',
    re.DOTALL,
)


def draw(chart: Chart) -> str:
    """The SVG of a chart; the reader's own font is asked for by the page's style sheet."""
    specification = {**chart.specification, "config": {**chart.specification.get("config", {}), "font": FONT}}
    picture = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE)
    return picture.replace(f'font-family="{FONT}"', "").replace(
        "<svg ", '<svg role="img" aria-hidden="true" ', 1
    )


def with_picture(found: re.Match[str], picture: str, files: str) -> str:
    """The same figure with its picture, and links to its files (`files` is their address without ending)."""
    title = html.escape(html.unescape(found[1]))
    caption = found[0].partition('<div class="chart-picture">')[0]
    links = "".join(
        f' <a href="{files}.{ending}" download aria-label="下载{named}:{title}">{named}</a>'
        for ending, named in {"png": "PNG", "svg": "SVG", "csv": "CSV"}.items()
    )
    return (
        f'{caption}<div class="chart-stage"><div class="chart-picture">{picture}</div></div>'
        f'<p class="chart-files">下载图和数据:{links}</p><script type="application/json">{found[3]}</script>'
    )


def add_pictures(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Draw the charts of one page, and write the files that readers may take away of each."""
    if app.builder.name != "html":
        return
    base, pathto = app.config.html_baseurl, context["pathto"]
    parts, end = [], 0
    for number, found in enumerate(FIGURE.finditer(context.get("body", "")), 1):
        title, subtitle, specification = (html.unescape(found[part] or "") for part in (1, 2, 3))
        chart = chart_of(specification, title, subtitle, base + app.builder.get_target_uri(page))
        files = f"{FILES}/{page}-{number}"
        write(chart, Path(app.outdir, files))
        picture = draw(chart).replace(f'href="{base}', f'href="{context["content_root"]}')
        parts += [context["body"][end : found.start()], with_picture(found, picture, pathto(files, 1))]
        end = found.end()
    context["body"] = "".join([*parts, context.get("body", "")[end:]])
    context["with_charts"] = bool(parts)
    context["chart_bundle"] = BUNDLE
    context["chart_image"] = f"{FILES}/{page}-1.png" if parts else None


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
