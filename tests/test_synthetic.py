"""The generator tells the truth: judged by plain checks of its own, not by the rooms of the pipeline."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest

from tests.synthetic import (
    FAULTS,
    Synthetic,
    __main__,
    blocks,
    draw_plan,
    figures,
    inject,
    make_report,
    places,
)
from tests.synthetic.relations import verdict

REPORTS = [make_report(seed) for seed in range(120)]
CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SIZES = {"十": 10, "百": 100, "千": 1000}


def simple_value(text: str) -> Decimal | None:
    """The low value of a figure's text, read naively; None where it holds no digit."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if match := re.search(r"\d+(?:\.\d+)?", plain):
        after = plain[match.end() :].lstrip("余多")
        size = {"万": 10_000, "亿": 100_000_000}.get(after[:1], 1)
        return Decimal(match[0]) * size
    return None


def simple_chinese(text: str) -> Decimal:
    """The value of a Chinese numeral below a hundred million, by adding up."""
    total = section = digit = 0
    for sign in text:
        if sign in CHINESE:
            digit = CHINESE[sign]
        elif sign in SIZES:
            section += (digit or 1) * SIZES[sign]
            digit = 0
        elif sign == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
    return Decimal(total + section + digit)


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_truth_agrees_with_the_text(report: Synthetic) -> None:
    for kind in ("quantities", "observations", "faults", "voids"):
        for row in report.truth[kind]:
            assert report.text[row["start"] : row["end"]] == row["text"], (kind, row)
    for quantity in report.truth["quantities"]:
        value = simple_value(quantity["text"])
        if not quantity.get("optional"):
            assert Decimal(quantity["value"]) == (
                simple_chinese(quantity["text"]) if value is None else value
            ), quantity
            assert (
                unicodedata.normalize("NFKC", quantity["text"]).rstrip("以上左右").endswith(quantity["unit"])
                or "row" in quantity
            )
            assert (quantity["role"] == "change") == ("direction" in quantity)


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_every_digit_is_accounted_for(report: Synthetic) -> None:
    accounted = bytearray(len(report.text))
    spans = [r for kind in ("quantities", "voids") for r in report.truth[kind]]
    spans += [{"start": s["start"], "end": s["start"] + len(s["label"])} for s in report.truth["sections"]]
    for row in spans:
        accounted[row["start"] : row["end"]] = b"1" * (row["end"] - row["start"])
    stray = [i for i, c in enumerate(report.text) if c.isdigit() and not accounted[i]]
    assert not stray, [report.text[max(i - 10, 0) : i + 10] for i in stray]
    ordered = sorted((q["start"], q["end"]) for q in report.truth["quantities"])
    assert all(a[1] <= b[0] for a, b in pairwise(ordered))


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_sections_stand_in_the_text(report: Synthetic) -> None:
    for section in report.truth["sections"]:
        part = report.text[section["start"] : section["end"]]
        assert part.startswith(section["label"])
        assert part[len(section["label"]) :].lstrip().startswith(section["heading"])


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_sums_hold_where_said_and_bound_figures_are_quantities(report: Synthetic) -> None:
    stated = {(q["start"], q["end"]): Decimal(q["value"]) for q in report.truth["quantities"]}
    assert all((o["start"], o["end"]) in stated for o in report.truth["observations"])
    for check in report.truth["checks"]:
        if check["kind"] == "date":
            continue
        values = [stated[s["start"], s["end"]] for s in check["spans"]]
        if check["kind"] == "sum" and "subkind" not in check and check["verdict"] != "incomplete":
            assert (max(values) * 2 == sum(values)) == (check["verdict"] == "consistent"), check
        if check.get("subkind") == "subset" and len(values) == 2:
            assert sorted(values) == sorted([Decimal(check["stated"]), Decimal(check["recomputed"])])


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_rates_follow_from_two_counts_that_are_told(report: Synthetic) -> None:
    told = [Decimal(o["value"]) for o in report.truth["observations"]]
    told += [a + b for a, b in combinations(told, 2)]
    for rate in report.truth["rates"]:
        if rate["value"] is None:
            assert rate["why"]
        else:
            assert rate["numerator"] in told
            assert (
                abs(Decimal(rate["value"]) * rate["denominator"] / 100 - rate["numerator"])
                <= Decimal(rate["denominator"]) / 10_000
            )
            assert Decimal(rate["value"]) <= 100


def test_same_seed_same_report() -> None:
    assert make_report(7) == make_report(7)
    assert make_report(7).text != make_report(8).text


