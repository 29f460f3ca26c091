"""The reviewed observations: the committed tables are what is published, and a change of them is told line by line."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from pipeline import reading, review
from pipeline.catalogue import load
from tests.test_corrections import apply, corrected, one, row  # noqa: F401

REPORTS = Path(__file__).parent.parent / "data" / "reports"
FILES = reading.report_files(REPORTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_committed_observations_are_what_is_read_and_corrected(path):
    """Where this fails after a wanted change: `python -m pipeline review`, then read the diff."""
    seen = reading.correct(
        reading.read_report(path), reading.corrections_of(REPORTS).get(path.stem, ()), load()
    )
    assert review.file_of(REPORTS, path.stem).read_text("utf-8") == review.table(seen, load())


def test_every_table_has_its_report():
    there_are = set(review.file_of(REPORTS, "any").parent.glob("*.csv"))
    assert there_are == {review.file_of(REPORTS, path.stem) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_stands_in_the_text(path):
    text = reading.sources.read_source(path).text
    for line in csv.DictReader(StringIO(review.file_of(REPORTS, path.stem).read_text("utf-8"))):
        assert text[int(line["start"]) : int(line["end"])] == line["text"]
        assert line["text"] in line["sentence"]


def test_a_figure_that_is_withheld_stands_there_without_its_value(apply):  # noqa: F811
    after = apply(row())
    lines = {line["text"]: line for line in csv.DictReader(StringIO(review.table(after, load())))}
    assert (lines["32件"]["value"], lines["32件"]["correction"]) == ("", "withheld: 口径不明")
    assert lines["40件"]["value"] == "40" and not lines["40件"]["correction"]


def test_differences_are_told_by_figure(one, apply):  # noqa: F811
    before = review.table(one, load())
    told = review.differences(before, review.table(apply(corrected(new_value=80)), load()))
    assert len(told) == 1 and told[0].startswith("~ ") and "value 32 → 80" in told[0]
    moved = review.table(apply(corrected(new_indicator="reconsideration.maintained")), load())
    assert sorted(line[0] for line in review.differences(before, moved)) == ["+", "-"]
    assert review.differences(before, before) == []
    assert len(review.differences("", before)) == len(one.observations)


def test_update_writes_only_what_differs_and_only_where_it_may(one, tmp_path):  # noqa: F811
    told, file = [], tmp_path / "observations" / "dongshan.csv"
    after = review.table(one, load())
    assert review.update(file, after, told.append, write=False) and not file.exists()
    assert review.update(file, after, told.append, write=True) and file.read_text("utf-8") == after
    assert told[0] == f"dongshan.csv: {len(one.observations)} new, 0 gone, 0 changed"
    told.clear()
    assert not review.update(file, after, told.append, write=True) and not told


def test_the_table_of_a_report_that_is_gone_is_removed(tmp_path):
    for name in ("one", "gone"):
        (tmp_path / "observations").mkdir(exist_ok=True)
        (tmp_path / "observations" / f"{name}.csv").write_text("x")
    told = []
    for write, count in ((False, 1), (True, 1), (True, 0)):
        assert review.remove_others(tmp_path / "reports", ["one"], told.append, write) == count
    assert told == ["gone.csv: its report is gone"] * 2
