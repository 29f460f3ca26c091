"""The table of China's divisions, from the province to the township: names, codes and full paths.

The files in `data/divisions` are derived from packages that carry the table; README.md there says which and why.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parents[2] / "data" / "divisions"
_LONGEST = 15  # 双江拉祜族佤族布朗族傣族自治县
_ENDING = re.compile(r"[省市县区旗州盟]")
# Words that are the name of a division somewhere and a plain word everywhere.
_PLAIN_WORDS = {"城区", "郊区", "矿区", "新区", "和县", "任县", "成县", "单县", "理县"}


class Division(NamedTuple):
    """A province, prefecture or county; `table` is the year of the table that names it."""

    code: str
    path: tuple[str, ...]
    table: str

    @property
    def level(self) -> str:
        """province, prefecture or county, from the code."""
        return (
            "province"
            if self.code.endswith("0000")
            else "prefecture"
            if self.code.endswith("00")
            else "county"
        )


class Place(NamedTuple):
    """A name of a division found in a text."""

    start: int
    end: int
    name: str


@cache
def divisions() -> dict[str, tuple[Division, ...]]:
    """All divisions down to the county by full and by short name, those of the newest table first."""
    found: defaultdict[str, list[Division]] = defaultdict(list)
    for code, path, short, table in _rows("divisions.tsv"):
        division = Division(code, tuple(path.split("/")), table)
        for name in filter(None, (division.path[-1], short)):
            found[name].append(division)
    return {name: tuple(sorted(items, key=lambda item: -int(item.table))) for name, items in found.items()}


@cache
def by_code() -> dict[str, Division]:
    """The divisions of the newest table that names each code."""
    found: dict[str, Division] = {}
    for items in divisions().values():
        for item in items:
            if item.code not in found or found[item.code].table < item.table:
                found[item.code] = item
    return found


@cache
def townships() -> dict[str, tuple[str, ...]]:
    """The nine-digit codes of all townships, towns and sub-districts of a full or short name."""
    return {name: tuple(codes.split()) for name, codes in _rows("townships.tsv")}


def _rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines[2:]]


def find_places(text: str) -> list[Place]:
    """The names of divisions in a text, longest first where they overlap; words that are also plain words only at its start."""
    table = divisions()
    places: list[Place] = []
    for match in _ENDING.finditer(text):
        end = match.end()
        for start in range(max(0, end - _LONGEST), end - 1):
            name = text[start:end]
            if name in table and not (start and len(name) == 2 and _is_loose(text, start, name, places)):
                while places and places[-1].start >= start:
                    places.pop()
                if not places or places[-1].end <= start:
                    places.append(Place(start, end, name))
                break
    return places


def _is_loose(text: str, start: int, name: str, places: list[Place]) -> bool:
    """Whether a name of two characters may as well be the ends of other words (主任县长), no place standing before it."""
    led_in = text[:start].endswith(("中共", "关于", "年", "度")) or bool(places and places[-1].end == start)
    return not led_in and (name in _PLAIN_WORDS or "\u4e00" <= text[start - 1] <= "\u9fff")
