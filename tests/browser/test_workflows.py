"""A workflow from its JSON to an answered caller, and what its run looks like."""

import json

from playwright.sync_api import Browser, Page, expect

from tests.browser.watched import Watched
from tests.browser.workflows import add_workflow, answering
from tests.server.running import RunningServer


def test_from_json_to_an_answer_and_its_run(page: Page, running: RunningServer) -> None:
    webhook = running.webhook(waitForReply=True)
    here = f"{running.url}/applications/{webhook.application_id}/workflows"
    page.goto(f"{here}/new/json")
    page.get_by_label("Workflow as JSON").fill(json.dumps(answering(webhook)))
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Door bell")).to_be_visible()

    answer = webhook.send(b'{"who": "Ada"}', suffix="/ring")
    assert (answer.status, answer.body) == (200, b"hello Ada")

    page.goto(f"{page.url}/runs")
    row = page.locator("main ol li").first
    expect(row).to_contain_text("succeeded")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Run of Door bell")).to_be_visible()


def test_a_button_is_pressed_and_the_workflow_switched_off(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    flow = add_workflow(webhook)
    path = f"/applications/{webhook.application_id}/workflows/{flow}/details"
    page.goto(running.url + path)
    page.locator("summary", has_text="Press").click()
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_text("Pressed.").first).to_be_visible()
    switch = page.get_by_role("switch", name="Door bell is enabled")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.press("Space")
    page.wait_for_url(f"**/workflows/{flow}")
    page.goto(f"{running.url}/applications/{webhook.application_id}/workflows")
    expect(switch).to_have_attribute("aria-checked", "false")


def test_problems_are_shown_and_the_text_is_kept(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    flow = add_workflow(webhook)
    path = f"/applications/{webhook.application_id}/workflows/{flow}/edit"
    page.goto(running.url + path)
    area = page.get_by_label("Workflow as JSON")
    area.fill('{"name": "Half"')
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This is not valid JSON")).to_be_visible()
    expect(area).to_have_value('{"name": "Half"')
    # Chromium reports the answer's status, which is right.
    assert "400 (BAD REQUEST)" in watched.complaints.pop()


def test_workflows_are_imported_without_scripts(
    chromium: Browser, running: RunningServer, page: Page
) -> None:
    application = running.application()
    context = chromium.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(f"{running.url}/applications/{application}/workflows")
    plain.get_by_label("Files").set_input_files(
        {
            "name": "bell.json",
            "mimeType": "application/json",
            "buffer": b'{"name": "Imported bell"}',
        }
    )
    plain.get_by_role("button", name="Import").click()
    plain.get_by_role("link", name="Imported bell").click()
    expect(plain.get_by_role("heading", name="Imported bell")).to_be_visible()
    context.close()
