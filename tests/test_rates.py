"""Rates: reported, computed and implied side by side, and every reason why one is not given."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arithmetic import percent
from pipeline.catalogue import FOLDER, CatalogueError, load
from pipeline.catalogue.duties import load_duties
from pipeline.catalogue.rates import load_identities, load_rates
from pipeline.catalogue.references import load_references
from pipeline.quantities import find_quantities
from pipeline.rates import derive
from pipeline.records import Finding, Observation

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "rates.yml").read_text("utf-8"))


def counted(number, indicator, figure, dimension=None, fields=None):
    """An observation of a case; its place is made up."""
    (one,) = find_quantities(f"共{figure}。")
    start = number * 100
    return Observation(
        indicator=indicator,
        dimension=tuple(sorted((dimension or {}).items())),
        value=one.value,
        value_high=one.value_high,
        unit=one.unit,
        approximation=one.approximation,
        start=start,
        end=start + len(figure),
        text=figure,
        also=(),
        role="level",
        direction=None,
        inferred=False,
        rule="case",
        evidence=(),
        quantity=number,
    )._replace(**(fields or {}))


def rates_of(case):
    counts = tuple(counted(number, *one) for number, one in enumerate(case["counts"]))
    blocks = tuple(case.get("blocks", ()))
    finding = Finding("sum", "contradiction", blocks, "", "", (), None, blocks)
    unread = [beside(counts[number], figure) for number, figure in case.get("unread", {}).items()]
    return derive(counts, [finding] if blocks else [], unread, load())


def beside(count, figure):
    """A figure that no indicator claims, told right behind a count."""
    (one,) = find_quantities(f"共{figure}。")
    return one._replace(start=count.end + 1, end=count.end + 1 + len(figure))


def shown(rate):
    operands = {
        side: getattr(rate, side) and int(getattr(rate, side).value) for side in ("numerator", "denominator")
    }
    numbers = {
        key: None if (value := getattr(rate, key)) is None else str(value) for key in ("value", "low", "high")
    }
    return rate._asdict() | {"dimension": dict(rate.dimension)} | numbers | operands


def fits(rate, wanted):
    return all(
        (value in (rate[key] or "")) if key == "note" else rate[key] == value for key, value in wanted.items()
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_rates(case):
    found = [shown(rate) for rate in rates_of(case)]
    for wanted in case.get("gives", ()):
        assert any(fits(rate, wanted) for rate in found), (wanted, found)
    for indicator in case.get("never", ()):
        assert not [
            r for r in found if r["indicator"] == indicator and r["method"] == "computed" and r["value"]
        ]
    for wanted in case.get("absent", ()):
        assert not any(fits(rate, wanted) for rate in found), (wanted, found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_holds_of_every_rate(case):
    catalogue = load()
    for rate in rates_of(case):
        assert rate.indicator in catalogue.rates
        assert rate.value is not None or rate.note, "a rate that is not given says why"
        if rate.method == "computed" and rate.value is not None:
            assert 0 <= rate.value <= 100 or rate.indicator == "emergency.yoy"
            assert rate.numerator.spans and rate.denominator.spans and rate.basis
            assert rate.value == percent(rate.numerator.value, rate.denominator.value)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_percent_is_exact_to_the_cent(part, whole):
    value = percent(Decimal(part), Decimal(whole))
    assert value == value.quantize(Decimal("0.01"))
    assert abs(value * whole - part * 100) * 2 <= Decimal("0.01") * whole


def test_the_catalogue_holds_what_was_gathered():
    catalogue = load()
    assert len(catalogue.rates) == 27
    assert len(catalogue.references) == 121
    assert sum(not one.usable for one in catalogue.references) == 4
    assert all(one.formula and one.zh and one.en and one.sources for one in catalogue.rates.values())


def test_variants_that_disagree_both_stand():
    found = [
        one.value
        for one in load().references
        if (one.indicator, one.scope, one.year) == ("reconsideration.applications", "全国", 2023)
    ]
    assert found == [Decimal(315000), Decimal(385000)]


def test_a_reprint_is_never_linked():
    assert not [one for one in load().references if one.reprint and one.source_url]


INDICATORS = load().indicators
LOADERS = {
    "rates.yml": lambda path: load_rates(path, INDICATORS),
    "identities.yml": lambda path: load_identities(path, INDICATORS),
    "duties.yml": load_duties,
    "reference_values.csv": lambda path: load_references(path, [*INDICATORS, *load().rates]),
}
BROKEN = [
    (
        "rates.yml",
        "formula: 受理件数 ÷ 收到申请件数",
        "formula: x\n    formulas: y",
        "reconsideration.acceptance_rate.*formulas",
    ),
    (
        "rates.yml",
        "counts: [mediation.people_succeeded]",
        "counts: [mediation.succeeded]",
        "people_success_rate.*mediation.succeeded",
    ),
    ("rates.yml", "sources: [hb2020]", "sources: [hb2021]", "acceptance_rate.*sources.*hb2021"),
    (
        "rates.yml",
        "denominators:\n    - {basis: 申请, counts: [reconsideration.applications]}",
        "denominators: []",
        "acceptance_rate.*denominators",
    ),
    ("identities.yml", "whole: decision.gov_meetings", "whole: decision.meetings", "decision.meetings"),
    ("identities.yml", ", strict: false, reason", ", stric: false, reason", "stric"),
    ("identities.yml", "{男: '^男'", "{男: '(男'", "性别.*男"),
    ("duties.yml", "heading: '第一责任人'", "headings: '第一责任人'", "content_first_responsible.*headings"),
    (
        "duties.yml",
        "within: compliance.content_shortcomings",
        "within: compliance.shortcomings",
        "content_causes.*within",
    ),
    ("reference_values.csv", "reconsideration.handled,", "reconsideration.handle,", "line 2.*indicator"),
    ("reference_values.csv", ",yes,yes", ",ja,yes", "line 2.*reprint"),
]


@pytest.mark.parametrize("file, old, new, message", BROKEN)
def test_a_broken_catalogue_is_refused_by_name(file, old, new, message, tmp_path):
    text = (FOLDER / file).read_text("utf-8")
    assert old in text
    broken = tmp_path / file
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=message) as told:
        LOADERS[file](broken)
    assert file in str(told.value)


def test_the_records_cannot_be_changed():
    rule = next(iter(load().rates.values()))
    with pytest.raises(AttributeError):
        rule.zh = "x"
    assert isinstance(rule, msgspec.Struct)
