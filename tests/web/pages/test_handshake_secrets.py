"""A secret that a sender tells in a handshake: for owners, not for viewers."""

import json

import pytest
from flask import Flask

from tests import cast
from tests.ingress.requests_factory import inbound
from tests.web.pages.browser import Browser
from tests.web.pages.read_by_scripts import read_by_scripts
from tests.web.signed_requests import send
from webhooks.ingress.request import InboundRequest
from webhooks.services import deliveries
from webhooks.services.applications import Application
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

TOLD = "sesame-open"
JSON = ("Content-Type", "application/json")
SENDERS: dict[str, InboundRequest] = {
    "notion": inbound(
        headers=(JSON,), body=json.dumps({"verification_token": TOLD}).encode()
    ),
    "asana": inbound(headers=(("X-Hook-Secret", TOLD), JSON), body=b"{}"),
    "strava": inbound(
        "GET", query=f"hub.mode=subscribe&hub.challenge=1&hub.verify_token={TOLD}"
    ),
}


@pytest.fixture(params=SENDERS)
def asked(
    app: Flask, site: Site, application: Application, request: pytest.FixtureRequest
) -> tuple[Webhook, str]:
    """A webhook, and the delivery in which its sender told the secret."""
    key: str = request.param
    secrets = [TOLD] if key == "strava" else []
    signature = {"provider": key, "secrets": secrets}
    hook = cast.webhook(site, application, signature=signature)
    assert send(app.test_client(), hook.token, SENDERS[key]).status_code == 200
    site.store.writer.submit(lambda connection: None)
    page = deliveries.list_(site, application.id, hook.id, DeliveryQuery())
    (row,) = page.items
    assert row.status == "handshake"
    return hook, row.id


def pages(hook: Webhook, delivery_id: str) -> list[str]:
    home = f"/applications/{hook.application_id}"
    place = f"{home}/webhooks/{hook.id}/deliveries"
    one = f"{place}/{delivery_id}"
    return [
        *(one, f"{one}?view=raw", f"{one}?view=tree", f"{one}?view=hex"),
        *(f"{one}/body", f"{one}/curl", f"{one}/compare?with={delivery_id}"),
        f"{home}/webhooks/{hook.id}?delivery={delivery_id}",
        *(f"{home}/deliveries/export?format={f}" for f in ("jsonl", "csv", "har")),
    ]


def test_no_page_tells_it_to_a_viewer(
    viewer: Browser, asked: tuple[Webhook, str]
) -> None:
    for path in pages(*asked):
        answer = viewer.client.get(path)
        assert answer.status_code == 200, path
        assert TOLD not in answer.text, path


def test_its_owner_can_read_it(alice: Browser, asked: tuple[Webhook, str]) -> None:
    """Notion wants it entered again on a page of its own."""
    one = pages(*asked)[0]
    assert any(
        TOLD in alice.client.get(path).text for path in (f"{one}?show=secrets", one)
    )


def test_no_reader_gets_it_from_the_api(
    app: Flask, site: Site, application: Application, asked: tuple[Webhook, str]
) -> None:
    texts = read_by_scripts(app, site, application, *asked)
    seen = {who: TOLD in text for who, text in texts.items()}
    assert seen == {"reader": False, "owner": True}
