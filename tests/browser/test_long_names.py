"""Names of 255 emoji, on every page that shows one, on the narrowest screen."""

from playwright.sync_api import Page

from tests.browser.every_page import every_page
from tests.server.running import RunningServer

# Without a place to break the line.
LONG = "\U0001f514" * 255


def test_no_page_is_wider_than_the_screen(page: Page, running: RunningServer) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide, without = {}, []
    for path in every_page(running, LONG):
        page.goto(running.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
        if "/applications/" in path and LONG[:20] not in page.content():
            without.append(path)
    assert (wide, without) == ({}, [])
