"""axe finds nothing on the editor, whatever is open over it, light and dark; and
viewers change nothing."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import SCHEMES, Scheme, violations
from tests.browser.canvas_page import CanvasPage, node, trigger
from tests.server.running import RunningServer


def editor_on(page: Page, running: RunningServer) -> CanvasPage:
    webhook = running.webhook()
    nodes = [
        node("cond", "ConditionalNode", "Hot?", 200, 180, [["cold"], []]),
        node("cold", "LosantApiNode", "Cold", 80, 320, [[]]),
        node("loop", "LoopNode", "Each", 400, 320, [[], ["in"]]),
        node("in", "DebugNode", "In", 200, 180, [], groupId="loop"),
        node("note", "AnnotationNode", "", 500, 40, [], annotationText="# A\n*b* `c`"),
    ]
    document = {"triggers": [trigger(webhook, ["cond"])], "nodes": nodes}
    return CanvasPage(page, webhook, document)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(page: Page, running: RunningServer, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    editor = editor_on(page, running)
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(f"{where}: {each}" for each in violations(page))

    look("at first")
    editor.card("cond").click()
    page.get_by_role("tab", name="Problems").click()
    look("a node and the problems")
    page.get_by_role("button", name="Map").click()
    editor.card("cond").focus()
    page.keyboard.press("c")
    look("the wires' dialog")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    look("the keys")
    page.keyboard.press("Escape")
    editor.card("loop").dblclick()
    look("inside a loop")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Add", exact=True).click()
    look("the palette as a dialog")
    assert found == []


def test_a_viewer_sees_everything_and_changes_nothing(
    page: Page, running: RunningServer
) -> None:
    editor = editor_on(page, running)
    before = editor.stored()

    def as_viewer(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace('"edit": true', '"edit": false')
        route.fulfill(response=answer, body=body)

    # What a viewer's page says; that the server refuses it is tested with the pages.
    page.route(f"**{editor.path}", as_viewer)
    editor.open()
    x, y = editor.middle(editor.card("cold"))
    editor.drag((x, y), (x + 80, y + 80))
    editor.drag(editor.port("cond", 1), editor.middle(editor.card("loop")))
    editor.card("cold").click()
    editor.page.keyboard.press("Delete")
    editor.page.keyboard.press("Control+d")
    expect(editor.wires()).to_have_count(2)
    expect(editor.canvas.locator(".sh-card")).to_have_count(5)
    # The badge in the page's head says it once.
    expect(page.locator("#editor-saving")).to_be_empty()
    assert editor.stored() == before
