"""Sphinx extension: everything that the site offers as CSV, with planted words covered as everywhere on the site.

The public tables, for the data page, are what `python -m pipeline export` writes; the observations of each report what
`python -m pipeline review` writes. The pages that set reports side by side show a bounded part of what there is; the whole
lies beside each of them, in a reader's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import polars.selectors as cs
from from_store import STORE
from hijacked_words import covered
from sphinx.application import Sphinx

from pipeline import review
from pipeline.catalogue import load
from pipeline.codes import members
from pipeline.reading import read_folder
from pipeline.store import export, read

ROOT = Path(__file__).resolve().parents[2]

# The columns of what is offered beside a page, by what readers call them.
REPORT = {
    "report_name": "报告",
    "place": "所在地",
    "level_name": "层级",
    "doc_type_name": "文种",
    "year": "年度",
}
FIGURE = {"indicator_name": "指标", "members": "分项", "period": "期间", **REPORT}
VALUES = {
    **FIGURE,
    "text": "原文",
    "value": "值",
    "value_high": "至",
    "unit": "单位",
    "reason": "不能并列的原因",
    "link": "网址",
}
RATES = {
    **FIGURE,
    "method_name": "得来的方式",
    "value": "百分数",
    "low": "不低于",
    "high": "不高于",
    "numerator": "分子",
    "denominator": "分母",
    "basis": "分母口径",
    "sum": "算式",
    "note": "说明",
    "reason": "不能并列的原因",
    "link": "网址",
}
FINDINGS = {
    "verdict_name": "结论",
    **REPORT,
    "indicators": "指标",
    "stated": "报告所述",
    "recomputed": "复算所得",
    "note": "说明",
    "link": "网址",
}
DUTIES = {**REPORT, "duty_name": "要求", "status_name": "结论", "note": "说明", "link": "网址"}


def write_tables(app: Sphinx, problem: Exception | None) -> None:
    """Write every table into the folder `data` of the site."""
    if problem is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, "data")
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as aside:
        for path in export(STORE, aside):
            if path.suffix == ".csv":
                (folder / path.name).write_text(covered(path.read_text(encoding="utf-8")), encoding="utf-8")


def write_observations(app: Sphinx, problem: Exception | None) -> None:
    """Write the observations of every report in the store into the folder `observations` of the site."""
    if problem is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, "observations")
    folder.mkdir(exist_ok=True)
    of_store = set(read.reports(STORE)["report_id"])
    for one in read_folder(ROOT / "data" / "reports", ROOT / "build" / "readings").readings:
        if one.report_id in of_store:
            (folder / f"{one.report_id}.csv").write_text(covered(review.table(one, load())), encoding="utf-8")


def compared() -> Iterator[tuple[str, pl.DataFrame, dict[str, str]]]:
    """What each page of several reports shows a part of: its name, all rows, and the columns with their headings."""
    part = pl.col("dimension").map_elements(members, return_dtype=pl.String).alias("members")
    for domain in read.domains(STORE)["domain"]:
        yield f"domain/{domain}", read.observations(STORE, domain=domain).with_columns(part), VALUES
    for indicator in read.rated(STORE)["indicator"]:
        yield f"rate/{indicator}", read.rates(STORE, indicator).with_columns(part), RATES
    findings = read.findings(STORE).with_columns(
        pl.col("indicator_names").list.join("、").alias("indicators"),
        pl.format("report/{}.html#k{}", "report_id", "finding_no").alias("link"),
    )
    yield "findings", findings, FINDINGS
    place = (
        pl.when(pl.col("span_start").is_not_null())
        .then(pl.format("#f{}", "span_start"))
        .otherwise(pl.lit(""))
    )
    yield (
        "duties",
        read.duties(STORE).with_columns(link=pl.format("report/{}.html{}", "report_id", place)),
        DUTIES,
    )


def in_words(rows: pl.DataFrame, headings: dict[str, str], base: str) -> str:
    """Rows as CSV under a reader's headings: addresses whole, decimals without the zeros that the table's scale adds."""
    whole = rows.with_columns(link=pl.lit(base) + pl.col("link")).select(list(headings))
    plain = whole.with_columns(cs.decimal().cast(pl.String).str.replace(r"\.?0+$", ""))
    return plain.with_columns(cs.string().replace("", None)).rename(headings).write_csv()


def write_compared(app: Sphinx, problem: Exception | None) -> None:
    """Write the whole of what is compared beside each page that compares it."""
    if problem is not None or app.builder.name != "html":
        return
    for page, rows, headings in compared():
        path = Path(app.outdir, f"{page}.csv")
        path.parent.mkdir(exist_ok=True)
        text = in_words(rows, headings, app.config.html_baseurl)
        path.write_text(covered(text), encoding="utf-8-sig")  # the mark has spreadsheets read it as UTF-8


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", write_tables)
    app.connect("build-finished", write_observations)
    app.connect("build-finished", write_compared)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
