"""One report through all rooms: what holds of every reading, and the cache."""

import json
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import reading
from pipeline.catalogue import load
from pipeline.records import Reading, Source, Span, Unreadable

REPORTS = Path(__file__).parent.parent / "data" / "reports"
FILES = reading.report_files(REPORTS)
BROKEN = [
    "",
    "。",
    "1",
    "件",
    "(((",
    "“",
    "2023年",
    "|",
    "\r\n",
    "一、",
    "其中",
    "100%",
    "\x00",
    "同比下降",
    "﻿",
]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def one(request):
    return reading.read_report(request.param)


def spans_of(record):
    """Every (start, end) that a JSON record holds, however deep."""
    if isinstance(record, dict):
        if {"start", "end"} <= record.keys():
            yield record["start"], record["end"]
        record = list(record.values())
    if isinstance(record, list):
        for value in record:
            yield from spans_of(value)


def test_every_span_holds(one):
    text, shown = one.source.text, reading.to_json(one)
    for kind in ("quantities", "observations", "faults"):
        for record in shown[kind]:
            assert text[record["start"] : record["end"]] == record["text"]
    shown = json.loads(msgspec.json.encode(shown))
    assert all(0 <= start < end <= len(text) for start, end in spans_of(shown))


def test_every_figure_is_bound_or_says_why_not(one):
    told = {
        (span.start, span.end)
        for seen in one.observations
        for span in (Span(seen.start, seen.end), *seen.also)
    }
    bound = {index for index, figure in enumerate(one.quantities) if (figure.start, figure.end) in told}
    unbound = {left.quantity for left in one.unbound}
    assert bound | unbound == set(range(len(one.quantities))) and not bound & unbound
    assert all(left.reason for left in one.unbound)


def test_every_rate_has_its_operands_or_a_reason(one):
    for rate in one.rates:
        if rate.method == "computed" and rate.value is not None:
            assert rate.numerator and rate.denominator and rate.basis
            assert abs(rate.numerator.value / rate.denominator.value * 100 - rate.value) <= Decimal("0.005")
        if rate.value is None:
            assert rate.note


def test_values_are_strings_never_floats(one):
    shown = json.loads(
        msgspec.json.encode(reading.to_json(one)), parse_float=lambda text: pytest.fail(f"a float: {text}")
    )
    assert all(isinstance(record["value"], str) for record in shown["quantities"] + shown["observations"])


def test_a_reading_survives_its_file(one):
    assert msgspec.json.decode(msgspec.json.encode(one), type=Reading) == one


def test_a_reading_is_made_once_and_kept(tmp_path, monkeypatch):
    first = reading.read_folder(REPORTS, tmp_path)
    monkeypatch.setattr(reading, "read_report", lambda path: pytest.fail(f"{path} was read again"))
    assert reading.read_folder(REPORTS, tmp_path) == first


def test_one_unreadable_report_stops_no_other(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "full.txt").write_text("泸西县2023年度法治政府建设工作报告\n\n全年受理法律援助案件12件。\n")
    folder = reading.read_folder(tmp_path, tmp_path / "cache")
    assert [one.report_id for one in folder.readings] == ["full"]
    assert [name for name, _, _ in folder.refusals] == ["empty.txt"]


def test_the_order_of_reports_changes_nothing():
    forward = [reading.read_report(path) for path in FILES]
    backward = [reading.read_report(path) for path in reversed(FILES)]
    assert forward == backward[::-1]


def test_a_folder_without_reports_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="no report"):
        reading.report_files(tmp_path)
    with pytest.raises(Unreadable, match="no such folder"):
        reading.report_files(tmp_path / "nowhere")


def test_two_reports_of_one_id_are_refused(tmp_path):
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_text("正文")
    with pytest.raises(Unreadable, match="share one id"):
        reading.report_files(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(BROKEN), st.text(max_size=12)), max_size=25).map("".join))
def test_no_text_breaks_the_reader(text):
    """Whatever the text, a reading comes out, and its spans hold."""
    read = reading.read_text(Source("x.txt", "0", "utf-8", "text/plain", text), "x", load())
    assert all(text[q.start : q.end] == q.text for q in read.quantities)
