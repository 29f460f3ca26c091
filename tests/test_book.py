"""The book's own Sphinx extensions, as far as they work without Sphinx."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "book" / "_ext"))

from mistake_form import form
from output_headings import promote
from pagefind_index import spaced


@pytest.mark.parametrize(
    "page, expected",
    [
        ("<p>纠错率</p>", "<p> 纠 错 率</p>"),
        ("<p>达98.18%,共1,463件</p>", "<p> 达 98.18%, 共 1,463 件</p>"),
        ('<a title="纠错">12345热线</a>', '<a title="纠错"> 12345 热 线</a>'),
        ("<script>纠错</script>A", "<script>纠错</script> A"),
        ("代“枫桥”", " 代“ 枫 桥”"),
        ('<section id="a-1">\n<h2>A</h2>', '<section id="a-1">\n<h2 id="a-1"> A</h2>'),
        ('<section id="a"><p>A</p>', '<section id="a"><p> A</p>'),
    ],
)
def test_a_blank_before_every_character_and_number(page, expected):
    assert spaced(page) == expected


def cell(text, mime="text/markdown"):
    return {
        "id": "a",
        "cell_type": "code",
        "metadata": {},
        "source": "",
        "outputs": [{"output_type": "display_data", "data": {mime: text}}],
    }


@pytest.mark.parametrize(
    "shown, promoted",
    [
        (cell("# 泸西县"), True),
        (cell("只是文字"), False),
        (cell("# 名", "text/html"), False),
        (cell(""), False),
    ],
)
def test_a_heading_that_a_cell_shows_becomes_the_pages(shown, promoted):
    (after,) = promote({"cells": [shown]})["cells"]
    assert (after["cell_type"] == "markdown") is promoted


def test_mistakes_lead_to_the_issues_of_the_project_where_it_has_a_place():
    assert 'href="https://example.org/p/issues/new"' in form("https://example.org/p/")
    assert "href" not in form("") and "复制" in form("")
