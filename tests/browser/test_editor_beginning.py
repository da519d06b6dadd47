"""A new workflow in the editor: what the page does for somebody who begins."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.canvas_page import CanvasPage, node, trigger
from tests.browser.stopped_time import stop_time
from tests.server.running import RemoteWebhook, RunningServer


@pytest.fixture
def webhook(running: RunningServer) -> RemoteWebhook:
    return running.webhook(name="Door")


def test_an_empty_canvas_says_how_to_begin(page: Page, webhook: RemoteWebhook) -> None:
    editor = CanvasPage(page, webhook, {"triggers": [], "nodes": []})
    hint = editor.canvas.get_by_text("Begin with a trigger")
    expect(hint).to_be_visible()
    page.get_by_role("button", name="Add a trigger").click()
    expect(page.get_by_label("Find what to add")).to_be_focused()
    page.keyboard.type("webhook")
    page.keyboard.press("Enter")
    expect(editor.card("trigger:1")).to_be_visible()
    expect(hint).to_be_hidden()


def test_the_chosen_webhook_stands_on_the_trigger_and_brings_its_requests(
    page: Page, webhook: RemoteWebhook
) -> None:
    webhook.send(b'{"bell": "rang"}', suffix="/front")
    editor = CanvasPage(page, webhook, {"triggers": [], "nodes": []})
    editor.drop("Webhook", 300, 100)
    expect(page.locator("#sample-source")).to_have_value("example")
    page.get_by_role("combobox", name="Webhook").select_option(label="Door")
    expect(editor.card("trigger:1")).to_contain_text("Door")
    expect(page.locator("#sample-source option").first).to_contain_text("/front")
    expect(page.locator("#sample-source")).not_to_have_value("example")


def test_a_webhook_made_in_another_tab_can_be_chosen_on_coming_back(
    page: Page, webhook: RemoteWebhook
) -> None:
    document = {"triggers": [trigger(webhook, [])], "nodes": []}
    editor = CanvasPage(page, webhook, document)
    editor.card("trigger:1").click()
    choice = page.get_by_role("combobox", name="Webhook")
    expect(choice.locator("option")).to_have_text(["Door"])
    path = f"/applications/{webhook.application_id}/webhooks"
    assert webhook.server.api("POST", path, {"name": "Garage"}).status == 201
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(choice.locator("option")).to_have_text(["Door", "Garage"])
    expect(choice).to_have_value(webhook.id)


def test_the_badge_tells_what_will_be_saved(page: Page, webhook: RemoteWebhook) -> None:
    editor = CanvasPage(page, webhook, {"triggers": [], "nodes": []})
    badge = page.locator("#editor-enabled")
    expect(badge).to_have_text("On")
    page.get_by_label("Enabled").click()
    expect(badge).to_have_text("Off")
    assert editor.save()["enabled"] is False


def test_the_workflow_stays_in_sight_when_a_pane_opens(
    page: Page, webhook: RemoteWebhook
) -> None:
    nodes = [
        node("one", "DebugNode", "One", 200, 180, [["two"]]),
        node("two", "DebugNode", "Two", 200, 420, [[]]),
    ]
    document = {"triggers": [trigger(webhook, ["one"])], "nodes": nodes}
    editor = CanvasPage(page, webhook, document)
    page.get_by_role("tab", name="Test").click()
    expect(editor.card("two")).to_be_in_viewport(ratio=1)
    bottom = page.locator("#editor-bottom").bounding_box()
    assert bottom is not None
    assert editor.middle(editor.card("two"))[1] < bottom["y"]


def test_the_tools_say_that_they_do_not_work_until_they_do(
    page: Page, webhook: RemoteWebhook
) -> None:
    editor = CanvasPage(page, webhook, {"triggers": [], "nodes": []})
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/types.json*", keep)
    with page.expect_request("**/types.json*"):
        page.goto(webhook.server.url + editor.path, wait_until="commit")
    larger = page.get_by_role("button", name="Zoom in")
    pane = page.get_by_role("tab", name="Debug")
    listed = page.get_by_role("button", name="List", exact=True)
    for each in (larger, pane, listed):
        expect(each).to_be_disabled()
    kept[0].continue_()
    for each in (larger, pane, listed):
        expect(each).to_be_enabled()
    pane.click()
    expect(pane).to_have_attribute("aria-selected", "true")


def test_what_the_page_says_lies_over_the_canvas_for_a_while(
    page: Page, webhook: RemoteWebhook
) -> None:
    stop_time(page)
    home = f"{webhook.server.url}/applications/{webhook.application_id}"
    page.goto(f"{home}/workflows/new")
    page.get_by_label("Name", exact=True).fill("Bell")
    page.get_by_text("Empty", exact=True).click()
    page.get_by_role("button", name="Create").click()
    expect(page.locator("html[data-editor=ready]")).to_be_attached()
    said = page.locator("[data-flash]")
    expect(said).to_have_text("The workflow is ready.")
    canvas = page.locator("#editor-canvas")
    before = canvas.bounding_box()
    page.clock.fast_forward(10_000)
    expect(said).to_have_count(0)
    assert canvas.bounding_box() == before
