"""The decision for each figure: one indicator, several that share it, or none and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.catalogue import Catalogue
from pipeline.records import Observation, Outline, Quantity, Span, Unbound

from .cells import part_named, pieced_place, place_in_row
from .frames import Stretch
from .inferring import infer
from .inheriting import inherit, share_of
from .matching import Match, Place, first_term, matches
from .reader import Reader, measured_noun, observe, open_reader, places_of
from .settling import governments_below, other_place, place_below, some_of_many

_PART_MARK = re.compile(r"其中|包括|\(")
_GOES_ON = re.compile("其中(?![,:]?(?:[省市县区州旗](?:人民)?政府|[省市县区州旗]?本级|我局|局机关))")


class Decision(NamedTuple):
    """What became of a figure: the wordings that bind it, or the reason why none does; all candidates, best first."""

    chosen: tuple[Match, ...]
    reason: str
    candidates: tuple[Match, ...]


_NOTHING_FOUND = Decision((), "no wording", ())


def bind(
    text: str, outline: Outline, quantities: Sequence[Quantity], catalogue: Catalogue
) -> tuple[tuple[Observation, ...], tuple[Unbound, ...]]:
    """Bind every figure that one indicator claims; the others come back with the noun they measure and the reason.

    The same value told again is one observation with further spans in `also`.
    """
    reader = open_reader(text, outline, quantities, catalogue)
    told: dict[tuple[object, ...], Observation] = {}
    unbound: list[Unbound] = []
    latest: list[Observation] = []
    for index in range(len(quantities)):
        found, reason = read_figure(reader, index, latest)
        if found and quantities[index].row:
            found, reason = _first_of_row(quantities, found, latest)
        for observation in found:
            key = _identity(observation)
            if (first := told.setdefault(key, observation)) is not observation:
                told[key] = _again(first, observation)
        if found:
            latest = [*latest[-8:], *found]
        else:
            unbound.append(Unbound(index, measured_noun(reader, index), reason))
    for observation in infer(reader, tuple(told.values())):
        told.setdefault(_identity(observation), observation)
    return tuple(sorted(told.values(), key=lambda o: (o.start, o.indicator))), tuple(unbound)


def decide(place: Place) -> Decision:
    """What becomes of a figure by the words around it."""
    found = matches(place)
    return choose(place, found) if found else _NOTHING_FOUND


def choose(place: Place, found: Sequence[Match]) -> Decision:
    """Choose among the wordings that a figure satisfies: the best evidence wins, a draw of two indicators binds nothing."""
    if len(found) == 1:
        return Decision(tuple(found), "", tuple(found))
    found = sorted(found, key=lambda match: -match.score)
    if place.quantity.unit == "%" and place.quantity.role != "change":
        return _decide_shared(place, found)
    best = found[0]
    rivals = {m.wording.indicator for m in found if m.score == best.score} - {best.wording.indicator}
    if rivals:
        return Decision(
            (), f"ambiguous: {' vs '.join(sorted({best.wording.indicator, *rivals}))}", tuple(found)
        )
    return Decision((best,), "", tuple(found))


def _quality(decided: tuple[Place, Decision]) -> tuple[bool, bool, int]:
    place, decision = decided
    score = decision.candidates[0].score if decision.candidates else 0
    return bool(decision.chosen), not _part(place, decision), score


def _part(place: Place, decision: Decision, title: str = "") -> str:
    """The part of which alone a table's cell tells; a row named as the report is tells of the whole."""
    in_table = place.quantity.row and decision.chosen
    part = part_named(place, decision.chosen[0]) if in_table else ""
    return "" if part in title else part


def _decide_shared(place: Place, found: list[Match]) -> Decision:
    """Rates named together share one figure: the best wording at each place where a name ends."""
    chosen: list[tuple[Match, Stretch]] = []
    for match in found:
        start, end = first_term(place, match)
        if any(match.wording.indicator == c.wording.indicator for c, _ in chosen):
            continue
        if any(start < taken[1] and taken[0] < end for _, taken in chosen):
            continue
        rivals = {
            m.wording.indicator
            for m in found
            if m.score == match.score and first_term(place, m) == (start, end)
        }
        if len(rivals) > 1:
            return Decision((), f"ambiguous: {' vs '.join(sorted(rivals))}", tuple(found))
        chosen.append((match, (start, end)))
    return Decision(tuple(match for match, _ in chosen), "", tuple(found))


def read_figure(reader: Reader, index: int, latest: Sequence[Observation]) -> tuple[list[Observation], str]:
    """The observations that one figure makes, or none and the reason."""
    places = places_of(reader, index)
    if not places:
        return [], "outside the running text"
    place, decision = _best(reader, index, places)
    if place.frame.sharing:
        return _shared_out(reader, place), f"shared: {decision.reason or 'one figure for several'}"
    part = _part(place, decision, reader.outline.report.title or "")
    if elsewhere := _not_own(reader, index, place, decision) or place_in_row(part):
        return [], f"another place: {elsewhere}"
    if decision.chosen and (some := some_of_many(place.page.text, place.frame, place.quantity.unit)):
        return [], f"some of many: {some}"
    if not decision.chosen:
        leaning = _lean(reader, place, latest)
        return ([leaning], "") if leaning else ([], decision.reason)
    found = [observe(reader, place, match) for match in decision.chosen]
    if part:
        found = [o._replace(dimension=tuple(sorted((*o.dimension, ("part", part))))) for o in found]
    if place.page is reader.page and _is_part(reader.text, place, found, latest):
        part_of = inherit(place, latest[-1], reader.outline.report.year)
        return ([part_of], "") if part_of else ([], f"part of a total: {found[0].indicator}")
    return found, ""


