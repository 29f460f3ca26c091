"""The picture that a link preview shows of a page without a chart: the page's name and what it says first."""

from __future__ import annotations

import re
from html import escape, unescape

import vl_convert
from chart_files import FONT

WIDTH, HEIGHT, MARGIN = (
    600,
    315,
    40,
)  # pixels: the least that previews show large; there is one for every report
TITLE, TEXT, SMALL = 36, 20, 15  # sizes of the letters; a Chinese character is as wide as it is high
LEADING = 1.6
TITLE_LINES, TEXT_LINES = 2, 4
HEADLINE = re.compile(r'class="card-name">(.*?)</span>\s*<span class="card-value">(.*?)</span>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
INK, QUIET, BLUE = "#1f2328", "#5b6370", "#1d5c93"


def card(title: str, told: list[str]) -> bytes:
    """A PNG of a title and the lines under it, cut to what has room, on white."""
    lines = [(line, TITLE, INK) for line in broken(title, TITLE)[:TITLE_LINES]]
    lines += [(line, TEXT, QUIET) for text in told for line in broken(text, TEXT)][:TEXT_LINES]
    drawn, y = [], 2 * MARGIN
    for line, size, colour in lines:
        y += round(size * LEADING)
        drawn.append(f'<text x="{MARGIN}" y="{y}" font-size="{size}" fill="{colour}">{escape(line)}</text>')
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="white"/><rect width="100%" height="7" fill="{BLUE}"/>'
        f'<text x="{MARGIN}" y="{MARGIN + SMALL}" font-size="{SMALL}" fill="{BLUE}">法治年报 · 每个数字都有出处</text>'
        f"{''.join(drawn)}</svg>"
    )
    return vl_convert.svg_to_png(picture, scale=1)


def broken(text: str, size: int) -> list[str]:
    """A text in lines that fit the card at a size of letters."""
    fitting = (WIDTH - 2 * MARGIN) // size
    return [text[start : start + fitting] for start in range(0, len(text), fitting)]


def headlines(body: str) -> list[str]:
    """The figures that a page leads with, each with its name."""
    found = ((TAG.sub("", unescape(part)) for part in one) for one in HEADLINE.findall(body))
    return [" ".join(parts) for parts in found]
