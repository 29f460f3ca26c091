"""The site's pages as files: their links, the texts of their elements by id."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Link(NamedTuple):
    """Where a link leads, what it says, and whether it is a figure as written (it stands in a `value`)."""

    href: str
    text: str
    figure: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if identity := given.get("id"):
            self.texts[identity] = ""
        if tag not in VOID:
            self._open.append((tag, given, []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, given, words = self._open.pop()
            if identity := given.get("id"):
                self.texts[identity] = "".join(words)
            if opened == "a" and given.get("href"):
                figure = any(one.get("class") == "value" for _, one, _ in self._open)
                self.links.append(Link(given["href"] or "", "".join(words), figure))
            if opened == tag:
                break


@cache
def read(path: Path) -> tuple[list[Link], dict[str, str]]:
    """The links of a page, and the text of every element that has an id."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.links, reader.texts
