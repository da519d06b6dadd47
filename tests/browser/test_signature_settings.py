"""Choosing who signs, entering the secret, and seeing what comes of it."""

import hashlib
import hmac
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import problems
from tests.browser.signing_in import sign_in
from tests.browser.watched import Watched
from tests.server.running import Answer, RemoteWebhook, RunningServer

BODY = b'{"zen":"Keep it small."}'


@pytest.fixture
def hook(running: RunningServer) -> RemoteWebhook:
    return running.webhook()


def send(hook: RemoteWebhook, key: str, header: str = "X-Hub-Signature-256") -> Answer:
    """Send a body that is signed with the key, as GitHub does it."""
    code = hmac.new(key.encode(), BODY, hashlib.sha256).hexdigest()
    kind = {"Content-Type": "application/json"}
    return hook.send(BODY, headers={**kind, header: f"sha256={code}"})


def open_signature(page: Page, hook: RemoteWebhook, query: str = "") -> None:
    page.goto(f"{hook.server.url}{hook.api_path}/signature{query}")


def test_a_sender_is_found_and_its_first_delivery_is_verified(
    page: Page, hook: RemoteWebhook
) -> None:
    page.goto(f"{hook.server.url}{hook.api_path}/settings")
    page.get_by_role("link", name="Check signatures").click()
    search = page.get_by_label("Find a sender")
    expect(search).to_be_focused()
    page.keyboard.type("repos git")
    rows = page.locator("[data-sender]:visible")
    expect(rows.first).to_contain_text("GitHub")
    page.keyboard.press("Enter")
    page.get_by_label("Webhook secret").fill("sesame")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"{hook.id}$"))
    expect(page.locator(".sh-urlbar")).to_contain_text("GitHub")
    expect(page.locator("#live-state")).to_have_text("Live")
    assert send(hook, "sesame").status == 200
    row = page.locator("[data-delivery]").first
    expect(row).to_contain_text("verified")
    assert send(hook, "open").status == 401
    expect(page.locator("[data-delivery]").first).to_contain_text("refused")
    page.locator("[data-delivery] a").first.click()
    page.get_by_role("tab", name="Verification").click()
    expect(page.locator("#part-sender")).to_contain_text("the secret stored here")


def test_nothing_is_found_under_a_name_that_nobody_has(
    page: Page, hook: RemoteWebhook
) -> None:
    open_signature(page, hook)
    page.get_by_label("Find a sender").fill("zzzz")
    expect(page.get_by_text("No sender is called that.")).to_be_visible()
    expect(page.locator("[data-sender]:visible")).to_have_count(0)


def test_a_secret_is_changed_without_a_gap(page: Page, running: RunningServer) -> None:
    signature = {"provider": "github", "secrets": ["old"]}
    hook = running.webhook(signature=signature)
    open_signature(page, hook)
    page.get_by_label("New webhook secret").fill("new")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"{hook.id}$"))
    assert [send(hook, key).status for key in ("old", "new")] == [200, 200]
    open_signature(page, hook)
    page.get_by_label("Remove secret 2").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"{hook.id}$"))
    assert [send(hook, key).status for key in ("old", "new")] == [401, 200]


def test_the_words_of_a_generic_signature_follow_what_is_typed(
    page: Page, hook: RemoteWebhook
) -> None:
    open_signature(page, hook, "?provider=generic")
    words = page.locator("#signed-words")
    expect(words).to_contain_text("in hexadecimal in the header X-Signature")
    page.get_by_label("Header").fill("X-Own")
    page.get_by_label("Prefix").fill("sha256=")
    expect(words).to_contain_text("behind “sha256=” in the header X-Own")
    page.get_by_label("Signed content").fill("{nothing}")
    expect(words).to_contain_text("is unknown")
    page.get_by_label("Signed content").fill("{body}")
    expect(words).to_contain_text("HMAC-SHA256 of the body")
    page.get_by_label("Shared secret").fill("sesame")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"{hook.id}$"))
    assert send(hook, "sesame", "X-Own").status == 200


def test_hand_redeliveries_are_asked_for_only_with_repetitions(
    page: Page, hook: RemoteWebhook
) -> None:
    open_signature(page, hook, "?provider=github")
    by_hand = page.get_by_label("Let redeliveries by hand through")
    expect(by_hand).to_be_hidden()
    page.get_by_label("Answer repeated deliveries").check()
    expect(by_hand).to_be_visible()


def test_a_new_webhook_goes_on_to_its_secret(
    page: Page, running: RunningServer, hook: RemoteWebhook
) -> None:
    page.goto(f"{running.url}/applications/{hook.application_id}/webhooks/new")
    page.get_by_label("Name").fill("Deployments")
    page.get_by_text("more senders").click()
    page.get_by_label("Find a sender").fill("vercel")
    page.get_by_label("Find a sender").press("Enter")
    expect(page.get_by_role("radio", name="Vercel")).to_be_checked()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Vercel")).to_be_visible()
    page.get_by_role("link", name="Later").click()
    expect(page.locator(".sh-urlbar")).to_contain_text("not checked")


def test_everything_works_without_scripts(
    chromium: Browser, running: RunningServer, hook: RemoteWebhook
) -> None:
    with chromium.new_context() as context:
        sign_in(context.new_page(), running)
        cookies = context.cookies()
    with chromium.new_context(java_script_enabled=False) as context:
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
        page = context.new_page()
        open_signature(page, hook)
        page.get_by_role("link", name="Linear").click()
        page.get_by_label("Signing secret").fill("sesame")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".sh-urlbar")).to_contain_text("Linear")
        open_signature(page, hook)
        page.get_by_role("link", name="Switch off").click()
        page.get_by_role("button", name="Switch it off").click()
        expect(page.locator(".sh-urlbar")).to_contain_text("not checked")


def test_axe_finds_nothing_on_a_refused_signature(
    page: Page, watched: Watched, hook: RemoteWebhook
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_signature(page, hook, "?provider=generic")
    page.get_by_label("Signed content").fill("{nothing}")
    page.get_by_label("Shared secret").fill("sesame")
    expect(page.locator("#signed-words")).to_contain_text("is unknown")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".sh-field-error")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert problems(page) == []
    # Chromium reports the answer's status, which is right.
    assert "400 (BAD REQUEST)" in watched.complaints.pop()
