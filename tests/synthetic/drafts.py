"""A report being written: every mark is made while its text is written, never by looking for it afterwards."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .figures import Figure

Row = dict[str, Any]
HALF_WIDTH = str.maketrans("，：；（）", ",:;()")
PIECE = re.compile(r"\{(?P<optional>\??)(?P<slot>[^}]*)\}|<(?P<word>[^<>]*)>|\[\[(?P<void>.*?)\]\]")


class Piece(NamedTuple):
    """A part of a template: `kind` is text, word, void, optional or slot; `after` is the character that follows."""

    kind: str
    text: str
    after: str = ""


@functools.cache
def pieces(template: str) -> tuple[Piece, ...]:
    """The template taken apart.

    `{name}` and `{name unit}` are slots for figures, `{?…}` a figure that is not scored, `<…>` a word of the place
    or year, `[[…]]` writing with digits that is no quantity. Raises ValueError for digits anywhere else.
    """
    found, at = [], 0
    for match in PIECE.finditer(template):
        found.append(Piece("text", template[at : match.start()]))
        kind = "optional" if match["optional"] else str(match.lastgroup)
        found.append(
            Piece(
                kind,
                next(match[k] for k in ("slot", "word", "void") if match[k] is not None),
                template[match.end() : match.end() + 1],
            )
        )
        at = match.end()
    found.append(Piece("text", template[at:]))
    if any(p.kind == "text" and re.search(r"\d", p.text) for p in found):
        raise ValueError(f"digits that are neither a figure nor [[no figure]]: {template}")
    return tuple(p for p in found if p.text)


class Draft:
    """The text so far and the marks made in it."""

    def __init__(self, half_width: bool, line_end: str) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.half_width = half_width
        self.line_end = line_end
        self.role = "level"
        self.repeating = False
        self.quantities: list[Row] = []
        self.observations: list[Row] = []
        self.sections: list[Row] = []
        self.voids: list[Row] = []
        self.faults: list[Row] = []

    def raw(self, text: str) -> tuple[int, int]:
        """Write the text as it is; its span."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def write(self, text: str) -> tuple[int, int]:
        """Write running text in the report's punctuation (never changing its length)."""
        return self.raw(text.translate(HALF_WIDTH) if self.half_width else text)

    def line(self, count: int = 1) -> None:
        """End the line."""
        self.raw(self.line_end * count)

    def mark(self, rows: list[Row], text: str, **row: Any) -> Row:
        """Write the text and note it in `rows`, with its span as written."""
        start, end = self.raw(text)
        rows.append({"start": start, "end": end, "text": text} | row)
        return rows[-1]

    def void(self, text: str) -> Row:
        """Writing that holds digits and is no quantity."""
        return self.mark(self.voids, text)

    def fault(self, kind: str, text: str) -> None:
        """A place where the source is broken, written as it stands; digits in it are no quantity."""
        row = self.void(text)
        self.faults.append(row | {"kind": kind})

    def figure(self, figure: Figure, role: str = "level", direction: str | None = None, **more: Any) -> Row:
        """Write a figure; the row of its quantity."""
        row: Row = {"value": str(figure.value.normalize() if figure.value % 1 else figure.value.quantize(1))}
        if figure.high is not None:
            row["value_high"] = str(figure.high)
        role = "target" if self.role == "target" else role
        row |= {"unit": figure.unit, "approximation": figure.approximation, "role": role}
        if role == "change":
            row["direction"] = direction
        return self.mark(self.quantities, figure.text, **row, **more)

    def observe(
        self,
        indicator: str,
        quantity: Row,
        dimension: Mapping[str, str] | None = None,
        optional: bool = False,
    ) -> None:
        """Bind a quantity; a trailing ? in the indicator, like a paragraph told twice, makes it optional."""
        keys = ("start", "end", "text", "value", "unit", "role", "value_high", "approximation")
        row = {"indicator": indicator.rstrip("?")} | {k: quantity[k] for k in keys if k in quantity}
        if dimension:
            row["dimension"] = dict(dimension)
        if optional or self.repeating or indicator.endswith("?"):
            row["optional"] = True
        self.observations.append(row)

    def say(
        self, template: str, words: Mapping[str, str], slot: Callable[[str, str], None] | None = None
    ) -> None:
        """Write a template; `slot` is called with the inside of each `{…}` and the character after it."""
        for piece in pieces(template):
            if piece.kind == "text":
                self.write(piece.text)
            elif piece.kind == "word":
                text = words[piece.text]
                self.void(text) if re.search(r"\d", text) else self.write(text)
            elif piece.kind == "void":
                self.void(piece.text)
            elif piece.kind == "optional":
                self.mark(
                    self.quantities,
                    piece.text,
                    value="0",
                    unit="",
                    approximation="exact",
                    role=self.role,
                    optional=True,
                )
            elif slot:
                slot(piece.text, piece.after)

    @property
    def text(self) -> str:
        return "".join(self.parts)
