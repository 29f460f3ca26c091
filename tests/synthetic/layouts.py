"""Title blocks as portals print them, each telling the same few facts in its own way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import NamedTuple

from .drafts import Draft


class Facts(NamedTuple):
    """What a title block may tell."""

    title: str
    issuer: str
    published: date | None
    dated: date | None


class Told(NamedTuple):
    """What a title block did tell."""

    published: bool = False
    dated: bool = False


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def serial(random: Random) -> str:
    """An index number, all digits and no quantity."""
    return (
        random.choice(["", "11", "00"])
        + f"{random.randrange(10**8):09d}/{random.choice(['', 'sfj-'])}{random.randint(2017, 2026)}-{random.randrange(10**5):05d}"
    )


def plain(draft: Draft, facts: Facts, random: Random) -> Told:
    """The title and nothing else."""
    return title_line(draft, facts, Told())


def title_line(draft: Draft, facts: Facts, told: Told) -> Told:
    draft.void(facts.title)
    draft.line(1 + len(facts.title) % 2)
    return told


def pipe_table(draft: Draft, facts: Facts, random: Random) -> Told:
    """A table flattened to pipes, the title in it or below it."""
    draft.void(f"索引号 | {serial(random)} | 发布机构 | {facts.issuer} |")
    draft.line()
    draft.void(f"文号 | | 成文日期 | {iso(facts.dated)} |")
    draft.line()
    draft.void(f"名称 | {facts.title} | 公开日期 | {iso(facts.published)} |")
    draft.line()
    if random.random() < 0.6:
        title_line(draft, facts, Told())
    return Told(published=True, dated=True)


def brackets(draft: Draft, facts: Facts, random: Random) -> Told:
    """The title, then bracketed labels with blanks inside them."""
    draft.void(facts.title)
    draft.line()
    draft.void(f"[ 索  引  号 ] {serial(random)} [ 发布机构 ] {facts.issuer}")
    draft.line()
    draft.void(f"[ 成文日期 ] {iso(facts.dated)} [ 公开日期 ] {iso(facts.published)} [ 有  效  性 ] 有效")
    draft.line(2)
    return Told(published=True, dated=True)


def bullets(draft: Draft, facts: Facts, random: Random) -> Told:
    """A list of labels before the title."""
    for label, value in (
        ("索引号", serial(random)),
        ("发文机构", facts.issuer),
        ("名　　称", facts.title),
        ("成文日期", iso(facts.dated)),
        ("发布日期", iso(facts.published)),
    ):
        draft.void(f"• {label}：{value}")
        draft.line()
    draft.line()
    return title_line(draft, facts, Told(published=True, dated=True))


def dateline(draft: Draft, facts: Facts, random: Random) -> Told:
    """The title and a line with time, source and reading count."""
    draft.void(facts.title)
    draft.line()
    day = facts.published or date(2000, 1, 1)
    stamp = random.choice(
        [
            f"{day.isoformat()} {random.randint(8, 18):02d}:{random.randint(0, 59):02d}",
            day.isoformat(),
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y/%m/%d}",
        ]
    )
    label = random.choice(["发布时间：", "发布日期：", "发布时间 : "])
    draft.void(
        f"{label}{stamp}　来源：{facts.issuer}　浏览次数：{random.randint(20, 4000)}　字体：[大 中 小]"
    )
    draft.line(2)
    return Told(published=True)


def run_on(draft: Draft, facts: Facts, random: Random) -> Told:
    """Source and date run together."""
    draft.void(facts.title)
    draft.line(2)
    draft.void(f"文章来源:{facts.issuer}发布日期:{iso(facts.published)}      浏览次数:")
    draft.line(2)
    return Told(published=True)


LAYOUTS: dict[str, Callable[[Draft, Facts, Random], Told]] = {
    "plain": plain,
    "pipe_table": pipe_table,
    "brackets": brackets,
    "bullets": bullets,
    "dateline": dateline,
    "run_on": run_on,
}
