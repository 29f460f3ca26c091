"""Faults: for each kind what must be found, and what only looks so."""

import re
from pathlib import Path

import pytest
import yaml

from pipeline.faults import KINDS, find_faults
from pipeline.outline import read_outline
from pipeline.quantities import find_quantities

CASES = yaml.safe_load(Path(__file__).parent.joinpath("cases", "faults.yml").read_text("utf-8"))
BEFORE = (
    "永丰县2023年法治政府建设情况报告\n发布时间:2024-03-01\n2023年,永丰县扎实推进依法行政。\n一、主要做法\n\n"
)
AFTER = "\n\n二、下步打算\n继续努力,再上台阶。\n"
FLAT = [(kind, case) for kind, cases in CASES.items() for case in cases]


def marked(case: dict) -> tuple[str, list[tuple[int, int]]]:
    """The text of a case without its marks, and the places that they marked."""
    text = case["text"] if case.get("frame") == "page" else BEFORE + case["text"] + AFTER
    spans = []
    while match := re.search(r"\[\[(.*?)\]\]", text, re.S):
        text = text[: match.start()] + match[1] + text[match.end() :]
        spans.append((match.start(), match.start() + len(match[1])))
    return text, spans


@pytest.mark.parametrize(
    ("kind", "case"), FLAT, ids=lambda item: item if isinstance(item, str) else item["text"][:30]
)
def test_a_kind_of_fault(kind, case):
    text, spans = marked(case)
    outline = read_outline(text)
    quantities = find_quantities(text, outline.body, outline.plans)
    found = [fault for fault in find_faults(text, outline, quantities) if fault.kind == kind]
    assert [(fault.start, fault.end) for fault in found] == spans
    if "repaired" in case:
        assert {fault.repaired for fault in found} == {case["repaired"]}
        assert {fault.action for fault in found} <= {"repair", "strip"}
    else:
        assert all(fault.action in ("flag", "strip") or fault.repaired for fault in found)


def test_each_kind_has_a_name_an_example_and_a_counter_example():
    assert set(CASES) == set(KINDS)
    for kind, cases in CASES.items():
        marks = ["[[" in case["text"] for case in cases]
        assert any(marks) and not all(marks), kind


@pytest.mark.parametrize(
    ("kind", "case"), FLAT, ids=lambda item: item if isinstance(item, str) else item["text"][:30]
)
def test_the_original_stays(kind, case):
    text, _ = marked(case)
    for fault in find_faults(text, read_outline(text), ()):
        assert text[fault.start : fault.end] == fault.text
        assert fault.action in ("flag", "repair", "strip")
        assert (fault.action == "flag") == (fault.repaired is None)


def test_a_clean_report_has_no_faults():
    text = BEFORE + "（一）完善制度。全年制定文件6件，审查合同12份（其中政府合同3份）。" + AFTER
    assert find_faults(text, read_outline(text), ()) == ()
