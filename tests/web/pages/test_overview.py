"""The overview: charts of what came in and ran, and what needs attention."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.stored_deliveries import stored
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.services import hour_counts, webhooks
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

ATTENTION = "Needs attention"


def findings(page: Page) -> dict[str, str]:
    """Return what needs attention, and where each leads."""
    # The same address may be named again further down.
    return {
        text.removesuffix("Order intake"): href
        for href, text in page.links.items()
        if text.startswith("“") and ATTENTION in page.headings
    }


def test_without_a_webhook_it_asks_for_one(alice: Browser, home: str) -> None:
    page = alice.get(home)
    assert "No webhook yet" in page.headings
    assert "Requests" not in page.headings
    assert page.form("/webhooks/new").value("preset") == "plain"


def test_charts_count_what_came_and_ran(
    alice: Browser, site: Site, application: Application, webhook: Webhook, home: str
) -> None:
    stored(site, webhook)
    stored(site, webhook, days_old=3)
    stored(site, webhook, days_old=20, status="refused")
    flow = cast.workflow(site, application)
    flows.run(site, flow)
    for span, accepted, refused, bars in (
        ("", 1, 0, 24),
        ("?span=7d", 2, 0, 28),
        ("?span=30d", 2, 1, 30),
        ("?span=odd", 1, 0, 24),
    ):
        page = alice.get(f"{home}{span}")
        assert f"{accepted} accepted {refused} refused" in page.text
        assert "1 succeeded 0 failed" in page.text
        # Each stretch of time is a row of the table beside the picture.
        rows = [each for each in page.tags("th") if each.get("scope") == "row"]
        assert len(rows) == 2 * bars
        hour_counts.update(site)


def test_a_quiet_application_needs_no_attention(
    alice: Browser, site: Site, webhook: Webhook, home: str
) -> None:
    stored(site, webhook)
    for _ in range(4):
        stored(site, webhook, status="refused")
    page = alice.get(home)
    assert "Nothing needs attention." in page.text
    assert findings(page) == {}


def test_a_webhook_that_turns_most_senders_away_is_named(
    alice: Browser, site: Site, webhook: Webhook, home: str, inspector: str
) -> None:
    stored(site, webhook)
    for _ in range(6):
        stored(site, webhook, status="refused")
    assert findings(alice.get(home)) == {
        "“Order intake” turned away 6 of 7 requests": f"{inspector}?status=refused"
    }


def test_calls_of_a_disabled_webhook_are_named_until_it_is_on(
    app: Flask, alice: Browser, site: Site, webhook: Webhook, home: str, inspector: str
) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, {"enabled": False})
    path = webhooks.url(site, webhook).removeprefix(site.settings.public_url)
    client = app.test_client()
    client.post(path)
    client.post(path)
    text = "“Order intake” is disabled, but was called 2 times since the server started"
    assert findings(alice.get(home)) == {text: f"{inspector}/settings"}
    webhooks.update(site, webhook.application_id, webhook.id, {"enabled": True})
    assert findings(alice.get(home)) == {}


def test_failing_and_interrupted_workflows_are_named(
    alice: Browser, site: Site, application: Application, webhook: Webhook, home: str
) -> None:
    bad = cast.workflow(site, application, name="Bad")
    good = cast.workflow(site, application, name="Good")
    flows.run(site, bad, status="failed", error={"message": "Cold"})
    flows.run(site, bad)
    flows.run(site, bad, status="interrupted", error={"message": "Crash"})
    flows.run(site, good, status="failed", error={"message": "Cold"})
    for _ in range(10):
        flows.run(site, good)
    runs = f"{home}/workflows/{bad.id}/runs"
    assert findings(alice.get(home)) == {
        "“Bad”: 1 of 3 runs failed": f"{runs}?status=failed",
        "“Bad”: 1 run was cut off by a crash or restart": f"{runs}?status=interrupted",
    }


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (
            {"response_source": "timeout"},
            "“Order intake”: 1 of the newest 2 callers got no reply in time",
        ),
        (
            {"response_source": "timeout", "late_reply": {"statusCode": 200}},
            "“Order intake”: 1 reply came after the caller had gone",
        ),
    ],
)
def test_callers_without_a_reply_are_named(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    clock: FrozenClock,
    home: str,
    columns: dict[str, object],
    text: str,
) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, {"wait_for_reply": True})
    stored(site, webhook, response_source="reply")
    stored(site, webhook, **columns)
    assert list(findings(alice.get(home))) == [text]
    clock.move(timedelta(days=2).total_seconds())
    alice.sign_in(cast.alice(site).email)
    assert findings(alice.get(home)) == {}


def test_a_caller_that_waits_now_is_named(
    app: Flask, alice: Browser, site: Site, webhook: Webhook, home: str, inspector: str
) -> None:
    with site.replies.open("reply", webhook.id, "delivery", webhook.application_id):
        text = "“Order intake”: 1 caller waits for a reply right now"
        assert findings(alice.get(home)) == {text: inspector}
        assert "1 waiting now" in alice.get(f"{home}/webhooks").text
    assert findings(alice.get(home)) == {}


def test_more_findings_than_fit_are_counted(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    for number in range(10):
        webhook = cast.webhook(site, application, name=f"Number {number}")
        for _ in range(5):
            stored(site, webhook, status="refused")
    page = alice.get(home)
    assert len(findings(page)) == 8
    assert "And 2 more." in page.text
    assert "All 10" in page.text


def test_another_applications_things_are_not_counted(
    alice: Browser, site: Site, webhook: Webhook, home: str
) -> None:
    elsewhere = cast.webhook(site, cast.application(site, "Elsewhere"))
    for _ in range(6):
        stored(site, elsewhere, status="refused")
    page = alice.get(home)
    assert "0 accepted 0 refused" in page.text
    assert findings(page) == {}
