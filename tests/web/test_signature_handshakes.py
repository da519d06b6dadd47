"""Questions of senders: answered whatever the owner's rules, and never to harm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.frozen_clock import FrozenClock
from tests.ingress.signatures.asking import CERTIFICATES, settings
from tests.services.arrivals import webhook
from tests.services.flow_parts import count, on_webhook, starts
from tests.services.serving import stored_runs
from tests.web.signed_requests import send
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.sign import sign
from webhooks.services import deliveries, replay, webhooks, workflows
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

SECRET = "correct-horse"
SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E"
Ask = Callable[[datetime], InboundRequest]


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_PEER_RATE_LIMIT": "10/60"}


def get(query: str) -> Ask:
    return lambda now: InboundRequest("GET", "/", query, (), "127.0.0.1", now)


def post(body: str, key: str = "", **headers: str) -> Ask:
    """A question in a body, signed if there is a provider to sign it."""
    named = [(name.replace("_", "-"), text) for name, text in headers.items()]
    given = (("content-type", "application/json"), *named)

    def ask(now: datetime) -> InboundRequest:
        data = body.encode()
        request = InboundRequest("POST", "/", "", given, "127.0.0.1", now, data)
        if not key:
            return request
        under = settings(key, SECRET)
        return sign(PROVIDERS[key], request, under, now, CERTIFICATES).request

    return ask


SLACK = '{"type":"url_verification","challenge":"3eZbrw1a"}'
ZOOM = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZ"}}'
TWITCH = {"Twitch_Eventsub_Message_Type": "webhook_callback_verification"}
ASKED: dict[str, tuple[Ask, bytes]] = {
    "slack": (post(SLACK, "slack"), b"3eZbrw1a"),
    "zoom": (post(ZOOM, "zoom"), b'"encryptedToken":"'),
    "twitch": (post('{"challenge":"pogchamp"}', "twitch", **TWITCH), b"pogchamp"),
    "dropbox": (get("challenge=abc"), b"abc"),
    "strava": (
        get(f"hub.mode=subscribe&hub.challenge=15f7&hub.verify_token={SECRET}"),
        b'{"hub.challenge":"15f7"}',
    ),
    "x": (get("crc_token=abc"), b'{"response_token":"sha256='),
}


def receiver(site: Site, key: str, *secrets: str, **fields: Any) -> Webhook:
    signature = {"provider": key, "secrets": list(secrets or (SECRET,))}
    hook = webhook(site, signature=signature, **fields)
    flow = {"name": "Listens", "triggers": [starts(on_webhook(hook.id))]}
    workflows.create(site, hook.application_id, {**flow, "nodes": [count()]})
    return hook


def newest(site: Site, hook: Webhook) -> Delivery:
    site.store.writer.submit(lambda connection: None)
    query = DeliveryQuery(limit=1)
    found = deliveries.list_(site, hook.application_id, hook.id, query)
    return found.items[0]


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize(
    "rules",
    [
        {"basic_auth_username": "u", "basic_auth_password": "p"},
        {"allowed_methods": ["PUT"]},
        {"wait_for_reply": True},
        {"rate_limit": {"requests": 1, "seconds": 3600}},
        {"allowed_addresses": ["192.0.2.1/32"]},
    ],
    ids=lambda rules: next(iter(rules)),
)
def test_a_question_is_answered_whatever_the_owners_rules(
    site: Site, client: FlaskClient, key: str, rules: dict[str, Any]
) -> None:
    hook = receiver(site, key, **rules)
    ask, answer = ASKED[key]
    for _ in range(3):
        reply = send(client, hook.token, ask(site.clock.now()))
        assert reply.status_code == 200
        assert answer in reply.data
    assert newest(site, hook).status == "handshake"
    assert stored_runs(site) == []


@pytest.mark.parametrize("key", ["slack", "zoom", "twitch"])
def test_a_signed_question_with_a_wrong_signature_is_refused_and_kept(
    site: Site, client: FlaskClient, key: str
) -> None:
    hook = receiver(site, key, "another")
    ask, answer = ASKED[key]
    reply = send(client, hook.token, ask(site.clock.now()))
    assert reply.status_code == PROVIDERS[key].refusal_status
    assert answer not in reply.data
    kept = newest(site, hook)
    assert (kept.status, kept.verdict) == ("refused", "failed")
    assert kept.reason


def test_tokens_cannot_be_guessed_at_speed(site: Site, client: FlaskClient) -> None:
    hook = receiver(site, "strava")
    ask = get("hub.mode=subscribe&hub.challenge=1&hub.verify_token=guess")
    found = [
        send(client, hook.token, ask(site.clock.now())).status_code for _ in range(12)
    ]
    assert found == [403] * 10 + [429] * 2
    kept = newest(site, hook)
    assert "guess" not in kept.reason


@pytest.mark.parametrize(
    ("key", "query", "type_"),
    [
        ("dropbox", f"challenge={SCRIPT}", "text/plain; charset=utf-8"),
        (
            "strava",
            f"hub.mode=subscribe&hub.challenge={SCRIPT}&hub.verify_token={SECRET}",
            "application/json",
        ),
    ],
)
def test_what_is_repeated_runs_nowhere(
    site: Site, client: FlaskClient, key: str, query: str, type_: str
) -> None:
    hook = receiver(site, key)
    reply = send(client, hook.token, get(query)(site.clock.now()))
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, type_)
    assert b"<script>alert(1)</script>" in reply.data
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(("length", "status"), [(0, 400), (4096, 200), (4097, 400)])
def test_only_a_little_is_repeated(
    site: Site, client: FlaskClient, length: int, status: int
) -> None:
    hook = receiver(site, "dropbox")
    ask = get("challenge=" + "a" * length)
    assert send(client, hook.token, ask(site.clock.now())).status_code == status


@pytest.mark.parametrize(
    "text", ['{"a":1}', "[1]", '"a"', "v0:1700000000:{}", "a b", "a\r\nb", "", "\xe9"]
)
def test_nobody_gets_an_event_signed_by_asking(
    site: Site, client: FlaskClient, text: str
) -> None:
    """The same code over the body of an event would be its signature."""
    hook = receiver(site, "x")
    query = "crc_token=" + "".join(f"%{byte:02x}" for byte in text.encode())
    reply = send(client, hook.token, get(query)(site.clock.now()))
    assert (reply.status_code, b"sha256" in reply.data) == (400, False)


def test_a_disabled_webhook_answers_as_ever_and_learns_nothing(
    site: Site, client: FlaskClient
) -> None:
    hook = webhook(site, signature={"provider": "asana", "secrets": []}, enabled=False)
    told = post("{}", X_Hook_Secret="told")(site.clock.now())
    reply = send(client, hook.token, told)
    assert (reply.status_code, reply.get_json()) == (200, {"success": True})
    stored = webhooks.get(site, hook.application_id, hook.id).signature
    assert stored is not None
    assert stored["secrets"] == []


def test_a_replayed_question_is_a_question_and_starts_nothing(
    site: Site, client: FlaskClient, clock: FrozenClock
) -> None:
    hook = receiver(site, "slack")
    send(client, hook.token, ASKED["slack"][0](site.clock.now()))
    first = newest(site, hook)
    clock.move(9e5)
    done = replay.replay(site, hook.application_id, hook.id, first.id)
    assert done.reply.body == b"3eZbrw1a"
    assert newest(site, hook).status == "handshake"
    assert stored_runs(site) == []


@pytest.mark.parametrize(
    ("key", "ask"),
    [
        ("notion", post('{"verification_token":"secret_told"}')),
        ("asana", post("{}", X_Hook_Secret="secret_told")),
    ],
)
def test_the_first_who_tells_a_secret_is_believed_and_nobody_after(
    site: Site, client: FlaskClient, key: str, ask: Ask
) -> None:
    hook = webhook(site, signature={"provider": key, "secrets": []})
    now = site.clock.now()
    event = replace(ask(now), headers=(), body=b"{}")
    assert send(client, hook.token, event).status_code == 401
    found = []
    for told in ("secret_told", "secret_told", "secret_other"):
        asked = ask(now)
        headers = tuple((n, v.replace("secret_told", told)) for n, v in asked.headers)
        body = asked.body.replace(b"secret_told", told.encode())
        request = replace(asked, headers=headers, body=body)
        found.append(send(client, hook.token, request).status_code)
    assert found == [200, 200, 403]
    stored = webhooks.get(site, hook.application_id, hook.id).signature
    assert stored is not None
    assert stored["secrets"] == ["secret_told"]


def test_what_cannot_be_kept_as_a_secret_is_not_said_to_be(
    site: Site, client: FlaskClient
) -> None:
    hook = webhook(site, signature={"provider": "asana", "secrets": []})
    told = post("{}", X_Hook_Secret="a" * 5000)(site.clock.now())
    assert send(client, hook.token, told).status_code == 400
