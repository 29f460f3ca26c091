"""The command line as its users meet it: what it prints, where, and with which exit status."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.__main__ import main
from pipeline.catalogue import load
from pipeline.corrections import COLUMNS
from pipeline.reading import read_folder
from pipeline.store import write

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "data" / "reports" / "004_83f4535e20ffd040.txt"
KEYS = ["source", "report", "sections", "quantities", "observations", "rates", "findings", "duties", "faults"]


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_extract_prints_one_object_a_line():
    done = run("extract", REPORT, REPORT.with_stem("003_e10a0e56933b9f5e"))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and not done.stderr
    assert [list(row) for row in rows] == [KEYS, KEYS]
    assert rows[0]["source"]["file"] == str(REPORT)


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = run("extract", empty, tmp_path / "missing.txt", REPORT)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [list(row) for row in rows] == [["source", "error"], ["source", "error"], KEYS]
    assert all(row["error"]["code"] and row["error"]["message"] for row in rows[:2])
    assert done.stderr.count("\n") == 2 and "Traceback" not in done.stderr


def test_check_tells_in_chinese_what_looks_wrong():
    done = run("check", REPORT)
    assert done.returncode == 0
    for words in ("郯城县司法局关于2023年度法治政府建设情况的报告", "矛盾", "18.18%", "32÷208=15.38%"):
        assert words in done.stdout


def test_explain_shows_the_decision_for_one_figure():
    text = REPORT.read_text("utf-8")
    done = run("explain", REPORT, "--at", text.index("208件"))
    assert done.returncode == 0 and "reconsideration.accepted" in done.stdout


def test_unbound_counts_nouns_most_frequent_first():
    done = run("unbound")
    counts = [int(line.split("\t")[0]) for line in done.stdout.splitlines()]
    assert counts and counts == sorted(counts, reverse=True)


def test_review_checks_writes_and_tells(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    report = tmp_path / "reports" / REPORT.name
    report.parent.mkdir()
    shutil.copy(REPORT, report)
    ask = CliRunner().invoke
    missing = ask(main, ["review", "--check", str(report)])
    assert missing.exit_code == 1 and "new, 0 gone, 0 changed" in missing.stdout
    written = ask(main, ["review", str(report)])
    assert written.exit_code == 0 and written.stdout == missing.stdout
    table = tmp_path / "observations" / f"{REPORT.stem}.csv"
    assert table.read_text("utf-8") == (ROOT / "data" / "observations" / table.name).read_text("utf-8")
    assert ask(main, ["review", "--check", str(report)]).stdout == ""
    table.write_text(table.read_text("utf-8").replace(",208,", ",209,"), "utf-8")
    assert "value 209 → 208" in ask(main, ["review", "--check", str(report)]).stdout


def test_the_committed_observations_are_up_to_date(monkeypatch):
    """Where this fails after a wanted change: `python -m pipeline review`, then read the diff."""
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, ["review", "--check"])
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize(
    "cells, message",
    [
        ("nowhere,0,1,x,reconsideration.accepted,,1", "(report nowhere): there is no such report"),
        (
            f"{REPORT.stem},1544,1548,208件,reconsideration.accepted,,209",
            "does not give reconsideration.accepted 209",
        ),
    ],
)
def test_a_correction_that_fits_nothing_stops_the_build_with_its_row(tmp_path, cells, message):
    reports = tmp_path / "reports"
    reports.mkdir()
    shutil.copy(REPORT, reports)
    (tmp_path / "corrections.csv").write_text(
        f"{','.join(COLUMNS)}\n{cells},withheld,,,,原因,依据\n", "utf-8"
    )
    done = run("build", reports, "--store", tmp_path / "s.duckdb")
    assert done.returncode == 1 and not (tmp_path / "s.duckdb").exists()
    assert done.stderr.startswith("corrections.csv, line 2 (report ") and message in done.stderr


def test_edition_freezes_what_the_store_publishes(store, tmp_path):
    done = run("edition", "2026年第一版", tmp_path / "edition", "--store", store)
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 3
    assert (tmp_path / "edition" / "edition.txt").read_text("utf-8") == "2026年第一版\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "fazhi.duckdb"
    folder = read_folder(REPORT.parent, path.parent / "readings")
    write(folder.readings, load(), path, folder.provenance)
    return path


def test_an_unknown_report_stops_with_a_list_of_what_there_is(store):
    done = run(
        "run", "report", store.with_name("none.ipynb"), "-p", "report_id", "atlantis", "-p", "store", store
    )
    assert done.returncode == 1 and "004_83f4535e20ffd040" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("check", "missing.txt"), "missing.txt"),
        (("build", "no-such-folder", "--store", "/tmp/none.duckdb"), "no-such-folder"),
        (("export", "/tmp/none", "--store", "/tmp/there-is-no.duckdb"), "there-is-no.duckdb"),
        (("run", "rate", "/tmp/none.ipynb", "-p", "colour", "red"), "indicator"),
        (("run", "no-such-notebook", "/tmp/none.ipynb"), "findings"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(arguments, words):
    done = run(*arguments)
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


def test_every_command_says_what_it_does():
    for name, command in main.commands.items():
        assert command.help and CliRunner().invoke(main, [name, "--help"]).exit_code == 0
