"""What providers published, and what was derived from it, through the real door."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.frozen_clock import FrozenClock
from tests.ingress.requests_factory import inbound
from tests.ingress.signatures.vectors import Vector, load
from tests.services.arrivals import webhook
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import throw_away_key, timestamps
from webhooks.ingress.signatures.check import check
from webhooks.ingress.signatures.check import scheme_name as name_of
from webhooks.ingress.signatures.contract import Scheme
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.placing import put_header
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import sign
from webhooks.ingress.verification.contract import VerificationContext
from webhooks.services import deliveries
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

VECTORS = load()
HANDSHAKES = [each for each in VECTORS if each.is_handshake]
SIGNATURES = [each for each in VECTORS if not each.is_handshake]
RIGHT = [each for each in SIGNATURES if each.row["expect"] is True]
START = datetime(2026, 1, 5, tzinfo=UTC)


class Untouched:
    """Stands in for certificates where there are none."""

    def verify(self, *arguments: Any) -> None:
        raise AssertionError("a certificate was asked for")

    def sign(self, *arguments: Any) -> bytes:
        raise AssertionError("a certificate was asked for")


def named(vector: Vector) -> str:
    return vector.id


def request_of(vector: Vector) -> InboundRequest:
    return inbound(
        vector.method,
        query=vector.query,
        headers=tuple(vector.headers.items()),
        body=vector.body,
    )


def settings_of(vector: Vector) -> SignatureSettings:
    options = {**vector.provider.defaults(), **vector.options}
    return SignatureSettings(
        vector.key, (vector.secret,), registered_url=vector.url, options=options
    )


def scheme_of(vector: Vector) -> Scheme:
    """The way in which a right example is signed."""
    settings, provider = settings_of(vector), vector.provider
    context = VerificationContext(START, Untouched(), timed=False)
    verdict = check(provider, request_of(vector), settings, context)
    (found,) = [
        scheme
        for scheme in provider.schemes_for(settings.options)
        if name_of(provider, scheme) == verdict.scheme
    ]
    return found


def moment_of(vector: Vector) -> float | None:
    """The time of the example, or the one that it is stamped with."""
    if vector.now_seconds is not None or vector.is_handshake:
        return vector.now_seconds
    scheme = scheme_of(vector)
    stamp = Facts(request_of(vector), settings_of(vector)).first(scheme.timestamp)
    if stamp is None:
        return None
    return timestamps.parse(stamp, scheme.timestamp_unit, "the stamp")


def hook_for(site: Site, vector: Vector, secret: str, **columns: Any) -> Webhook:
    """Create a webhook as its owner would for this sender."""
    companion = vector.provider.companion
    code = vector.secret if companion in {"facebook", "fitbit"} else ""
    signature = {
        "provider": vector.key,
        "secrets": [secret],
        "registeredUrl": vector.url,
        "options": vector.options,
    }
    if not vector.provider.asks_for:
        signature["secrets"] = []
    return webhook(
        site,
        signature=signature,
        verification_type=companion,
        verification_code=code,
        **columns,
    )


def send(client: FlaskClient, hook: Webhook, request: InboundRequest) -> TestResponse:
    query = f"?{request.raw_query}" if request.raw_query else ""
    return client.open(
        method=request.method,
        data=request.body,
        headers=list(request.headers),
        environ_overrides={"RAW_URI": f"/webhooks/{hook.token}{query}"},
    )


def only(site: Site, hook: Webhook) -> Delivery:
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    (row,) = page.items
    return row


def refused(
    site: Site, hook: Webhook, answer: TestResponse, vector: Vector, secret: str
) -> None:
    assert answer.status_code == vector.provider.refusal_status
    row = only(site, hook)
    assert (row.status, row.verdict) == ("refused", "failed")
    assert row.reason.endswith(".")
    # Some examples have for a secret what is a word of the text anyway.
    assert len(secret) < 8 or secret not in row.reason


def without_prefix(scheme: Scheme, request: InboundRequest) -> InboundRequest:
    name = scheme.signature.partition(".")[2]
    value = request.header(name) or ""
    assert scheme.prefix in value
    return put_header(request, name, value.replace(scheme.prefix, ""))


def without_header(scheme: Scheme, request: InboundRequest) -> InboundRequest:
    name = scheme.signature.partition(".")[2].lower()
    kept = tuple(pair for pair in request.headers if pair[0].lower() != name)
    assert len(kept) == len(request.headers) - 1
    return replace(request, headers=kept)


def with_a_flipped_bit(scheme: Scheme, request: InboundRequest) -> InboundRequest:
    body = bytearray(request.body)
    body[-1] ^= 1
    return request.with_body(bytes(body))


def changes(vector: Vector) -> list[Any]:
    """What can be made wrong with a right example."""
    scheme = scheme_of(vector)
    found = []
    if scheme.signature.startswith("header."):
        found.append(without_header)
        if scheme.prefix:
            found.append(without_prefix)
    signed = scheme.algorithm != "equals" and scheme.content + scheme.body_digest
    if signed and ("{body}" in signed or "{form}" in signed or scheme.body_digest):
        found.append(with_a_flipped_bit)
    return [
        pytest.param(vector, change, id=f"{vector.id}-{change.__name__}")
        for change in found
    ]


def another(scheme: Scheme) -> str:
    """A secret of the same kind that is not the right one."""
    if scheme.has_public_key:
        return throw_away_key.sign(scheme.algorithm, scheme.key, b"")[1]
    if scheme.key == "whsec":
        return "whsec_" + base64.b64encode(b"another key of 24 bytes!").decode()
    return "another secret"


@pytest.mark.parametrize("vector", SIGNATURES, ids=named)
def test_an_example_gives_its_expected_result(
    app: Flask, site: Site, client: FlaskClient, clock: FrozenClock, vector: Vector
) -> None:
    clock.wall_seconds = moment_of(vector) or clock.wall_seconds
    hook = hook_for(site, vector, vector.secret)
    answer = send(client, hook, request_of(vector))
    if vector.row["expect"] is not True:
        refused(site, hook, answer, vector, vector.secret)
        return
    assert answer.status_code in {200, 204}
    row = only(site, hook)
    assert (row.status, row.verdict, row.reason) in {
        ("accepted", "verified", ""),
        # Discord's example of a signature is its PING.
        ("handshake", "verified", ""),
    }


@pytest.mark.parametrize(
    ("vector", "change"), [each for vector in RIGHT for each in changes(vector)]
)
def test_a_changed_example_is_refused(
    site: Site, client: FlaskClient, clock: FrozenClock, vector: Vector, change: Any
) -> None:
    clock.wall_seconds = moment_of(vector) or clock.wall_seconds
    hook = hook_for(site, vector, vector.secret)
    changed = change(scheme_of(vector), request_of(vector))
    answer = send(client, hook, changed)
    refused(site, hook, answer, vector, vector.secret)


@pytest.mark.parametrize("vector", RIGHT, ids=named)
def test_an_example_is_refused_with_another_secret(
    site: Site, client: FlaskClient, clock: FrozenClock, vector: Vector
) -> None:
    clock.wall_seconds = moment_of(vector) or clock.wall_seconds
    secret = another(scheme_of(vector))
    hook = hook_for(site, vector, secret)
    answer = send(client, hook, request_of(vector))
    refused(site, hook, answer, vector, secret)


@pytest.mark.parametrize("vector", HANDSHAKES, ids=named)
def test_a_handshake_is_answered_exactly_as_its_sender_wants(
    site: Site, client: FlaskClient, clock: FrozenClock, vector: Vector
) -> None:
    """Without a workflow, although the webhook waits for a reply."""
    request, settings = request_of(vector), settings_of(vector)
    if any(question.signed for question in vector.provider.questions):
        now = datetime.fromtimestamp(clock.wall_seconds, UTC)
        signed = sign(vector.provider, request, settings, now, Untouched())
        request, settings = signed.request, signed.settings
    hook = hook_for(site, vector, settings.secrets[0], wait_for_reply=True)
    answer = send(client, hook, request)
    wanted = vector.row["response"]
    assert answer.status_code == wanted["status"]
    if "json" in wanted:
        assert answer.mimetype == "application/json"
        assert answer.get_json() == wanted["json"]
    else:
        assert answer.text == wanted["text"]
        assert answer.status_code == 204 or answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    row = only(site, hook)
    assert (row.status, row.response_source) == ("handshake", "handshake")
    assert row.verdict != "failed"


def test_every_example_has_its_provider() -> None:
    assert {vector.key for vector in VECTORS} <= set(PROVIDERS)
    assert len(RIGHT) >= 34
    assert len(HANDSHAKES) >= 10


def test_discords_second_ping_is_answered_with_a_type_although_it_is_empty(
    site: Site, client: FlaskClient
) -> None:
    """Discord refuses a URL whose 204 has none."""
    (vector,) = [each for each in VECTORS if each.id == "discord-ping"]
    request = request_of(vector).with_body(b'{"type":0,"version":1}')
    signed = sign(vector.provider, request, settings_of(vector), START, Untouched())
    hook = hook_for(site, vector, signed.settings.secrets[0])
    answer = send(client, hook, signed.request)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.mimetype == "application/json"
