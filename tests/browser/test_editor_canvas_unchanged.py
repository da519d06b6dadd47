"""What the API stores is what the editor saves, whatever it makes of it; and a
workflow of 500 nodes is drawn whole."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.canvas_page import CanvasPage, node, trigger
from tests.server.running import RemoteWebhook, RunningServer

PARTS = ("triggers", "nodes", "globals")


def odd(webhook: RemoteWebhook) -> dict[str, Any]:
    """Return a workflow with keys, types and places that nobody here knows."""
    start = trigger(webhook, ["odd", "far"])
    unknown = {
        "zeta": {"b": 1, "a": 2},
        "alpha": None,
        "message": "{{x}}",
        "level": "info",
    }
    return {
        "triggers": [{**start, "meta": {**start["meta"], "zeta": [1], "alpha": ""}}],
        "nodes": [
            node(
                "odd", "DebugNode", "Odd", 203, 187, [["far"]], deep=[1], config=unknown
            ),
            node(
                "new", "FutureNode", "", 600, 40, [["far"], []], config={"a": {"b": 1}}
            ),
            node("far", "LosantApiNode", "Elsewhere", -40, 333, [[], []]),
            node("loop", "LoopNode", "Round", 400, 333, [[], ["in"]]),
            node("in", "DebugNode", "In", 17, 19, [], groupId="loop"),
            node("note", "AnnotationNode", "", 1, 2, [], annotationText="x"),
        ],
        "globals": [{"key": "limit", "json": "1.50"}],
    }


def parts(document: dict[str, Any]) -> str:
    return repr([document[part] for part in PARTS])


def test_opening_and_looking_changes_nothing(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    editor = CanvasPage(page, webhook, odd(webhook))
    before = parts(editor.stored())
    for key in ("odd", "far", "loop", "note", "trigger:1"):
        editor.card(key).click()
    editor.card("loop").dblclick()
    expect(editor.card("in")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="List").click()
    page.get_by_role("button", name="Canvas").click()
    expect(page.locator("#editor-saving")).to_contain_text("Saved")
    assert parts(editor.save()) == before


def test_an_edit_changes_only_what_was_edited(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    editor = CanvasPage(page, webhook, odd(webhook))
    before = editor.stored()
    editor.card("odd").click()
    page.keyboard.press("Shift+ArrowDown")
    editor.says("Moved to 200, 200.")
    before["nodes"][0]["meta"].update({"x": 200, "y": 200})
    assert parts(editor.save()) == parts(before)


def test_five_hundred_nodes_are_drawn_and_one_is_changed(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    nodes = [
        node(
            f"n{i}",
            "DebugNode",
            f"Node {i}",
            (i % 20) * 220,
            160 + i // 20 * 120,
            [[f"n{i + 1}"] if i < 499 else []],
        )
        for i in range(500)
    ]
    document = {"triggers": [trigger(webhook, ["n0"])], "nodes": nodes}
    editor = CanvasPage(page, webhook, document)
    expect(editor.canvas.locator(".x6-node")).to_have_count(501)
    expect(editor.wires()).to_have_count(500)
    # The same element stays while others change: nothing is drawn anew.
    page.evaluate("document.querySelector('[data-key=n1]').dataset.seen = 'yes'")
    editor.card("trigger:1").focus()
    page.keyboard.press("ArrowDown")
    expect(editor.card("n0")).to_be_focused()
    page.keyboard.press("Delete")
    expect(editor.canvas.locator(".x6-node")).to_have_count(500)
    expect(editor.card("n1")).to_have_attribute("data-seen", "yes")
    page.mouse.move(*editor.middle(editor.canvas))
    top = "document.querySelector('[data-key=n1]').getBoundingClientRect().top"
    before = page.evaluate(top)
    page.mouse.wheel(0, 400)
    page.wait_for_function(f"before => before - {top} === 400", arg=before)
    expect(editor.card("n1")).to_have_attribute("data-seen", "yes")


def test_a_long_name_of_a_narrow_page_stays_inside(
    page: Page, running: RunningServer
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    webhook = running.webhook()
    editor = CanvasPage(page, webhook, {**odd(webhook), "name": "\U0001f514" * 200})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator("#editor-list")).to_be_visible()
    page.get_by_role("button", name="Canvas").click()
    expect(editor.card("odd")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_scripts_the_page_says_where_to_go(
    chromium: Browser, page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    editor = CanvasPage(page, webhook, odd(webhook))
    context = chromium.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(running.url + editor.path)
    words = plain.locator("noscript .alert")
    expect(words).to_contain_text("The editor needs JavaScript")
    words.locator("a").first.click()
    expect(plain).to_have_url(re.compile("/details$"))
    context.close()
