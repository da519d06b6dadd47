"""One workflow, built twice over: with the mouse, and with nothing but keys.

Apart from the story because both ways have to come to the same document.
"""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.canvas_page import Canvas

RULE = "{{data.body.n}} > 5"
# The name of a reply, its output of the condition, its status and its body.
REPLIES = (
    ("Say it is small", "False", "200", '{"small": {{data.body.n}} }'),
    ("Say the double", "True", "201", '{"double": {{multiply data.body.n 2}} }'),
)
# More stops of the Tab key than any form here has.
_STOPS = 40
_REPLY_CONFIG = {
    "replyType": "custom",
    "isWebsocketMessage": False,
    "bodyTemplateType": "string",
    "encodingTemplate": "utf8",
    "headerInfo": [],
}


def expected() -> dict[str, Any]:
    """Return what the API should store, as :func:`shape` shows it."""
    replies = [
        _node(
            "WebhookReplyNode",
            ("output", "webhook-reply", name),
            {**_REPLY_CONFIG, "responseCodeTemplate": status, "bodyTemplate": body},
            [],
        )
        for name, _, status, body in REPLIES
    ]
    rule = _node(
        "ConditionalNode",
        ("logic", "conditional", "Over five?"),
        {"expression": RULE},
        [[reply["meta"]["label"]] for reply in replies],
    )
    trigger = _node("webhook", ("trigger", "webhook", "Called"), {}, [["Over five?"]])
    return {"triggers": [trigger], "nodes": [rule, *replies]}


def _node(
    type_: str,
    names: tuple[str, str, str],
    config: dict[str, Any],
    outputs: list[list[str]],
) -> dict[str, Any]:
    meta = dict(zip(("category", "name", "label"), names, strict=True))
    return {"type": type_, "config": config, "meta": meta, "outputIds": outputs}


def shape(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without places, and with names where it has ids."""
    names = {node["id"]: node["meta"]["label"] for node in document["nodes"]}

    def plain(item: dict[str, Any]) -> dict[str, Any]:
        meta = {k: v for k, v in item["meta"].items() if k not in {"x", "y"}}
        outputs = [[names[key] for key in targets] for targets in item["outputIds"]]
        kept = {k: v for k, v in item.items() if k not in {"id", "key"}}
        return {**kept, "meta": meta, "outputIds": outputs}

    return {
        "triggers": [plain(trigger) for trigger in document["triggers"]],
        "nodes": [plain(node) for node in document["nodes"]],
    }


class ByMouse(Canvas):
    """Everything by pointing; letters are typed into what was clicked."""

    def build(self, webhook: str) -> None:
        form = self.page.locator("#editor-form")
        self.drop("Webhook", 320, 80)
        form.get_by_label("Webhook", exact=True).select_option(webhook)
        self._fill({"Name": "Called"})
        self.drop("Conditional", 320, 240)
        self._fill({"Name": "Over five?", "Expression": RULE})
        self.connect("trigger:1", 0, self._key("Conditional"))
        for column, (name, output, status, body) in enumerate(REPLIES):
            self.drop("Webhook: Reply", 180 + 280 * column, 420)
            self._fill({"Name": name, "Status": status, "Body": body})
            self.connect(self._key("Conditional"), column, self._key("Webhook: Reply"))
            self.says(
                f"Conditional “Over five?”, {output}, now leads to "
                f"Webhook: Reply “{name}”."
            )
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".sh-save-state")).to_have_text("Saved")

    def _fill(self, fields: dict[str, str]) -> None:
        form = self.page.locator("#editor-form")
        for label, text in fields.items():
            form.get_by_label(label, exact=True).click()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)

    def _key(self, kind: str) -> str:
        """Return the key of the newest card of a kind."""
        key = self.named(f"{kind} “").last.get_attribute("data-key")
        assert key is not None
        return key


class ByKeys(Canvas):
    """Everything by keys, from the first letter on the open page to Ctrl+S."""

    def build(self, webhook: str) -> None:
        press, write = self.page.keyboard.press, self.page.keyboard.type
        self._add("webhook", "Webhook")
        press("Enter")
        expect(self._field("Webhook")).to_be_focused()
        write(webhook)
        self._write("Name", "Called", "Shift+Tab")
        press("Escape")
        self._add("conditional", "Conditional")
        self._fill({"Name": "Over five?", "Expression": RULE})
        (first, *_), (second, true, *_) = REPLIES
        self._add("reply", "Webhook: Reply")
        self._fill(self._reply(0))
        # With nothing selected, what is added has no wire yet.
        press("Escape")
        self._add("reply", "Webhook: Reply")
        self._fill(self._reply(1))
        for above in (f"Webhook: Reply “{first}”", "Conditional"):
            press("ArrowUp")
            expect(self.named(above)).to_be_focused()
        press("c")
        dialog = self.page.get_by_role("dialog", name="Connect Over five?")
        expect(dialog.get_by_label("Output")).to_be_focused()
        press("Tab")
        write(second)
        press("Enter")
        self.says(f"Over five?”, {true}, now leads to Webhook: Reply “{second}”.")
        expect(self.named("Conditional")).to_have_accessible_name(
            re.compile(f"False leads to {first}, True leads to {second}")
        )
        press("Control+s")
        expect(self.page.locator(".sh-save-state")).to_have_text("Saved")

    def _reply(self, number: int) -> dict[str, str]:
        name, _, status, body = REPLIES[number]
        return {"Name": name, "Status": status, "Body": body}

    def _add(self, word: str, label: str) -> None:
        press = self.page.keyboard.press
        press("a")
        expect(self.page.locator("#editor-palette-search")).to_be_focused()
        self.page.keyboard.type(word)
        press("Enter")
        self.says(f"{label} was added")
        press("Escape")
        press("Escape")
        expect(self.named(label).last).to_be_focused()

    def _field(self, label: str) -> Locator:
        return self.page.locator("#editor-form").get_by_label(label, exact=True)

    def _fill(self, fields: dict[str, str]) -> None:
        """Go from the card into the form, fill its fields, and go back."""
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#editor-form :focus")).to_have_count(1)
        for label, text in fields.items():
            self._write(label, text, "Shift+Tab" if label == "Name" else "Tab")
        self.page.keyboard.press("Escape")
        expect(self.canvas.locator(".sh-card:focus")).to_have_count(1)

    def _write(self, label: str, text: str, key: str) -> None:
        """Walk to a field by one key, and write into it."""
        field = self._field(label)
        for _ in range(_STOPS):
            if field.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press(key)
        expect(field).to_be_focused()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
