"""What kind of report to write, and who speaks in it."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from . import figures, places
from .layouts import LAYOUTS
from .places import Place

PROSE = places.read("prose.yml")
HIJACKER = "凯发一触即发"
FAULTS = (
    "missing_unit",
    "spliced_date",
    "hijack",
    "unbalanced_quote",
    "duplicate_paragraph",
    "conflicting_years",
    "stray_space",
    "garbled_count",
    "page_chrome",
)


class Plan(NamedTuple):
    """What kind of report to write; every field may be chosen by the caller of `make_report`.

    `kind`: government, summary, department, congress; `numbering`: bracket_line, bracket_inline, digit_line,
    digit_inline, ordinal; `form`: three, four or themes; `table`: none, pipes, tabs, blanks; `signature`: none, plain,
    right, chinese. `domains` is how many of the fifteen are told, `contradictions` how many relations are spoilt.
    """

    place: str
    year: int
    kind: str
    office: str | None
    layout: str
    numbering: str
    form: str
    half_width: bool
    line_end: str
    indent: str
    signature: str
    domains: int
    table: str
    contradictions: int
    faults: tuple[str, ...]
    manner: figures.Manner


def draw_plan(random: Random) -> Plan:
    """A report like those that are published: counties most often, oddities seldom."""
    level = random.choices(["province", "prefecture", "county", "township"], [1, 3, 8, 2])[0]
    kind = draw_kind(level, random)
    return Plan(
        place=random.choice([p.code for p in places.places() if p.level == level]),
        year=random.randint(2016, 2025),
        kind=kind,
        office=random.choice(PROSE["departments"]) if kind == "department" else None,
        layout=random.choice(list(LAYOUTS)),
        numbering=random.choice(["bracket_line", "bracket_inline", "digit_line", "digit_inline", "ordinal"]),
        form=random.choices(["three", "four", "themes"], [4, 3, 3])[0],
        half_width=random.random() < 0.25,
        line_end=random.choices(["\n", "\r\n"], [9, 1])[0],
        indent=random.choice(["", "", "　　", "  "]),
        signature=random.choice(["none", "plain", "plain", "right", "chinese"]),
        domains=random.randint(3, 9),
        table=random.choices(["none", "pipes", "tabs", "blanks"], [17, 1, 1, 1])[0],
        contradictions=random.choices([0, 1, 2], [7, 2, 1])[0],
        faults=(random.choice(FAULTS),) if random.random() < 0.2 else (),
        manner=figures.draw_manner(random),
    )


def draw_kind(level: str, random: Random) -> str:
    """Townships write summaries too; departments and people's congresses are above them."""
    if level == "township":
        return random.choices(["government", "summary"], [5, 1])[0]
    return random.choices(["government", "department", "congress"], [20, 6, 0 if level == "province" else 1])[
        0
    ]


def office_of(plan: Plan, place: Place) -> str:
    """The office's name as its level calls it: 厅 in a province, 局 elsewhere."""
    name = str(plan.office)
    provincial = place.level == "province" and not place.name.endswith("市") and name != "市场监督管理局"
    return name.removesuffix("局") + "厅" if provincial else name


def full_name(place: Place) -> str:
    """A township's name with that of its county, for many names of townships occur more than once."""
    return "".join(place.path[-2:]) if place.level == "township" else place.name


def issuers(plan: Plan, place: Place) -> list[str]:
    """The names by which the issuer may rightly be given, the one it signs with first."""
    if plan.kind == "congress":
        council = place.name + "人民代表大会常务委员会"
        short = place.name + "人大常委会"
        return [council, short, council + "视察组", short + "视察组"]
    if plan.office:
        return [place.name + office_of(plan, place)]
    seat = places.government(place)
    whole = ["".join(place.path[i:-1]) + seat for i in range(len(place.path) - 1)]
    signed = whole[-1] if place.level == "township" else seat
    return list(dict.fromkeys([signed, seat, place.name, full_name(place), *whole]))


def title_of(plan: Plan, place: Place, random: Random) -> str:
    """The report's title."""
    words = places.words(place, plan.year, plan.office) | {
        "局": issuers(plan, place)[0],
        "地": full_name(place),
    }
    title: str = random.choice(PROSE["titles"][plan.kind])
    for word, text in words.items():
        title = title.replace(f"<{word}>", text)
    title = title.replace(place.name + "人民政府", places.government(place))
    return title.replace("人民政府", HIJACKER) if "hijack" in plan.faults else title
