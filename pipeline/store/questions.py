"""What was asked of a store: so that a page is made anew when an answer it was given has changed, and only then.

`read` notes every question it answers. Whoever runs a page has them handed over and keeps them; later the same
questions, put to another store, have the same answers or have not. Nothing may keep what `read` gave from one page to
the next: what a page did not ask, it is not held to depend on.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from .files import reading


class Question(NamedTuple):
    """A query, and the ids that its rows must bear, each with its column."""

    query: str
    ids: tuple[tuple[str, str], ...] = ()


_asked: dict[Question, None] = {}


def note(question: Question) -> None:
    """Remember that a question was asked in this process."""
    _asked[question] = None


def hand_over() -> str:
    """What was asked since this was last called, each question once, as JSON for another process."""
    told = msgspec.json.encode(list(_asked)).decode()
    _asked.clear()
    return told


def answers(store: Path | str, questions: Iterable[Question]) -> dict[Question, str | None]:
    """The hash of the rows that answer each question, None where there are none.

    Questions that differ in nothing but the ids are answered by one pass over the rows of all.
    """
    wanted: dict[tuple[str, tuple[str, ...]], list[Question]] = {}
    for one in dict.fromkeys(questions):
        wanted.setdefault((one.query, tuple(column for column, _ in one.ids)), []).append(one)
    found: dict[Question, str | None] = {}
    with reading(store) as connection:
        for (query, columns), alike in wanted.items():
            ids = "".join(f"{column}::VARCHAR, " for column in columns)
            rows = connection.execute(HASHES.format(ids=ids, query=query)).fetchall()
            of_ids = {tuple(row[:-1]): row[-1] for row in rows}
            found |= {one: of_ids.get(tuple(value for _, value in one.ids)) for one in alike}
    return found


HASHES = """
SELECT {ids} sha256(string_agg(line, '' ORDER BY line)) FROM (
    SELECT *, sha256(answer::VARCHAR) AS line FROM ({query}) AS answer
) GROUP BY ALL
"""
