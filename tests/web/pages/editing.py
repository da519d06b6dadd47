"""What the editor begins with, and what is stored, for tests of its calls."""

import json
from html.parser import HTMLParser
from typing import Any

from tests.web.pages.browser import Browser
from webhooks.services import workflows
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow

LISTS = ("triggers", "nodes", "globals")


class _Island(HTMLParser):
    """Finds the JSON of the editor's page."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and dict(attrs).get("id") == "editor-data"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside else ""


def data_of(browser: Browser, path: str) -> dict[str, Any]:
    """Return what the page hands to the editor."""
    island = _Island()
    island.feed(browser.client.get(path).text)
    value: dict[str, Any] = json.loads(island.text)
    return value


def stored(site: Site, workflow: Workflow) -> dict[str, Any]:
    """Return the three lists as they are stored now."""
    now = workflows.get(site, workflow.application_id, workflow.id)
    definition = workflows.definition(site, now.definition_id)
    return {name: getattr(definition, name) for name in LISTS}
