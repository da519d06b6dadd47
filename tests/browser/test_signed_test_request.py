"""The test panel signs: with the mouse, with the keys, without a script."""

import subprocess

from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import problems
from tests.browser.signing_in import sign_in
from tests.browser.stopped_time import stop_time
from tests.server.running import RemoteWebhook, RunningServer
from tests.signed_webhooks import TEXT, signature


def github(running: RunningServer) -> RemoteWebhook:
    return running.webhook(signature=signature("github"))


def test_a_sample_is_chosen_signed_and_sent_without_leaving_the_inspector(
    page: Page, running: RunningServer
) -> None:
    hook = github(running)
    page.goto(f"{running.url}{hook.api_path}")
    page.get_by_role("link", name="Test", exact=True).click()
    drawer = page.locator("#test-drawer")
    expect(drawer.get_by_label("Headers")).to_have_value("X-GitHub-Event: push")
    drawer.get_by_role("link", name="ping").press("Enter")
    expect(drawer.get_by_label("Headers")).to_have_value("X-GitHub-Event: ping")
    expect(drawer.get_by_role("link", name="ping")).to_be_focused()
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".sh-sample-verdict")).to_contain_text("verified")
    assert page.url == f"{running.url}{hook.api_path}"
    drawer.get_by_label("Make it wrong on purpose").check()
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".sh-sample-verdict")).to_contain_text("refused")
    expect(drawer.locator(".sh-sample-verdict")).to_contain_text(
        "signature does not fit"
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Test", exact=True)).to_be_focused()


def test_the_script_is_copied_and_does_what_it_says(
    page: Page, running: RunningServer
) -> None:
    hook = github(running)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stop_time(page)
    page.goto(f"{running.url}{hook.api_path}/test")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Copy the script").click()
    expect(page.get_by_text("Copied.", exact=True)).to_be_attached()
    script = page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run(
        ["bash"],
        input=script.encode(),
        env={"SECRET": TEXT, "PATH": "/usr/bin:/bin", "NO_PROXY": "*"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert b" 200 " in done.stdout
    newest = hook.deliveries("?limit=1")[0]
    assert (newest["source"], newest["verification"]["verdict"]) == (
        "request",
        "verified",
    )


def test_it_works_without_javascript(chromium: Browser, running: RunningServer) -> None:
    hook = github(running)
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, running)
        page.goto(f"{running.url}{hook.api_path}/test")
        page.get_by_role("link", name="ping").click()
        page.get_by_label("Make it wrong on purpose").check()
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".sh-sample-verdict")).to_contain_text("refused")
        expect(page.get_by_label("Headers")).to_have_value("X-GitHub-Event: ping")
        page.get_by_label("Make it wrong on purpose").uncheck()
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".sh-sample-verdict")).to_contain_text("verified")


def test_the_panel_with_an_answer_is_accessible_and_fits_a_phone(
    page: Page, running: RunningServer
) -> None:
    hook = github(running)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{running.url}{hook.api_path}/test")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".sh-sample-verdict")).to_contain_text("verified")
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
