"""Why a figure was bound, or was not: for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.catalogue import Catalogue
from pipeline.records import Outline, Quantity, Refusal

from .binding import bind, decide
from .matching import evidence_of
from .reader import open_reader, places_of


def explain(
    text: str, outline: Outline, quantities: Sequence[Quantity], catalogue: Catalogue, offset: int
) -> dict[str, Any]:
    """For the figure at `offset`: what was read around it, the candidates with their evidence, and the decision.

    Raises Refusal where no figure stands at the offset.
    """
    index = next((i for i, q in enumerate(quantities) if q.start <= offset < q.end), None)
    if index is None:
        raise Refusal(f"no figure at offset {offset}")
    reader = open_reader(text, outline, quantities, catalogue)
    observations, unbound = bind(text, outline, quantities, catalogue)
    places = places_of(reader, index)
    place = places[0] if places else None
    quantity = quantities[index]
    return {
        "figure": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
        "before": place.page.text[slice(*place.frame.left)] if place else "",
        "after": place.page.text[slice(*place.frame.right)] if place else "",
        "subject": sorted(place.subject.names) if place else [],
        "candidates": [
            {
                "rule": match.wording.name,
                "wording": match.wording.line,
                "score": match.score,
                "evidence": [place.page.text[slice(*span)] for span in evidence_of(place, match)],
            }
            for place in places
            for match in decide(place).candidates
        ],
        "bound": [
            {"indicator": o.indicator, "dimension": dict(o.dimension), "rule": o.rule}
            for o in observations
            if quantity.start in (o.start, *(span.start for span in o.also))
        ],
        "reason": next((u.reason for u in unbound if u.quantity == index), ""),
    }
