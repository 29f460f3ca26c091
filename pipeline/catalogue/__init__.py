"""The catalogue: indicators, wordings, rates, identities, duties and reference values, all data in data/catalogue."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from .files import CatalogueError
from .indicators import Domain, Indicator, load_indicators

FOLDER = Path(__file__).resolve().parents[2] / "data" / "catalogue"

__all__ = ["FOLDER", "Catalogue", "CatalogueError", "Domain", "Indicator", "load"]


class Catalogue(Struct, frozen=True):
    """Everything the rooms know about what reports may say; each field is keyed by id."""

    domains: dict[str, Domain]
    indicators: dict[str, Indicator]


@cache
def load(folder: Path = FOLDER) -> Catalogue:
    """Read and check the whole catalogue; raises CatalogueError naming file, entry and key."""
    domains, indicators = load_indicators(folder / "indicators")
    return Catalogue(domains=domains, indicators=indicators)
