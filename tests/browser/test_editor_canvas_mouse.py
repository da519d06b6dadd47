"""The canvas under a real mouse: every way to change a workflow by pointing."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.canvas_page import CanvasPage, hot_or_cold
from tests.server.running import RunningServer


@pytest.fixture
def editor(page: Page, running: RunningServer) -> CanvasPage:
    webhook = running.webhook()
    return CanvasPage(page, webhook, hot_or_cold(webhook))


def by_id(document: dict[str, Any], key: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = document["nodes"]
    return next(each for each in found if each["id"] == key)


def test_a_wire_is_drawn_from_an_output_to_a_node(editor: CanvasPage) -> None:
    editor.connect("cond", 1, "hot")
    editor.says("Conditional “Hot?”, True, now leads to Debug “Hot”.")
    assert by_id(editor.save(), "cond")["outputIds"] == [["cold"], ["hot"]]


def test_a_wire_that_cannot_be_is_refused_in_words(editor: CanvasPage) -> None:
    editor.drag(editor.port("hot"), editor.middle(editor.card("trigger:1")))
    editor.says("A trigger starts; nothing leads to it.")
    expect(editor.wires()).to_have_count(2)


def test_what_is_held_stays_in_the_hand_while_problems_come(
    editor: CanvasPage,
) -> None:
    page = editor.page
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/check", keep)
    editor.card("cond").click()
    with page.expect_request("**/check"):
        page.get_by_label("Expression").fill("{{data.heat}} > 5")
    page.mouse.move(*editor.port("cond", 1))
    page.mouse.down()
    page.mouse.move(*editor.middle(editor.card("hot")), steps=4)
    with page.expect_response("**/check"):
        kept[0].continue_()
    page.unroute("**/check", keep)
    expect(page.locator("#editor-problems-count")).to_be_hidden()
    expect(editor.wires()).to_have_count(3)
    page.mouse.up()
    editor.says("Conditional “Hot?”, True, now leads to Debug “Hot”.")
    expect(editor.named("Conditional")).to_have_accessible_name(
        "Conditional “Hot?”, False leads to Cold, True leads to Hot"
    )


def test_a_wire_is_selected_and_deleted(editor: CanvasPage) -> None:
    wire = editor.canvas.locator("""[data-cell-id='["cond",0,"cold"]']""")
    x, y = editor.middle(wire)
    editor.page.mouse.click(x, y)
    editor.says("Wire from Hot? to Cold. Delete removes it.")
    editor.page.keyboard.press("Delete")
    expect(editor.wires()).to_have_count(1)
    assert by_id(editor.save(), "cond")["outputIds"] == [[], []]


def test_cards_are_moved_together_on_the_grid_and_put_back(editor: CanvasPage) -> None:
    editor.card("cold").click()
    editor.card("hot").click(modifiers=["Shift"])
    x, y = editor.middle(editor.card("hot"))
    editor.drag((x, y), (x + 43, y + 57))
    moved = editor.save()
    places = [by_id(moved, key)["meta"] for key in ("cold", "hot")]
    assert [(each["x"], each["y"]) for each in places] == [(120, 380), (380, 380)]
    editor.page.get_by_role("button", name="Undo").click()
    editor.says("Undone: Move.")
    meta = by_id(editor.save(), "hot")["meta"]
    assert (meta["x"], meta["y"]) == (340, 320)


def test_dragging_what_is_not_selected_moves_that_alone(editor: CanvasPage) -> None:
    editor.card("cold").click()
    x, y = editor.middle(editor.card("hot"))
    editor.drag((x, y), (x + 40, y + 40))
    saved = editor.save()
    assert by_id(saved, "cold")["meta"]["y"] == 320
    assert by_id(saved, "hot")["meta"]["y"] == 360


def test_a_node_is_dragged_out_of_the_palette(editor: CanvasPage) -> None:
    editor.drop("Delay", 120, 80)
    expect(editor.named("Delay")).to_be_visible()
    editor.says("Delay was added at")
    assert [each["type"] for each in editor.save()["nodes"]][-1] == "DelayNode"


def test_a_node_dropped_on_a_wire_is_put_into_it(editor: CanvasPage) -> None:
    ground = editor.canvas.bounding_box()
    wire = editor.canvas.locator("""[data-cell-id='["trigger:1",0,"cond"]']""")
    assert ground is not None
    x, y = editor.middle(wire)
    editor.drop("Delay", x - ground["x"], y - ground["y"])
    editor.says("Delay was added after Called.")
    saved = editor.save()
    made = saved["nodes"][-1]
    assert saved["triggers"][0]["outputIds"] == [[made["id"]]]
    assert made["outputIds"] == [["cond"]]
    editor.page.keyboard.press("Control+z")
    editor.says("Undone: Add Delay.")
    expect(editor.named("Delay")).to_have_count(0)
    assert editor.save()["triggers"][0]["outputIds"] == [["cond"]]


def test_a_part_is_selected_by_a_frame_and_deleted(editor: CanvasPage) -> None:
    box = editor.card("cold").bounding_box()
    other = editor.card("hot").bounding_box()
    assert box is not None
    assert other is not None
    editor.page.keyboard.down("Shift")
    editor.drag(
        (box["x"] - 20, box["y"] - 20),
        (other["x"] + 200, other["y"] + other["height"] + 20),
    )
    editor.page.keyboard.up("Shift")
    expect(editor.card("cold")).to_have_attribute("aria-current", "true")
    expect(editor.card("hot")).to_have_attribute("aria-current", "true")
    expect(editor.card("cond")).not_to_have_attribute("aria-current", "true")
    editor.page.get_by_role("button", name="Delete").first.click()
    editor.says("2 items deleted.")
    assert [each["id"] for each in editor.save()["nodes"]] == ["cond"]


def test_the_ground_is_moved_and_zoomed_and_everything_shown_again(
    editor: CanvasPage,
) -> None:
    before = editor.card("cond").bounding_box()
    x, y = editor.middle(editor.canvas)
    editor.drag((x + 250, y + 250), (x + 150, y + 200))
    moved = editor.card("cond").bounding_box()
    assert before is not None
    assert moved is not None
    assert (round(moved["x"] - before["x"]), round(moved["y"] - before["y"])) == (
        -100,
        -50,
    )
    editor.page.get_by_role("button", name="Zoom in").click()
    larger = editor.card("cond").bounding_box()
    assert larger is not None
    assert larger["width"] > moved["width"]
    editor.page.get_by_role("button", name="Show everything").click()
    after = editor.card("cond").bounding_box()
    assert after == before


def test_everything_is_laid_out_without_overlaps(editor: CanvasPage) -> None:
    editor.connect("cond", 1, "hot")
    editor.page.get_by_text("Arrange").click()
    editor.page.get_by_role("button", name="Lay out everything").click()
    editor.says("Everything was laid out.")
    places = [each["meta"] for each in editor.save()["nodes"]]
    assert len({(each["x"], each["y"]) for each in places}) == len(places)
    assert places[0]["y"] < places[1]["y"] == places[2]["y"]
    assert abs(places[1]["x"] - places[2]["x"]) >= 200
