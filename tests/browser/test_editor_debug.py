"""Live debugging in the editor: runs and their messages as they happen."""

import json

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_editor_saving import open_editor
from tests.server.running import RemoteWebhook, RunningServer


def watching(page: Page, running: RunningServer) -> RemoteWebhook:
    """Open the Debug pane of a workflow and wait until it is connected."""
    webhook = running.webhook(waitForReply=True)
    open_editor(page, webhook)
    page.get_by_role("tab", name="Debug").click()
    expect(page.locator("#editor-debug .sh-live")).to_have_text("Live")
    return webhook


def runs(page: Page) -> Locator:
    return page.locator(".sh-debug-run")


def ring(webhook: RemoteWebhook, who: str) -> None:
    assert webhook.send(json.dumps({"who": who})).body == f"hello {who}".encode()


def test_a_run_shows_up_with_its_message_and_can_be_drawn(
    page: Page, running: RunningServer
) -> None:
    webhook = watching(page, running)
    ring(webhook, "Ada")
    expect(runs(page)).to_have_count(1)
    expect(runs(page)).to_contain_text("succeeded")
    expect(runs(page)).to_contain_text("Ada rings")
    runs(page).get_by_text("Value").click()
    expect(runs(page).locator(".sh-json")).to_contain_text("data")
    runs(page).get_by_role("button", name="Say who").click()
    expect(page.locator("#editor-form")).to_contain_text("Message")
    runs(page).get_by_role("button", name="Show on the canvas").click()
    expect(page.locator(".sh-test-result")).to_contain_text("Run of")
    expect(page.locator(".sh-test-result .sh-steps > li")).to_have_count(2)


def test_filters_pause_and_clear(page: Page, running: RunningServer) -> None:
    webhook = watching(page, running)
    ring(webhook, "Ada")
    expect(runs(page)).to_have_count(1)
    page.get_by_label("Level").select_option("error")
    expect(runs(page)).to_be_hidden()
    page.get_by_label("Level").select_option("")
    expect(runs(page)).to_be_visible()

    page.get_by_role("button", name="Pause").click()
    ring(webhook, "Bob")
    go_on = page.get_by_role("button", name="Go on (1 new)")
    expect(go_on).to_be_visible()
    expect(runs(page)).to_have_count(1)
    go_on.click()
    expect(runs(page)).to_have_count(2)
    expect(runs(page).first).to_contain_text("Bob rings")
    page.get_by_role("button", name="Clear").click()
    expect(runs(page)).to_have_count(0)
