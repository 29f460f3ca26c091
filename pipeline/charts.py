"""Frames to Altair charts, in one quiet look: readable in light, dark and print, and by the colour-blind.

Every chart takes a frame and a title that asks the reader's question. The columns that a chart reads are named in its
docstring; `link`, where a frame has it, makes each mark a link (to the sentence in the source). Links start at the
site's root, to which `root` is the way from the page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import altair as alt
import polars as pl
import polars.selectors as cs

from pipeline.codes import members

# Okabe and Ito's hues, in tones that hold 3:1 against white and against the dark page.
BLUE, ORANGE, GREEN, RED, GREY = "#2f7fb8", "#c9792b", "#1a9277", "#cf5a4a", "#848b94"
VERDICT_COLOURS = {
    "矛盾": RED,
    "截尾": ORANGE,
    "无从复算": GREY,
    "不可比": GREY,
    "四舍五入": GREEN,
    "相符": GREEN,
}
ROW = 36  # pixels for each row of a chart with one row for each report
SHOWN = (
    "report_name",
    "name",
    "year",
    "run",
    "value",
    "count",
    "text",
    "sum",
    "sentence",
    "small",
    "link",
    "source_title",
    "province",
)
ROWS = 30  # up to which each report has a row of its own
NEAR_END = 85  # per cent, from which on a figure has no room beside its dot
HALF = 50  # per cent, from which on a name stands to the left of its line
PANELS = 8  # charts on one page; the table under them has the rest
WIDTH = 620  # of the picture; a live chart takes the width of its place


def use_for_pages() -> None:
    """Have Altair use this look, and show a chart as a figure that the book draws and brings to life."""
    alt.theme.enable("nianbao")
    alt.renderers.register("figure", figure)
    alt.renderers.enable("figure")


@alt.theme.register("nianbao", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Text and lines take the colour of the page around them, so that one picture serves light, dark and print."""
    ink: dict[str, Any] = {"labelColor": "currentColor", "titleColor": "currentColor"}
    axis = {**ink, "domain": False, "ticks": False, "grid": False, "labelPadding": 8, "labelLimit": 220}
    scale = {
        **axis,
        "grid": True,
        "gridColor": "currentColor",
        "gridOpacity": 0.15,
        "tickCount": 5,
        "titleFontWeight": "normal",
    }
    config: Any = {
        "background": "transparent",
        "view": {"continuousWidth": WIDTH, "discreteWidth": WIDTH, "stroke": None},
        "axis": {**ink, "labelFontSize": 13, "titleFontSize": 12},
        "axisY": axis,
        "axisX": scale,
        "text": {"color": "currentColor", "fontSize": 13},
        "rule": {"color": "currentColor"},
        "legend": {**ink, "orient": "top", "labelFontSize": 12, "title": None},
    }
    return alt.theme.ThemeConfig(config=config)


