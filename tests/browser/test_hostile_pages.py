"""In a real browser nothing runs that strangers or members wrote (fault case U01)."""

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.signing_in import sign_in
from tests.browser.watched import Watched
from tests.server.running import EMAIL, PASSWORD, RunningServer

# Each says so if it runs, in a way that no page of ours does.
HOSTILE = (
    "<img src=x onerror=window.hurt=1>"
    '"onmouseover="window.hurt=2" autofocus onfocus="window.hurt=3'
    "'><svg/onload=window.hurt=4></title></script><script>window.hurt=5</script>"
    "</textarea></style>{{7*7}}{% raise %}${window.hurt=6}javascript:window.hurt=7"
)
# A body of its own, as somebody might send to see it rendered.
BODIES = (
    (b"<script>window.hurt=8</script>" + HOSTILE.encode(), "text/html"),
    (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.hurt=9"/>',
        "image/svg+xml",
    ),
    (json.dumps({HOSTILE: [HOSTILE, {"a": HOSTILE}]}).encode(), "application/json"),
)


def workflow(webhook_id: str) -> dict[str, Any]:
    """A workflow whose every text is hostile; it says so in its messages too."""
    return {
        "name": HOSTILE,
        "description": HOSTILE,
        "triggers": [
            {
                "type": "webhook",
                "key": webhook_id,
                "meta": {"label": HOSTILE},
                "outputIds": [["a"]],
            }
        ],
        "nodes": [
            {
                "id": "a",
                "type": "DebugNode",
                "config": {
                    "message": "{{data.body}} {{data.path}}",
                    "property": "data",
                },
                "meta": {"label": HOSTILE, "description": HOSTILE},
                "outputIds": [["b"]],
            },
            {
                "id": "b",
                "type": "ThrowErrorNode",
                "config": {"messageTemplate": "{{data.path}}"},
                "meta": {"label": HOSTILE},
                "outputIds": [],
            },
        ],
        "globals": [{"key": "k", "json": json.dumps(HOSTILE)}],
    }


@pytest.fixture(scope="module")
def paths(running: RunningServer) -> list[str]:
    """Every kind of page, in a world where everything has a hostile name."""
    app = running.application(HOSTILE[:255])
    base = f"/applications/{app}"
    fields = {"name": HOSTILE[:255], "description": HOSTILE}
    hook = running.api("POST", f"{base}/webhooks", fields).json
    flow = running.api("POST", f"{base}/flows", workflow(hook["id"]))
    assert flow.status == 201, flow.body
    running.api("POST", f"{base}/tokens", {"name": HOSTILE[:255]})
    document = [{"key": "k", "json": json.dumps(HOSTILE), "description": HOSTILE}]
    running.api("PATCH", base, {"description": HOSTILE, "globals": document})
    for body, kind in BODIES:
        send(running, f"/webhooks/{hook['token']}", body, kind)
    w, f = f"{base}/webhooks/{hook['id']}", f"{base}/workflows/{flow.json['id']}"
    found = running.api("GET", f"{w}/deliveries").json["items"]
    runs = running.api("GET", f"{base}/flows/{flow.json['id']}/runs").json["items"]
    me = running.api("GET", "/me").json["id"]
    deliveries = [f"{w}/deliveries/{row['id']}" for row in found]
    return [
        *("/applications", base, f"{base}/settings", f"{base}/delete"),
        *(f"{base}/globals", f"{base}/members", f"{base}/tokens"),
        *(f"{base}/webhooks", f"{base}/webhooks?q={quote(HOSTILE)}"),
        *(w, f"{w}?q={quote(HOSTILE)}", f"{w}/settings", f"{w}/test", f"{w}/delete"),
        *deliveries,
        *(f"{path}?view={view}" for path in deliveries for view in ("raw", "tree")),
        *(f"{base}/workflows", f"{base}/workflows?q={quote(HOSTILE)}", f),
        *(f"{f}/edit", f"{f}/delete", f"{f}/runs"),
        *(f"{f}/runs/{row['id']}" for row in runs),
        *("/account", "/admin/users", f"/admin/users/{me}", "/admin/system"),
    ]


def send(server: RunningServer, path: str, body: bytes, kind: str) -> None:
    """Call a webhook with a hostile path, query and headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {
        "Content-Type": kind,
        "User-Agent": HOSTILE,
        "X-Forwarded-Host": HOSTILE,
        "Referer": "javascript:window.hurt=10",
    }
    connection.request(
        "POST", f"{path}/{quote(HOSTILE)}?q={quote(HOSTILE)}", body, headers
    )
    assert connection.getresponse().status == 200
    connection.close()


@pytest.fixture
def hurt(page: Page) -> Iterator[list[str]]:
    """What ran, or opened a dialog."""
    found: list[str] = []
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    yield found
    assert found == []


def test_no_page_runs_what_it_shows(
    page: Page,
    watched: Watched,
    running: RunningServer,
    paths: list[str],
    hurt: list[str],
) -> None:
    for path in paths:
        page.goto(running.url + path)
        # What modules add to the page after it has come.
        page.wait_for_function("document.readyState === 'complete'")
        page.mouse.move(500, 300)
        if page.evaluate("window.hurt") is not None:
            hurt.append(f"{path}: {page.evaluate('window.hurt')}")
        assert watched.complaints == [], path


def test_a_live_row_runs_nothing(
    page: Page, running: RunningServer, paths: list[str], hurt: list[str]
) -> None:
    hook = running.webhook(name="Watched")
    page.goto(running.url + hook.api_path)
    page.get_by_text("Live", exact=True).first.wait_for()
    send(running, hook.path, *BODIES[0])
    page.locator("[data-delivery]").first.wait_for()
    if page.evaluate("window.hurt") is not None:
        hurt.append(page.evaluate("window.hurt"))


def test_messages_and_errors_run_nothing(
    page: Page, watched: Watched, running: RunningServer, hurt: list[str]
) -> None:
    page.goto(f"{running.url}/{quote(HOSTILE, safe='')}")
    page.get_by_text("There is nothing here").wait_for()
    # Chromium reports the answer's status, which is right.
    assert "404 (NOT FOUND)" in watched.complaints.pop()
    page.goto(f"{running.url}/account")
    before = page.get_by_label("Name").input_value()
    for name in (HOSTILE[:255], before):
        page.get_by_label("Name").fill(name)
        with page.expect_navigation():
            page.get_by_role("button", name="Save").click()
        page.locator("[data-flash]").wait_for()
        if page.evaluate("window.hurt") is not None:
            hurt.append(page.evaluate("window.hurt"))


def test_going_back_after_signing_out_shows_nothing(
    watched: Watched, running: RunningServer
) -> None:
    page = watched.page
    sign_in(page, running)
    page.goto(f"{running.url}/account")
    page.get_by_text("Where you are signed in").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert "Where you are signed in" not in page.content()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Where you are signed in").wait_for()
