"""The workflow editor's canvas, as tests look at it and work on it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.server.running import RemoteWebhook


def node(
    key: str,
    type_: str,
    label: str,
    x: int,
    y: int,
    outputs: list[list[str]],
    **more: Any,
) -> dict[str, Any]:
    """Return a node of a document; ``more`` goes into its meta, but for config."""
    config = more.pop("config", {})
    return {
        "id": key,
        "type": type_,
        "config": config,
        "meta": {"label": label, "x": x, "y": y, **more},
        "outputIds": outputs,
    }


def trigger(webhook: RemoteWebhook, targets: list[str]) -> dict[str, Any]:
    """Return a trigger of the webhook that leads to some nodes."""
    meta = {"label": "Called", "x": 200, "y": 40}
    return {
        "type": "webhook",
        "key": webhook.id,
        "meta": meta,
        "outputIds": [targets],
    }


def hot_or_cold(webhook: RemoteWebhook) -> dict[str, Any]:
    """Return a document with a condition, led to one of two nodes behind it."""
    return {
        "triggers": [trigger(webhook, ["cond"])],
        "nodes": [
            node("cond", "ConditionalNode", "Hot?", 200, 180, [["cold"], []]),
            node("cold", "DebugNode", "Cold", 80, 320, [[]]),
            node("hot", "DebugNode", "Hot", 340, 320, [[]]),
        ],
    }


class Canvas:
    """The canvas of whatever workflow a page has open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.locator("#editor-canvas")

    def card(self, key: str) -> Locator:
        return self.canvas.locator(f'.sh-card[data-key="{key}"]')

    def named(self, name: str) -> Locator:
        """Return the card whose accessible name begins so."""
        return self.canvas.get_by_role("group", name=re.compile(f"^{re.escape(name)}"))

    def wires(self) -> Locator:
        return self.canvas.locator(".x6-edge")

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        mouse.move(*middle, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def middle(self, locator: Locator) -> tuple[float, float]:
        box = locator.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def port(self, key: str, output: int = 0) -> tuple[float, float]:
        port = self.canvas.locator(f'[data-cell-id="{key}"] .sh-port-hit').nth(output)
        return self.middle(port)

    def connect(self, key: str, output: int, target: str) -> None:
        """Draw a wire by mouse."""
        self.drag(self.port(key, output), self.middle(self.card(target)))

    def drop(self, label: str, x: float, y: float) -> None:
        """Drag an entry of the palette to a place of the canvas."""
        palette = self.page.locator("#editor-palette")
        entry = palette.get_by_role("button", name=label, exact=True)
        entry.drag_to(self.canvas, target_position={"x": x, "y": y})

    def says(self, text: str) -> None:
        """Expect words of the polite live region."""
        expect(self.page.locator("#editor-live")).to_contain_text(text)


class CanvasPage(Canvas):
    """An editor page with a workflow of a webhook's application."""

    def __init__(
        self, page: Page, webhook: RemoteWebhook, document: dict[str, Any]
    ) -> None:
        super().__init__(page)
        path = f"/applications/{webhook.application_id}/flows"
        answer = webhook.server.api("POST", path, {"name": "Door bell", **document})
        assert answer.status == 201, answer.body
        self.server = webhook.server
        self.api_path = f"{path}/{answer.json['id']}"
        self.path = self.api_path.replace("/flows/", "/workflows/")
        self.open()

    def open(self) -> None:
        self.page.goto(self.server.url + self.path)
        expect(self.page.locator("html[data-editor=ready]")).to_be_attached()

    def save(self) -> dict[str, Any]:
        """Save by key, and return what the API then has."""
        self.page.keyboard.press("Control+s")
        saving = self.page.locator("#editor-saving")
        expect(saving).to_contain_text("Saved")
        return self.stored()

    def stored(self) -> dict[str, Any]:
        answer = self.server.api("GET", self.api_path)
        assert answer.status == 200, answer.body
        value: dict[str, Any] = answer.json
        return value
