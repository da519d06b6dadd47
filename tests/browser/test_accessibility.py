"""axe-core finds nothing on any page, light and dark, and nothing overflows."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.axe import problems
from tests.browser.every_page import every_page
from tests.browser.watched import Watched
from tests.server.running import RunningServer
from tests.web.pages.access_table import PAGES, A, D, F, R, W

# Pages that only somebody gets who is not signed in, and what is no page.
ELSEWHERE = {"/", "/login", "/setup", "/password/<link>"}
NO_PAGES = {
    f"{W}/stream",
    f"{W}/signature/words",
    f"{D}/body",
    f"{D}/reply",
    f"{D}/curl",
    f"{A}/deliveries/export",
    f"{A}/workflows/types.json",
    f"{F}/samples",
    f"{F}/samples/<delivery_id>",
    f"{F}/samples/trigger/<type_>",
    f"{F}/stream",
    f"{F}/download",
    f"{R}/trace",
}


@pytest.fixture(scope="module")
def paths(running: RunningServer) -> list[str]:
    return every_page(running)


def test_every_page_is_among_those_that_are_looked_at(paths: list[str]) -> None:
    plain = [path.partition("?")[0] for path in paths]
    rules = {rule for method, rule in PAGES if method == "GET"}
    unseen = {
        rule
        for rule in rules
        if not any(re.fullmatch(re.sub("<[a-z_]+>", "[^/]+", rule), p) for p in plain)
    }
    assert unseen == ELSEWHERE | NO_PAGES


def test_axe_finds_nothing(
    page: Page, running: RunningServer, paths: list[str]
) -> None:
    wrong = {}
    for path in paths:
        page.goto(running.url + path)
        wrong[path] = problems(page)
    assert {path: found for path, found in wrong.items() if found} == {}


def test_axe_finds_nothing_on_refused_forms(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    page.goto(f"{running.url}/account")
    change = page.get_by_role("button", name="Change the password")
    form = page.locator("form").filter(has=change)
    form.get_by_label("Current password").fill("wrong")
    form.get_by_label("New password").fill("short")
    change.click()
    page.get_by_text("Nothing was saved").wait_for()
    assert problems(page) == []
    # Chromium reports the answer's status, which is right.
    assert "400 (BAD REQUEST)" in watched.complaints.pop()


def test_axe_finds_nothing_before_sign_in(page: Page, running: RunningServer) -> None:
    page.context.clear_cookies()
    page.goto(f"{running.url}/login")
    assert problems(page) == []


def test_nothing_is_wider_than_a_small_telephone(
    page: Page, running: RunningServer, paths: list[str]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for path in paths:
        page.goto(running.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
    assert wide == {}


def test_the_menu_opens_on_a_small_telephone(
    page: Page, running: RunningServer, paths: list[str]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(running.url + paths[1])
    page.locator(".sh-menu > summary").press("Enter")
    link = page.locator(".sh-menu").get_by_role("link", name="API tokens")
    link.click()
    page.wait_for_url("**/tokens")
    assert problems(page) == []
