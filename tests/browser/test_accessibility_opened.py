"""axe finds nothing on what only stands there for a moment: what is opened over a
page, what is shown once, and what those see who are not signed in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import problems
from tests.browser.watched import Watched
from tests.server.running import RemoteWebhook, RunningServer


@pytest.fixture
def webhook(running: RunningServer) -> RemoteWebhook:
    made = running.webhook()
    made.send(b'{"n": 1}', suffix="/one")
    return made


def application(webhook: RemoteWebhook) -> str:
    return f"{webhook.server.url}/applications/{webhook.application_id}"


def test_over_the_inspector(page: Page, webhook: RemoteWebhook) -> None:
    page.goto(webhook.server.url + webhook.api_path)
    expect(page.locator("#live-state")).to_have_text("Live")
    page.get_by_role("link", name="/one").click()
    expect(page.get_by_label("The body", exact=True)).to_be_visible()
    assert problems(page) == []
    for part in ("Headers", "Verification", "Runs"):
        page.get_by_role("tab", name=part).click()
        assert problems(page) == [], part
    page.get_by_text("Filters", exact=True).click()
    assert problems(page) == []
    page.get_by_text("Filters", exact=True).click()
    export = page.locator(".sh-filters-export > summary")
    export.click()
    assert problems(page) == []
    export.click()
    page.get_by_role("link", name="Test", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The caller gets")).to_be_visible()
    assert problems(page) == []
    page.get_by_role("button", name="Close the test panel").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert problems(page) == []


def test_a_token_that_is_shown_once(page: Page, webhook: RemoteWebhook) -> None:
    page.goto(f"{application(webhook)}/tokens")
    page.get_by_label("Name", exact=True).fill("Script")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Your new token")).to_be_visible()
    assert problems(page) == []


def test_what_an_import_brought(page: Page, webhook: RemoteWebhook) -> None:
    page.goto(f"{application(webhook)}/workflows")
    page.get_by_label("Or paste one").fill('{"name": "Bell", "nodes": [{"type": "X"}]}')
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", name=re.compile("^Import"))).to_be_visible()
    assert problems(page) == []


def test_a_page_that_is_not_there(
    page: Page, watched: Watched, webhook: RemoteWebhook
) -> None:
    page.goto(f"{application(webhook)}/webhooks/{'0' * 24}")
    expect(page.get_by_text("There is nothing here")).to_be_visible()
    assert problems(page) == []
    # Chromium reports the answer's status, which is right.
    assert "404 (NOT FOUND)" in watched.complaints.pop()


def test_a_link_for_a_new_password(page: Page, running: RunningServer) -> None:
    me = running.api("GET", "/me").json["id"]
    page.goto(f"{running.url}/admin/users/{me}")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#password-link")
    expect(link).to_contain_text("/password/")
    assert problems(page) == []
    address = link.inner_text()
    page.context.clear_cookies()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    expect(page.get_by_label("Password", exact=False).first).to_be_visible()
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_setting_up(fresh: RunningServer, watched: Watched) -> None:
    page = watched.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{fresh.url}/setup")
    expect(page.get_by_label("Setup code")).to_be_visible()
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.goto(fresh.url + fresh.setup_path)
    expect(page.get_by_label("Password")).to_be_visible()
    assert problems(page) == []