def _best(reader: Reader, index: int, places: Sequence[Place]) -> tuple[Place, Decision]:
    """The surroundings that tell most of a figure; one told 分别 may need the noun that the last of its list shares with it."""
    decided = [(place, decide(place)) for place in places]
    if len(decided) > 1:
        return max(decided, key=_quality)
    place, decision = decided[0]
    frame = reader.frames[index]
    if decision.chosen or frame is None or frame.noun[0] == frame.noun[1]:
        return place, decision
    own, said = (frame.pieces[0], frame.pieces[1:]) if frame.pieces else (frame.left, ())
    whole = replace(frame, pieces=(own, frame.noun, *said))
    lent = pieced_place(reader.page, reader.lexicon, whole, place.quantity)
    of_noun = decide(lent)
    return (lent, of_noun) if of_noun.chosen else (place, decision)


def _not_own(reader: Reader, index: int, place: Place, decision: Decision) -> str | None:
    """The place whose figure it is where that is not the issuer's, by its own words and by what stands around it."""
    frame, report = reader.frames[index], reader.outline.report
    views = [(place.page.text, place.frame)]
    if frame and place.page is not reader.page:
        views.append((reader.text, frame))
    for view in views:
        if elsewhere := other_place(*view, report):
            return elsewhere
        if decision.chosen and (below := place_below(*view, report) or governments_below(*view, report)):
            return below
    return None


def _lean(reader: Reader, place: Place, latest: Sequence[Observation]) -> Observation | None:
    """What a figure without a wording says after those told last."""
    if not latest or place.page is not reader.page:
        return None
    covered, indicators = reader.outline.report.year, reader.catalogue.indicators
    return inherit(place, latest[-1], covered) or share_of(place, latest, indicators)


def _first_of_row(
    quantities: Sequence[Quantity], found: list[Observation], latest: Sequence[Observation]
) -> tuple[list[Observation], str]:
    """What a cell says that no cell before it in its row says: of `受理 | 办结` the indicator has one count only."""
    told = {
        (earlier.indicator, earlier.dimension)
        for earlier in latest
        if earlier.quantity is not None
        and found[0].quantity is not None
        and quantities[earlier.quantity].row == quantities[found[0].quantity].row
    }
    new = [one for one in found if (one.indicator, one.dimension) not in told]
    return new, "" if new else f"told in another column: {found[0].indicator}"


def _shared_out(reader: Reader, place: Place) -> list[Observation]:
    """The observations of a figure that each of several things has: one for each thing that a wording knows."""
    found: dict[tuple[object, ...], Observation] = {}
    behind = (place.frame.right[0], place.frame.right[0])
    for thing, done in place.frame.sharing:
        part = replace(place, frame=replace(place.frame, left=thing, right=behind, listed=True))
        chosen = decide(part).chosen
        if not chosen and done[0] < done[1]:
            pieces = replace(place.frame, pieces=(thing, done))
            part = pieced_place(reader.page, reader.lexicon, pieces, place.quantity)
            chosen = decide(part).chosen
        for match in chosen:
            observation = observe(reader, part, match)
            found.setdefault((observation.indicator, observation.dimension), observation)
    return list(found.values())


def _is_part(text: str, place: Place, found: Sequence[Observation], latest: Sequence[Observation]) -> bool:
    """A figure behind 其中 or in brackets is a part: it cannot be the very total that it is part of.

    A sentence that begins with 其中 goes on with the one before it, unless it turns to the issuer's own government.
    """
    frame = place.frame
    opening = text.rfind("。", 0, frame.sentence[0] + 1) + 1
    start = frame.item if _GOES_ON.match(text, opening) else frame.sentence[0]
    if not _PART_MARK.search(text, start, place.quantity.start):
        return False
    levels = {(o.indicator, o.dimension): o.value for o in found if o.role == "level"}
    for earlier in latest:
        value = levels.get((earlier.indicator, earlier.dimension))
        told_here = earlier.start >= start and earlier.role == "level"
        if told_here and value is not None and value != earlier.value:
            between = text[earlier.end : place.quantity.start]
            if "其中" in between or "包括" in between or between.count("(") > between.count(")"):
                return True
    return False


def _identity(observation: Observation) -> tuple[object, ...]:
    o = observation
    return (o.indicator, o.dimension, o.value, o.value_high, o.unit, o.role, o.direction, o.inferred)


def _again(first: Observation, again: Observation) -> Observation:
    return first._replace(also=(*first.also, Span(again.start, again.end)))
