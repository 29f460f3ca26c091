"""The catalogue: indicators, wordings, rates, identities, duties and reference values, all data in data/catalogue."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct

from .duties import DutyRule, load_duties
from .files import CatalogueError
from .indicators import Domain, Indicator, load_indicators, parse_wordings
from .rates import Identities, RateRule, load_identities, load_rates
from .references import ReferenceValue, load_references
from .wordings import Wording
from .words import Words, load_words

FOLDER = Path(__file__).resolve().parents[2] / "data" / "catalogue"

__all__ = ["FOLDER", "Catalogue", "CatalogueError", "Domain", "Indicator", "Wording", "Words", "load"]


class Catalogue(Struct, frozen=True, dict=True):
    """Everything the rooms know about what reports may say; the dicts are keyed by id."""

    domains: dict[str, Domain]
    indicators: dict[str, Indicator]
    words: Words
    wordings: tuple[Wording, ...]
    rates: dict[str, RateRule]
    identities: Identities
    duties: dict[str, DutyRule]
    not_judged: dict[str, str]
    references: tuple[ReferenceValue, ...]

    @cached_property
    def rated(self) -> frozenset[str]:
        """The rates, and the indicators that may be asked for when they are made."""
        rules = self.rates.values()
        asked = [one for rule in rules for one in (*rule.concerned, *rule.beside)]
        return frozenset([*asked, *(total.whole for total in self.identities.sums)])


@cache
def load(folder: Path = FOLDER) -> Catalogue:
    """Read and check the whole catalogue; raises CatalogueError naming file, entry and key."""
    domains, indicators = load_indicators(folder / "indicators")
    words = load_words(folder / "words.yml")
    rates = load_rates(folder / "rates.yml", indicators)
    duties, not_judged = load_duties(folder / "duties.yml")
    return Catalogue(
        domains=domains,
        indicators=indicators,
        words=words,
        wordings=parse_wordings(indicators.values(), words),
        rates=rates,
        identities=load_identities(folder / "identities.yml", indicators),
        duties=duties,
        not_judged=not_judged,
        references=load_references(folder / "reference_values.csv", [*indicators, *rates]),
    )
