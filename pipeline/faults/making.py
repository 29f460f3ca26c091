"""How a fault is made, and where the running text ends."""

from __future__ import annotations

from pipeline.records import Fault, Outline, Span


def fault(
    text: str,
    kind: str,
    start: int,
    end: int,
    note: str | None = None,
    repaired: str | None = None,
    strip: bool = False,
) -> Fault:
    """A fault over `text[start:end]`; with a repair it is one that is certain."""
    action = "strip" if strip else "flag" if repaired is None else "repair"
    return Fault(kind, start, end, text[start:end], action, repaired, note)


def whole_body(outline: Outline) -> Span:
    """From the first to the last character of the running text."""
    return Span(outline.body[0].start, outline.body[-1].end) if outline.body else Span(0, 0)
