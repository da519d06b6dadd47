"""A webhook's settings: what is shown, what is saved, what is asked first."""

from typing import Any

import pytest

from tests.frozen_clock import FrozenClock
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.errors import NotFound
from webhooks.services import webhooks
from webhooks.services.site import Site
from webhooks.services.webhooks import SECRET_PLACEHOLDER, Webhook

CSV = ("Content-Type", "text/csv")
SECRETS = {
    "verification_type": "facebook",
    "verification_code": "sesame-code",
    "basic_auth_username": "stripe",
    "basic_auth_password": "sesame-password",
}


def stored(site: Site, webhook: Webhook) -> Webhook:
    return webhooks.get(site, webhook.application_id, webhook.id)


def change(site: Site, webhook: Webhook, **fields: Any) -> None:
    webhooks.update(site, webhook.application_id, webhook.id, fields)


def columns(webhook: Webhook) -> dict[str, Any]:
    """Return everything about a webhook but when it was last touched."""
    return {
        column.name: getattr(webhook, column.name)
        for column in Webhook.__table__.columns
        if column.name != "last_updated"
    }


def test_sending_the_form_as_it_stands_changes_nothing(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    change(
        site,
        webhook,
        **SECRETS,
        description="a\r\nb",
        wait_for_reply=True,
        reply_timeout_seconds=2.5,
        timeout_reply={"statusCode": 503, "body": "later"},
        allowed_methods=["GET", "POST"],
        allowed_addresses=["192.0.2.0/24", "2001:db8::/32"],
        rate_limit={"requests": 5, "seconds": 1.5},
        cast_buffers_as="hex",
        annotate_multipart=True,
        allow_cors=True,
    )
    before = columns(stored(site, webhook))
    assert alice.send(f"{inspector}/settings").status_code == 303
    assert columns(stored(site, webhook)) == before


def test_an_own_reply_survives_the_form(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    reply = {"statusCode": 418, "headers": [["X-A", "b: c"]], "body": "\ntea\n"}
    change(site, webhook, static_reply=reply)
    alice.send(f"{inspector}/settings")
    kept = stored(site, webhook).static_reply or {}
    assert kept["statusCode"] == 418
    assert ["X-A", "b: c"] in kept["headers"]
    assert kept["body"].split() == ["tea"]


def test_only_what_changed_is_written(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    form = alice.get(f"{inspector}/settings").form("/settings")
    change(site, webhook, response_code=201)
    values = {**form.fields, "name": ["Renamed"], "response_code": ["200"]}
    del values["response_code"]
    alice.client.post(form.action, data=values)
    after = stored(site, webhook)
    assert (after.name, after.response_code) == ("Renamed", 201)


@pytest.mark.parametrize(
    ("sent", "column", "value"),
    [
        ({"response_code": "202"}, "response_code", 202),
        ({"answer": "wait"}, "wait_for_reply", True),
        ({"answer": "wait", "reply_timeout_seconds": "9"}, "reply_timeout_seconds", 9),
        ({"allowed_methods": ["PUT"]}, "allowed_methods", ["PUT"]),
        ({"allowed_addresses": "10.0.0.0/8"}, "allowed_addresses", ["10.0.0.0/8"]),
        ({"basic_auth_username": "ada"}, "basic_auth_username", "ada"),
        ({"verification_type": "twilio"}, "verification_type", "twilio"),
        ({"description": "x"}, "description", "x"),
        ({"include_raw_body": "y"}, "include_raw_body", True),
        (
            {"rate_requests": "7", "rate_seconds": "2"},
            "rate_limit",
            {"requests": 7, "seconds": 2.0},
        ),
        (
            {
                "answer": "static",
                "static_status": "201",
                "static_headers": ": ".join(CSV),
                "static_body": "ok",
            },
            "static_reply",
            {
                "statusCode": 201,
                "headers": [["Content-Type", "text/csv"]],
                "body": "ok",
            },
        ),
    ],
)
def test_a_field_is_saved(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    inspector: str,
    sent: dict[str, Any],
    column: str,
    value: Any,
) -> None:
    assert alice.send(f"{inspector}/settings", **sent).status_code == 303
    assert getattr(stored(site, webhook), column) == value


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"response_code": "99"}, "response_code"),
        ({"response_code": "abc"}, "response_code"),
        ({"verification_type": "nonsense"}, "verification_type"),
        ({"verification_type": "facebook"}, "verification_code"),
        ({"answer": "wait", "reply_timeout_seconds": "0"}, "reply_timeout_seconds"),
        ({"answer": "wait", "timeout_body": "x"}, "timeout_status"),
        ({"answer": "static", "static_headers": "no colon"}, "static_headers"),
        ({"allowed_addresses": "everywhere"}, "allowed_addresses"),
        ({"rate_requests": "5"}, "rate_requests"),
        ({"basic_auth_username": "a:b"}, "basic_auth_username"),
        ({"cast_buffers_as": "gold"}, "cast_buffers_as"),
    ],
)
def test_a_wrong_value_is_blamed_on_its_field_and_nothing_is_saved(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    inspector: str,
    sent: dict[str, Any],
    field: str,
) -> None:
    before = columns(stored(site, webhook))
    values = {"description": "must not be saved", **sent}
    response = alice.send(f"{inspector}/settings", **values)
    assert response.status_code == 400
    blamed = [
        tag["id"].removesuffix("-error")
        for tag in Page(response.text).tags("div")
        if tag.get("id", "").endswith("-error")
    ]
    assert blamed == [field]
    assert "must not be saved" in response.text
    assert columns(stored(site, webhook)) == before


