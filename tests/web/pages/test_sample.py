"""The test panel of a webhook whose sender signs."""

import pytest

from tests.signed_webhooks import TEXT, signature
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.sending import arrive
from webhooks.services import deliveries, webhooks
from webhooks.services.applications import Application
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def webhook(site: Site, application: Application) -> Webhook:
    """A webhook that GitHub sends to."""
    return webhooks.create(
        site, application.id, {"name": "github", "signature": signature("github")}
    )


def newest(site: Site, webhook: Webhook) -> Delivery:
    listed = deliveries.list_(
        site, webhook.application_id, webhook.id, DeliveryQuery()
    ).items[0]
    return deliveries.get(site, webhook.application_id, webhook.id, listed.id)


def test_it_begins_with_the_senders_first_event(alice: Browser, inspector: str) -> None:
    form = alice.get(f"{inspector}/test").form("/test")
    assert form.value("headers") == "X-GitHub-Event: push"
    assert '"ref":"refs/heads/main"' in form.value("body")
    assert form.value("content_type") == "application/json"
    assert "sign" in form.fields
    assert "wrong" not in form.fields


def test_another_event_is_a_link(alice: Browser, inspector: str) -> None:
    page = alice.get(f"{inspector}/test")
    [link] = [href for href, text in page.links.items() if text == "ping"]
    page = alice.get(link)
    form = page.form("/test")
    assert form.value("headers") == "X-GitHub-Event: ping"
    assert "Design for failure." in form.value("body")
    [current] = [
        a for a in page.tags("a") if "aria-current" in a and "sample" in a["href"]
    ]
    assert current["href"] == link
    assert alice.status(f"{inspector}/test?sample=none") == 400


def test_it_is_signed_and_the_verdict_and_a_script_are_shown(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    response = alice.send(f"{inspector}/test")
    page = Page(response.text)
    assert response.status_code == 200
    assert "verified" in page.text
    assert '"$SECRET"' in page.text
    assert TEXT not in page.text
    row = newest(site, webhook)
    assert (row.source, row.verdict) == ("test", "verified")
    assert ["x-github-event", "push"] in [list(pair) for pair in row.headers]


def test_made_wrong_it_is_refused_and_says_why(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    page = Page(alice.send(f"{inspector}/test", wrong="y").text)
    row = newest(site, webhook)
    assert (row.status, row.verdict) == ("refused", "failed")
    assert "refused" in page.text
    assert f"Made wrong, as you asked. {row.reason}" in page.text
    # What was ticked stays ticked.
    assert "wrong" in page.form("/test").fields


def test_unsigned_it_is_refused(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    form = alice.get(f"{inspector}/test").form("/test")
    fields = {name: value for name, value in form.fields.items() if name != "sign"}
    page = Page(alice.client.post(form.action, data=fields).text)
    assert newest(site, webhook).verdict == "failed"
    assert "is missing" in page.text
    fields["wrong"] = ["y"]
    response = alice.client.post(form.action, data=fields)
    assert response.status_code == 400
    assert "It is the signature that is made wrong" in Page(response.text).text


@pytest.mark.parametrize("lines", ["no colon", ": value", "X A: b", "X-A: \u8a9e"])
def test_lines_that_are_no_headers_are_named(
    alice: Browser, inspector: str, lines: str
) -> None:
    response = alice.send(f"{inspector}/test", headers=lines)
    assert response.status_code == 400
    assert "The caller gets" not in response.text
    assert "sample-headers-error" in response.text


def test_a_past_request_keeps_what_tells_its_event(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    sent = (
        ("CONTENT-TYPE", "application/json"),
        ("X-GITHUB-EVENT", "issues"),
        ("X-HUB-SIGNATURE-256", "sha256=00"),
        ("X-OTHER", "1"),
    )
    delivery = arrive(site, webhook, b'{"a": 1}', headers=sent)
    form = alice.get(f"{inspector}/test?from={delivery}").form("/test")
    assert form.value("headers").lower() == "x-github-event: issues"
    assert form.value("body") == '{"a": 1}'


def test_without_a_secret_the_form_says_what_is_missing(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    lacking = {"provider": "github", "secrets": ["{{globals.none}}"]}
    webhooks.update(site, webhook.application_id, webhook.id, {"signature": lacking})
    response = alice.send(f"{inspector}/test")
    assert response.status_code == 400
    assert "Store the sender's secret first" in Page(response.text).text


def test_a_sender_with_a_private_key_has_no_script(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    value = {"signature": signature("discord")}
    webhooks.update(site, webhook.application_id, webhook.id, value)
    page = Page(alice.send(f"{inspector}/test").text)
    assert "verified" in page.text
    assert "Only Discord has the private key" in page.text


def test_viewers_see_neither_samples_nor_the_form(
    viewer: Browser, inspector: str
) -> None:
    page = viewer.get(f"{inspector}/test")
    assert "Sign as" not in page.text
    assert "Not for viewers" in page.headings


def test_without_a_sender_there_is_nothing_to_sign(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, {"signature": None})
    page = alice.get(f"{inspector}/test")
    assert "Sign as" not in page.text
    response = alice.send(f"{inspector}/test", sign="y")
    assert response.status_code == 200
