"""Binding, case by case (tests/cases/observations.yml), and what must hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.catalogue import load
from pipeline.observations import bind, explain
from pipeline.outline import read_outline
from pipeline.quantities import find_quantities
from pipeline.records import Observation, Outline, Quantity, Refusal, Unbound

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "observations.yml").read_text("utf-8"))
TITLE = "某某县2023年度法治政府建设情况报告"


def read(text: str) -> tuple[Outline, tuple[Quantity, ...]]:
    outline = read_outline(text)
    return outline, find_quantities(text, outline.body, outline.plans)


def bound(text: str) -> tuple[tuple[Observation, ...], tuple[Unbound, ...]]:
    return bind(text, *read(text), load())


def told(observation: Observation) -> str:
    members = [f"{key}={member}" for key, member in observation.dimension]
    flags = [observation.role] if observation.role != "level" else []
    flags += ["inferred"] * observation.inferred + ["also"] * bool(observation.also)
    return " ".join([observation.indicator, f"{observation.value.normalize():f}", *members, *flags])


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_case(case):
    text = f"{case.get('title', TITLE)}\n\n{case['text']}\n"
    observations, unbound = bound(text)
    assert [told(observation) for observation in observations] == case["bound"]
    quantities = read(text)[1]
    reasons = {quantities[entry.quantity].text: entry.reason for entry in unbound}
    for figure, reason in case.get("reasons", {}).items():
        assert reasons[figure].startswith(reason)


FULL_WIDTH = str.maketrans({",": "\uff0c", "(": "\uff08", ")": "\uff09", ":": "\uff1a", ";": "\uff1b"})


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_full_width_punctuation_reads_the_same(case):
    text = f"{case.get('title', TITLE)}\n\n{case['text']}\n".translate(FULL_WIDTH)
    observations, _ = bound(text)
    assert [told(observation) for observation in observations] == case["bound"]
    assert all(text[o.start : o.end] == o.text for o in observations)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_spans_hold(case):
    text = f"{TITLE}\n\n{case['text']}\n"
    observations, unbound = bound(text)
    quantities = read(text)[1]
    for observation in observations:
        assert text[observation.start : observation.end] == observation.text
        assert all(0 <= span.start <= span.end <= len(text) for span in observation.evidence)
        if not observation.inferred:
            quantity = quantities[observation.quantity]
            assert (quantity.start, quantity.end) == (observation.start, observation.end)
    claimed = {o.start for o in observations} | {span.start for o in observations for span in o.also}
    assert claimed.isdisjoint(quantities[entry.quantity].start for entry in unbound)


UNRELATED = [
    "天气晴朗,山清水秀。",
    "全年新建公路32公里,改造水渠18条。",
    "大家一致表示赞同。",
    "县域经济稳步发展,亮点纷呈。",
]


@settings(max_examples=60, deadline=None)
@given(case=st.sampled_from(CASES), unrelated=st.sampled_from(UNRELATED), before=st.booleans())
def test_unrelated_paragraph_changes_nothing(case, unrelated, before):
    title = case.get("title", TITLE)
    plain = f"{title}\n\n{case['text']}\n"
    lines = [title, "", unrelated, case["text"], ""] if before else [title, "", case["text"], unrelated, ""]
    expected = [told(observation) for observation in bound(plain)[0]]
    assert [told(observation) for observation in bound("\n".join(lines))[0]] == expected


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="行政复议受理办结人民调解纠纷其中分别为、,。;()《》%件次人12345年共率和", max_size=120)
)
def test_any_text_is_read(text):
    outline, quantities = read(text)
    observations, unbound = bind(text, outline, quantities, load())
    indexes = {o.quantity for o in observations if o.quantity is not None}
    assert indexes.isdisjoint(entry.quantity for entry in unbound)


def test_two_that_fit_equally_are_not_chosen(tmp_path):
    from pipeline.observations.binding import choose
    from pipeline.observations.matching import matches
    from pipeline.observations.reader import open_reader, places_of

    text = f"{TITLE}\n\n受理行政复议案件46件。\n"
    place = places_of(open_reader(text, *read(text), load()), 0)[0]
    best = matches(place)[0]
    rival = replace(best, wording=best.wording._replace(indicator="litigation.cases"))
    decision = choose(place, [best, rival])
    assert (
        decision.chosen == () and decision.reason == "ambiguous: litigation.cases vs reconsideration.accepted"
    )


def test_table_cells_are_read_with_their_headings():
    outline, _ = read(f"{TITLE}\n\n一、行政复议\n")
    cell = Quantity(0, 2, "某某", *_number(46), "件", "exact", "level", None, "全县", "受理行政复议案件")
    (observation,), _ = bind(TITLE, outline, [cell], load())
    assert observation.indicator == "reconsideration.accepted"


@pytest.mark.parametrize(
    "caption",
    ["表1 全县行政处罚案件情况", "执法稳步推进。行政处罚案件分程序情况如下:", "行政处罚案件统计表\n单位:件"],
)
def test_the_caption_of_a_table_names_what_its_sums_and_years_count(caption):
    table = "程序 | 2022年(件) | 2023年(件)\n简易程序 | 40 | 30\n合计 | 60 | 50"
    text = f"{TITLE}\n\n一、执法\n{caption}\n{table}\n"
    found = {o.text: (o.indicator, o.dimension) for o in bind(text, *read(text), load())[0]}
    assert found["60"] == ("enforcement.penalty_cases", (("period", "2022年"),))
    assert found["50"] == ("enforcement.penalty_cases", ())
    assert found["40"] == ("enforcement.penalty_summary", (("period", "2022年"),))


@pytest.mark.parametrize(
    "above",
    [
        "全县作出行政处罚决定很多。",
        "规范行政处罚,严格执法程序,不断提高全县行政执法队伍的法治意识和专业能力水平",
    ],
)
def test_a_sentence_above_a_table_that_does_not_announce_it_names_nothing(above):
    text = f"{TITLE}\n\n一、执法\n{above}\n年度 | 2022年 | 2023年\n合计 | 60 | 50\n"
    assert bind(text, *read(text), load())[0] == ()


def test_rows_that_split_what_the_caption_counts_are_its_parts_and_places_below_are_not_told():
    table = "领域 | 2023年(件)\n食品 | 20\n药铺镇 | 10\n合计 | 30"
    text = f"{TITLE}\n\n一、执法\n行政处罚案件分领域情况如下:\n{table}\n"
    observations, unbound = bind(text, *read(text), load())
    found = {o.text: (o.indicator, o.dimension) for o in observations}
    assert found["20"] == ("enforcement.penalty_cases", (("part", "食品"),))
    assert found["30"] == ("enforcement.penalty_cases", ())
    assert [u.reason for u in unbound] == ["another place: 药铺镇"]


def test_a_row_that_its_column_passes_over_is_a_part_but_not_the_issuer_itself():
    table = "类别 | 案件数(件) | 受援人数(人)\n民事 | 20 | 25\n某某县 | 50 | 56"
    text = f"{TITLE}\n\n一、法律援助\n法律援助办案情况表\n{table}\n"
    found = {o.text: (o.indicator, o.dimension) for o in bind(text, *read(text), load())[0]}
    assert found["20"] == ("legal_aid.civil", ())
    assert found["25"] == ("legal_aid.recipients", (("part", "民事"),))
    assert found["56"] == ("legal_aid.recipients", ())


def _number(value):
    from decimal import Decimal

    return Decimal(value), None


def test_explain_tells_candidates_evidence_and_decision():
    text = f"{TITLE}\n\n受理行政复议案件46件,办结49件。\n"
    told_of = explain(text, *read(text), load(), text.index("49"))
    assert told_of["figure"] == "49件"
    assert told_of["subject"] == ["行政复议"]
    assert told_of["bound"][0]["indicator"] == "reconsideration.concluded"
    assert told_of["candidates"][0]["evidence"][0] == "办结"
    with pytest.raises(Refusal, match="no figure"):
        explain(text, *read(text), load(), 0)
