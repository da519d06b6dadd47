"""Wires that are already there: let go of, and led to another node."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas_page import CanvasPage, hot_or_cold
from tests.server.running import RunningServer


@pytest.fixture
def editor(page: Page, running: RunningServer) -> CanvasPage:
    webhook = running.webhook()
    return CanvasPage(page, webhook, hot_or_cold(webhook))


def select_wire(editor: CanvasPage) -> None:
    wire = editor.canvas.locator("""[data-cell-id='["cond",0,"cold"]']""")
    editor.page.mouse.click(*editor.middle(wire))
    editor.says("Wire from Hot? to Cold. Delete removes it.")


def test_escape_lets_go_of_a_wire(editor: CanvasPage) -> None:
    select_wire(editor)
    chosen = editor.canvas.locator(".sh-wire-selected")
    expect(chosen).to_have_count(1)
    editor.page.keyboard.press("Escape")
    expect(chosen).to_have_count(0)
    expect(editor.canvas.locator(".sh-wire-end")).to_have_count(0)


def test_the_end_of_a_wire_is_dragged_to_another_node(editor: CanvasPage) -> None:
    select_wire(editor)
    end = editor.canvas.locator(".sh-wire-end")
    editor.drag(editor.middle(end), editor.middle(editor.card("hot")))
    editor.says("The wire from Conditional “Hot?” now leads to Debug “Hot”.")
    expect(editor.wires()).to_have_count(2)
    saved = {each["id"]: each for each in editor.save()["nodes"]}
    assert saved["cond"]["outputIds"] == [["hot"], []]
    editor.page.keyboard.press("Control+z")
    saved = {each["id"]: each for each in editor.save()["nodes"]}
    assert saved["cond"]["outputIds"] == [["cold"], []]


def test_the_end_of_a_wire_goes_back_from_where_it_cannot_be(
    editor: CanvasPage,
) -> None:
    select_wire(editor)
    end = editor.canvas.locator(".sh-wire-end")
    start = editor.middle(end)
    editor.drag(start, editor.middle(editor.card("trigger:1")))
    expect(editor.wires()).to_have_count(2)
    assert editor.middle(end) == pytest.approx(start, abs=1)
    editor.says(
        "A trigger starts; nothing leads to it. The wire still leads to Debug “Cold”."
    )
    expect(editor.page.locator("#editor-saving")).to_contain_text("Saved")


def test_the_end_of_a_wire_that_is_dropped_beside_everything_goes_back(
    editor: CanvasPage,
) -> None:
    select_wire(editor)
    x, y = editor.middle(editor.canvas.locator(".sh-wire-end"))
    editor.drag((x, y), (x + 130, y + 120))
    editor.says("The wire still leads to Debug “Cold”.")
    expect(editor.wires()).to_have_count(2)
