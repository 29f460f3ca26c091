"""The files that a reader may take away of a chart: its picture as SVG and PNG, whole with title and origin, and its rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import vl_convert
from hijacked_words import covered

VEGA_LITE = "6.4"
FONT = "Nianbao Sans"
FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'.replace('"', "&quot;")
LINE = 40  # characters of a title; Vega breaks no lines
HEADINGS = {
    "report_name": "报告",
    "name": "名称",
    "year": "年度",
    "value": "值",
    "count": "数量",
    "text": "数字原文",
    "sum": "算式",
    "sentence": "句子",
    "small": "小样本",
    "province": "省份",
    "run": "第几段",
    "source_title": "出处",
    "link": "链接",
}


class Chart(NamedTuple):
    """A chart as it stands on a page: its Vega-Lite specification, its title and subtitle, the page's address."""

    specification: dict[str, Any]
    title: str
    subtitle: str
    address: str


def write(chart: Chart, path: Path) -> None:
    """Write a chart's files: `path` with the endings .svg, .png and .csv."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = vl_convert.vegalite_to_svg(with_title(chart), vl_version=VEGA_LITE)
    files = {
        "svg": picture.replace(f'font-family="{FONT}"', f'font-family="{FONTS}"').encode(),
        "png": vl_convert.svg_to_png(picture, scale=2),
        "csv": table(chart).encode("utf-8-sig"),
    }
    for ending, content in files.items():
        path.with_name(f"{path.name}.{ending}").write_bytes(content)


def with_title(chart: Chart) -> dict[str, Any]:
    """The specification of a picture that stands alone: on white, under its title, with where it comes from."""
    title = {
        "text": lines(chart.title),
        "subtitle": [*lines(chart.subtitle), f"法治年报 {chart.address}"],
        "anchor": "start",
        "frame": "group",
        "offset": 16,
        "subtitlePadding": 6,
    }
    config = {**chart.specification.get("config", {}), "font": FONT, "background": "white"}
    return {**chart.specification, "title": title, "padding": 20, "config": config}


def lines(text: str) -> list[str]:
    """A text in pieces that fit the picture's width."""
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def table(chart: Chart) -> str:
    """The rows that the chart draws, reference values among them, as CSV with headings for readers."""
    rows = [row for rows in chart.specification["datasets"].values() for row in rows]
    present = {column for row in rows for column in row}
    columns = [*(column for column in HEADINGS if column in present), *sorted(present - HEADINGS.keys())]
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow([HEADINGS.get(column, column) for column in columns])
    for row in rows:
        written.writerow([plain(row.get(column)) for column in columns])
    return out.getvalue()


def plain(value: Any) -> Any:
    """A cell for readers: yes and no as words, whole numbers without a point."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def chart_of(specification: str, title: str, subtitle: str, address: str) -> Chart:
    """A chart as it may be published: planted words covered, links whole (left relative, the drawing makes up a host)."""
    chart = json.loads(covered(specification))
    for row in (row for rows in chart["datasets"].values() for row in rows):
        if row.get("link"):
            row["link"] = urljoin(address, row["link"])
    return Chart(chart, covered(title), covered(subtitle), address)
