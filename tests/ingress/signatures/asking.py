"""Signed requests and their checks, with nothing around them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.ingress.requests_factory import NOW
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.check import check
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import sign
from webhooks.ingress.verification.contract import Verdict, VerificationContext
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate

OWN_URL = "https://hooks.example.com/webhooks/token"
CERTIFICATES = ThrowAwayCertificate()


def settings(key: str, *secrets: str, **fields: Any) -> SignatureSettings:
    """Settings of a provider as ingress has them."""
    options: Mapping[str, str] = fields.pop("options", {})
    return SignatureSettings(
        key,
        secrets,
        options={**PROVIDERS[key].defaults(), **options},
        own_url=OWN_URL,
        **fields,
    )


def unsigned(body: bytes = b"", **fields: Any) -> InboundRequest:
    """A request with JSON."""
    given = (("content-type", "application/json"), *fields.pop("headers", ()))
    return InboundRequest("POST", "/", "", given, "203.0.113.9", NOW, body)


def signed(
    key: str, secret: str, body: bytes = b'{"a":1}', ago: float = 0, **fields: Any
) -> InboundRequest:
    """A request as its sender signs it, so many seconds before now."""
    request: InboundRequest = fields.pop("request", unsigned(body))
    when = NOW - timedelta(seconds=ago)
    under = settings(key, secret, **fields)
    return sign(PROVIDERS[key], request, under, when, CERTIFICATES).request


def verdict(
    request: InboundRequest,
    under: SignatureSettings,
    now: datetime = NOW,
    **context: Any,
) -> Verdict:
    """What the check says."""
    asked = VerificationContext(now, CERTIFICATES, **context)
    return check(PROVIDERS[under.provider], request, under, asked)


def with_header(request: InboundRequest, name: str, value: str) -> InboundRequest:
    """The request with one more header."""
    return replace(request, headers=(*request.headers, (name, value)))
