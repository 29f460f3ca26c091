"""The checks: each relation that a passage holds, and the injection test on generated reports."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipeline import observations, outline, quantities
from pipeline.arithmetic import as_written, denominators_for, numerators_for, slipped_digits, verdict_of
from pipeline.catalogue import load
from pipeline.checks import check
from pipeline.records import Observation, Outline, Report, Section, Span
from tests.relations import generate, injections

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "checks.yml").read_text("utf-8"))
NO_REPORT = Report(None, None, None, None, None, "annual_report", None, None, None, None)


def bound(text, found, binds):
    """Observations made from a case's `binds`."""
    made = []
    for figure, what in (binds or {}).items():
        indicator, dimension = (what, {}) if isinstance(what, str) else what
        number = next(n for n, one in enumerate(found) if one.text == figure)
        one = found[number]
        made.append(
            Observation(
                indicator=indicator,
                dimension=tuple(dimension.items()),
                value=one.value,
                value_high=one.value_high,
                unit=one.unit,
                approximation=one.approximation,
                start=one.start,
                end=one.end,
                text=one.text,
                also=(),
                role=one.role,
                direction=one.direction,
                inferred=False,
                rule="case",
                evidence=(),
                quantity=number,
            )
        )
    return tuple(made)


def findings(case):
    text = case["text"]
    found = quantities.find_quantities(text)
    shape = Outline(NO_REPORT._replace(**case.get("meta", {})), (), (Span(0, len(text)),), (), ())
    return check(text, shape, found, bound(text, found, case.get("binds")), load())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_findings(case):
    found = findings(case)
    for wanted in case.get("finds", ()):
        fitting = [one for one in found if (one.kind, one.verdict) == (wanted["kind"], wanted["verdict"])]
        fitting = [one for one in fitting if wanted.get("recomputed", "") in one.recomputed]
        fitting = [one for one in fitting if wanted.get("note", "") in (one.note or "")]
        assert fitting, [tuple(one) for one in found]
        assert set(wanted.get("blocks", ())) <= set(fitting[0].blocks)
    for verdict in case.get("never", ()):
        assert verdict not in {one.verdict for one in found}, [tuple(one) for one in found]


@pytest.mark.parametrize(
    "heading, verdicts",
    [
        ("2024年工作打算", ["consistent"]),
        ("2023年工作打算", ["contradiction"]),
        ("2023年法治政府建设主要工作安排", ["contradiction"]),
        ("落实2023年工作安排情况", []),
        ("2023年重点工作完成情况", []),
        ("2023年工作思路和举措", []),
    ],
)
def test_a_plan_is_for_a_later_year(heading, verdicts):
    section = Section("二、", heading, 1, 0, len(heading), -1)
    shape = Outline(NO_REPORT._replace(year=2023), (section,), (Span(0, len(heading)),), (), ())
    assert [one.verdict for one in check(heading, shape, (), (), load())] == verdicts


def read(text):
    shape = outline.read_outline(text)
    found = quantities.find_quantities(text, shape.body, shape.plans)
    claimed, _ = observations.bind(text, shape, found, load())
    return check(text, shape, found, claimed, load())


def test_every_span_is_a_stretch_of_the_text():
    report = generate(1)
    for one in read(report.text):
        assert one.spans and all(0 <= span.start < span.end <= len(report.text) for span in one.spans)


def test_a_run_of_filler_words_before_a_figure_is_read_at_once():
    """共有 is no word of its own beside 共 and 有, or there were two ways to read each: a run of forty would never end."""
    (one,) = read(
        "甲县2023年法治政府建设情况报告\n一、做法\n全年办结案件3件,其中" + "共有" * 40 + "行政案件2件。"
    )
    assert one.verdict == "consistent"


def test_injection():
    """99% of single changed digits that break a relation are found; clean reports raise no alarm."""
    planted = missed = relations = alarms = 0
    for seed in range(12):
        report = generate(seed)
        clean = read(report.text)
        relations += len(clean)
        alarms += sum(one.verdict == "contradiction" for one in clean)
        for text, start, end, _ in injections(report, seed):
            told = [one for one in read(text) if one.verdict == "contradiction"]
            planted += 1
            missed += not any(span.start < end and start < span.end for one in told for span in one.spans)
    assert planted > 500 and relations > 300
    assert missed <= planted // 100, f"{missed} of {planted} planted contradictions missed"
    assert alarms == 0, f"{alarms} false alarms among {relations} relations"


@pytest.mark.parametrize(
    "stated, part, whole, verdict",
    [
        ("96", 1944, 2025, "consistent"),
        ("70.8", 17, 24, "rounding"),
        ("66", 2, 3, "truncation"),
        ("67", 2, 3, "rounding"),
        ("66.67", 2, 3, "rounding"),
        ("66.7", 2, 3, "rounding"),
        ("66.6", 2, 3, "truncation"),
        ("66.5", 2, 3, "contradiction"),
        ("18.18", 32, 208, "contradiction"),
        ("12.5", 1, 8, "consistent"),
        ("13", 1, 8, "rounding"),
        ("12", 1, 8, "rounding"),
        ("97.50", 2878, 2952, "contradiction"),
    ],
)
def test_verdict_is_judged_from_the_decimals_stated(stated, part, whole, verdict):
    assert verdict_of(Decimal(stated), Decimal(part), Decimal(whole)) == verdict


def test_a_rate_and_a_count_imply_the_other():
    assert list(denominators_for(Decimal(32), Decimal("18.18"))) == [176]
    assert list(numerators_for(Decimal(22), Decimal(91))) == [20]
    assert len(denominators_for(Decimal(3258), Decimal(97))) > 30
    assert not denominators_for(Decimal(0), Decimal(5))


def test_a_slip_is_one_digit_of_one_figure():
    assert slips(91, 40, 50) == [(91, 90), (40, 41), (50, 51)]
    assert slips(930, 210, 730) == [(930, 940), (210, 200), (730, 720)]
    assert slips(930, 210, 709) == []
    assert slips(99, 50, 59) == [(50, 40), (59, 49)]
    assert slips(100, 50, 38) == []


def slips(whole, *parts):
    return [(int(old), int(new)) for old, new in slipped_digits(Decimal(whole), [*map(Decimal, parts)])]


def test_decimals_are_those_of_the_text():
    assert str(as_written(Decimal("93.8"), "93.80%")) == "93.80"
    assert str(as_written(Decimal("93"), "93％以上")) == "93"