def test_choices_are_kept_and_unknown_ones_refused() -> None:
    report = make_report(3, year=2019, place="530326", kind="government", office=None)
    assert report.truth["report"]["year"] == 2019
    assert report.truth["report"]["region"] == {"code": "530326", "path": ["云南省", "曲靖市", "会泽县"]}
    with pytest.raises(ValueError, match="colour"):
        make_report(3, colour="red")


def test_planted_contradictions_are_told() -> None:
    reports = [make_report(seed, contradictions=1, domains=9) for seed in range(40)]
    planted = [sum(c["verdict"] == "contradiction" for c in r.truth["checks"]) for r in reports]
    assert sum(n > 0 for n in planted) > 35
    clean = [make_report(seed, contradictions=0, faults=()) for seed in range(200)]
    assert all(c["verdict"] != "contradiction" for r in clean for c in r.truth["checks"])


@pytest.mark.parametrize("kind", FAULTS)
def test_every_kind_of_fault_can_be_planted(kind: str) -> None:
    reports = [
        make_report(
            seed, faults=(kind,), domains=9, kind="government", office=None, signature="plain", place="320924"
        )
        for seed in range(12)
    ]
    assert any(r.truth["faults"] for r in reports)
    assert not make_report(1, faults=()).truth["faults"]


def test_injection_changes_one_digit_and_falsifies_one_relation() -> None:
    injected = [(r, inject(r, Random(1))) for r in REPORTS]
    assert sum(i is not None for _, i in injected) > 100
    for report, change in injected:
        if change:
            assert sum(a != b for a, b in zip(report.text, change.text, strict=True)) == 1
            assert change.text[: change.start] == report.text[: change.start]
            assert change.text[change.end :] == report.text[change.end :]
            assert change.held.check in report.truth["checks"]


def test_reports_vary() -> None:
    plans = [draw_plan(Random(seed)) for seed in range(400)]
    for field in (
        "kind",
        "layout",
        "numbering",
        "form",
        "line_end",
        "signature",
        "table",
        "half_width",
        "indent",
    ):
        assert len({getattr(p, field) for p in plans}) > 1, field
    quantities = [q for r in REPORTS for q in r.truth["quantities"]]
    assert {q["role"] for q in quantities} == {"level", "change", "target"}
    assert {q["approximation"] for q in quantities} == {"exact", "over", "under", "about"}
    assert len({q["unit"] for q in quantities}) > 30


def test_every_sentence_can_be_told() -> None:
    """No sentence names a figure that its block lacks, and no two blocks of a domain are the same."""
    for domain in blocks.domains():
        sentences = [s for b in domain.blocks for s in b.say]
        assert len(set(sentences)) == len(sentences)
        for block in domain.blocks:
            assert {n for s in block.say for n in blocks.told(s)} <= set(block.figures), domain.name


def test_all_fifteen_domains_and_places_of_every_level() -> None:
    assert len(blocks.domains()) == 15
    assert {p.level for p in places.places()} == {"province", "prefecture", "county", "township"}
    assert all(
        len(p.path) <= {"province": 1, "prefecture": 2, "county": 3, "township": 4}[p.level]
        for p in places.places()
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (200, "两百"),
        (320, "三百二十"),
        (20_000, "两万"),
        (12_030, "一万两千零三十"),
        (30_005, "三万零五"),
    ],
)
def test_chinese_numerals(number: int, text: str) -> None:
    assert figures.in_chinese(number) == text
    assert simple_chinese(text) == number


def test_verdicts_by_the_decimals_stated() -> None:
    relation = blocks.Relation("ratio", "r", ("a",), ("b",))
    cases = {
        ("66.7", 2, 3): "rounding",
        ("66", 2, 3): "truncation",
        ("18.18", 32, 208): "contradiction",
        ("25", 1, 4): "consistent",
    }
    for (rate, a, b), right in cases.items():
        assert verdict(relation, {"r": Decimal(rate), "a": Decimal(a), "b": Decimal(b)}) == right


def test_command_writes_the_layout_of_gold(tmp_path: Path) -> None:
    assert __main__.main(["3", str(tmp_path)]) == 0
    files = {p.name for p in (tmp_path / "gold").iterdir()}
    assert files == {
        f"{k}.jsonl" for k in ("quantities", "observations", "meta", "rates", "checks", "faults")
    }
    for line in (tmp_path / "gold" / "quantities.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = (tmp_path / "reports" / row["report"]).read_bytes().decode()
        assert text[row["start"] : row["end"]] == row["text"]
    assert __main__.main(["many"]) == 2
