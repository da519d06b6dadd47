"""The page of a webhook's signature: what is asked, stored, shown and switched off."""

import logging
from typing import Any

import pytest

from tests.frozen_clock import FrozenClock
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.signing import GITHUB
from webhooks.ingress.providers import PROVIDERS
from webhooks.services import webhooks
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def page(inspector: str) -> str:
    """The address of the signature's page."""
    return f"{inspector}/signature"


def change(site: Site, webhook: Webhook, **fields: Any) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, fields)


def signature(site: Site, webhook: Webhook) -> dict[str, Any]:
    found = webhooks.get(site, webhook.application_id, webhook.id).signature
    assert found is not None
    return found


def secrets(site: Site, webhook: Webhook) -> list[str]:
    found: list[str] = signature(site, webhook)["secrets"]
    return found


def blamed(text: str) -> list[str]:
    """Return the names of the fields beside which something is said."""
    tags = Page(text).tags("div")
    ids = [tag["id"] for tag in tags if tag.get("id", "").endswith("-error")]
    return [each.removesuffix("-error") for each in ids]


def test_without_a_signature_the_sender_is_chosen_first(
    alice: Browser, page: str
) -> None:
    shown = alice.get(page)
    offered = {
        href.partition("?provider=")[2] for href in shown.links if "?provider=" in href
    }
    assert offered == set(PROVIDERS)
    assert "Instagram" in shown.text


@pytest.mark.parametrize("key", sorted(PROVIDERS))
def test_each_provider_has_a_form_that_can_be_saved(
    alice: Browser, site: Site, webhook: Webhook, page: str, key: str
) -> None:
    provider = PROVIDERS[key]
    address = f"{page}?provider={key}"
    shown = alice.get(address)
    assert provider.label in shown.headings
    assert webhooks.url(site, webhook) in shown.text
    form = shown.form("/signature")
    required = {
        f"option_{option.name}": option.example
        for option in provider.options
        if option.required and not option.default
    }
    given: dict[str, Any] = {**form.fields, **required}
    if "new_secret" in given:
        given["new_secret"] = _secret_of(provider.key)
    if form.kinds.get("verification_code"):
        given["verification_code"] = "sesame"
    response = alice.client.post(form.action, data=given)
    assert response.status_code == 303, blamed(response.text)
    assert signature(site, webhook)["provider"] == key
    # And what it shows then can be saved as it is.
    before = signature(site, webhook)
    assert alice.send(page).status_code == 303
    assert signature(site, webhook) == before


def _secret_of(key: str) -> str:
    """Return a secret of the kind that a provider has."""
    return _KEYS.get(key, "c2VzYW1lLXNlc2FtZS1zZXNhbWUtc2VzYW1lISEhISE=")


_KEYS = {
    "discord": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "onfleet": "73657365616d65",
    "standard-webhooks": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "sendgrid": (
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1f"
        "lVVUjTRxqC17CqWzwyWD7e4hK1/9YRqDaPnIJV3Tf4rIg=="
    ),
}


def test_the_first_secret_is_stored_and_never_shown(
    alice: Browser, site: Site, webhook: Webhook, page: str, inspector: str
) -> None:
    response = alice.send(
        f"{page}?provider=github", page, new_secret="  sesame-first \n"
    )
    assert response.location == inspector
    assert secrets(site, webhook) == ["sesame-first"]
    for address in (page, inspector, f"{inspector}/settings?show=secrets"):
        assert "sesame" not in alice.client.get(address).text


def test_a_new_secret_goes_to_the_front_and_an_old_one_is_removed(
    alice: Browser, site: Site, webhook: Webhook, page: str
) -> None:
    change(site, webhook, signature=GITHUB)
    shown = alice.get(page).text
    assert "Secret 1 (newest)" in shown
    assert "Secret 2 (oldest)" in shown
    alice.send(page, new_secret="sesame-third")
    assert secrets(site, webhook) == ["sesame-third", "sesame-new", "sesame-old"]
    alice.send(page, removed=["2"])
    assert secrets(site, webhook) == ["sesame-third", "sesame-new"]


def test_the_last_secret_cannot_be_removed_while_one_is_needed(
    alice: Browser, site: Site, webhook: Webhook, page: str
) -> None:
    change(site, webhook, signature=GITHUB)
    response = alice.send(page, removed=["0", "1"])
    assert response.status_code == 400
    assert blamed(response.text) == ["new_secret"]
    assert "every request would be refused" in Page(response.text).text
    assert secrets(site, webhook) == ["sesame-new", "sesame-old"]


def test_a_sixth_secret_is_refused_until_one_is_removed(
    alice: Browser, site: Site, webhook: Webhook, page: str
) -> None:
    five = {**GITHUB, "secrets": [f"sesame-{number}" for number in range(5)]}
    change(site, webhook, signature=five)
    response = alice.send(page, new_secret="sesame-sixth")
    assert blamed(response.text) == ["new_secret"]
    assert "remove one first" in Page(response.text).text
    alice.send(page, new_secret="sesame-sixth", removed=["4"])
    assert secrets(site, webhook) == ["sesame-sixth", *five["secrets"][:4]]


def test_another_senders_secrets_are_not_taken_over(
    alice: Browser, site: Site, webhook: Webhook, page: str
) -> None:
    change(site, webhook, signature=GITHUB)
    address = f"{page}?provider=stripe"
    assert "replaces the sender that is set now" in alice.get(address).text
    assert blamed(alice.send(address, page).text) == ["new_secret"]
    alice.send(address, page, new_secret="whsec_x")
    assert signature(site, webhook)["provider"] == "stripe"
    assert secrets(site, webhook) == ["whsec_x"]


