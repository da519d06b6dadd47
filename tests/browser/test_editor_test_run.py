"""Trying a draft in the editor: nothing is stored, and everything is shown."""

import json

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_editor_saving import open_editor
from tests.server.running import RemoteWebhook, RunningServer

_CONDITIONAL = "{{data.body.heat}} > 5"


def asking(webhook: RemoteWebhook) -> dict[str, object]:
    """Answer hot or cold, whichever it is."""
    nodes = [
        {
            "id": "hot",
            "type": "ConditionalNode",
            "config": {"expression": _CONDITIONAL},
            "meta": {"label": "Is it hot?", "x": 200, "y": 200},
            "outputIds": [["cold"], ["warm"]],
        },
        *(
            {
                "id": word,
                "type": "WebhookReplyNode",
                "config": {
                    "responseCodeTemplate": "201",
                    "bodyType": "string",
                    "bodyTemplate": f"{word}: {{{{data.body.heat}}}}",
                },
                "meta": {"label": f"Say {word}", "x": x, "y": 400},
                "outputIds": [],
            }
            for word, x in (("cold", 100), ("warm", 400))
        ),
    ]
    trigger = {"type": "webhook", "key": webhook.id, "outputIds": [["hot"]]}
    return {"name": "Thermometer", "triggers": [trigger], "nodes": nodes}


def opened(page: Page, running: RunningServer) -> RemoteWebhook:
    """Open the editor with the Test pane, and one request to try it with."""
    webhook = running.webhook(waitForReply=True)
    open_editor(page, webhook, asking(webhook))
    page.get_by_role("tab", name="Test").click()
    assert webhook.send(json.dumps({"heat": 7}), suffix="/hot").body == b"warm: 7"
    page.get_by_role("button", name="Look for new requests").click()
    chosen = page.get_by_label("With", exact=True).locator("option:checked")
    expect(chosen).to_contain_text("POST /hot")
    return webhook


def result(page: Page) -> Locator:
    return page.locator(".sh-test-result")


def test_a_draft_runs_with_a_real_request_and_shows_path_and_reply(
    page: Page, running: RunningServer
) -> None:
    webhook = opened(page, running)
    page.get_by_role("button", name="Run with this").click()
    expect(result(page)).to_contain_text("succeeded")
    reply = result(page).get_by_role("region", name="Reply to the caller")
    expect(reply).to_contain_text("warm: 7")
    expect(reply).to_contain_text("201")
    steps = result(page).locator(".sh-steps > li")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("True")

    # What is chosen in the list is chosen on the canvas, and the other way round.
    steps.first.locator("summary").click()
    expect(page.locator("#editor-form")).to_contain_text("Expression")
    steps.first.get_by_text("Payload before").click()
    expect(steps.first).to_contain_text("replyId")
    page.get_by_role("button", name="Show everything").click()
    page.locator(".sh-card", has_text="Say warm").click()
    expect(steps.last).to_have_attribute("aria-current", "true")

    page.get_by_role("button", name="Clear").click()
    expect(steps).to_have_count(0)
    path = f"/applications/{webhook.application_id}/flows"
    flow = running.api("GET", path).json["items"][0]["id"]
    assert running.api("GET", f"{path}/{flow}/runs").json["items"][1:] == []


def test_my_own_json_takes_the_other_way_and_bad_json_is_refused_in_words(
    page: Page, running: RunningServer
) -> None:
    opened(page, running)
    page.get_by_label("With", exact=True).select_option("My own JSON")
    own = page.get_by_label("Payload as JSON")
    own.fill('{"data": {"replyId": "r", "body": {"heat": 3}}}')
    page.get_by_role("button", name="Run with this").click()
    expect(result(page)).to_contain_text("cold: 3")
    own.fill("[1, 2]")
    page.get_by_role("button", name="Run with this").click()
    expect(page.locator(".sh-test-state")).to_contain_text("A payload is a JSON object")


def test_an_error_names_its_node_and_leads_there(
    page: Page, running: RunningServer
) -> None:
    opened(page, running)
    page.locator(".sh-card", has_text="Is it hot?").click()
    page.locator("#editor-form").get_by_label("Expression").fill("{{data.body.heat")
    page.locator("#editor-canvas .sh-canvas-ground").click(position={"x": 5, "y": 5})
    page.get_by_role("button", name="Run with this").click()
    expect(result(page)).to_contain_text("failed")
    result(page).get_by_role("button", name="Is it hot?").click()
    expect(page.locator("#editor-form")).to_contain_text("Expression")


def test_sending_for_real_is_off_and_warned_about(
    page: Page, running: RunningServer
) -> None:
    webhook = opened(page, running)
    box = page.get_by_label("Let it really send")
    expect(box).not_to_be_checked()
    box.check()
    expect(page.get_by_text("will really be sent")).to_be_visible()
    real = page.get_by_role("link", name="Send a real test request")
    expect(real).to_have_attribute("href", f"{webhook.api_path}/test")
