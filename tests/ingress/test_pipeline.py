"""The order of the checks, and what each one says."""

import base64
import json
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import (
    Accept,
    Answer,
    Decision,
    Refuse,
    after_body,
    before_body,
)
from webhooks.ingress.preflight import METHODS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    VerificationContext,
)

ENDPOINT = Endpoint("w", "a")


class Certificates:
    def verify(self, *arguments: Any) -> None:
        raise CertificateRefused("no")


CONTEXT = VerificationContext(NOW, Certificates())


def decide(
    request: InboundRequest,
    peer: float | None = None,
    webhook: float | None = None,
    **settings: Any,
) -> Decision | None:
    return before_body(
        replace(ENDPOINT, **settings),
        request,
        admit_peer=lambda address: peer,
        admit_webhook=lambda endpoint: webhook,
    )


def refused(decision: Decision | None) -> tuple[int, dict[str, str], dict[str, Any]]:
    assert isinstance(decision, Refuse)
    assert decision.reason.endswith(".")
    reply = decision.reply
    return reply.status, dict(reply.headers), json.loads(reply.body)


@pytest.mark.parametrize("method", METHODS)
def test_an_ordinary_request_goes_on(method: str) -> None:
    assert decide(inbound(method)) is None
    decision = after_body(ENDPOINT, inbound(method), CONTEXT)
    assert isinstance(decision, Accept)
    assert decision.verdict.verdict == "unchecked"


def test_a_disabled_webhook_answers_and_stores_nothing() -> None:
    decision = decide(
        inbound("FOOBAR"), 1.0, 1.0, enabled=False, basic_auth_password="x"
    )
    assert isinstance(decision, Answer)
    assert (decision.status, decision.reply.status) == ("none", 200)
    assert json.loads(decision.reply.body) == {"success": True}
    head = decide(inbound("HEAD"), enabled=False)
    assert isinstance(head, Answer)
    assert head.reply.body == b""


def test_a_handshake_is_answered_whatever_the_rules_say() -> None:
    decision = decide(
        inbound("GET", query="verify=c0de"),
        1.0,
        1.0,
        verification_type="fitbit",
        verification_code="c0de",
        allowed_methods=frozenset({"POST"}),
        basic_auth_password="secret",
        allowed_addresses=(ip_network("192.0.2.0/24"),),
    )
    assert isinstance(decision, Answer)
    assert (decision.status, decision.reply.status) == ("handshake", 204)
    assert decision.verdict.verdict == "verified"


def test_a_failed_handshake_counts_against_its_peer() -> None:
    request = inbound("GET", query="verify=guess")
    settings = {"verification_type": "fitbit", "verification_code": "c0de"}
    decision = decide(request, **settings)
    assert isinstance(decision, Answer)
    assert (decision.status, decision.reply.status) == ("handshake", 404)
    assert refused(decide(request, 1.0, **settings))[0] == 429


def test_a_preflight_is_answered_where_other_origins_may_call() -> None:
    request = inbound(
        "OPTIONS",
        headers=(
            ("Origin", "https://app.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization, x-a"),
        ),
    )
    decision = decide(request, 1.0, allow_cors=True, basic_auth_password="x")
    assert isinstance(decision, Answer)
    assert (decision.status, decision.reply.status) == ("none", 204)
    headers = dict(decision.reply.headers)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Allow-Methods"] == ", ".join(METHODS)
    assert headers["Access-Control-Allow-Headers"] == "authorization, x-a"
    assert headers["Access-Control-Max-Age"] == "600"
    assert "Access-Control-Allow-Credentials" not in headers
    assert decide(request) is None


