"""Saving in the editor: nothing that anybody wrote is lost, whatever happens."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import problems
from tests.browser.signing_in import sign_in
from tests.browser.watched import Watched
from tests.browser.workflows import answering
from tests.server.running import RemoteWebhook, RunningServer


def open_editor(
    page: Page, webhook: RemoteWebhook, document: dict[str, Any] | None = None
) -> str:
    """Open the editor of a new workflow; return the path of its API resource."""
    flows = f"/applications/{webhook.application_id}/flows"
    answer = webhook.server.api("POST", flows, document or answering(webhook))
    assert answer.status == 201, answer.body
    flow = str(answer.json["id"])
    path = f"/applications/{webhook.application_id}/workflows/{flow}"
    page.goto(webhook.server.url + path)
    page.locator("html[data-editor=ready]").wait_for()
    return f"{flows}/{flow}"


def describe(page: Page, text: str) -> None:
    """Change the workflow's description."""
    page.get_by_label("Description").fill(text)


def state(page: Page) -> Locator:
    return page.locator(".sh-save-state")


def saved(webhook: RemoteWebhook, path: str) -> dict[str, Any]:
    value: dict[str, Any] = webhook.server.api("GET", path).json
    return value


def test_the_state_is_said_in_words_and_ctrl_s_saves(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    path = open_editor(page, webhook)
    expect(state(page)).to_have_text("Saved")
    describe(page, "Rings for Ada.")
    expect(state(page)).to_have_text("Unsaved changes")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved")
    assert saved(webhook, path)["description"] == "Rings for Ada."


def test_leaving_with_unsaved_changes_is_asked_about(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    open_editor(page, webhook)
    describe(page, "Not yet saved.")
    asked = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.evaluate("location.assign('/applications')")
    assert asked == ["beforeunload"]
    expect(state(page)).to_have_text("Unsaved changes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state(page)).to_have_text("Saved")


def other_saves(webhook: RemoteWebhook, path: str) -> None:
    """Somebody else renames a node and changes what it says."""
    nodes = saved(webhook, path)["nodes"]
    nodes[0]["config"]["message"] = "Somebody rings"
    answer = webhook.server.api("PATCH", path, {"nodes": nodes})
    assert answer.status == 200, answer.body


def into_conflict(page: Page, watched: Watched, webhook: RemoteWebhook) -> str:
    """Save after somebody else has; the dialog is open afterwards."""
    path = open_editor(page, webhook)
    describe(page, "Mine.")
    other_saves(webhook, path)
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="Somebody else has saved meanwhile")
    expect(dialog).to_be_visible()
    # Chromium reports the answer's status, which is right.
    assert "409" in watched.complaints.pop()
    return path


def test_a_conflict_shows_who_changed_what_and_cancel_changes_nothing(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    path = into_conflict(page, watched, webhook)
    dialog = page.get_by_role("dialog")
    theirs = dialog.get_by_role("row", name="Say who")
    expect(theirs).to_contain_text("{{data.body.who}} rings → Somebody rings")
    expect(dialog.get_by_role("row", name="Mine.")).to_be_visible()
    assert problems(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Description")).to_have_value("Mine.")
    assert saved(webhook, path)["nodes"][0]["config"]["message"] == "Somebody rings"
    assert saved(webhook, path)["description"] == ""


def test_theirs_can_be_taken(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    path = into_conflict(page, watched, webhook)
    page.get_by_role("button", name="Take theirs").click()
    expect(state(page)).to_have_text("Saved")
    expect(page.get_by_label("Description")).to_have_value("")
    describe(page, "Mine, after theirs.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state(page)).to_have_text("Saved")
    assert saved(webhook, path)["nodes"][0]["config"]["message"] == "Somebody rings"


def test_mine_goes_over_theirs_only_after_a_second_yes(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    path = into_conflict(page, watched, webhook)
    page.get_by_role("button", name="Put mine over theirs").click()
    expect(page.get_by_role("dialog")).to_contain_text("Say who")
    assert saved(webhook, path)["description"] == ""
    page.get_by_role("button", name="Yes, overwrite theirs").click()
    expect(state(page)).to_have_text("Saved")
    stored = saved(webhook, path)
    assert stored["description"] == "Mine."
    assert stored["nodes"][0]["config"]["message"] == "{{data.body.who}} rings"


def test_mine_can_be_downloaded(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    into_conflict(page, watched, webhook)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download mine").click()
    assert download.value.suggested_filename == "Door bell.json"
    assert "Mine." in download.value.path().read_text()
    expect(state(page)).to_contain_text("Not saved")


def test_undo_keeps_the_key_that_the_server_made_for_a_button(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    path = open_editor(page, webhook)
    page.get_by_role("button", name="Virtual Button", exact=True).click()
    name = page.locator("#editor-form").get_by_label("Name", exact=True)
    name.fill("Second bell")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved")
    key = saved(webhook, path)["triggers"][-1]["key"]
    assert key
    page.get_by_role("button", name="Undo").click()
    expect(state(page)).to_have_text("Unsaved changes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state(page)).to_have_text("Saved")
    stored = saved(webhook, path)["triggers"][-1]
    assert stored["meta"]["label"] != "Second bell"
    assert stored["key"] == key


def test_a_server_that_is_killed_is_named_and_saving_works_once_it_is_back(
    watched: Watched, tmp_path: Path
) -> None:
    server = RunningServer(tmp_path / "instance").start()
    try:
        page = watched.page
        sign_in(page, server)
        webhook = server.webhook()
        path = open_editor(page, webhook)
        page.get_by_role("tab", name="Debug").click()
        live = page.locator("#editor-debug .sh-live")
        expect(live).to_have_text("Live")
        server.kill()
        expect(live).to_contain_text("Not connected")
        describe(page, "Written while the server was away.")
        page.keyboard.press("Control+s")
        expect(state(page)).to_contain_text("The server cannot be reached")
        server.start()
        expect(live).to_have_text("Live", timeout=60_000)
        page.keyboard.press("Control+s")
        expect(state(page)).to_have_text("Saved")
        assert saved(webhook, path)["description"].startswith("Written while")
        page.goto("about:blank")
        # Chromium reports each attempt while nobody answers.
        assert all("ERR_" in text or "503" in text for text in watched.complaints)
        watched.complaints.clear()
    finally:
        server.stop()


def test_after_signing_in_again_in_another_tab_the_changes_can_be_saved(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    path = open_editor(page, webhook)
    describe(page, "Written before the session ended.")
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("You are not signed in any more")
    other = page.context.new_page()
    sign_in(other, running)
    other.close()
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved")
    assert saved(webhook, path)["description"].startswith("Written before")
    watched.complaints[:] = [e for e in watched.complaints if "status of 40" not in e]
