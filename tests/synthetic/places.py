"""Places and the words by which a report calls its place, its committee and its government."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent


def read(name: str) -> Any:
    """One of the data files beside this module."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((HERE / name).read_text("utf-8"), loader)


class Place(NamedTuple):
    """A place: its code, its path from the province down and its level."""

    code: str
    path: tuple[str, ...]
    level: str

    @property
    def name(self) -> str:
        return self.path[-1]


def level_of(code: str) -> str:
    """The level that a code tells by its zeros (GB/T 2260), or by its nine digits."""
    if len(code) == 9:
        return "township"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


@functools.cache
def places() -> tuple[Place, ...]:
    """All places of the data file."""
    return tuple(
        Place(str(code), tuple(path.split("/")), level_of(str(code)))
        for code, path in read("places.yml").items()
    )


KINDS = (
    # ending of the name: noun, party committee, government, name of the government's body
    ("自治区", "自治区", "自治区党委", "自治区政府", "人民政府"),
    ("自治州", "州", "州委", "州政府", "人民政府"),
    ("街道", "街道", "街道党工委", "街道办事处", "办事处"),
    ("地区", "地区", "地委", "行署", "行政公署"),
    ("林区", "林区", "林区党委", "林区政府", "人民政府"),
    ("特区", "特区", "特区党委", "特区政府", "人民政府"),
    ("盟", "盟", "盟委", "盟行署", "行政公署"),
    ("省", "省", "省委", "省政府", "人民政府"),
    ("市", "市", "市委", "市政府", "人民政府"),
    ("县", "县", "县委", "县政府", "人民政府"),
    ("区", "区", "区委", "区政府", "人民政府"),
    ("旗", "旗", "旗委", "旗政府", "人民政府"),
    ("镇", "镇", "镇党委", "镇政府", "人民政府"),
)


def kind_of(place: Place) -> tuple[str, str, str, str]:
    """Noun, committee, government and the name of the government's body."""
    return next(kind[1:] for kind in KINDS if place.name.endswith(kind[0]))


def government(place: Place) -> str:
    """The full name of its government: 霍山县人民政府, 锡林郭勒盟行政公署, 城南街道办事处."""
    return place.name + kind_of(place)[3]


def words(place: Place, year: int, office: str | None = None) -> dict[str, str]:
    """What stands for `<…>` in the data files."""
    noun, committee, rule, _ = kind_of(place)
    return {
        "县": noun,
        "域": "全" + noun,
        "本": "我局" if office else "我" + noun,
        "级": "本级" if place.level == "township" else noun + "级",
        "委": committee,
        "府": rule,
        "地": place.name,
        "局": place.name + (office or ""),
        "年": f"{year}年",
        "年度": f"{year}年度",
        "上年": f"{year - 1}年",
        "下年": f"{year + 1}年",
        "下年度": f"{year + 1}年度",
    }