def test_what_somebody_else_saved_meanwhile_is_not_undone_unasked(
    alice: Browser, site: Site, clock: FrozenClock, webhook: Webhook, inspector: str
) -> None:
    path = f"{inspector}/settings"
    opened = alice.get(path).form("/settings")
    clock.move(1)
    change(site, webhook, description="theirs", basic_auth_password="theirs")
    mine = {**opened.fields, "name": "Mine"}
    refused = alice.client.post(path, data=mine)
    assert refused.status_code == 409
    assert "Somebody changed this webhook" in refused.text
    assert columns(stored(site, webhook))["name"] == "Order intake"
    again = Page(refused.text).form("/settings")
    assert again.value("name") == "Mine"
    assert alice.client.post(path, data=again.fields).status_code == 303
    assert columns(stored(site, webhook))["name"] == "Mine"


def test_numbers_are_shown_as_people_write_them(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    rate = {"requests": 5, "seconds": 10.0}
    change(site, webhook, reply_timeout_seconds=2, rate_limit=rate)
    form = alice.get(f"{inspector}/settings").form("/settings")
    assert form.value("reply_timeout_seconds") == "2"
    assert form.value("rate_seconds") == "10"


def test_secrets_are_dots_until_asked_for(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    change(site, webhook, **SECRETS)
    masked = alice.client.get(f"{inspector}/settings").text
    assert "sesame" not in masked
    assert SECRET_PLACEHOLDER in masked
    shown = alice.get(f"{inspector}/settings?show=secrets").form("/settings")
    assert shown.value("verification_code") == "sesame-code"
    assert shown.value("basic_auth_password") == "sesame-password"


def test_secrets_are_replaced_and_removed(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    change(site, webhook, **SECRETS)
    alice.send(f"{inspector}/settings", basic_auth_password="open")
    assert stored(site, webhook).basic_auth_password == "open"
    assert stored(site, webhook).verification_code == "sesame-code"
    alice.send(f"{inspector}/settings", basic_auth_password="")
    assert stored(site, webhook).basic_auth_password == ""


def test_a_refused_form_does_not_give_secrets_away(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    change(site, webhook, **SECRETS)
    response = alice.send(f"{inspector}/settings", name="")
    assert "sesame" not in response.text


def test_shown_calls_hold_no_password(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    change(site, webhook, **SECRETS)
    text = alice.client.get(inspector).text
    assert "sesame" not in text
    assert "$SECRET" in text


def test_a_new_url_is_made_after_asking(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    old = webhook.token
    assert "stops working at once" in alice.get(f"{inspector}/rotate").text
    assert stored(site, webhook).token == old
    response = alice.send(f"{inspector}/rotate")
    new = stored(site, webhook).token
    assert new != old
    text = alice.get(response.location or "").text
    assert new in text
    assert old not in text


def test_it_is_deleted_after_asking(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    assert "stored requests are lost" in alice.get(f"{inspector}/delete").text
    assert stored(site, webhook)
    response = alice.send(f"{inspector}/delete")
    assert "was deleted" in alice.get(response.location or "").text
    with pytest.raises(NotFound):
        stored(site, webhook)
