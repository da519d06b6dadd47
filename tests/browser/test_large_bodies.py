"""Bodies that want to choke the page: it shows a beginning and offers the whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.signing_in import sign_in
from tests.server.running import RunningServer

# What a page may weigh, whatever came in.
MOST_CHARACTERS = 1_000_000
ONE_LINE = b'{"line": "' + b"x" * (5_000_000 - 12) + b'"}'
DEEP = b"[" * 950 + b"]" * 950
NO_TEXT = b'{"a": "\xff\xfe", "b": "\xed\xa0\x80"}'


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that takes more than the usual megabyte."""
    server = RunningServer(
        tmp_path_factory.mktemp("large") / "instance",
        SWITCHHOOK_MAX_BODY_BYTES=str(8 * 1024 * 1024),
    )
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="module")
def session_cookies(chromium: Browser, running: RunningServer) -> list[Any]:
    """A session at this server, which is none of the other tests'."""
    with chromium.new_context() as context:
        sign_in(context.new_page(), running)
        return list(context.cookies())


@pytest.mark.parametrize(
    "body", [ONE_LINE, DEEP, NO_TEXT], ids=["5 MB on one line", "950 deep", "no UTF-8"]
)
def test_every_view_is_small_and_the_whole_is_one_click_away(
    page: Page, running: RunningServer, body: bytes
) -> None:
    webhook = running.webhook()
    assert webhook.send(body).status == 200
    [delivery] = webhook.deliveries()
    path = f"{running.url}{webhook.api_path}/deliveries/{delivery['id']}"
    for view in ("", "?view=raw", "?view=tree", "?view=hex"):
        page.goto(path + view)
        expect(page.get_by_role("heading", name="Body", exact=True)).to_be_visible()
        assert len(page.content()) < MOST_CHARACTERS
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.evaluate("innerWidth")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download", exact=True).click()
    assert Path(started.value.path()).read_bytes() == body


def test_five_megabytes_open_beside_the_live_list(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    webhook.send(ONE_LINE, suffix="/large")
    page.get_by_role("link", name="/large").click()
    expect(page.get_by_label("The body", exact=True)).to_contain_text('"line"')
    webhook.send(b"{}", suffix="/next")
    expect(page.get_by_role("link", name="/next")).to_be_visible()
    assert len(page.content()) < MOST_CHARACTERS
