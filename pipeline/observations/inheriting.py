"""Figures that say nothing of their own and lean on what the sentence told last."""

from __future__ import annotations

from pipeline.records import Observation, Span

from .lexicon import Lexicon
from .matching import Place


def inherit(place: Place, last: Observation) -> Observation | None:
    """What a figure without a wording means after `last`: a change of it, a target for it, or a further member.

    `受理46件,同比增长12%`; `覆盖率达70.8%,超额完成60%的目标任务`; `创建省级示范村2个、市级5个`.
    """
    quantity, frame = place.quantity, place.frame
    if last.start < frame.sentence[0] or last.quantity != frame.quantity - 1:
        return None
    words = place.page.text[slice(*frame.left)]
    if quantity.role == "change":
        of_it = "分别" not in words and place.lexicon.fillers[2].fullmatch(words) is not None
        return _told(place, last, dict(last.dimension)) if of_it else None
    if quantity.unit != last.unit:
        return None
    if quantity.role == "target":
        clause = place.page.text[slice(*frame.clause)]
        return _told(place, last, dict(last.dimension)) if "目标" in clause else None
    member = _only_member(words, last.indicator, place.lexicon) if last.role == quantity.role else {}
    return _told(place, last, {**dict(last.dimension), **member}) if member else None


def _only_member(words: str, indicator: str, lexicon: Lexicon) -> dict[str, str]:
    """The member that the words name, if they name nothing else."""
    for key, members in lexicon.members.get(indicator, {}).items():
        for word in sorted(members, key=len, reverse=True):
            if word in words and lexicon.fillers[0].fullmatch(words.replace(word, "", 1)):
                return {key: members[word]}
    return {}


def _told(place: Place, last: Observation, dimension: dict[str, str]) -> Observation:
    quantity = place.quantity
    if quantity.role != "level":
        dimension.pop("period", None)
    return last._replace(
        dimension=tuple(sorted(dimension.items())),
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        approximation=quantity.approximation,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        also=(),
        role=quantity.role,
        direction=quantity.direction,
        evidence=(Span(last.start, last.end), *last.evidence),
        quantity=place.frame.quantity,
    )
