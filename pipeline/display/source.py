"""The text of a report with every figure marked by what became of it.

Each mark has the address `f<start>` for good, and leads back to the line of the page that speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from pipeline.display.filling import fill

Rows = Iterable[Mapping[str, Any]]

HIJACK = "hijacked_name"
HIDDEN = "▇▇▇▇"
HIJACKED = "此处被植入与报告无关的广告词,不予展示"


class Mark(NamedTuple):
    """A stretch of the text: how it is shown, the line of the page it leads to, and what is said of it."""

    start: int
    end: int
    look: str
    line: str | None
    title: str


class Segment(NamedTuple):
    """A stretch that no mark begins or ends within."""

    start: int
    text: str
    marks: tuple[Mark, ...]


def source_text(
    text: str,
    sections: Rows,
    quantities: Rows,
    observations: Rows,
    spans: Rows,
    contradictions: Rows,
    faults: Rows,
    anchors: Rows,
) -> Markup:
    """The whole text as HTML.

    `spans` are those of observations, `contradictions` the spans of findings of that verdict; every row of `anchors`
    is a place that the site leads to: it gets an address whether a figure stands there or not.
    """
    marks = [*_figures(quantities, _claims(observations, spans), list(contradictions)), *_faults(faults)]
    starts = {row["span_start"] for row in anchors if row["span_start"] is not None} | {
        mark.start for mark in marks
    }
    headings = {row["span_start"]: row for row in sections}
    cuts = {edge for mark in marks for edge in (mark.start, mark.end)} | starts | set(headings)
    lines = (_line(segments, starts, headings) for segments in _lines(text, marks, sorted(cuts)))
    body = Markup("\n").join(line for line in lines if line)
    return Markup('<div class="source">{}</div>').format(body)


def outline(sections: Rows) -> Markup:
    """What a report says, in its own headings: the main sections, each with those right below it, as links to them."""
    parts: list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = []
    for row in sections:
        if row["depth"] == 1 or not parts:
            parts.append((row, []))
        elif row["depth"] == 2:
            parts[-1][1].append(row)
    return fill("outline", parts=parts)


def _claims(observations: Rows, spans: Rows) -> dict[int, list[Mapping[str, Any]]]:
    """The observations by where they stand in the text, told again included."""
    claims: dict[int, list[Mapping[str, Any]]] = {}
    by_number = {row["observation_no"]: row for row in observations}
    for row in by_number.values():
        claims.setdefault(row["span_start"], []).append(row)
    for span in spans:
        if span["part"] == "also":
            claims.setdefault(span["span_start"], []).append(by_number[span["observation_no"]])
    return claims


def _figures(
    quantities: Rows, claims: Mapping[int, list[Mapping[str, Any]]], contradictions: list[Mapping[str, Any]]
) -> Iterator[Mark]:
    for row in quantities:
        start, end = row["span_start"], row["span_end"]
        about = claims.get(start, [])
        names = "、".join(dict.fromkeys(one["indicator_name"] for one in about))
        against = [one for one in contradictions if one["span_start"] < end and start < one["span_end"]]
        if against:
            said = f"{names or row['text']}:与报告中的其他数字矛盾"
            yield Mark(start, end, "contradiction", f"k{against[0]['finding_no']}", said)
        elif about:
            yield Mark(start, end, "bound", f"o{about[0]['observation_no']}", names)
        else:
            said = f"未归入指标:{row['reason_name'] or '原因不明'}"
            yield Mark(start, end, "unbound", f"u{row['quantity_no']}", said)


def _faults(faults: Rows) -> Iterator[Mark]:
    for row in faults:
        chrome = row["kind"] == "page_chrome"
        look = "hijacked" if row["kind"] == HIJACK else "chrome" if chrome else "fault"
        said = HIJACKED if look == "hijacked" else row["note"] or "原文此处有误"
        yield Mark(row["span_start"], row["span_end"], look, None if chrome else f"x{row['fault_no']}", said)


def _lines(text: str, marks: list[Mark], cuts: list[int]) -> Iterator[list[Segment]]:
    """The lines of the text, each cut where marks begin and end."""
    opening = sorted(marks)
    active: list[Mark] = []
    start = at = opened = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        edges = [start]
        while at < len(cuts) and cuts[at] < end:
            if cuts[at] > start:
                edges.append(cuts[at])
            at += 1
        segments = []
        for left, right in zip(edges, [*edges[1:], end], strict=True):
            while opened < len(opening) and opening[opened].start <= left:
                active.append(opening[opened])
                opened += 1
            active = [mark for mark in active if mark.end > left]
            segments.append(Segment(left, text[left:right], tuple(active)))
        yield segments
        start = end


def _line(segments: list[Segment], starts: set[int], headings: Mapping[int, Mapping[str, Any]]) -> Markup:
    """One line as a paragraph; the line of a main section's heading stands out. Blank lines are nothing."""
    if not any(segment.text.strip() for segment in segments):
        return Markup("")
    inner = Markup("").join(
        _section(headings.get(one.start)) + _segment(one, one.start in starts) for one in segments
    )
    opens = [headings[one.start]["depth"] for one in segments if one.start in headings]
    look = f' class="depth-{min(opens)}"' if opens else ""
    return Markup("<p{}>{}</p>").format(Markup(look), inner)


def _section(row: Mapping[str, Any] | None) -> Markup:
    return (
        Markup('<span class="section-start" id="s{}"></span>').format(row["section_no"])
        if row
        else Markup("")
    )


def _segment(segment: Segment, addressed: bool) -> Markup:
    """A segment, as a link back where it is marked, with an address where something leads to it."""
    text = segment.text.strip("\r\n")
    address = Markup(' id="f{}"').format(segment.start) if addressed else Markup("")
    if not segment.marks:
        return Markup("<span{}>{}</span>").format(address, text) if addressed else Markup.escape(text)
    looks = " ".join(dict.fromkeys(mark.look for mark in segment.marks))
    if "hijacked" in looks:
        begins = any(mark.look == "hijacked" and mark.start == segment.start for mark in segment.marks)
        text = HIDDEN if begins else ""
    first = min(
        segment.marks, key=lambda mark: (mark.look not in ("bound", "unbound", "contradiction"), mark.start)
    )
    title = ";".join(dict.fromkeys(mark.title for mark in segment.marks))
    line = Markup(' href="#{}"').format(first.line) if first.line else Markup("")
    return Markup('<a class="{}"{}{} title="{}">{}</a>').format(looks, address, line, title, text)
