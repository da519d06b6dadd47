"""Alexa's requests, up to the certificate: that has its own tests."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.verification.alexa import (
    MAX_MESSAGE_BYTES,
    SIGNER,
    VERIFICATION,
    certificate_url,
    check,
)
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Publisher,
    Verdict,
    VerificationContext,
)

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
HEADERS = (("SignatureCertChainUrl", URL), ("Signature-256", "c2lnbmF0dXJl"))
SKILL = "amzn1.ask.skill.one"


class Certificates:
    """Remembers what it was asked, and refuses on demand."""

    def __init__(self, refusal: str = "") -> None:
        self.asked: list[tuple[str, Publisher, bytes, bytes, datetime]] = []
        self.refusal = refusal

    def verify(
        self,
        url: str,
        publisher: Publisher,
        signature: bytes,
        signed: bytes,
        now: datetime,
    ) -> None:
        self.asked.append((url, publisher, signature, signed, now))
        if self.refusal:
            raise CertificateRefused(self.refusal)


def message(seconds: float = 0, kind: str = "LaunchRequest", **more: Any) -> bytes:
    sent = (NOW + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({"request": {"type": kind, "timestamp": sent}, **more}).encode()


def verdict(
    body: bytes,
    headers: tuple[tuple[str, str], ...] = HEADERS,
    certificates: Certificates | None = None,
    code: str = "",
) -> Verdict:
    context = VerificationContext(NOW, certificates or Certificates())
    request = inbound(headers=headers, body=body)
    return check(request, Endpoint("w", "a", verification_code=code), context)


# The first three here and the first six of the next list are the cases of
# Amazon's own Python SDK (ask-sdk-webservice-support, its verifier's tests).
@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/echo.api/cert",
        "https://s3.amazonaws.com:443/echo.api/cert",
        "https://s3.amazonaws.com/echo.api/../echo.api/cert",
        "HTTPS://S3.Amazonaws.COM/echo.api/cert",
        "https://s3.amazonaws.com/echo.api/cert?v=1#f",
    ],
)
def test_amazons_addresses_pass_and_become_one(url: str) -> None:
    assert certificate_url(url) == "https://s3.amazonaws.com/echo.api/cert"


@pytest.mark.parametrize(
    "url",
    [
        "https://very.bad/echo.api/cert",
        "https://s3.amazonaws.com:563/echo.api/cert",
        "https://s3.amazonaws.com/cert",
        "https://s3.amazonaws.com/echo.api/../cert",
        "https://s3.amazonaws.com/ECHO.API/cert",
        "badUrl",
        "http://s3.amazonaws.com/echo.api/cert",
        "https://s3.amazonaws.com@evil/echo.api/c",
        "https://evil@s3.amazonaws.com/echo.api/c",
        "https://s3.amazonaws.com./echo.api/c",
        "https://s3.amazonaws.com/echo.api/%2e%2e/evil/c",
        "https://s3.amazonaws.com:99999/echo.api/c",
        "https://s3.amazonaws.com:x/echo.api/c",
        "https://s3.amazonaws.com/echo.api",
        "https://s3.amazonaws.com//echo.api/c",
        "https://s3.amazonaws.com\\echo.api/c",
        "https://s3.amazonaws.com/echo.api/c\n",
        "https://s3.amazonaws.com/echo.api/ c",
        "https://s3.amazonaws.com/echo.api/\xe9",
        "https://[s3.amazonaws.com/echo.api/c",
        "https://s3.amazonaws.com/echo.api/" + "x" * 2048,
        "",
    ],
)
def test_other_addresses_are_never_fetched(url: str) -> None:
    assert certificate_url(url) is None
    certificates = Certificates()
    headers = (("SignatureCertChainUrl", url), HEADERS[1])
    assert verdict(message(), headers, certificates).verdict == "failed"
    assert certificates.asked == []


def test_a_signed_request_is_verified_over_its_exact_bytes() -> None:
    certificates = Certificates()
    body = message() + b"\r\n"
    assert verdict(body, certificates=certificates) == Verdict("alexa", "verified")
    assert certificates.asked == [(URL, SIGNER, b"signature", body, NOW)]
    assert SIGNER.hosts == ("echo-api.amazon.com",)


@pytest.mark.parametrize(
    "headers",
    [
        (),
        HEADERS[:1],
        HEADERS[1:],
        (HEADERS[0], ("Signature", "c2lnbmF0dXJl")),
        (HEADERS[0], ("Signature-256", "not base64!")),
        (HEADERS[0], ("Signature-256", "caf\xe9")),
        (*HEADERS, HEADERS[0]),
        (*HEADERS, HEADERS[1]),
    ],
)
def test_both_headers_are_needed_once_each(
    headers: tuple[tuple[str, str], ...],
) -> None:
    certificates = Certificates()
    assert verdict(message(), headers, certificates).verdict == "failed"
    assert certificates.asked == []


@pytest.mark.parametrize("seconds", [-150, 0, 150])
def test_times_within_150_seconds_pass(seconds: int) -> None:
    assert verdict(message(seconds)).verdict == "verified"


@pytest.mark.parametrize("seconds", [-151, 151])
def test_times_further_away_fail(seconds: int) -> None:
    certificates = Certificates()
    result = verdict(message(seconds), certificates=certificates)
    assert result.reason == "request.timestamp is more than 150 seconds away."
    assert certificates.asked == []


@pytest.mark.parametrize(
    ("kind", "seconds", "expected"),
    [
        ("AlexaSkillEvent.SkillEnabled", 3600, "verified"),
        ("AlexaSkillEvent.SkillDisabled", -3600, "verified"),
        ("AlexaSkillEvent.SkillPermissionChanged", 3600, "verified"),
        ("AlexaSkillEvent.SkillPermissionAccepted", 3600, "verified"),
        ("AlexaSkillEvent.SkillAccountLinked", 3600, "verified"),
        ("AlexaSkillEvent.SkillEnabled", 3601, "failed"),
        ("IntentRequest", 3600, "failed"),
    ],
)
def test_events_of_the_skill_may_be_an_hour_late(
    kind: str, seconds: int, expected: str
) -> None:
    assert verdict(message(seconds, kind)).verdict == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"request":[]}',
        b'{"request":{"timestamp":1}}',
        b'{"request":{"timestamp":"2026-01-05"}}',
        b'{"request":{"timestamp":"2026-01-05T10:11:12"}}',
        b'{"request":{"timestamp":"2026-13-05T10:11:12Z"}}',
        b'{"request":{"timestamp":"0000-01-05T10:11:12Z"}}',
        b'{"request":{"timestamp":"0001-01-01T00:00:00+00:00"}}',
        b"[" * 100_000,
    ],
)
def test_a_body_without_a_time_fails(body: bytes) -> None:
    assert verdict(body).verdict == "failed"


@pytest.mark.parametrize(
    "more",
    [
        {"context": {"System": {"application": {"applicationId": SKILL}}}},
        {"session": {"application": {"applicationId": SKILL}}},
    ],
)
def test_the_skill_must_be_the_configured_one(more: dict[str, Any]) -> None:
    assert verdict(message(**more), code=SKILL).verdict == "verified"
    assert verdict(message(**more), code="another").verdict == "failed"
    assert verdict(message(**more)).verdict == "verified"


def test_a_request_for_no_skill_fails_where_one_is_configured() -> None:
    assert verdict(message(session=[]), code=SKILL).verdict == "failed"


def test_a_refused_certificate_fails_with_its_reason() -> None:
    result = verdict(message(), certificates=Certificates("it is too old"))
    assert result == Verdict("alexa", "failed", "it is too old.")


def test_whoever_fails_gets_400_and_no_reason() -> None:
    assert VERIFICATION.refusal.status == 400
    assert b"could not be verified" in VERIFICATION.refusal.body


def test_a_body_larger_than_any_of_alexas_is_not_parsed() -> None:
    """Decision 8: the hub has no time for large bodies, and this is a stranger's."""
    found = verdict(message(padding="x" * MAX_MESSAGE_BYTES))
    assert found.verdict == "failed"
    assert "larger" in found.reason
