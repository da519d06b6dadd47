"""What axe-core has to say about a page, light and dark.

axe covers what of WCAG 2.2 AA a machine can see; it is no proof of the rest.
"""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8-sig")
_RULES = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
# Without its account of what is right, axe takes a quarter of the time.
_OPTIONS = f"{{runOnly: {_RULES!r}, resultTypes: ['violations']}}"
_RUN = f"part => axe.run(part, {_OPTIONS}).then(({{ violations }}) => violations)"


def violations(page: Page, part: str = "html") -> list[str]:
    """Return what is wrong with the page, or a part of it, as it stands there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    return [
        f"{problem['id']}: {node['target']} {node['failureSummary']}"
        for problem in page.evaluate(_RUN, part)
        for node in problem["nodes"]
    ]


def problems(page: Page) -> list[str]:
    """Return what is wrong with the page, light and dark."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {each}" for each in violations(page)]
    return found
