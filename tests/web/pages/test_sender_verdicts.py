"""Verdicts as people read them: in lists, in details, and on the webhook itself."""

import pytest

from tests import cast
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from tests.web.pages.signing import GITHUB, signed
from webhooks.services import webhooks
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def webhook(site: Site, application: Application) -> Webhook:
    """A webhook of GitHub's that answers repetitions with the first answer."""
    signature = {**GITHUB, "deduplicate": True}
    return cast.webhook(site, application, signature=signature)


def badges(browser: Browser, address: str, delivery: str) -> list[str]:
    """Return the words of a row's badges."""
    text = browser.client.get(address).text
    row = text.partition(f'id="d-{delivery}"')[2].partition("</li>")[0]
    parts = row.split('class="sh-badge')[1:]
    return [part.partition("</svg>")[2].partition("<")[0] for part in parts[1:]]


def test_each_row_has_one_badge_for_the_verdict(
    viewer: Browser,
    site: Site,
    application: Application,
    webhook: Webhook,
    inspector: str,
) -> None:
    assert badges(viewer, inspector, signed(site, webhook)) == ["verified"]
    wrong = signed(site, webhook, "other", number="2")
    assert badges(viewer, inspector, wrong) == ["refused"]
    again = signed(site, webhook)
    assert badges(viewer, inspector, again) == ["duplicate", "verified"]
    plain = cast.webhook(site, application)
    address = inspector.replace(webhook.id, plain.id)
    assert badges(viewer, address, arrive(site, plain)) == ["not checked"]


def test_a_refusal_is_explained_beside_what_is_signed(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    page = alice.get(f"{inspector}/deliveries/{signed(site, webhook, 'other')}")
    assert "The request was refused: the sender could not be verified." in page.text
    assert "the secret stored here is not the one" in page.text
    assert "HMAC-SHA256 of the body" in page.text
    assert page.links[f"{inspector}/signature"] == "How the sender is checked"


def test_an_older_secret_is_named(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    delivery = signed(site, webhook, "sesame-old")
    page = alice.get(f"{inspector}/deliveries/{delivery}")
    assert "Signed with an older secret (2 of 2)" in page.text
    assert "It passed the check for GitHub." in page.text


def test_a_duplicate_leads_to_the_first_and_is_found_by_its_status(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    first, second = signed(site, webhook), signed(site, webhook)
    page = alice.get(f"{inspector}/deliveries/{second}")
    assert page.links[f"{inspector}/deliveries/{first}"] == first
    assert "It is a repetition" in page.text
    listed = alice.client.get(f"{inspector}?status=duplicate").text
    assert second in listed
    assert f"d-{first}" not in listed


def test_the_filter_speaks_of_refused_and_not_checked(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    refused = signed(site, webhook, "other")
    accepted = signed(site, webhook)
    page = alice.client.get(f"{inspector}?verdict=failed").text
    assert "Remove the filter sender refused" in page
    assert '<option value="unchecked">not checked</option>' in page
    assert f"d-{refused}" in page
    assert f"d-{accepted}" not in page


def test_viewers_are_not_led_to_the_settings(
    viewer: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    page = viewer.get(f"{inspector}/deliveries/{signed(site, webhook)}")
    assert f"{inspector}/signature" not in page.links
    assert "sesame" not in page.text


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"signature": GITHUB}, ["GitHub"]),
        ({"signature": None}, ["not checked"]),
        ({"signature": None, "basic_auth_password": "x"}, ["not checked", "password"]),
        (
            {
                "signature": {"provider": "facebook", "secrets": ["x"]},
                "verification_type": "facebook",
                "verification_code": "x",
            },
            ["Meta (Facebook, Instagram, Messenger)"],
        ),
        ({"signature": GITHUB, "verification_type": "twilio"}, ["GitHub", "Twilio"]),
        ({"signature": None, "verification_type": "alexa"}, ["Amazon Alexa"]),
        (
            {"signature": None, "verification_type": "twilio"},
            ["not checked", "Twilio"],
        ),
    ],
)
def test_a_webhook_says_who_is_let_in(
    viewer: Browser,
    site: Site,
    home: str,
    webhook: Webhook,
    inspector: str,
    columns: dict[str, object],
    words: list[str],
) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, columns)
    for address in (inspector, f"{home}/webhooks"):
        text = viewer.client.get(address).text
        assert all(f"</svg>{word}</span>" in text for word in words), address
        marked = "</svg>not checked</span>" in text
        assert marked == ("not checked" in words)


def test_a_wait_that_is_too_long_is_told_where_it_can_be_changed(
    alice: Browser, viewer: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    slack = {"provider": "slack", "secrets": ["x"]}
    columns = {"signature": slack, "wait_for_reply": True}
    webhooks.update(site, webhook.application_id, webhook.id, columns)
    for address in (inspector, f"{inspector}/settings", f"{inspector}/signature"):
        assert "Slack waits 3 s for an answer" in alice.get(address).text
    assert "Slack waits" not in viewer.get(inspector).text
