"""Fixtures for tests that drive a real Chromium against a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.signing_in import sign_in
from tests.browser.watched import Watched
from tests.server.running import RunningServer

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How long something may take that has to happen, however busy the machine is.
LONG_MS = 30_000
LAUNCH_MS = 120_000
# Callers who wait for an answer that is given by hand, which takes its time as well.
PATIENT = {"SWITCHHOOK_REPLY_TIMEOUT_SECONDS": "120"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, or a skipped test; a failure where it must be there."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium")
        pytest.skip("there is no Chromium; install it or name it in CHROMIUM")
    with sync_playwright() as playwright:
        expect.set_options(timeout=LONG_MS)
        browser = playwright.chromium.launch(
            executable_path=path, args=SWITCHES, timeout=LAUNCH_MS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose administrator is Alice."""
    server = RunningServer(tmp_path_factory.mktemp("browser") / "instance", **PATIENT)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that nobody has set up."""
    server = RunningServer(
        tmp_path_factory.mktemp("fresh") / "instance",
        SWITCHHOOK_ADMIN_EMAIL="",
        SWITCHHOOK_ADMIN_PASSWORD="",
        **PATIENT,
    )
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """A tab without cookies; complaints in its console fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    tab = Watched(context.new_page())
    yield tab
    context.close()
    assert tab.complaints == []


@pytest.fixture(scope="session")
def session_cookies(chromium: Browser, running: RunningServer) -> list[Any]:
    """What a browser keeps of a session of Alice's, begun once for most tests."""
    with chromium.new_context() as context:
        sign_in(context.new_page(), running)
        return list(context.cookies())


@pytest.fixture
def page(watched: Watched, session_cookies: list[Any]) -> Page:
    """The same tab, with Alice signed in.

    The session is that of other tests too: whoever signs out begins another.
    """
    watched.page.context.add_cookies(session_cookies)
    return watched.page
