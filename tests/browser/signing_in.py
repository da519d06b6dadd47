"""The way in by the form, for whoever begins a session of their own."""

from playwright.sync_api import Page

from tests.server.running import EMAIL, PASSWORD, RunningServer


def sign_in(page: Page, server: RunningServer) -> None:
    """Sign in as Alice, and end at her applications."""
    page.goto(f"{server.url}/login")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/applications**")
