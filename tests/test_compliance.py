"""The legal duties: status and evidence, and what is not judged at all."""

from pathlib import Path

import pytest
import yaml

from pipeline.catalogue import load
from pipeline.compliance import judge
from pipeline.records import Outline, Report, Section, Span

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "duties.yml").read_text("utf-8"))
NO_REPORT = Report(None, None, None, None, "county", "annual_report", None, None, None, None)


def laid_out(case):
    """Text and outline of a case; what stands before the first heading is no part of the body."""
    text, sections, plans = case.get("before", "") + "\n", [], []
    first = len(text)
    for label, heading, body, *planned in case["sections"]:
        start = len(text)
        text += f"{label}{heading}\n{body}\n"
        sections.append(Section(label, heading, 1, start, len(text), -1))
        if planned:
            plans.append(Span(start, len(text)))
    report = NO_REPORT._replace(**case["report"])
    return text, Outline(report, tuple(sections), (Span(first, len(text)),), tuple(plans), ())


@pytest.mark.parametrize("wide", [False, True], ids=["half-width", "full-width"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_duties(case, wide):
    text, shape = laid_out(case)
    if wide:
        text = text.translate(str.maketrans(",:", "\uff0c\uff1a"))
    duties = {one.duty.removeprefix("compliance."): one for one in judge(text, shape, load())}
    for duty, (status, *evidence) in case["gives"].items():
        found = duties[duty]
        assert found.status == status, (duty, found)
        if evidence:
            passage = text[found.evidence.start : found.evidence.end].translate(
                str.maketrans("\uff0c\uff1a", ",:")
            )
            assert passage == evidence[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_duty_is_judged_once_with_evidence_or_a_reason(case):
    text, shape = laid_out(case)
    duties = judge(text, shape, load())
    assert [one.duty for one in duties] == list(load().duties)
    for one in duties:
        assert one.evidence is None or 0 <= one.evidence.start < one.evidence.end <= len(text)
        assert one.evidence or one.note or one.status == "absent" or one.duty.endswith("0401")


def test_a_text_without_body_is_not_held_against_anyone():
    duties = judge("", Outline(NO_REPORT._replace(year=2023), (), (), (), ()), load())
    assert {one.status for one in duties} == {"unverifiable", "not_applicable"}