def figure(specification: dict[str, Any], **options: Any) -> dict[str, str]:
    """A chart as the book's HTML: its title as a caption, room for the picture, and the Vega-Lite specification."""
    chart = dict(specification)
    chart["autosize"] = {"type": "fit-x", "contains": "padding"}
    title = chart.pop("title", {"text": ""})
    text = json.dumps(chart, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    under = (
        f'<span class="chart-subtitle">{_escaped(title["subtitle"])}</span>' if title.get("subtitle") else ""
    )
    caption = f'<figcaption><span class="chart-title">{_escaped(title["text"])}</span>{under}</figcaption>'
    room = f'<div class="chart-picture"></div><script type="application/json">{text}</script>'
    return {"text/html": f'<figure class="chart">{caption}{room}</figure>'}


def rate_panels(
    groups: Iterable[Any], question: str, root: str = "../", most: int = PANELS
) -> list[alt.LayerChart]:
    """A rate, one chart for each group of reports that may be compared: `name`, `rows`, `shown`, `references` of each.

    The first asks the question and answers it; the others say whom they are about, and the answer. Of groups that hold
    one value only the first is drawn: there is nothing to compare, and the table has them all.
    """
    known = list(groups)
    shown = [*known[:1], *(group for group in known[1:] if len(group.rows) > 1)]
    return [
        rates(
            _frame(group.shown),
            _frame(group.references),
            (f"{group.name}:" if number else question) + _range_of(group.rows, "%"),
            "" if number else group.name,
            root,
        )
        for number, group in enumerate(shown[:most])
    ]


def _range_of(rows: list[Any], unit: str) -> str:
    """The answer in words: what a group of comparable reports ranges over."""
    values = sorted(row["value"] for row in rows)
    low, high = (f"{round(value, 2).normalize():,f}{unit}" for value in (values[0], values[-1]))
    if len(rows) == 1:
        return f"{rows[0]['report_name']}为 {low}"
    return f"{len(rows)} 份报告都是 {low}" if low == high else f"{len(rows)} 份报告从 {low} 到 {high}"


def _by_province(frame: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """The frame and the column that gives the rows of its chart: the reports, or their provinces where they are many."""
    if frame.height <= ROWS:
        return frame, "report_name"
    return frame.with_columns(pl.col("region_path").list.first().alias("province")), "province"


def rates(
    frame: pl.DataFrame, references: pl.DataFrame, question: str, subtitle: str = "", root: str = "../"
) -> alt.LayerChart:
    """One rate, a dot for each report: `report_name`, `value` in per cent, `sum` and `sentence` for the tooltip.

    `small` marks a denominator below 30 (a hollow dot). `references` are drawn as dashed lines: `scope`,
    `reference_year`, `reference`. More reports than have room for a row each share a row with those of their province.
    """
    shown, row = _by_province(frame)
    many = row == "province"
    base = alt.Chart(_plain(shown, root)).encode(
        x=alt.X("value:Q", title="%", scale=alt.Scale(domain=[0, 100], clamp=True)),
        y=alt.Y(f"{row}:N", title=None, sort=None),
        tooltip=_tooltip(frame, report_name="报告", value="%", sum="算式", sentence="原文"),
    )
    dots = base.mark_point(size=130, strokeWidth=2, color=BLUE, opacity=0.5 if many else 1).encode(
        fill=alt.condition("datum.small", alt.value("transparent"), alt.value(BLUE)), **_link(frame)
    )
    told = base.encode(text=alt.Text("value:Q", format=".2f"))
    beyond = told.transform_filter(f"datum.value > {NEAR_END}").mark_text(align="right", dx=8, dy=-13)
    figures = told.transform_filter(f"datum.value <= {NEAR_END}").mark_text(align="left", dx=12)
    stems = base.mark_rule(opacity=0.2, strokeWidth=2).encode(x2=alt.datum(0))
    beside = _reference_lines(references, root) if references.height else []
    layers = [dots] if many else [stems, dots, figures, beyond]
    return _titled(alt.layer(*layers, *beside), question, subtitle, shown[row])


def _reference_lines(references: pl.DataFrame, root: str) -> list[alt.Chart]:
    """A dashed line with its name for each reference; the names stand one above the other, for values may be close."""
    named = references.with_columns(
        pl.format("{} {}年 {}%", "scope", "reference_year", pl.col("reference").cast(pl.Float64)).alias(
            "name"
        ),
        pl.col("reference").alias("value"),
    ).sort("value")
    layers = []
    for number in range(named.height):
        one = named[number]
        line = alt.Chart(_plain(one, root)).encode(x="value:Q")
        told = _tooltip(one, name="参照", source_title="出处")
        left = bool(one["value"][0] > HALF)
        name = line.mark_text(
            align="right" if left else "left", baseline="bottom", dy=-3 - 15 * number, fontSize=12
        )
        layers += [
            line.mark_rule(strokeDash=[4, 3], opacity=0.6, strokeWidth=1.5).encode(tooltip=told),
            name.encode(y=alt.value(0), text="name:N"),
        ]
    return layers


def trend_panels(series: Iterable[Any], root: str = "../") -> list[alt.LayerChart]:
    """The figures of one place through the years, one chart for each of which two years or more may be joined.

    A rate that is both stated and computed is drawn as computed; the table has both.
    """
    chosen: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in series:
        key = (one.rows[0]["indicator"], one.rows[0]["dimension"])
        computed = one.rows[0].get("method") == "computed"
        if max(Counter(run for run in one.runs if run is not None).values(), default=0) > 1 and (
            computed or key not in chosen
        ):
            pairs = zip(one.rows, one.runs, strict=True)
            chosen[key] = [{**row, "run": run} for row, run in pairs if run is not None]
    return [trend(_frame(rows), *_trend_title(rows), root) for rows in list(chosen.values())[:PANELS]]


def _trend_title(rows: list[dict[str, Any]]) -> tuple[str, str]:
    first, last = rows[0], rows[-1]
    unit = first.get("unit", "%")
    name = " · ".join(filter(None, (first["indicator_name"], members(first["dimension"]))))
    values = (f"{row['year']}年 {round(row['value'], 2).normalize():,f}{unit}" for row in (first, last))
    changes = {"up": "增幅", "down": "降幅"}.get(last.get("direction") or "", "")
    return f"{name}怎样变化?{','.join(values)}", " · ".join(filter(None, (first.get("method_name"), changes)))


def trend(frame: pl.DataFrame, question: str, subtitle: str = "", root: str = "../") -> alt.LayerChart:
    """One figure of one place, a dot for each year: `year`, `value`, `unit`; only dots of the same `run` are joined."""
    unit = frame["unit"][0] if "unit" in frame.columns else "%"
    years = frame.select(pl.int_range(pl.min("year"), pl.max("year") + 1)).to_series().to_list()
    base = alt.Chart(_plain(frame, root)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, grid=False), scale=alt.Scale(domain=years)),
        y=alt.Y("value:Q", title=unit, axis=alt.Axis(grid=True, tickCount=4, titleAngle=0)),
        tooltip=_tooltip(frame, year="年度", value=unit, sum="算式", sentence="原文"),
    )
    dots = base.mark_point(size=110, color=BLUE, filled=True, opacity=1).encode(**_link(frame))
    figures = base.mark_text(dy=-13).encode(text=alt.Text("value:Q", format=",.4~r"))
    lines = base.mark_line(color=BLUE, strokeWidth=2).encode(detail="run:N")
    titled: Any = alt.layer(lines, dots, figures).properties(
        title=alt.TitleParams(question, subtitle=subtitle), height=5 * ROW
    )
    chart: alt.LayerChart = titled
    return chart


