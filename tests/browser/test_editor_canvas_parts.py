"""Loops, notes, the clipboard and hostile words on the editor's canvas."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.canvas_page import CanvasPage, node, trigger
from tests.server.running import RunningServer

HOSTILE = "<img src=x onerror=alert(1)>\"onmouseover='{{7*7}}</script>"
NOTE = (
    "# Plan\n**bold** and *slanted* `code`\n- one\n- two\n"
    "[safe](https://example.org) [bad](javascript:alert(1)) <b>raw</b>"
)
# What a clipboard would hand over, for browsers that show it to nobody.
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
  document.body.dispatchEvent(event);
}"""
COPY = """() => {
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent("copy", { clipboardData, bubbles: true });
  document.activeElement.dispatchEvent(event);
  return clipboardData.getData("text/plain");
}"""


def with_loop(page: Page, running: RunningServer) -> CanvasPage:
    webhook = running.webhook()
    nodes = [
        node("loop", "LoopNode", "Each one", 200, 180, [[], ["in"]]),
        node("in", "DebugNode", "Inside", 200, 180, [["cap"]], groupId="loop"),
        node(
            "cap",
            "LoopCapNode",
            "Next one",
            200,
            300,
            [],
            groupId="loop",
            config={"loopNodeId": "loop"},
        ),
    ]
    document = {"triggers": [trigger(webhook, ["loop"])], "nodes": nodes}
    return CanvasPage(page, webhook, document)


def test_a_loop_is_entered_worked_on_and_left(
    page: Page, running: RunningServer
) -> None:
    editor = with_loop(page, running)
    expect(editor.card("loop")).to_contain_text("2 nodes inside")
    expect(editor.card("in")).to_have_count(0)
    editor.card("loop").dblclick()
    editor.says("Inside the loop Each one: 2 nodes.")
    expect(editor.card("in")).to_be_visible()
    expect(editor.card("loop")).to_have_count(0)
    expect(editor.wires()).to_have_count(2)
    editor.drop("Delay", 500, 300)
    editor.says("Delay was added")
    editor.page.get_by_role("button", name="Workflow", exact=True).click()
    expect(editor.card("loop")).to_contain_text("3 nodes inside")
    assert editor.save()["nodes"][-1]["meta"]["groupId"] == "loop"


def test_a_loop_is_entered_by_keys_and_its_beginning_is_wired(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    loop = node("loop", "LoopNode", "Each one", 200, 180, [[], []])
    document = {"triggers": [trigger(webhook, ["loop"])], "nodes": [loop]}
    editor = CanvasPage(page, webhook, document)
    editor.card("loop").focus()
    page.keyboard.press("Control+Enter")
    editor.says("Inside the loop Each one: 0 nodes.")
    page.keyboard.press("a")
    page.keyboard.type("Loop: Next")
    page.keyboard.press("Enter")
    editor.says("Loop: Next was added after Each one.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(editor.card("loop")).to_be_focused()
    saved = editor.save()
    cap = saved["nodes"][1]
    assert saved["nodes"][0]["outputIds"] == [[], [cap["id"]]]
    assert cap["config"]["loopNodeId"] == "loop"


def test_a_note_shows_its_markdown_and_is_drawn_larger(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    note = node(
        "note", "AnnotationNode", "Note", 200, 200, [], annotationText=NOTE, width=300
    )
    note["meta"]["height"] = 200
    editor = CanvasPage(page, webhook, {"triggers": [], "nodes": [note]})
    card = editor.card("note")
    expect(card.locator("strong")).to_have_text("bold")
    expect(card.locator("em")).to_have_text("slanted")
    expect(card.locator("code")).to_have_text("code")
    expect(card.locator("li")).to_have_text(["one", "two"])
    expect(card.locator("a")).to_have_attribute("href", "https://example.org")
    expect(card).to_contain_text("[bad](javascript:alert(1)) <b>raw</b>")
    box = card.bounding_box()
    assert box is not None
    corner = (box["x"] + box["width"] - 6, box["y"] + box["height"] - 6)
    editor.drag(corner, (corner[0] + 60, corner[1] + 40))
    meta = editor.save()["nodes"][0]["meta"]
    assert (meta["width"], meta["height"], meta["x"]) == (360, 240, 200)


def test_hostile_words_stay_words(page: Page, running: RunningServer) -> None:
    webhook = running.webhook()
    nodes = [
        node("a", "DebugNode", HOSTILE, 200, 180, [["b"]]),
        node(
            "b",
            "SwitchNode",
            "Which",
            200,
            320,
            [],
            config={"cases": [{"caseLabel": HOSTILE, "caseValue": "1"}]},
        ),
        node("note", "AnnotationNode", HOSTILE, 500, 320, [], annotationText=HOSTILE),
    ]
    document = {"triggers": [trigger(webhook, ["a"])], "nodes": nodes}
    editor = CanvasPage(page, webhook, {**document, "name": HOSTILE})
    expect(editor.card("a")).to_contain_text(HOSTILE)
    expect(editor.card("b")).to_contain_text(HOSTILE)
    expect(editor.card("note")).to_contain_text(HOSTILE)
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    editor.card("a").click()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_contain_text(HOSTILE)


def test_a_part_is_copied_into_another_workflow(
    page: Page, running: RunningServer
) -> None:
    editor = with_loop(page, running)
    editor.card("trigger:1").click()
    editor.card("loop").click(modifiers=["Shift"])
    copied: str = page.evaluate(COPY)
    editor.says("2 items copied.")
    webhook = running.webhook()
    other = CanvasPage(page, webhook, {"triggers": [], "nodes": []})
    page.evaluate(PASTE, copied)
    other.says("2 items added and selected.")
    saved = other.save()
    loop, inside, cap = saved["nodes"]
    assert len({loop["id"], inside["id"], cap["id"]} | {"loop", "in", "cap"}) == 6
    assert saved["triggers"][0]["outputIds"] == [[loop["id"]]]
    assert loop["outputIds"] == [[], [inside["id"]]]
    assert inside["outputIds"] == [[cap["id"]]]
    assert {each["meta"]["groupId"] for each in (inside, cap)} == {loop["id"]}
    assert cap["config"]["loopNodeId"] == loop["id"]


def test_an_export_is_pasted_and_nonsense_is_not(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    editor = CanvasPage(page, webhook, {"triggers": [], "nodes": []})
    export: dict[str, Any] = {
        "name": "From elsewhere",
        "triggers": [trigger(webhook, ["x"])],
        "nodes": [node("x", "DebugNode", "There", 200, 180, [["gone"]])],
    }
    page.evaluate(PASTE, "hello")
    editor.says("What was copied is no part of a workflow.")
    page.evaluate(PASTE, json.dumps(export))
    editor.says("2 items added and selected.")
    saved = editor.save()
    assert saved["triggers"][0]["outputIds"] == [[saved["nodes"][0]["id"]]]
    assert saved["nodes"][0]["outputIds"] == [[]]
    page.keyboard.press("Control+z")
    expect(editor.canvas.locator(".sh-card")).to_have_count(0)
