"""The canvas by keyboard alone: everything the mouse can do, and heard as well."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas_page import CanvasPage, node, trigger
from tests.server.running import RunningServer


@pytest.fixture
def editor(page: Page, running: RunningServer) -> CanvasPage:
    webhook = running.webhook()
    document = {"triggers": [trigger(webhook, [])], "nodes": []}
    return CanvasPage(page, webhook, document)


def add(editor: CanvasPage, name: str) -> None:
    """Add a node by keys: its palette, its name, Enter, and back to the canvas."""
    press = editor.page.keyboard.press
    press("a")
    expect(editor.page.locator("#editor-palette-search")).to_be_focused()
    editor.page.keyboard.type(name)
    press("Enter")
    press("Escape")
    press("Escape")


def test_a_workflow_is_built_and_changed_by_keys_alone(editor: CanvasPage) -> None:
    press = editor.page.keyboard.press
    editor.card("trigger:1").focus()
    press("Home")
    add(editor, "Conditional")
    editor.says("Conditional was added after Called.")
    expect(editor.named("Conditional")).to_be_focused()
    add(editor, "Debug")
    editor.says("Debug was added after Conditional.")
    expect(editor.named("Debug")).to_be_focused()
    # The way back, then the other output by name.
    press("ArrowUp")
    expect(editor.named("Conditional")).to_be_focused()
    press("c")
    editor.page.get_by_label("Output").select_option("True")
    press("Tab")
    editor.page.keyboard.type("debug")
    press("Enter")
    editor.says("Conditional, True, now leads to Debug.")
    saved = editor.save()
    first, second = saved["nodes"]
    assert saved["triggers"][0]["outputIds"] == [[first["id"]]]
    assert first["outputIds"] == [[second["id"]], [second["id"]]]


def test_a_new_node_goes_between_when_every_output_is_taken(
    editor: CanvasPage,
) -> None:
    editor.card("trigger:1").focus()
    editor.page.keyboard.press("Home")
    add(editor, "Debug")
    editor.page.keyboard.press("ArrowUp")
    expect(editor.named("Webhook")).to_be_focused()
    add(editor, "Delay")
    saved = editor.save()
    debug, delay = saved["nodes"]
    assert saved["triggers"][0]["outputIds"] == [[delay["id"]]]
    assert delay["outputIds"] == [[debug["id"]]]
    assert debug["meta"]["y"] > delay["meta"]["y"]


def test_cards_say_what_they_are_and_where_they_lead(editor: CanvasPage) -> None:
    editor.card("trigger:1").focus()
    editor.page.keyboard.press("Home")
    add(editor, "Conditional")
    card = editor.named("Conditional")
    expect(card).to_have_accessible_name(
        re.compile(
            "^Conditional, False leads to nothing, True leads to nothing, 1 problem$"
        )
    )
    expect(editor.card("trigger:1")).to_have_accessible_name(
        "Webhook “Called”, waits for test, leads to Conditional"
    )


def test_items_are_moved_copied_deleted_and_brought_back_by_keys(
    editor: CanvasPage,
) -> None:
    press = editor.page.keyboard.press
    editor.card("trigger:1").focus()
    press("Home")
    add(editor, "Debug")
    press("Shift+ArrowRight")
    editor.says("Moved to 220, 160.")
    press("Control+d")
    editor.says("1 item added and selected.")
    expect(editor.named("Debug")).to_have_count(2)
    press("Control+a")
    editor.says("3 items selected.")
    press("Delete")
    editor.says("3 items deleted. Undo brings them back.")
    press("Control+z")
    expect(editor.named("Debug")).to_have_count(2)
    press("Control+y")
    expect(editor.named("Debug")).to_have_count(0)
    press("Control+Shift+z")
    press("Control+z")
    expect(editor.named("Debug")).to_have_count(2)


def test_enter_leads_to_the_form_and_escape_back(editor: CanvasPage) -> None:
    editor.card("trigger:1").focus()
    editor.page.keyboard.press("Home")
    editor.page.keyboard.press("Enter")
    form = editor.page.locator("#editor-form")
    expect(form.locator(":focus")).to_have_count(1)
    editor.page.keyboard.press("Escape")
    expect(editor.card("trigger:1")).to_be_focused()


def test_letters_typed_into_fields_are_letters(editor: CanvasPage) -> None:
    name = editor.page.locator("#editor-form").get_by_label("Name")
    name.fill("")
    name.press_sequentially("a c / ? m 0")
    expect(name).to_have_value("a c / ? m 0")
    expect(editor.page.locator("dialog[open]")).to_have_count(0)


def test_the_keys_are_listed(editor: CanvasPage) -> None:
    editor.card("trigger:1").focus()
    editor.page.keyboard.press("?")
    dialog = editor.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Ctrl + Z")
    editor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_there_is_one_stop_of_the_tab_key_for_the_whole_canvas(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    nodes = [
        node(f"n{i}", "DebugNode", f"D{i}", 200, 160 + 120 * i, []) for i in range(4)
    ]
    editor = CanvasPage(
        page, webhook, {"triggers": [trigger(webhook, [])], "nodes": nodes}
    )
    stops = editor.canvas.locator(".sh-card[tabindex='0']")
    expect(stops).to_have_count(1)
    editor.card("n2").click()
    expect(stops).to_have_count(1)
    expect(editor.card("n2")).to_have_attribute("tabindex", "0")