def value_panels(compared: Iterable[tuple[str, Any]], root: str = "../") -> list[alt.LayerChart]:
    """Counts, one chart for each indicator that several comparable reports state: its name and the group."""
    return [
        values(_frame(group.shown), unit, f"{name}:{_range_of(group.rows, unit)}", group.name, root)
        for name, group in list(compared)[:PANELS]
        for unit in [group.rows[0]["unit"]]
    ]


def values(
    frame: pl.DataFrame, unit: str, question: str, subtitle: str = "", root: str = "../"
) -> alt.LayerChart:
    """One count, a bar for each report: `report_name`, `value`, `text` as the report puts it, `sentence`.

    More reports than have room for a row each become dots, in a row with those of their province.
    """
    shown, row = _by_province(frame)
    base = alt.Chart(_plain(shown, root)).encode(
        x=alt.X("value:Q", title=unit),
        y=alt.Y(f"{row}:N", title=None, sort=None),
        tooltip=_tooltip(frame, report_name="报告", text="数值", sentence="原文"),
    )
    if row == "province":
        layers = [base.mark_point(size=130, color=BLUE, filled=True, opacity=0.5).encode(**_link(frame))]
    else:
        bars = base.mark_bar(color=BLUE, height=16).encode(**_link(frame))
        layers = [bars, base.mark_text(align="left", dx=5).encode(text="text:N")]
    return _titled(alt.layer(*layers), question, subtitle, shown[row])


def counts(
    frame: pl.DataFrame, title: str, question: str, subtitle: str = "", root: str = "../"
) -> alt.LayerChart:
    """How many of each: a bar for each `name` in the order of the frame, as long as its `count`."""
    base = alt.Chart(_plain(frame, root)).encode(
        x=alt.X("count:Q", axis=None),
        y=alt.Y("name:N", title=None, sort=None),
        tooltip=_tooltip(frame, name="", count=title),
    )
    bars = base.mark_bar(color=BLUE, height=14).encode(**_link(frame))
    return _titled(
        bars + base.mark_text(align="left", dx=5).encode(text="count:Q"), question, subtitle, frame["name"]
    )


def stated(frame: pl.DataFrame, root: str = "../") -> alt.LayerChart:
    """How many reports state each indicator of a domain: `name`, `count`, most first."""
    first = f"{frame['name'][0]},{frame['count'][0]} 份" if frame.height else "还没有报告写明"
    under = "每个指标有几份报告写明;没有写的不当作零"
    return counts(frame.head(ROWS), "份报告", f"哪些数字写明的报告最多?{first}", under, root)


def verdicts(frame: pl.DataFrame, subtitle: str = "", root: str = "../") -> alt.LayerChart:
    """How many relations came out how: `name` of the verdict, `count`; contradictions stand out."""
    of = dict(frame.select("name", "count").rows())
    bad = of.get("矛盾", 0)
    answer = f"核对了 {sum(of.values())} 处," + (f"{bad} 处矛盾" if bad else "没有发现矛盾")
    chart = counts(frame, "处", f"报告自己的数字合得上吗?{answer}", subtitle, root)
    names = [name for name in VERDICT_COLOURS if name in frame["name"]]
    colours = alt.Scale(domain=names, range=[VERDICT_COLOURS[name] for name in names])
    chart.layer[0] = chart.layer[0].encode(color=alt.Color("name:N", scale=colours, legend=None))
    return chart


def _frame(rows: Iterable[Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


def _titled(chart: Any, question: str, subtitle: str, rows: pl.Series) -> alt.LayerChart:
    """The chart under its question, as high as it has rows (a step per row would make Vega warn on a live chart)."""
    title = alt.TitleParams(question, subtitle=subtitle)
    titled: alt.LayerChart = chart.properties(title=title, height=ROW * rows.n_unique())
    return titled


def _plain(frame: pl.DataFrame, root: str) -> pl.DataFrame:
    """The columns that charts use, decimals as floats (Vega knows nothing else), links as addresses from the page."""
    shown = frame.select(pl.col(name) for name in SHOWN if name in frame.columns)
    links = [(root + pl.col("link")).alias("link")] if "link" in shown.columns else []
    return shown.with_columns(
        cs.decimal().cast(pl.Float64),
        (cs.by_dtype(pl.Null) - cs.by_name("link", require_all=False)).cast(pl.String),
        *links,
    )


def _link(frame: pl.DataFrame) -> dict[str, Any]:
    return {"href": "link:N"} if "link" in frame.columns else {}


def _tooltip(frame: pl.DataFrame, **titles: str) -> list[alt.Tooltip]:
    """Those of the named columns that the frame has, with a title for readers."""
    return [alt.Tooltip(name, title=title or " ") for name, title in titles.items() if name in frame.columns]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
