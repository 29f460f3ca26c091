"""Sphinx extension: `{mistake-form}`, the form in which a reader reports a mistake.

It sends nothing by itself. Where `repository.url` in `_config.yml` names the project's place on a code host, the form
leads on to the page for a new issue there; without it, the text can be copied.
"""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FORM = Markup("""<form class="mistake-form">
  <p><label for="mistake-text">写给维护者的话</label></p>
  <textarea id="mistake-text" rows="9">报告:
位置:
本站写作:

应当是:
理由:
</textarea>
  <p><button type="button" data-copy hidden>复制这段话</button>{}</p>
</form>
<script defer src="_static/mistake.js"></script>""")
ISSUES = Markup(
    ' <a class="button" data-issues="{0}" href="{0}/issues/new" rel="nofollow">到项目的问题页提交</a>'
)


def form(address: str) -> Markup:
    """The form; `address` is the project's on a code host, or empty."""
    return FORM.format(ISSUES.format(address.rstrip("/")) if address else "")


class MistakeForm(SphinxDirective):
    """The form, for a page at the root of the site."""

    def run(self) -> list[nodes.Node]:
        """Return the form as raw HTML."""
        address = self.config.html_theme_options.get("repository_url") or ""
        return [nodes.raw("", form(address), format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("mistake-form", MistakeForm)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