@pytest.mark.parametrize(
    ("provider", "sent", "field"),
    [
        ("github", {"new_secret": ""}, "new_secret"),
        ("github", {"new_secret": "x" * 5000}, "new_secret"),
        ("twilio", {"registered_url": "hooks.example.com"}, "registered_url"),
        ("stripe", {"tolerance_seconds": "-1"}, "tolerance_seconds"),
        ("stripe", {"tolerance_seconds": "soon"}, "tolerance_seconds"),
        ("alexa", {"option_skillId": ""}, "option_skillId"),
        ("generic", {"option_header": "no header"}, "option_header"),
        ("generic", {"option_content": "{bodi}"}, "option_content"),
        ("generic", {"option_encoding": "rot13"}, "option_encoding"),
    ],
)
def test_a_wrong_value_is_blamed_on_its_field_and_nothing_is_saved(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    page: str,
    provider: str,
    sent: dict[str, str],
    field: str,
) -> None:
    values = {"new_secret": "sesame", **sent}
    response = alice.send(f"{page}?provider={provider}", page, **values)
    assert response.status_code == 400
    assert blamed(response.text) == [field]
    for name in ("signature.options", "signature.registeredUrl", "signature.secrets"):
        assert name not in response.text
    found = webhooks.get(site, webhook.application_id, webhook.id)
    assert found.signature is None


@pytest.mark.parametrize("key", ["shared-secret", "okta", "strava"])
def test_whoever_signs_nothing_has_no_time_and_no_signed_address(
    alice: Browser, page: str, key: str
) -> None:
    fields = alice.get(f"{page}?provider={key}").form("/signature").fields
    assert not {"registered_url", "tolerance_seconds"} & set(fields)


def test_a_complaint_does_not_repeat_the_help(alice: Browser, page: str) -> None:
    sent = {"option_topicArn": "orders"}
    address = f"{page}?provider=aws-sns&new=1"
    text = Page(alice.send(address, "/signature?new=1", **sent).text).text
    assert "It must look like arn:aws:sns:eu-central-1:123456789012:orders." in text
    assert text.count("Messages of other topics are refused") == 1
    # A webhook that is new is still new.
    assert "Later" in text


def test_what_fits_no_field_is_said_above_the_form(alice: Browser, page: str) -> None:
    values = {"new_secret": "x", "option_timestamp": "header.X-Time"}
    response = alice.send(f"{page}?provider=generic", page, **values)
    assert response.status_code == 400
    assert blamed(response.text) == []
    assert "The time stamp is not signed" in Page(response.text).text


def test_an_unknown_sender_is_refused(alice: Browser, page: str) -> None:
    assert "?provider=github" in str(alice.get(f"{page}?provider=nobody").links)
    response = alice.post(page, provider="nobody")
    assert response.status_code == 400
    assert "No such sender is known here" in response.text


def test_what_somebody_else_saved_meanwhile_is_not_undone_unasked(
    alice: Browser, site: Site, clock: FrozenClock, webhook: Webhook, page: str
) -> None:
    change(site, webhook, signature=GITHUB)
    opened = alice.get(page).form("/signature")
    clock.move(1)
    change(site, webhook, signature={**GITHUB, "secrets": ["theirs"]})
    response = alice.client.post(page, data={**opened.fields, "removed": ["1"]})
    assert response.status_code == 409
    assert secrets(site, webhook) == ["theirs"]


def test_metas_check_of_the_address_is_set_up_along_with_its_signature(
    alice: Browser, site: Site, webhook: Webhook, page: str
) -> None:
    address = f"{page}?provider=facebook"
    code = alice.get(address).form("/signature").value("verification_code")
    assert len(code) >= 20
    alice.send(address, page, new_secret="sesame", verification_code=code)
    saved = webhooks.get(site, webhook.application_id, webhook.id)
    assert (saved.verification_type, saved.verification_code) == ("facebook", code)
    again = alice.get(page)
    assert "verification_code" not in again.form("/signature").kinds
    assert "The verification code is among the settings" in again.text


def test_a_sender_that_was_chosen_on_purpose_stays(
    alice: Browser, site: Site, webhook: Webhook, page: str
) -> None:
    change(site, webhook, verification_type="twilio")
    alice.send(f"{page}?provider=facebook", page, new_secret="sesame")
    saved = webhooks.get(site, webhook.application_id, webhook.id)
    assert saved.verification_type == "twilio"
    assert "only while Sender is Facebook" in alice.get(page).text


def test_it_is_switched_off_after_asking_and_the_log_says_by_whom(
    editor: Browser,
    site: Site,
    webhook: Webhook,
    page: str,
    inspector: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    change(site, webhook, signature=GITHUB)
    assert "secrets are removed" in editor.get(f"{page}/off").text
    assert secrets(site, webhook)
    with caplog.at_level(logging.WARNING):
        response = editor.send(f"{page}/off")
    assert response.location == inspector
    saved = webhooks.get(site, webhook.application_id, webhook.id)
    assert saved.signature is None
    assert "not checked" in editor.get(inspector).text
    [line] = [each for each in caplog.messages if "signature" in each]
    assert line == (
        f"user bob@example.org switched the signature of webhook {webhook.id} off"
    )


def test_the_words_follow_the_options(alice: Browser, page: str) -> None:
    query = "provider=generic&option_header=X-Sig&option_prefix=v1%3D"
    found = alice.client.get(f"{page}/words?{query}").json
    assert found == {
        "text": "HMAC-SHA256 of the body, in hexadecimal behind “v1=” in the header "
        "X-Sig.",
        "right": True,
    }
    wrong = alice.client.get(f"{page}/words?{query}&option_content=%7Bx%7D").json
    assert wrong is not None
    assert not wrong["right"]
    assert "{x} is unknown" in wrong["text"]