def test_a_preflight_names_the_allowed_methods_and_repeats_no_nonsense() -> None:
    request = inbound(
        "OPTIONS",
        headers=(
            ("Origin", "null"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "x\r\nSet-Cookie: a=1"),
        ),
    )
    allowed = frozenset({"POST", "GET"})
    decision = decide(request, allow_cors=True, allowed_methods=allowed)
    assert isinstance(decision, Answer)
    headers = dict(decision.reply.headers)
    assert headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert headers["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize("name", ["Origin", "Access-Control-Request-Method"])
def test_any_other_options_request_is_a_delivery(name: str) -> None:
    assert decide(inbound("OPTIONS", headers=((name, "x"),)), allow_cors=True) is None


@pytest.mark.parametrize(
    ("wait_seconds", "header"), [(0.01, "1"), (1.0, "1"), (3.2, "4")]
)
@pytest.mark.parametrize("who", ["peer", "webhook"])
def test_whoever_is_over_a_limit_is_told_when_to_come_again(
    who: str, wait_seconds: float, header: str
) -> None:
    status, headers, body = refused(decide(inbound(), **{who: wait_seconds}))
    assert status == 429
    assert headers["Retry-After"] == header
    assert body["message"] == "Over rate limit, request throttled"


def test_the_limiters_learn_who_asks() -> None:
    asked: list[object] = []
    before_body(
        ENDPOINT,
        inbound(remote_address="192.0.2.7"),
        admit_peer=lambda address: asked.append(address),
        admit_webhook=lambda endpoint: asked.append(endpoint),
    )
    assert asked == ["192.0.2.7", ENDPOINT]


@pytest.mark.parametrize(
    "method", ["TRACE", "CONNECT", "PURGE", "M-SEARCH", "FOOBAR", "post"]
)
def test_unknown_methods_are_not_allowed(method: str) -> None:
    status, headers, body = refused(decide(inbound(method)))
    assert status == 405
    assert headers["Allow"] == ", ".join(METHODS)
    assert body == {"type": "MethodNotAllowed", "message": f"{method} is not allowed"}
    allowed = frozenset({method})
    assert refused(decide(inbound(method), allowed_methods=allowed))[0] == 405


def test_the_owner_can_narrow_the_methods() -> None:
    allowed = frozenset({"POST", "GET"})
    assert decide(inbound("POST"), allowed_methods=allowed) is None
    status, headers, _ = refused(decide(inbound("PUT"), allowed_methods=allowed))
    assert (status, headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ("192.0.2.7", True),
        ("::ffff:192.0.2.7", True),
        ("2001:db8::1", True),
        ("192.0.3.7", False),
        ("2001:db9::1", False),
        ("", False),
        ("nonsense", False),
    ],
)
def test_the_owner_can_narrow_the_addresses(address: str, passes: bool) -> None:
    networks = (ip_network("192.0.2.0/24"), ip_network("2001:db8::/32"))
    decision = decide(inbound(remote_address=address), allowed_addresses=networks)
    assert decision is None if passes else refused(decision)[0] == 403


def test_a_password_is_asked_for() -> None:
    settings = {"basic_auth_username": "ann", "basic_auth_password": "secret"}
    right = base64.b64encode(b"ann:secret").decode()
    request = inbound(headers=(("Authorization", f"Basic {right}"),))
    assert decide(request, **settings) is None
    status, headers, body = refused(decide(inbound(), **settings))
    assert status == 401
    assert headers["WWW-Authenticate"] == 'Basic realm="webhook", charset="UTF-8"'
    assert body == {"type": "Unauthorized", "message": "Unauthorized"}


def test_the_checks_come_in_their_order() -> None:
    settings: dict[str, Any] = {
        "allowed_methods": frozenset({"GET"}),
        "allowed_addresses": (ip_network("192.0.2.0/24"),),
        "basic_auth_password": "x",
        "is_websocket": True,
    }
    answers = [refused(decide(inbound(), 1.0, 1.0, **settings))[0]]
    for name in ("allowed_methods", "allowed_addresses", "basic_auth_password"):
        answers.append(refused(decide(inbound(), None, 1.0, **settings))[0])
        del settings[name]
    answers.append(refused(decide(inbound(), None, 1.0, **settings))[0])
    answers.append(refused(decide(inbound(), None, None, **settings))[0])
    assert answers == [429, 405, 403, 401, 429, 400]


def test_websockets_are_refused_with_the_reason() -> None:
    status, _, body = refused(decide(inbound("GET"), is_websocket=True))
    assert status == 400
    assert "WebSocket" in body["message"]
    upgrade = (("Connection", "Upgrade"), ("Upgrade", "websocket"))
    assert refused(decide(inbound("GET", headers=upgrade)))[0] == 400


def test_a_failed_check_refuses_and_keeps_the_reason_back() -> None:
    endpoint = replace(ENDPOINT, verification_type="alexa")
    decision = after_body(endpoint, inbound(body=b"{}"), CONTEXT)
    assert isinstance(decision, Refuse)
    assert decision.verdict.verdict == "failed"
    assert decision.reason == decision.verdict.reason
    assert refused(decision)[0] == 400
    assert b"header" not in decision.reply.body


def test_refusals_are_protected_and_readable_from_other_origins() -> None:
    decision = decide(inbound("PURGE"), allow_cors=True)
    _, headers, _ = refused(decision)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox ")
    assert headers["Access-Control-Allow-Origin"] == "*"
