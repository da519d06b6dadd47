"""axe-core finds nothing on any page, light and dark, and nothing overflows.

axe covers what of WCAG 2.2 AA a machine can see; it is no proof of the rest.
"""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.watched import Watched
from tests.browser.workflows import add_workflow, finished_run
from tests.server.running import RunningServer

AXE = (Path(__file__).parent / "axe.min.js").read_text()
RULES = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RUN = f"axe.run(document, {{runOnly: {RULES!r}}})"


@pytest.fixture(scope="module")
def paths(running: RunningServer) -> list[str]:
    """Every kind of page, with something to see on each."""
    webhook = running.webhook(
        verificationType="facebook",
        verificationCode="sesame",
        basicAuthUsername="stripe",
        basicAuthPassword="sesame",
        waitForReply=True,
        replyTimeoutSeconds=1,
    )
    plain = running.webhook(description="Nothing special")
    busy = running.webhook(allowedMethods=["POST"])
    busy.send(b'{"a": [1, {"b": null}]}', suffix="/door?open=1")
    busy.send(bytes(range(256)), headers={"Authorization": "Bearer x"})
    busy.send(b"", method="DELETE")
    token = running.api(
        "POST", f"/applications/{busy.application_id}/tokens", {"name": "Script"}
    ).json["id"]
    flow = add_workflow(busy)
    busy.send(b'{"heat": 7}', suffix="/hot")
    run = finished_run(busy, flow)
    me = running.api("GET", "/me").json["id"]
    a = f"/applications/{busy.application_id}"
    found = [f"{busy.api_path}/deliveries/{row['id']}" for row in busy.deliveries()]
    return [
        "/applications",
        a,
        f"{a}/webhooks",
        f"{a}/webhooks?q=nothing-like-it",
        f"{a}/webhooks/new",
        f"{a}/tokens",
        f"{a}/tokens/{token}/delete",
        f"{a}/workflows",
        f"{a}/workflows?q=nothing-like-it",
        f"{a}/workflows/new",
        f"{a}/workflows/{flow}",
        f"{a}/workflows/{flow}/edit",
        f"{a}/workflows/{flow}/delete",
        f"{a}/workflows/{flow}/runs",
        f"{a}/workflows/{flow}/runs?status=cancelled",
        f"{a}/workflows/{flow}/runs/{run}",
        f"{a}/globals",
        f"{a}/members",
        f"{a}/settings",
        f"{a}/delete",
        plain.api_path,
        busy.api_path,
        f"{busy.api_path}?status=refused",
        f"{busy.api_path}/test",
        f"{busy.api_path}/rotate",
        f"{busy.api_path}/delete",
        f"{webhook.api_path}/settings",
        f"{webhook.api_path}/settings?show=secrets",
        *found,
        f"{found[0]}?view=hex",
        "/account",
        "/admin/users",
        f"/admin/users/{me}",
        "/admin/system",
    ]


def problems(page: Page) -> list[str]:
    """Return what axe has to say about the page, light and dark."""
    page.evaluate(AXE)
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for problem in page.evaluate(RUN)["violations"]:
            found += [
                f"{scheme}: {problem['id']}: {node['target']} {node['failureSummary']}"
                for node in problem["nodes"]
            ]
    return found


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
    page.get_by_label("Current password").fill("wrong")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Change the password").click()
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
