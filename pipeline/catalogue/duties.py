"""The legal duties of an annual report: the rule, who is judged, the deadline in force, the words that are evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from .files import read_yaml, refuse_unknown, to_record, to_records
from .indicators import Reference
from .rates import refuse_bad_pattern, with_sources


class Deadline(Struct, frozen=True, forbid_unknown_fields=True):
    """Publication before this day of the following year, for reports of the years from `from_year` to `to_year`."""

    from_year: int
    month: int
    day: int
    to_year: int = 9999


class DutyRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One duty. `heading` is looked for in section headings, `stated` and `text` in the body, all regular expressions.

    A heading or a `stated` passage makes the duty present, a `text` partial. In them `{next_year}` stands for the year
    after the report's. `depths` are how deep headings are read, `unless` are words in which `text` does not count,
    `within` names the duty inside whose sections the passages must stand, `body` lets the report's own sections be
    the evidence where no heading is, `before_plans` leaves out the part on next year's plans.
    """

    id: str
    zh: str
    rule: str
    check: Literal["deadline", "content", "unverifiable"]
    sources: tuple[Reference, ...] = ()
    deadline: Deadline | None = None
    heading: str = ""
    depths: int = 1
    stated: str = ""
    text: str = ""
    unless: str = ""
    within: str = ""
    body: bool = False
    before_plans: bool = False
    note: str = ""


class _DutyFile(Struct, frozen=True, forbid_unknown_fields=True):
    sources: dict[str, Any]
    not_judged: dict[str, str]
    duties: dict[str, dict[str, Any]]


def load_duties(path: Path) -> tuple[dict[str, DutyRule], dict[str, str]]:
    """Read the duties, and the document types that are not judged with the reason.

    Raises CatalogueError naming file, entry and key.
    """
    document = to_record(_DutyFile, read_yaml(path), path, "the file")
    rules = to_records(DutyRule, with_sources(document.duties, document.sources, path), path)
    for rule in rules.values():
        refuse_unknown([rule.within] if rule.within else [], rules, path.name, rule.id, "within")
        for expression in (rule.heading, rule.stated, rule.text, rule.unless):
            refuse_bad_pattern(expression.replace("{next_year}", "2024"), path, rule.id)
    return rules, document.not_judged
