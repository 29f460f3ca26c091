"""Figures that are told together: each of several things its own (分别), all the same (各), from one to another (由…至)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.records import Quantity

from .frames import Frame, Stretch

_LISTED = re.compile(r"(?:[、,和及与]|以及)+")
_SPLIT = re.compile(r"、|以及|和|及|与")
_JOINS = ("、", "和", "及", "与", "以及")
_RESPECTIVELY = re.compile(r"分别|先后|依次|各(?=[为有达])")
_KINDS = re.compile(r"[两二三四五六][类项种者个方级]")
_PREDICATE = re.compile(r"(?:为|是|达到?|有|共|完成)?")
_EACH = re.compile(
    r"各自?(?P<done>(?:(?:为|有|达|是|办|召开|开展|举办|举行|组织|完成|受理|审结|设立|建立|配备)[^,;。、各]{0,8})?)$"
)
_UP_TO = "至到为的年 \u3000\xa0\t\n"
_ROSE = re.compile(
    r"\s*(?:提升|提高|上升|增长|增加|下降|减少|压缩|缩短|压减|精简|壮大|扩大|扩充|发展|跃升|攀升|回落|调整|[增升降提])(?:至|到|为)\s*(?:20\d\d年度?的?|今年的?|本年的?|当年的?)?\s*"
)
_FROM = re.compile(r".*(?=[由从])", re.DOTALL)


def part_together(
    text: str, quantities: Sequence[Quantity], frames: Sequence[Frame | None]
) -> list[Frame | None]:
    """The frames of a report with the words of figures told together parted among them."""
    parted = [_with_sharing(text, frame) if frame else None for frame in frames]
    _part_from_to(text, parted)
    _distribute(text, quantities, parted)
    return parted


def _with_sharing(text: str, frame: Frame) -> Frame:
    things = _sharing(text, frame.left) if text.find("各", *frame.left) >= 0 else ()
    return replace(frame, sharing=things) if things else frame


def _sharing(text: str, left: Stretch) -> tuple[tuple[Stretch, Stretch], ...]:
    """The things of `甲、乙各` or `甲和乙各有`, each with the words behind 各; none where only one is named."""
    start, end = left
    each = _EACH.search(text, start, end)
    if each is None:
        return ()
    cuts = [match.span() for match in _SPLIT.finditer(text, start, each.start())]
    starts, ends = [start, *(end for _, end in cuts)], [*(start for start, _ in cuts), each.start()]
    return tuple((thing, each.span("done")) for thing in zip(starts, ends, strict=True)) if cuts else ()


def _part_from_to(text: str, frames: list[Frame | None]) -> None:
    """`败诉率由12%降至8%`: both figures stand for what is named before 由, the first for an earlier period."""
    for index in range(1, len(frames)):
        before, after = frames[index - 1], frames[index]
        if before is None or after is None or text[after.left[1] - 1] not in _UP_TO:
            continue
        if _ROSE.fullmatch(text, *after.left) and (named := _FROM.match(text, *before.left)):
            frames[index - 1] = replace(before, left=named.span(), earlier=True)
            frames[index] = replace(after, left=named.span())


def _distribute(text: str, quantities: Sequence[Quantity], frames: list[Frame | None]) -> None:
    """`甲、乙分别为1件、2件`: give each figure of such a list the words of its own member, and those after 分别."""
    for frame in list(frames):
        if frame is None:
            continue
        respectively = _RESPECTIVELY.search(text, *frame.left)
        if respectively is None:
            _pair_off(text, quantities, frames, frame)
            continue
        at, end = respectively.span()
        at -= 2 * (_KINDS.fullmatch(text, at - 2, at) is not None)
        run = _run(text, quantities, frames, frame.quantity, True)
        of_any_unit = _run(text, quantities, frames, frame.quantity, False)
        if len(run) == 1 or len(of_any_unit) == len(_SPLIT.findall(text, frame.left[0], at)) + 1:
            run = of_any_unit
        split = _members(text, (frame.left[0], at), len(run)) if len(run) > 1 else []
        split = split or _things_before(text, quantities, frames, run)
        said = (end, frame.left[1])
        for position, stretch in zip(run, split, strict=False):
            member = frames[position]
            if member is None:
                continue
            noun = _shared_noun(stretch, split[-1])
            if _PREDICATE.fullmatch(text, *said):
                frames[position] = replace(member, left=stretch, listed=True, sharing=(), noun=noun)
            else:
                frames[position] = replace(
                    member, left=(at, at), pieces=(stretch, said), sharing=(), noun=noun
                )


def _shared_noun(thing: Stretch, last: Stretch) -> Stretch:
    """What the last of several things may lend the others: its words behind as many as they have (`刑事、民事援助案件`)."""
    start = last[0] + thing[1] - thing[0]
    return (start, last[1]) if thing != last and start < last[1] else (last[1], last[1])


def _things_before(
    text: str, quantities: Sequence[Quantity], frames: Sequence[Frame | None], run: Sequence[int]
) -> list[Stretch]:
    """The things of `建议和提案共237件,分别为96件、141件`: they stand before the total that the figures make up, or one clause

    earlier (`办理建议和提案,共237件,分别为…`).
    """
    total = frames[run[0] - 1] if run[0] else None
    if total is None or quantities[run[0] - 1].value != sum(quantities[index].value for index in run):
        return []
    start = total.left[0]
    earlier = max(text.rfind(sign, total.sentence[0], max(start - 1, 0)) for sign in ",;:")
    for stretch in (total.left, (max(earlier + 1, total.sentence[0]), start)):
        if len(_SPLIT.findall(text, *stretch)) == len(run) - 1:
            return _members(text, stretch, len(run))
    return []


def _pair_off(text: str, quantities: Sequence[Quantity], frames: list[Frame | None], frame: Frame) -> None:
    """`建议、提案112件和157件` without 分别: as many things as figures, joined alike, belong together in their order."""
    after = frame.quantity + 1
    if (
        after == len(quantities)
        or text[quantities[frame.quantity].end : quantities[after].start] not in _JOINS
    ):
        return
    run = _run(text, quantities, frames, frame.quantity, True)
    cuts = [match.span() for match in _SPLIT.finditer(text, *frame.left)]
    if len(run) != len(cuts) + 1 or len(run) == 1 or cuts[0][0] == frame.left[0]:
        return
    for position, stretch in zip(run, _members(text, frame.left, len(run)), strict=True):
        member = frames[position]
        if member is not None:
            frames[position] = replace(member, left=stretch, listed=True)


def _run(
    text: str, quantities: Sequence[Quantity], frames: list[Frame | None], index: int, same_unit: bool
) -> list[int]:
    """The figures that are listed one after the other from this one on, of one unit or of any."""
    run = [index]
    while (
        (after := run[-1] + 1) < len(frames)
        and frames[after] is not None
        and (not same_unit or quantities[after].unit == quantities[index].unit)
        and _LISTED.fullmatch(text, quantities[after - 1].end, quantities[after].start)
    ):
        run.append(after)
    return run


def _members(text: str, listed: Stretch, count: int) -> list[Stretch]:
    """The stretches of the last so many things that are listed before 分别."""
    start, end = listed
    cuts = [match.span() for match in _SPLIT.finditer(text, start, end)]
    if len(cuts) < count - 1:
        return []
    cuts = cuts[len(cuts) - count + 1 :]
    starts = [start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), end]
    return list(zip(starts, ends, strict=True))
