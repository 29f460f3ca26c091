"""The catalogue proves itself: wordings and examples both ways, references, and refusals that name the place."""

from __future__ import annotations

import shutil
from collections import defaultdict

import pytest

from pipeline.catalogue import FOLDER, CatalogueError, load
from pipeline.observations import bind
from pipeline.observations.matching import match_one
from pipeline.observations.reader import open_reader, places_of
from pipeline.outline import read_outline
from pipeline.quantities import find_quantities

CATALOGUE = load()
WORDINGS = defaultdict(list)
for _wording in CATALOGUE.wordings:
    WORDINGS[_wording.indicator].append(_wording)

EXAMPLES = [(entry, text) for entry in CATALOGUE.indicators.values() for text in entry.examples]
COUNTER_EXAMPLES = [
    (entry, text) for entry in CATALOGUE.indicators.values() for text in entry.counter_examples
]
TITLE = "某某县2023年度法治政府建设情况报告\n\n"


def names(pairs):
    return [f"{entry.id}: {text}" for entry, text in pairs]


def read_example(example):
    """The text of an example, and where the marked figure stands in it."""
    assert example.count("【") == example.count("】") == 1, f"mark one figure with 【 】: {example}"
    start, end = example.index("【"), example.index("】") - 1
    text = TITLE + example.replace("【", "").replace("】", "") + "\n"
    outline = read_outline(text)
    quantities = find_quantities(text, outline.body, outline.plans)
    return text, outline, quantities, (len(TITLE) + start, len(TITLE) + end)


def claimed(example):
    """The indicators that claim the marked figure."""
    text, outline, quantities, (start, end) = read_example(example)
    observations, _ = bind(text, outline, quantities, CATALOGUE)
    return {
        observation.indicator
        for observation in observations
        for place in ((observation.start, observation.end), *observation.also)
        if place[0] < end and start < place[1]
    }


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=names(EXAMPLES))
def test_example_is_bound_to_its_own_indicator(entry, example):
    others = claimed(example) - {entry.id}
    assert entry.id in claimed(example)
    assert not others or (
        entry.kind == "rate" and all(CATALOGUE.indicators[o].kind == "rate" for o in others)
    )


@pytest.mark.parametrize(("entry", "example"), COUNTER_EXAMPLES, ids=names(COUNTER_EXAMPLES))
def test_counter_example_is_not(entry, example):
    assert entry.id not in claimed(example)


@pytest.mark.parametrize("entry", CATALOGUE.indicators.values(), ids=lambda entry: entry.id)
def test_every_wording_matches_an_example(entry):
    matched = set()
    for example in entry.examples:
        text, outline, quantities, (start, end) = read_example(example)
        reader = open_reader(text, outline, quantities, CATALOGUE)
        marked = [i for i, quantity in enumerate(quantities) if quantity.start < end and start < quantity.end]
        for place in (place for index in marked for place in places_of(reader, index)):
            matched |= {wording.name for wording in WORDINGS[entry.id] if match_one(place, wording)}
        matched |= {o.rule for o in bind(text, outline, quantities, CATALOGUE)[0] if o.inferred}
    assert [wording.line for wording in WORDINGS[entry.id] if wording.name not in matched] == []


@pytest.mark.parametrize("entry", CATALOGUE.indicators.values(), ids=lambda entry: entry.id)
def test_entry_is_complete(entry):
    assert len({example.replace("【", "").replace("】", "") for example in entry.examples}) >= 3
    assert entry.wordings and entry.definition and entry.zh and entry.en and entry.sources


def test_all_domains_are_there():
    assert len(CATALOGUE.domains) == 15
    assert len(CATALOGUE.indicators) == 181
    assert {entry.domain for entry in CATALOGUE.indicators.values()} == set(CATALOGUE.domains)


BROKEN = {
    "broken syntax": ("indicators:\n", "indicators: [\n", "mediation.yml: not readable as YAML: .*line"),
    "a second document": (
        "indicators:\n",
        "---\nindicators:\n",
        "mediation.yml: expected one YAML document, found 2",
    ),
    "an unknown key": (
        "zh: '人民调解成功率'",
        "zh: '人民调解成功率'\n    colour: red",
        "mediation.yml: mediation.people_success_rate:.*colour",
    ),
    "an unknown subject": ("'[人民调解|矛盾纠纷]", "'[人民调停]", "mediation.yml: mediation.*人民调停"),
    "a bracket that is not closed": (
        "'[人民调解|矛盾纠纷]",
        "'[人民调解|矛盾纠纷",
        "mediation.*矛盾纠纷 is not closed by ]",
    ),
    "an unknown indicator": (
        "numerator: mediation.people_succeeded",
        "numerator: mediation.people_won",
        "mediation.people_success_rate: numerator.*people_won",
    ),
    "a wording without a figure": (
        "涉案标的 金额|资金|标的|标的额? {元}",
        "涉案标的",
        "mediation.amount.*exactly one figure",
    ),
    "an unknown synonym group": ("<纠纷>? {件}", "<吵架>? {件}", "mediation.*吵架"),
    "a source that is not there": (
        "sources: [rmtj, hs2020]",
        "sources: [nowhere]",
        "mediation.*sources.*nowhere",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_catalogue_is_refused_by_place(name, tmp_path):
    old, new, message = BROKEN[name]
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    path = folder / "indicators" / "mediation.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=message):
        load(folder)
