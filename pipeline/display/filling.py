"""Filling the templates beside this file; everything put into them is escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.codes import members
from pipeline.display.words import excerpt, number, per_cent, plainly


def fill(template: str, **values: Any) -> Markup:
    """The HTML of a template."""
    return Markup(_TEMPLATES.get_template(f"{template}.html").render(**values))


_TEMPLATES = Environment(
    loader=PackageLoader("pipeline.display"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(number=number, members=members)
_TEMPLATES.globals.update(
    excerpt=excerpt, per_cent=per_cent, plainly=plainly, reference=lambda one: fill("reference", one=one)
)
