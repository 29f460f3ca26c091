"""Values and sentences as readers see them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

AROUND = 40  # characters of the sentence shown on each side of a figure


def number(value: Decimal | int | None) -> str:
    """A value with thousands separators and without the zeros that a table's scale adds; empty where there is none."""
    return "" if value is None else f"{Decimal(value).normalize():,f}"


APPROXIMATIONS = {"exact": "", "over": "以上", "under": "以下", "about": "左右"}


def plainly(row: Mapping[str, Any]) -> str:
    """A figure's value, unit and exactness spelt out, where its text in the report does not already read so."""
    told = "–".join(number(one) for one in (row["value"], row["value_high"]) if one is not None)
    plain = f"{told}{row['unit']}{APPROXIMATIONS[row['approximation']]}"
    return "" if plain.replace(",", "") == row["text"].replace(",", "").replace(" ", "") else f"即 {plain}"


def per_cent(rate: Mapping[str, Any]) -> str:
    """A rate as its report states it, or to two decimals where it was computed; an interval where counts are inexact."""
    given = [rate["value"]] if rate["value"] is not None else [rate["low"], rate["high"]]
    shown = [
        number(one) if rate["method"] == "reported" else f"{one:.2f}" for one in given if one is not None
    ]
    way = {"up": "增", "down": "减"}.get(rate.get("direction") or "", "")
    return f"{way}{'–'.join(shown)}%" if shown else ""


def excerpt(sentence: str, *texts: str) -> Markup:
    """The part of a sentence around figures, each marked; the figures alone where the sentence does not hold them."""
    places, at = [], 0
    for text in texts:
        at = sentence.find(text, at)
        if at < 0:
            return escape(" … ".join(texts))
        places.append((at, at := at + len(text)))
    start, end = max(places[0][0] - AROUND, 0), min(at + AROUND, len(sentence))
    edges = [start, *(edge for place in places for edge in place), end]
    pieces = [sentence[left:right] for left, right in itertools.pairwise(edges)]
    marked = (
        Markup("<mark>{}</mark>").format(one) if number % 2 else escape(one)
        for number, one in enumerate(pieces)
    )
    return Markup("{}{}{}").format("…" * (start > 0), Markup("").join(marked), "…" * (end < len(sentence)))
