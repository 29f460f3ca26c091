"""One edition beside the last: nothing that is the same is told, everything else is, with old and new."""

from decimal import Decimal

import pytest

from pipeline import store
from pipeline.store import read
from tests.samples import CATALOGUE, reading

TOLD = ("kind", "report_id", "indicator", "former", "present", "link")


def changed(one, number, **fields):
    """A reading with one observation otherwise."""
    observations = list(one.observations)
    observations[number] = observations[number]._replace(**fields)
    return one._replace(observations=tuple(observations))


@pytest.fixture
def against(tmp_path):
    """The changes of an edition against a former one."""

    def changes(former, present):
        store.write(former, CATALOGUE, tmp_path / "former.duckdb")
        store.freeze(tmp_path / "former.duckdb", tmp_path / "edition", "2024年春季版")
        store.write(present, CATALOGUE, tmp_path / "s.duckdb", former=tmp_path / "edition")
        return read.changes(tmp_path / "s.duckdb").select(TOLD).rows()

    return changes


def test_without_a_former_edition_there_is_nothing_to_tell(tmp_path):
    store.write([reading()], CATALOGUE, tmp_path / "s.duckdb", former=tmp_path / "none")
    assert read.changes(tmp_path / "s.duckdb").is_empty()
    assert read.edition(tmp_path / "s.duckdb")["former_edition"] is None


def test_the_same_edition_again_has_no_changes(against, tmp_path):
    assert against([reading(), reading("other")], [reading(), reading("other")]) == []
    assert read.edition(tmp_path / "s.duckdb")["former_edition"] == "2024年春季版"


def test_reports_come_and_go_without_their_figures(against):
    rows = against([reading("gone"), reading("stays")], [reading("new"), reading("stays")])
    assert rows == [
        ("report_gone", "gone", None, None, None, None),
        ("report_new", "new", None, None, None, "report/new.html"),
    ]


def test_another_file_for_a_report_is_told(against):
    one = reading()
    rows = against([one], [one._replace(source=one.source._replace(sha256="11"))])
    assert [row[0] for row in rows] == ["report_replaced"]


def test_a_changed_value_has_old_and_new_and_its_sentence(against):
    one = reading()
    rows = against([one], [changed(one, 1, value=Decimal(33))])
    start = one.observations[1].start
    assert rows == [
        (
            "figure_changed",
            "dongshan",
            "reconsideration.concluded",
            "32件",
            "33件",
            f"report/dongshan.html#f{start}",
        )
    ]


def test_how_exact_a_value_is_is_part_of_it(against):
    rows = against([reading()], [changed(reading(), 1, approximation="over")])
    assert [row[3:5] for row in rows] == [("32件", "超过32件")]


def test_a_figure_bound_elsewhere_has_moved(against, tmp_path):
    one = reading()
    rows = against(
        [one], [changed(one, 2, indicator="reconsideration.accepted", dimension=(("scope", "县级"),))]
    )
    assert [row[:5] for row in rows] == [
        ("figure_moved", "dongshan", "reconsideration.accepted", "4件", "4件")
    ]
    (row,) = read.changes(tmp_path / "s.duckdb").iter_rows(named=True)
    assert (row["former_indicator_name"], row["indicator_name"], row["dimension"]) == (
        "纠错件数",
        "受理件数",
        "scope=县级",
    )


def test_new_and_lost_figures_and_rates_are_told(against):
    one = reading()
    less = one._replace(observations=one.observations[:-1], rates=())
    rate = "reconsideration.correction_rate"
    gone = against([one], [less])
    assert [row[:5] for row in gone] == [
        ("figure_gone", "dongshan", rate, "12.5%", None),
        ("figure_gone", "dongshan", rate, "12.5%", None),
    ]
    assert [row[0] for row in against([less], [one])] == ["figure_new"] * 2


def test_of_a_value_told_twice_one_may_go(against):
    one = reading()
    twice = one._replace(
        observations=(*one.observations, one.observations[0]._replace(start=30, end=33, also=()))
    )
    assert [row[:5] for row in against([twice], [one])] == [
        ("figure_gone", "dongshan", "reconsideration.accepted", "40件", None)
    ]


def test_a_frozen_edition_has_the_same_bytes_every_time(tmp_path):
    store.write([reading()], CATALOGUE, tmp_path / "s.duckdb")
    first = [file.read_bytes() for file in store.freeze(tmp_path / "s.duckdb", tmp_path / "a", "甲")]
    assert [file.read_bytes() for file in store.freeze(tmp_path / "s.duckdb", tmp_path / "b", "甲")] == first
