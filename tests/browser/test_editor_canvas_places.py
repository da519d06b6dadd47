"""Items that a document gives no place are spread out to look at, and stay as they
are until somebody moves them."""

from playwright.sync_api import Page, expect

from tests.browser.canvas_page import CanvasPage
from tests.server.running import RunningServer


def test_what_has_no_place_is_laid_out_and_stored_when_it_is_moved(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    say = {"type": "DebugNode", "config": {"message": "x"}}
    nodes = [
        {"id": "one", **say, "outputIds": [["two", "three"]]},
        {"id": "two", **say, "meta": {"label": "Two"}, "outputIds": []},
        {"id": "three", **say, "outputIds": []},
        {"id": "far", **say, "meta": {"x": 40, "y": 80}, "outputIds": []},
    ]
    start = {"type": "webhook", "key": webhook.id, "outputIds": [["one"]]}
    editor = CanvasPage(page, webhook, {"triggers": [start], "nodes": nodes})
    before = editor.stored()
    keys = ("trigger:1", "one", "two", "three", "far")
    boxes = [editor.card(key).bounding_box() for key in keys]
    for place, one in enumerate(boxes):
        for other in boxes[:place]:
            assert one
            assert other
            apart_down = abs(one["y"] - other["y"]) >= one["height"]
            apart_across = abs(one["x"] - other["x"]) >= one["width"]
            assert apart_down or apart_across
    expect(page.locator("#editor-saving")).to_contain_text("Saved")
    editor.card("two").click()
    page.keyboard.press("Shift+ArrowDown")
    after = editor.save()
    meta = after["nodes"][1].pop("meta")
    assert set(meta) == {"label", "x", "y"}
    del before["nodes"][1]["meta"]
    for name in ("triggers", "nodes", "globals"):
        assert after[name] == before[name]
    assert [editor.card(key).is_visible() for key in keys] == [True] * 5
