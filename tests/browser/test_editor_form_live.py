"""The form in the editor itself: what it edits is checked, previewed and saved."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.workflows import answering
from tests.server.running import RemoteWebhook, RunningServer


def _created(webhook: RemoteWebhook, document: dict[str, Any]) -> str:
    path = f"/applications/{webhook.application_id}/flows"
    answer = webhook.server.api("POST", path, document)
    assert answer.status == 201, answer.body
    return f"/applications/{webhook.application_id}/workflows/{answer.json['id']}"


def _stored(webhook: RemoteWebhook, address: str) -> dict[str, Any]:
    path = address.replace("/workflows/", "/flows/")
    value: dict[str, Any] = webhook.server.api("GET", path).json
    return value


def _open(page: Page, running: RunningServer, address: str) -> None:
    page.goto(running.url + address)
    page.wait_for_selector("html[data-editor=ready]")


def test_a_field_is_checked_previewed_and_saved(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    assert webhook.send(b'{"who": "Ada"}').status == 200
    delivery = webhook.deliveries()[0]["id"]
    document = answering(webhook)
    for place, node in enumerate(document["nodes"]):
        node["meta"] |= {"x": 200, "y": 160 + 120 * place}
    address = _created(webhook, document)
    before = _stored(webhook, address)
    _open(page, running, f"{address}?delivery={delivery}")
    page.locator("[data-key=say]").first.click()
    form = page.locator("#editor-form")
    message = form.get_by_label("Message")
    expect(message).to_have_value("{{data.body.who}} rings")
    expect(form.get_by_text("Ada rings")).to_be_visible()
    message.fill("{{data.body.who")
    expect(message).to_have_attribute("aria-invalid", "true")
    message.fill("Hello {{data.body.who}}")
    expect(message).not_to_have_attribute("aria-invalid", "true")
    expect(form.get_by_text("Hello Ada")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("#editor-saving")).to_contain_text("Saved")
    after = _stored(webhook, address)
    changed = before["nodes"][0]["config"] | {"message": "Hello {{data.body.who}}"}
    assert after["nodes"] == [
        before["nodes"][0] | {"config": changed},
        before["nodes"][1],
    ]
    assert after["triggers"] == before["triggers"]


def test_the_settings_of_the_workflow_are_saved(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    address = _created(webhook, answering(webhook))
    _open(page, running, address)
    form = page.locator("#editor-form")
    form.get_by_label("Name", exact=True).fill("Front door")
    form.get_by_label("Repeat after a crash").check()
    form.get_by_role("button", name="Add to Globals").click()
    page.keyboard.type("limit")
    form.get_by_label("Value").fill("5")
    page.keyboard.press("Control+s")
    expect(page.locator("#editor-saving")).to_contain_text("Saved")
    after = _stored(webhook, address)
    assert after["name"] == "Front door"
    assert after["globals"] == [{"key": "limit", "json": "5"}]
