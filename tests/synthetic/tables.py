"""Small plain-text tables: items down, one year or two across; units in heads or in cells."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from . import blocks, figures
from .drafts import Draft, Row

SEPARATORS = {"pipes": " | ", "tabs": "\t", "blanks": "      "}


def heads(draft: Draft, texts: Sequence[str], separator: str) -> None:
    """The line of column heads; years in it are no quantities."""
    for number, text in enumerate(texts):
        draft.raw(separator if number else "")
        draft.void(text)
    draft.line()


def write_table(draft: Draft, rows: Sequence[Row], style: str, year: int, level: str, random: Random) -> None:
    """A table of the given rows; of two years the earlier one stands for itself only."""
    years = [year - 1, year] if random.random() < 0.5 else [year]
    columns = [f"{y}年" for y in years] if len(years) == 2 else ["数量"]
    unit_in_head = random.random() < 0.5
    draft.write("有关工作数据如下：")
    draft.line()
    heads(draft, ["项目", *columns], SEPARATORS[style])
    for row in rows:
        head = f"{row['row']}（{row['u']}）" if unit_in_head else row["row"]
        draft.write(head)
        for column, of_year in zip(columns, years, strict=True):
            draft.raw(SEPARATORS[style])
            value = blocks.spread(row["n"], blocks.SCALES[level], random)
            figure = figures.exact(value, "" if unit_in_head else row["u"], figures.Manner())
            quantity = draft.figure(figure._replace(unit=row["u"]), row=head, column=column)
            if "is" in row:
                draft.observe(row["is"], quantity, {} if of_year == year else {"period": str(of_year)})
        draft.line()
