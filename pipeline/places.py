"""The places on the path of a report, each with the address of its page, which never changes.

The address is the place's division code; a township that the table of divisions lacks has its county's code and its own
name, a place of which nothing but names is known these names.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.outline.divisions import divisions
from pipeline.records import Region


class Step(NamedTuple):
    """One place on the way from the province down: its address, such as `532527` or `532527-某镇`, and its name."""

    place_id: str
    name: str


def steps(region: Region | None) -> tuple[Step, ...]:
    """The places on the path of a region, the province first; none where the place of a report is not known."""
    if region is None:
        return ()
    paths = [region.path[: depth + 1] for depth in range(len(region.path))]
    found: list[Step] = []
    for path in paths:
        code = region.code if path == region.path else None
        above = found[-1].place_id if found else ""
        found.append(Step(code or _code(path) or "-".join(filter(None, (above, path[-1]))), path[-1]))
    return tuple(found)


def _code(path: tuple[str, ...]) -> str | None:
    """The code of a division by its path, by the newest table that has it."""
    return next((one.code for one in divisions().get(path[-1], ()) if one.path == path), None)
