"""What a person corrected: applied after reading, marked wherever it shows, refused once it fits nothing any more."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline import corrections, reading, store
from pipeline.catalogue import load
from pipeline.corrections import COLUMNS
from pipeline.records import Refusal, Source
from pipeline.store import read

ROOT = Path(__file__).parent.parent
TEXT = "东山县2023年度法治政府建设情况的报告\n\n全年新收行政复议案件40件,审结行政复议案件32件,直接纠错4件。\n"
CONCLUDED = "reconsideration.concluded"
RATE = "reconsideration.correction_rate"


@pytest.fixture(scope="module")
def one():
    return reading.read_text(Source("dongshan.txt", "0", "utf-8", "text/plain", TEXT), "dongshan", load())


def row(text="32件", **others):
    """A row that withholds what the reading makes of a figure, other cells as given."""
    start = TEXT.index(text)
    cells = {"report_id": "dongshan", "start": start, "end": start + len(text), "text": text}
    cells |= {
        "indicator": CONCLUDED,
        "value": 32,
        "action": "withheld",
        "reason": "口径不明",
        "source": "电话核实",
    }
    return cells | others


def corrected(**others):
    return row(action="corrected", **others)


def written(path, *rows):
    lines = [",".join(COLUMNS), *(",".join(str(one.get(name, "")) for name in COLUMNS) for one in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def apply(one, tmp_path):
    """The reading after the rows given."""

    def after(*rows):
        found = corrections.read_corrections(written(tmp_path / "corrections.csv", *rows), load())
        corrections.refuse_strangers(found, ["dongshan"])
        return reading.correct(one, found.get("dongshan", ()), load())

    return after


def stated(one, indicator):
    return [seen for seen in one.observations if seen.indicator == indicator]


def rate(one):
    (found,) = [rate for rate in one.rates if rate.indicator == RATE and rate.method == "computed"]
    return found


def test_the_report_reads_as_the_other_tests_suppose(one):
    assert [seen.value for seen in stated(one, CONCLUDED)] == [32]
    assert rate(one).value == Decimal("12.50")


def test_no_file_and_no_row_change_nothing(one, apply, tmp_path):
    assert corrections.read_corrections(tmp_path / "none.csv", load()) == {}
    assert apply() is one


def test_a_withheld_figure_is_no_observation_and_takes_part_in_no_rate(one, apply):
    after = apply(row())
    assert not stated(after, CONCLUDED)
    assert rate(after).value is None and rate(after).note
    (left,) = [left for left in after.unbound if after.quantities[left.quantity].text == "32件"]
    assert left.reason == "withheld: 口径不明"
    assert after.quantities == one.quantities
    assert [(given.action, given.observation, given.new_value) for given in after.corrections] == [
        ("withheld", None, None)
    ]


def test_a_corrected_value_flows_into_rates_and_checks(one, apply):
    after = apply(corrected(new_value=80))
    (seen,) = stated(after, CONCLUDED)
    assert (seen.value, seen.text) == (80, "32件")
    assert rate(after).value == Decimal("5.00")
    assert after.quantities == one.quantities
    assert after.observations[after.corrections[0].observation] == seen


def test_a_corrected_binding_goes_to_another_indicator(apply):
    after = apply(corrected(new_indicator="reconsideration.maintained", new_dimension="scope=县级"))
    assert not stated(after, CONCLUDED)
    (seen,) = stated(after, "reconsideration.maintained")
    assert (seen.value, seen.dimension) == (32, (("scope", "县级"),))


@pytest.mark.parametrize(
    "cells, message",
    [
        (row(report_id="nowhere"), r"line 2 \(report nowhere\): there is no such report"),
        (row(start=3, end=6), r"line 2 \(report dongshan\): at 3–.* the report has “.*”, not “32件”"),
        (row(start=9000, end=9003), "the report has “”"),
        (
            row(value=33),
            r"does not give reconsideration.concluded 33 at “32件” but reconsideration.concluded 32;",
        ),
        (row("2023", value=2023), "but nothing"),
        (row(indicator="reconsideration.accepted"), "does not give reconsideration.accepted"),
        (row(indicator="no.such"), "no indicator 'no.such'"),
        (row(reason=""), "reason is empty"),
        (row(source=" "), "source is empty"),
        (row(action="mended"), "action is 'mended'; it must be one of corrected, withheld"),
        (row(value="many"), "value is 'many', not a number"),
        (row(start="x"), "start is 'x', not an offset"),
        (row(new_value=3), "a withheld figure has nothing new"),
        (corrected(), "a corrected one something"),
        (corrected(new_dimension="县级"), "key=member"),
        (row(source="甲,乙"), "13 columns"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_in_plain_words(apply, cells, message):
    with pytest.raises(Refusal, match=message):
        apply(cells)


def test_the_first_line_names_the_columns(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text("report_id,start\n", "utf-8")
    with pytest.raises(Refusal, match="the first line must be report_id,start,end"):
        corrections.read_corrections(path, load())


@pytest.fixture
def folder(tmp_path):
    """A folder of one report with a corrected figure, and room for its store."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "dongshan.txt").write_text(TEXT, "utf-8")
    written(
        tmp_path / "corrections.csv",
        corrected(new_value=80),
        row("40件", indicator="reconsideration.applications", value=40),
    )
    return reports


def test_the_store_marks_what_was_corrected_and_what_leans_on_it(folder, tmp_path):
    store.write(reading.read_folder(folder, tmp_path / "kept").readings, load(), tmp_path / "s.duckdb")
    rows = {row["indicator"]: row for row in read.observations(tmp_path / "s.duckdb").iter_rows(named=True)}
    assert rows[CONCLUDED]["value"] == 80
    assert (rows[CONCLUDED]["value_read"], rows[CONCLUDED]["correction_reason"]) == (32, "口径不明")
    assert rows["reconsideration.corrected"]["correction_reason"] is None
    assert "reconsideration.applications" not in rows
    (computed,) = read.rates(tmp_path / "s.duckdb", RATE).filter(method="computed").iter_rows(named=True)
    assert computed["corrected"] and computed["value"] == 5
    given = read.corrections(tmp_path / "s.duckdb", "dongshan")
    assert given["action"].to_list() == ["withheld", "corrected"]
    assert given["text"].to_list() == ["40件", "32件"]
    assert given["new_value"].to_list() == [None, 80]
    with duckdb.connect(str(tmp_path / "s.duckdb"), read_only=True) as connection:
        reasons = connection.execute("SELECT unbound_reason FROM quantity WHERE text = '40件'").fetchall()
    assert reasons == [("withheld: 口径不明",)]


def test_a_reading_is_kept_as_it_was_read(folder, tmp_path):
    reading.read_folder(folder, tmp_path / "kept")
    kept = reading.keep_reading(folder / "dongshan.txt", tmp_path / "kept")
    assert '"12.50"' in kept.read_text("utf-8")


def test_the_committed_corrections_fit_the_published_reports(tmp_path):
    assert all(reading.read_folder(ROOT / "data" / "reports", tmp_path).readings)
