"""What a report's figures say of one another: every arithmetic relation that it holds, checked and none corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.catalogue import Catalogue
from pipeline.checks.changes import check_changes
from pipeline.checks.dates import check_dates
from pipeline.checks.declared import check_declared
from pipeline.checks.figures import lay_out
from pipeline.checks.listings import check_listings
from pipeline.checks.ratios import check_ratios
from pipeline.checks.repeats import check_repeats
from pipeline.checks.tables import check_tables
from pipeline.records import Finding, Observation, Outline, Quantity, Span

# Of two findings on the same figures the weightier stands.
WEIGHT = ("contradiction", "truncation", "rounding", "consistent", "not_comparable", "incomplete")


def check(
    text: str,
    outline: Outline,
    quantities: Sequence[Quantity],
    observations: Sequence[Observation],
    catalogue: Catalogue,
) -> tuple[Finding, ...]:
    """Every relation that the report holds, in the order of the text, the consistent ones too.

    Sums and bounds that the text lists or the catalogue declares, stated rates against their counts, changes against
    their base, the same indicator told twice, and dates. Verdicts as in design.md; a contradiction of counts names
    in `blocks` the indicators that it makes unfit for a rate.
    """
    layout = lay_out(text, quantities, observations, catalogue.identities)
    found = [
        *check_listings(layout),
        *check_tables(quantities, observations),
        *check_declared(layout),
        *check_ratios(layout, catalogue),
        *check_changes(layout),
        *check_repeats(layout, catalogue),
        *check_dates(layout.text, outline),
    ]
    return tuple(sorted(_once_each(found), key=lambda one: (one.spans[:1], one.kind)))


def _once_each(findings: Iterable[Finding]) -> Iterable[Finding]:
    """One finding for each relation: the same figures under one kind are one, and a sum tells the bounds of its parts."""
    kept: dict[tuple[str, frozenset[Span]], Finding] = {}
    for one in findings:
        key = (one.kind, frozenset(one.spans))
        if key not in kept or WEIGHT.index(one.verdict) < WEIGHT.index(kept[key].verdict):
            kept[key] = one
    sums = [spans for (kind, spans), one in kept.items() if kind == "sum" and one.verdict != "incomplete"]
    return [
        one
        for (kind, spans), one in kept.items()
        if kind != "subset" or not any(spans <= summed for summed in sums)
    ]
