"""Figures whose words do not stand before them: the headings of a table's row and column, the parts of a list."""

from __future__ import annotations

from pipeline.catalogue.words import plain
from pipeline.records import Quantity

from .frames import Frame
from .lexicon import Lexicon
from .matching import Place
from .page import NO_SUBJECT, Page, Subject, scan


def cell_places(page: Page, lexicon: Lexicon, index: int, quantity: Quantity) -> list[Place]:
    """The figure as if its headings stood before it, row first or column first; the subject is theirs, else the text's."""
    headings = [plain(heading) for heading in (quantity.row, quantity.column) if heading]
    orders = [headings, headings[::-1]] if len(headings) > 1 else [headings]
    return [_place(",".join(order), page, lexicon, index, quantity) for order in orders]


def pieced_place(page: Page, lexicon: Lexicon, frame: Frame, quantity: Quantity) -> Place:
    """The figure as if the pieces of the text that belong to it stood before it."""
    words = "".join(page.text[start:end] for start, end in frame.pieces)
    return _place(words, page, lexicon, frame.quantity, quantity)


def _place(words: str, page: Page, lexicon: Lexicon, index: int, quantity: Quantity) -> Place:
    whole, after = (0, len(words)), (len(words), len(words))
    own = scan(words, lexicon)
    frame = Frame(index, whole, after, whole, whole, 0, -1)
    subject = _last_subject(own, len(words), 4) or _last_subject(page, quantity.start, 0) or NO_SUBJECT
    return Place(own, lexicon, frame, quantity, subject, NO_SUBJECT)


def _last_subject(page: Page, limit: int, near: int) -> Subject | None:
    for start, end, name in reversed(page.subjects):
        if end <= limit:
            return Subject(frozenset((name,)), (start, end) if near else (0, 0), near)
    return None
