"""The store: commented tables, written whole, nothing lost, nothing invented."""

import gc
import hashlib
import shutil
from decimal import Decimal
from typing import ClassVar
from weakref import WeakSet

import duckdb
import polars as pl
import pytest

from pipeline import comparability, store
from pipeline.records import Refusal, Unknown
from pipeline.store import across, read
from pipeline.store.rows import reading_rows
from pipeline.store.write import BATCH, SCHEMA, insert
from tests.samples import CATALOGUE, PROVENANCE, TEXT, reading

TABLES = {
    "report",
    "section",
    "quantity",
    "observation",
    "rate",
    "finding",
    "duty",
    "fault",
    "indicator",
    "reference_value",
    "build",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A store of two reports, one of them without a sidecar, and of one file that could not be read."""
    path = tmp_path_factory.mktemp("store") / "fazhi.duckdb"
    refusals = [("scan.pdf", "no_text", "a scan")]
    store.write([reading(), reading("other")], CATALOGUE, path, {"dongshan": PROVENANCE}, refusals)
    return path


@pytest.fixture
def empty():
    with duckdb.connect() as connection:
        connection.execute(SCHEMA.read_text("utf-8"))
        yield connection


def test_every_table_and_column_says_what_it_holds(empty):
    tables = empty.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
    assert {name for name, _ in tables} >= TABLES
    columns = empty.execute(
        "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    assert [name for name, comment in [*tables, *columns] if not comment] == []


def test_values_are_exact_decimals(empty):
    floating = "FROM duckdb_columns() WHERE NOT internal AND data_type IN ('DOUBLE', 'FLOAT')"
    assert empty.execute(floating).fetchall() == []


def test_a_value_that_the_tables_would_round_is_refused(empty):
    with pytest.raises(ValueError, match="more decimals"):
        insert(empty, "domain", [("d", 0, Decimal("1.1234567"))])


@pytest.mark.parametrize(
    "column, value",
    [("approximation", "roughly"), ("role", "goal"), ("unit", None), ("indicator", "no.such")],
)
def test_rows_that_break_the_schema_are_refused(empty, column, value):
    rows = reading_rows(reading(), None)
    insert(empty, "report", rows["report"])
    table = "observation" if column == "indicator" else "quantity"
    frame = pl.DataFrame(rows[table], schema=pl.DataFrame(empty.table(table)).schema, orient="row")
    broken = frame.with_columns(pl.lit(value, frame.schema[column]).alias(column)).rows()
    with pytest.raises(duckdb.ConstraintException):
        insert(empty, table, broken)


def test_the_view_writes_every_computed_rate_out(written):
    with duckdb.connect(str(written), read_only=True) as connection:
        rows = connection.sql(
            "SELECT value, recomputed, formula, numerator_sentence FROM rate_formula WHERE method = 'computed' AND value IS NOT NULL"
        ).fetchall()
        comments = connection.sql(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'rate_formula'"
        ).fetchall()
    assert rows
    for value, recomputed, formula, sentence in rows:
        assert abs(value - recomputed) <= Decimal("0.005")
        assert formula.split(" ÷ ")[0].strip("()").split("+")[0] in sentence
    assert all(comment for (comment,) in comments)


def test_the_edition_counts_what_it_holds(written):
    edition = read.edition(written)
    counts = {
        name: edition[name]
        for name in ("reports", "refusals", "quantities", "quantities_bound", "quantities_unbound")
    }
    assert counts == {
        "reports": 2,
        "refusals": 1,
        "quantities": 14,
        "quantities_bound": 10,
        "quantities_unbound": 4,
    }
    assert edition["edition_date"] is None


def test_the_edition_date_comes_from_source_date_epoch(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709251200")
    store.write([reading()], CATALOGUE, tmp_path / "s.duckdb")
    assert str(read.edition(tmp_path / "s.duckdb")["edition_date"]) == "2024-03-01"


def test_figures_that_no_indicator_claims_are_there_with_the_reason(written):
    figures = read.quantities(written, "dongshan").filter(~pl.col("bound"))
    assert figures["text"].to_list() == ["18.1万余份", "200人"]
    assert figures["unbound_reason"].to_list() == ["no indicator"] * 2
    assert read.unbound(written).select("noun", "figures").rows() == [("培训", 2), ("画册", 2)]


def test_what_is_missing_is_null_and_never_zero(written):
    refused = read.rates(written, "reconsideration.finality_rate", "dongshan").row(0, named=True)
    assert [refused[name] for name in ("value", "low", "high", "numerator", "denominator")] == [None] * 5
    assert refused["note"] == "未述分子"
    assert read.report(written, "other")["publisher"] is None
    assert read.report(written, "dongshan")["publisher"] == "东山县司法局"


def test_every_span_shows_its_words(written):
    for rows in (
        read.quantities(written),
        read.observations(written),
        read.observation_spans(written),
        read.rate_spans(written),
        read.finding_spans(written),
        read.faults(written),
    ):
        assert rows.height
        for row in rows.iter_rows(named=True):
            assert TEXT[row["span_start"] : row["span_end"]] == row["text"]


def test_a_figure_stands_in_its_sentence_and_section(written):
    figures = read.quantities(written, "dongshan").select("text", "sentence", "section_no").rows()
    assert figures[0] == ("40件", "全年受理行政复议案件40件,审结32件。", 0)
    assert figures[2] == ("4件", "纠错4件!", 0)
    assert figures[5] == ("200人", "培训200人。", 1)


def test_a_rate_keeps_numerator_denominator_and_basis(written):
    rate = read.rates(written, "reconsideration.correction_rate", "dongshan").row(0, named=True)
    assert (rate["value"], rate["numerator"], rate["denominator"], rate["basis"]) == (
        Decimal("12.5"),
        4,
        32,
        "审结",
    )
    spans = read.rate_spans(written, "dongshan").select("part", "text").rows()
    assert spans == [("denominator", "32件"), ("numerator", "4件")]


def test_a_derived_rate_is_an_indicator_with_its_formula(written):
    rows = {row["indicator"]: row for row in read.indicators(written).iter_rows(named=True)}
    assert rows["reconsideration.correction_rate"]["caveat"] == "读者须知\n分母是审结"
    assert rows["reconsideration.finality_rate"]["formula"] == "final / concluded"
    assert rows["reconsideration.accepted"]["formula"] is None
    assert rows["reconsideration.accepted"]["source_url"] == "https://example.org/law"


@pytest.mark.parametrize(
    "ask, there_is",
    [
        (lambda path: read.report(path, "nowhere"), "dongshan  东山县2023年度"),
        (lambda path: read.rates(path, "mediation.rate"), "reconsideration.correction_rate  纠错率"),
        (lambda path: read.observations(path, domain="weather"), "reconsideration  行政复议"),
        (lambda path: read.findings(path, verdict="wrong"), "contradiction"),
    ],
)
def test_an_unknown_id_is_answered_with_what_there_is(written, ask, there_is):
    with pytest.raises(Unknown, match=there_is):
        ask(written)


def test_without_a_store_the_message_says_what_makes_one(tmp_path):
    with pytest.raises(Refusal, match="python -m pipeline build"):
        read.reports(tmp_path / "none.duckdb")


class Title(str):
    """A title that tells how many of its kind are alive."""

    alive: ClassVar[WeakSet] = WeakSet()

    def __init__(self, _):
        Title.alive.add(self)


def test_only_a_few_readings_are_in_memory_at_a_time(tmp_path):
    def readings():
        for number in range(5 * BATCH):
            if number % BATCH == 0:
                gc.collect()
                assert len(Title.alive) <= 2 * BATCH
            one = reading(f"r{number:03}")
            yield one._replace(report=one.report._replace(title=Title("年度报告" * number)))

    store.write(readings(), CATALOGUE, tmp_path / "s.duckdb")
    assert read.edition(tmp_path / "s.duckdb")["reports"] == 5 * BATCH


def test_a_failed_build_leaves_the_old_store_and_nothing_else(tmp_path):
    path = tmp_path / "fazhi.duckdb"
    store.write([reading()], CATALOGUE, path)
    twice = [reading("same"), reading("same")]
    with pytest.raises(duckdb.ConstraintException):
        store.write(twice, CATALOGUE, path)
    assert read.reports(path)["report_id"].to_list() == ["dongshan"]
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_crashed_build_left_is_cleared_away(tmp_path):
    path = tmp_path / "fazhi.duckdb"
    leftover = tmp_path / ".building-crashed"
    leftover.mkdir()
    (leftover / path.name).write_bytes(b"half")
    store.write([reading()], CATALOGUE, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_keeps_the_store_it_opened_while_another_takes_its_place(tmp_path):
    path = tmp_path / "fazhi.duckdb"
    store.write([reading()], CATALOGUE, path)
    with duckdb.connect(str(path), read_only=True) as reader:
        reader.execute("FROM report").fetchall()
        with store.replacing(path) as aside:
            shutil.copy(path, aside)
        assert reader.execute("SELECT count(*) FROM quantity").fetchall() == [(7,)]


def test_the_same_inputs_give_the_same_tables_and_the_same_exported_bytes(tmp_path):
    paths = [tmp_path / name / "fazhi.duckdb" for name in ("one", "two")]
    exports = []
    for path in paths:
        store.write([reading(), reading("other")], CATALOGUE, path, {"dongshan": PROVENANCE})
        files = store.export(path, path.parent / "tables")
        exports.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files})
    assert read.digest(paths[0]) == read.digest(paths[1])
    assert exports[0] == exports[1]
    assert {"quantity.csv", "quantity.parquet"} <= exports[0].keys()


def test_other_contents_give_another_digest(written, tmp_path):
    store.write([reading()], CATALOGUE, tmp_path / "s.duckdb")
    assert read.digest(written) != read.digest(tmp_path / "s.duckdb")


def test_exported_decimals_are_written_as_people_write_them(written, tmp_path):
    store.export(written, tmp_path)
    values = pl.read_csv(tmp_path / "quantity.csv", infer_schema=False)["value"].to_list()
    assert values[:7] == ["40", "32", "4", "12.5", "181000", "200", "40"]


def test_the_data_dictionary_has_every_column(written):
    rows = read.columns(written)
    assert rows.filter(pl.col("column_comment").is_null()).is_empty()
    assert set(rows["table_name"]) >= TABLES


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """A store of two like reports with what may stand side by side."""
    path = tmp_path_factory.mktemp("compared") / "fazhi.duckdb"
    store.write([reading(), reading("other")], CATALOGUE, path)
    references = CATALOGUE.references
    rates = comparability.standings(read.to_compare(path, "rate"), references)
    observations = comparability.standings(read.to_compare(path, "observation"), references)
    rates, observations = list(rates), list(observations)
    across.write_standings(path, rates, observations)
    across.write_standings(path, rates, observations)
    return path


def test_rates_that_agree_stand_side_by_side_and_others_say_why_not(compared):
    rates = read.rates(compared).select("indicator", "report_id", "group_no", "reason").rows()
    correction, finality = "reconsideration.correction_rate", "reconsideration.finality_rate"
    assert rates[:2] == [(correction, "dongshan", 0, None), (correction, "other", 0, None)]
    assert [(name, group) for name, _, group, _ in rates[2:]] == [(finality, None)] * 2
    assert all(reason for *_, reason in rates[2:])


def test_a_stated_ratio_without_its_denominator_stands_beside_nothing(compared):
    stated = read.observations(compared, indicator="reconsideration.correction_rate")
    assert stated.select("unit", "group_no", "reason").unique().rows() == [("%", None, "报告未说明分母")]
    assert read.references_beside(compared)["record"].to_list() == ["rate", "rate"]


def test_a_reference_stands_beside_the_rate_that_it_fits(compared):
    beside = read.references_beside(compared, report_id="other").row(0, named=True)
    assert (beside["scope"], beside["reference"], beside["value"]) == (
        "全国",
        Decimal("12.83"),
        Decimal("12.5"),
    )


def test_coverage_counts_reports_and_not_values(compared):
    rows = {row["indicator"]: row for row in read.coverage(compared).iter_rows(named=True)}
    counts = ("reports_stating", "reports_with_rate", "reports_comparable")
    assert [rows["reconsideration.correction_rate"][name] for name in counts] == [2, 2, 2]
    assert [rows["reconsideration.accepted"][name] for name in counts] == [2, 0, 2]
    assert "reconsideration.finality_rate" not in rows


def test_how_rates_came_about_is_counted_with_those_refused(compared):
    rows = read.methods(compared).select("indicator", "reported", "computed", "bounded", "refused").rows()
    assert rows == [
        ("reconsideration.correction_rate", 0, 2, 0, 0),
        ("reconsideration.finality_rate", 0, 0, 0, 2),
    ]


def test_places_lead_from_the_province_to_the_report(written):
    way = read.way(written, "350626")
    assert way["name"].to_list() == ["福建省", "漳州市", "东山县"]
    province = way["place_id"][0]
    assert [read.place(written, province)[name] for name in ("reports", "reports_below")] == [0, 2]
    assert read.places_below(written, province)["name"].to_list() == ["漳州市", "东山县"]
    within = read.reports_within(written, province)
    assert set(within["report_id"]) == {"dongshan", "other"} and set(within["own_id"]) == {"350626"}
    assert read.path(written, "dongshan")["place_id"].to_list() == way["place_id"].to_list()
    rows = read.series(written, "350626")
    assert {row["report_id"] for row in rows} == {"dongshan", "other"}
    assert any("method" in row for row in rows) and all("method" in row or row["stands"] for row in rows)
    assert read.series(written, province) == []
    with pytest.raises(Unknown, match="福建省"):
        read.place(written, "000000")


def test_where_an_indicator_occurs_is_told_by_its_newest_reports(written):
    rows = read.occurrences(written, 1)
    assert rows["indicator"].is_unique().all()
    assert set(rows["reports"]) == {2}
    first = read.observations(written, rows["report_id"][0], indicator=rows["indicator"][0])
    assert rows["link"][0] in first["link"].to_list()
