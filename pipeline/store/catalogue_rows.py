"""The catalogue as rows of the store's tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.catalogue import Catalogue
from pipeline.catalogue.indicators import Reference

from .rows import Row, Tables, dimension_text


def catalogue_rows(catalogue: Catalogue) -> Tables:
    """Rows of the tables that come from the catalogue alone, in its order."""
    order = list(catalogue.domains)
    indicators = sorted(_indicators(catalogue), key=lambda row: order.index(row[1]))
    return {
        "domain": [(one.id, number, one.zh) for number, one in enumerate(catalogue.domains.values())],
        "indicator": [(row[0], number, *row[1:]) for number, row in enumerate(indicators)],
        "legal_duty": [
            (one.id, number, one.zh, one.rule, *_sources(one.sources))
            for number, one in enumerate(catalogue.duties.values())
        ],
        "reference_value": [
            (
                *(number, one.indicator, one.scope, one.year, one.period or None, one.value, one.unit),
                *(
                    one.approximation,
                    one.role,
                    dimension_text(one.dimension),
                    one.variant or None,
                    one.note or None,
                ),
                *(one.source_title, one.source_url or None, one.reprint, one.usable),
            )
            for number, one in enumerate(catalogue.references)
        ],
    }


def _indicators(catalogue: Catalogue) -> Iterator[Row]:
    """Each indicator without its number; a derived rate adds formula and caveats, or is an indicator of its own."""
    for one in catalogue.indicators.values():
        rule = catalogue.rates.get(one.id)
        caveats = [*one.caveats, *(rule.caveats if rule else ())]
        sources = [catalogue.domains[one.domain].sources[key] for key in one.sources]
        yield (
            *(one.id, one.domain, one.zh, one.en, one.kind, one.unit, one.definition, _lines(caveats)),
            *(rule.formula if rule else None, *_sources([*sources, *(rule.sources if rule else ())])),
        )
    for rule in catalogue.rates.values():
        if rule.id not in catalogue.indicators:
            yield (
                *(rule.id, rule.domain, rule.zh, rule.en, "rate", "%", None, _lines(rule.caveats)),
                *(rule.formula, *_sources(rule.sources)),
            )


def _lines(texts: Sequence[str]) -> str | None:
    return "\n".join(dict.fromkeys(texts)) or None


def _sources(references: Sequence[Reference]) -> Row:
    titles = ";".join(dict.fromkeys(one.title for one in references))
    return titles or None, next((one.url for one in references if one.url), None)
