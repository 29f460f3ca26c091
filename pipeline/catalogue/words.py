"""The words that all wordings share: subjects, synonym groups, unit classes, filler words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from msgspec import Struct

from pipeline.records import Span

from .files import read_yaml, to_record

_FULL_WIDTH = (
    ("\uff0c", ","),
    ("\uff08", "("),
    ("\uff09", ")"),
    ("\uff1a", ":"),
    ("\uff1b", ";"),
    ("\uff0b", "+"),
)


_ENDS = (("\uff01", "!"), ("\uff1f", "?"))


def plain(text: str) -> str:
    """The text with full-width punctuation as half-width, character for character, so that offsets stay."""
    for full, half in _FULL_WIDTH:
        text = text.replace(full, half)
    return text


def half_width(text: str) -> str:
    """As `plain`, and the full-width signs that end a sentence too."""
    for full, half in _ENDS:
        text = text.replace(full, half)
    return plain(text)


# What stands behind the year of a date: one pattern for all dates, as to compile one for each costs more than its search.
_DAY = re.compile(r"\s*[-年./]\s*0?(\d{1,2})\s*[-月./]\s*0?(\d{1,2})(?!\d)(?:\s*日)?")


def find_date(text: str, on: date) -> Span | None:
    """Where a date is first written, in any of the usual ways."""
    year, day = str(on.year), (str(on.month), str(on.day))
    at = text.find(year)
    while at >= 0:
        found = _DAY.match(text, at + len(year))
        if found and found.groups() == day:
            return Span(at, found.end())
        at = text.find(year, at + 1)
    return None


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What words.yml holds.

    `subjects`: a subject and the words that announce it; the last one announced is what the text is about, so the
    list also names matters that no indicator counts. `weak`: a subject that is only the thing dealt with, and the
    subjects that it does not displace when the same sentence named them before. `synonyms`: groups that wordings cite as <组>. `units`: classes
    of units that may stand for one another. `fillers`: words that may stand between the terms of a wording without
    changing what is counted.
    """

    subjects: dict[str, tuple[str, ...]]
    weak: dict[str, tuple[str, ...]]
    synonyms: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    fillers: tuple[str, ...]


def load_words(path: Path) -> Words:
    """Read words.yml; its words match half-width and full-width punctuation alike."""
    return to_record(Words, _plain_within(read_yaml(path)), path, path.stem)


def _plain_within(values: object) -> object:
    if isinstance(values, dict):
        return {_plain_within(key): _plain_within(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_plain_within(value) for value in values]
    return plain(values) if isinstance(values, str) else values
