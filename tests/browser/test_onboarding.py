"""The first minute: the link from the terminal, calls to copy, charts that tell."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.watched import Watched
from tests.server.running import RunningServer


def test_from_the_link_in_the_terminal_to_the_first_request(
    watched: Watched, fresh: RunningServer
) -> None:
    page = watched.page
    page.goto(fresh.url + fresh.setup_path)
    # Two fields and a button, and the first of them has the cursor.
    expect(page.get_by_label("Setup code")).to_have_count(0)
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waiting for the first request")).to_be_visible()
    expect(page.locator("#live-state")).to_have_text("Live")
    # The call in JavaScript is run as it stands, in this very page.
    page.get_by_text("JavaScript", exact=True).click()
    call = page.locator("#example-javascript").inner_text()
    assert fresh.url in call
    page.evaluate(f"{{ {call} }}")
    expect(page.get_by_text("Waiting for the first request")).to_have_count(0)
    expect(page.locator("#deliveries li")).to_have_count(1)
    # The server ends first; an open stream would complain.
    page.goto("about:blank")


def test_the_kind_of_call_is_remembered(page: Page, running: RunningServer) -> None:
    first, second = running.webhook(), running.webhook()
    page.goto(f"{running.url}{first.api_path}")
    expect(page.locator("#example-curl")).to_be_visible()
    page.get_by_role("radio", name="curl").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#example-python")).to_be_visible()
    page.goto(f"{running.url}{second.api_path}")
    expect(page.locator("#example-python")).to_be_visible()
    expect(page.locator("#example-curl")).to_be_hidden()
    expect(page.locator("#example-python")).to_contain_text(second.path)


def test_a_preset_is_chosen_by_keyboard(page: Page, running: RunningServer) -> None:
    application = running.application("Presets")
    page.goto(f"{running.url}/applications/{application}/webhooks/new")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Pushes")
    page.keyboard.press("Tab")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="GitHub")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="GitHub")).to_be_visible()
    expect(page.get_by_text("enter the URL as Payload URL")).to_be_visible()


def test_charts_speak_the_readers_time(
    chromium: Browser, page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    webhook.send(b"{}")
    path = f"{running.url}/applications/{webhook.application_id}"
    context = chromium.new_context(
        timezone_id="Asia/Kolkata",
        locale="en-GB",
        storage_state=page.context.storage_state(),
    )
    there = Watched(context.new_page())
    there.page.goto(path)
    # That zone is half an hour off, so every full hour is half past there.
    table = there.page.locator(".sh-chart tbody th").first
    expect(table).to_have_text(re.compile(r":30 .* .*:30$"))
    label = there.page.locator(".sh-chart-times span").first
    expect(label).to_have_text(re.compile(r":30$"))
    context.close()
    assert there.complaints == []


def test_the_overview_works_without_scripts(
    chromium: Browser, page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    webhook.send(b"{}")
    context = chromium.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(f"{running.url}/applications/{webhook.application_id}")
    expect(plain.locator(".sh-chart .sh-bar-good")).to_have_count(1)
    plain.get_by_text("As a table").first.click()
    expect(plain.get_by_role("cell", name="1", exact=True)).to_be_visible()
    context.close()
