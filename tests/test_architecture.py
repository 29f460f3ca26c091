"""The rooms and who may import whom, as the table of the design has it."""

import ast
from pathlib import Path

import pytest

ROOMS = {
    "records": set(),
    "sources": {"records"},
    "outline": {"records"},
    "quantities": {"records"},
    "faults": {"records", "outline"},
    "catalogue": {"records"},
    "observations": {"records", "catalogue"},
    "arithmetic": set(),
    "checks": {"records", "catalogue", "arithmetic"},
    "rates": {"records", "catalogue", "arithmetic"},
    "compliance": {"records", "catalogue"},
    "codes": set(),
    "comparability": {"records", "catalogue", "codes"},
    "provenance": {"records"},
    "sentences": set(),
    "corrections": {"records", "catalogue"},
    "review": {"records", "catalogue", "sentences"},
    "terms": {"records", "catalogue"},
    "places": {"records", "outline"},
    "store": {"records", "catalogue", "codes", "places", "sentences"},
    "charts": {"codes"},
    "display": {"records", "codes"},
    "pages": {"records", "store"},
}
ROOMS["reading"] = {
    room
    for room in ROOMS
    if room not in {"places", "store", "charts", "display", "pages", "comparability", "review"}
}
ROOMS["__main__"] = {
    "records",
    "catalogue",
    "sources",
    "outline",
    "quantities",
    "observations",
    "reading",
    "review",
    "terms",
    "store",
    "pages",
}
PIPELINE = Path(__file__).parent.parent / "pipeline"
FILES = sorted(PIPELINE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PIPELINE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(["pipeline", *path.relative_to(PIPELINE).parent.parts])
            module = node.module if node.level == 0 else f"{package}.{node.module or ''}"
            assert node.level <= 1, f"{path}: an import that climbs"
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_a_room_imports_only_rooms_above_it(path):
    room = room_of(path)
    if room == "__init__":
        assert not imported(path)
        return
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("pipeline.")}
    assert rooms - {room} <= ROOMS[room]


@pytest.mark.parametrize(
    "library, only",
    [("duckdb", {"store"}), ("papermill", {"pages"}), ("altair", {"charts"}), ("jieba", {"terms"})],
)
def test_each_library_has_its_room(library, only):
    users = {room_of(path) for path in FILES if any(name.split(".")[0] == library for name in imported(path))}
    assert users <= only


def test_before_the_store_there_is_no_clock_network_or_chance():
    pure = {
        "records",
        "outline",
        "quantities",
        "faults",
        "catalogue",
        "observations",
        "arithmetic",
        "checks",
        "rates",
        "compliance",
        "comparability",
        "sentences",
        "corrections",
        "review",
        "terms",
    }
    forbidden = {"time", "random", "socket", "urllib", "requests", "subprocess", "secrets", "uuid"}
    for path in FILES:
        if room_of(path) in pure:
            assert not {name.split(".")[0] for name in imported(path)} & forbidden, path
            assert "datetime.now" not in path.read_text("utf-8") and "date.today" not in path.read_text(
                "utf-8"
            ), path
