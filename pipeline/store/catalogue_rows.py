"""The catalogue as rows of the store's tables."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.catalogue import Catalogue
from pipeline.catalogue.indicators import Reference

from .rows import Row, Tables


def catalogue_rows(catalogue: Catalogue) -> Tables:
    """Rows of `domain` and `indicator`, in the catalogue's order."""
    return {
        "domain": [(one.id, number, one.zh) for number, one in enumerate(catalogue.domains.values())],
        "indicator": [
            (
                *(one.id, number, one.domain, one.zh, one.en, one.kind, one.unit, one.definition),
                *("\n".join(one.caveats) or None, None),
                *_sources([catalogue.domains[one.domain].sources[key] for key in one.sources]),
            )
            for number, one in enumerate(catalogue.indicators.values())
        ],
    }


def _sources(references: Sequence[Reference]) -> Row:
    titles = ";".join(one.title for one in references)
    return titles or None, next((one.url for one in references if one.url), None)
