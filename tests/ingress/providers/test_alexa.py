"""Alexa as a provider: for one skill, with the certificate's part for real."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from tests.certificates_factory import HOST
from tests.ingress.providers.certified import Door, with_header
from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
SKILL = "amzn1.ask.skill.one"


@pytest.fixture(scope="module")
def made() -> Door:
    return Door("alexa", HOST, NOW, {"skillId": SKILL})


def signed(
    door: Door, seconds: float = 0, skill: str = SKILL, **request: Any
) -> InboundRequest:
    """Return a request as Alexa makes it."""
    sent = (NOW + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    message = {
        "context": {"System": {"application": {"applicationId": skill}}},
        "request": {"type": "LaunchRequest", "timestamp": sent, **request},
    }
    body = json.dumps(message).encode()
    code = base64.b64encode(door.leaf.sign(body)).decode()
    headers = (("SignatureCertChainUrl", URL), ("Signature-256", code))
    return inbound(headers=headers, body=body)


def test_a_signed_request_for_the_skill_is_verified(door: Door) -> None:
    assert door.check(signed(door)).verdict == "verified"
    assert "another skill" in door.refusal(signed(door, skill="amzn1.ask.skill.two"))
    assert "No skill ID is stored" in door.refusal(signed(door), skillId="")


def test_a_large_body_of_another_skill_is_not_even_parsed(door: Door) -> None:
    filling = "x" * 20_000
    assert door.check(signed(door, more=filling)).verdict == "verified"
    request = signed(door).with_body(b"{" * 20_000)
    assert "another skill" in door.refusal(request)


@pytest.mark.parametrize("seconds", [-151, 151])
def test_the_owner_may_allow_more_or_less_than_150_seconds(
    door: Door, seconds: int
) -> None:
    request = signed(door, seconds)
    assert "150 seconds away" in door.refusal(request)
    assert door.client.fetched == []
    assert door.check(request, tolerance=151).verdict == "verified"
    assert door.check(request, tolerance=0).verdict == "verified"
    assert door.check(request, timed=False).verdict == "verified"
    assert "10 seconds away" in door.refusal(signed(door, 11), tolerance=10)


@pytest.mark.parametrize("name", ["SignatureCertChainUrl", "Signature-256"])
@pytest.mark.parametrize(
    "values", [(), ("",), ("a", "a"), ("QUFB" * 2500,), ("\xe9" * 8,)]
)
def test_both_headers_are_needed_once_and_sound(
    door: Door, name: str, values: tuple[str, ...]
) -> None:
    door.refusal(with_header(signed(door), name, *values))
    assert door.client.fetched == []


def test_the_older_signature_alone_counts_for_nothing(door: Door) -> None:
    request = signed(door)
    code = request.header("Signature-256") or ""
    old = with_header(with_header(request, "Signature-256"), "Signature", code)
    assert "one Signature-256 header" in door.refusal(old)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"request":{}}', b'{"request":{"timestamp":1}}'],
)
def test_a_body_without_a_time_is_refused(door: Door, body: bytes) -> None:
    door.refusal(signed(door).with_body(body))
    assert door.client.fetched == []


def test_one_flipped_bit_breaks_the_signature(door: Door) -> None:
    request = signed(door, locale="en-US")
    flipped = request.body.replace(b"en-US", b"en-UR")
    assert "does not fit" in door.refusal(request.with_body(flipped))


def test_a_certificate_out_of_its_time_or_of_another_name_is_refused(
    door: Door,
) -> None:
    late = NOW + timedelta(days=2)
    assert "has expired" in door.refusal(signed(door), now=late, tolerance=0)
    other = Door("alexa", "echo-api.amazon.com.evil.test", NOW, door.options)
    assert "is not the sender's" in other.refusal(signed(other))


def test_many_forged_requests_at_once_cause_one_fetch(door: Door) -> None:
    request = signed(door)
    forged = request.with_body(request.body + b" ")
    assert len(door.refusals_at_once(forged, 50)) == 50
    assert door.client.fetched == [URL]


def test_whoever_fails_gets_what_amazons_certification_wants() -> None:
    assert PROVIDERS["alexa"].refusal_status == 400
