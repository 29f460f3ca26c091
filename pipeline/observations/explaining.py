"""Why a figure was bound, or was not: for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.catalogue import Catalogue
from pipeline.records import Outline, Quantity

from .binding import bind, decide
from .reader import open_reader, place_of


def explain(
    text: str, outline: Outline, quantities: Sequence[Quantity], catalogue: Catalogue, offset: int
) -> dict[str, Any]:
    """For the figure at `offset`: what was read around it, the candidates with their evidence, and the decision.

    Raises ValueError where no figure stands at the offset.
    """
    index = next((i for i, q in enumerate(quantities) if q.start <= offset < q.end), None)
    if index is None:
        raise ValueError(f"no figure at offset {offset}")
    reader = open_reader(text, outline, quantities, catalogue)
    observations, unbound = bind(text, outline, quantities, catalogue)
    place = place_of(reader, index)
    quantity = quantities[index]
    spans = [(o, (o, *o.also)) for o in observations]
    return {
        "figure": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
        "before": text[place.frame.left.start : place.frame.left.end] if place else "",
        "after": text[place.frame.right.start : place.frame.right.end] if place else "",
        "subject": sorted(place.subject.names) if place else [],
        "candidates": [
            {
                "rule": match.wording.name,
                "wording": match.wording.line,
                "score": match.score,
                "evidence": [text[span.start : span.end] for span in match.evidence],
            }
            for match in (decide(place).candidates if place else ())
        ],
        "bound": [
            {"indicator": o.indicator, "dimension": dict(o.dimension), "rule": o.rule}
            for o, where in spans
            if any(s.start == quantity.start for s in where)
        ],
        "reason": next((u.reason for u in unbound if u.quantity == index), ""),
    }
