"""The sentences of a text, as readers are shown them beside a figure."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

SENTENCE_END = re.compile(r"[。;；!！?？\r\n]+")


class Sentences(NamedTuple):
    """A text and the offsets at which its sentences begin."""

    text: str
    starts: list[int]

    def around(self, start: int, end: int) -> str:
        """The whole sentences that a span touches, without blanks around them."""
        first = self.starts[bisect_right(self.starts, start) - 1]
        after = bisect_right(self.starts, max(start, end - 1))
        return self.text[first : self.starts[after] if after < len(self.starts) else len(self.text)].strip()


def sentences(text: str) -> Sentences:
    """The sentences of a text."""
    return Sentences(text, [0, *(match.end() for match in SENTENCE_END.finditer(text))])
