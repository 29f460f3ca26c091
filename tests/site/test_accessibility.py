"""axe-core over every kind of page, on a phone and on a desktop screen, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.site

AXE = Path("node_modules/axe-core/axe.min.js")
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
GRAVE = ("serious", "critical")
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)) }))"""


def kinds_of_pages(site: Path) -> list[str]:
    """Every page at the top, and the two largest of each folder: they hold most of what such a page may hold."""
    kinds = [page.name for page in site.glob("*.html")]
    for folder in sorted(path for path in site.iterdir() if path.is_dir()):
        pages = sorted(folder.glob("*.html"), key=lambda page: page.stat().st_size, reverse=True)
        kinds += [page.relative_to(site).as_posix() for page in pages[:2]]
    return sorted(kinds)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_serious(browser: Browser, address: str, site: Path, size: str, mode: str) -> None:
    assert AXE.is_file(), "axe-core is missing: nox -s book fetches it with npm"
    width, height = SIZES[size]
    # The policy of the site would refuse the tool itself, which is put into the page.
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=mode,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page, found = context.new_page(), []
    for name in kinds_of_pages(site):
        page.goto(f"{address}/{name}")
        if page.locator("figure.chart").count():
            page.wait_for_load_state("networkidle")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.add_script_tag(path=AXE)
        found += [(name, *one.values()) for one in page.evaluate(RUN) if one["impact"] in GRAVE]
    context.close()
    assert found == []
