"""What Amazon SNS really sent: verified, and refused when anything is changed."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.frozen_clock import FrozenClock
from tests.ingress.providers import sns_published as published
from tests.ingress.providers.certified import CountingClient
from tests.ingress.requests_factory import inbound
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.check import check
from webhooks.ingress.signatures.handshake import with_body
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import Verdict, VerificationContext
from webhooks.runtime.certificates import CertificateStore

PROVIDER = PROVIDERS["aws-sns"]
SETTINGS = SignatureSettings("aws-sns", options={"topicArn": published.TOPIC})
MESSAGES = (published.WITH_SHA_1, published.WITH_SHA_256, published.SUBSCRIPTION)


def context(message: dict[str, Any], days: int = 0) -> VerificationContext:
    """Return the circumstances at which the message came."""
    client = CountingClient(published.CERTIFICATE)
    now = datetime.fromisoformat(message["Timestamp"]) + timedelta(days=days)
    return VerificationContext(now, CertificateStore(client, FrozenClock().clock))


def verdict(message: dict[str, Any], days: int = 0) -> Verdict:
    request = inbound(body=json.dumps(message, indent=2).encode())
    return check(PROVIDER, request, SETTINGS, context(message, days))


@pytest.mark.parametrize("message", MESSAGES)
def test_what_amazon_signed_is_verified(message: dict[str, Any]) -> None:
    assert verdict(message) == Verdict("aws-sns", "verified")


@pytest.mark.parametrize("message", MESSAGES)
def test_no_signed_field_can_be_changed(message: dict[str, Any]) -> None:
    signed = set(message) - {"SigningCertURL", "Signature", "SignatureVersion"}
    assert len(signed) >= 5
    for name in signed:
        changed = {**message, name: message[name].replace("a", "b", 1) + "x"}
        request = inbound(body=json.dumps(changed).encode())
        found = check(PROVIDER, request, SETTINGS, context(message))
        assert found.verdict == "failed"


def test_a_subject_cannot_be_added() -> None:
    changed = {**published.WITH_SHA_256, "Subject": ""}
    assert "does not fit the message" in verdict(changed).reason


def test_the_certificate_has_its_time() -> None:
    settings = SignatureSettings("aws-sns", (), "", 0, options=SETTINGS.options)
    request = inbound(body=json.dumps(published.WITH_SHA_256).encode())
    late = context(published.WITH_SHA_256, days=400)
    assert "has expired" in check(PROVIDER, request, settings, late).reason


def test_the_subscription_is_answered_and_will_be_confirmed() -> None:
    request = inbound(body=json.dumps(published.SUBSCRIPTION).encode())
    found = with_body(PROVIDER, request, SETTINGS, context(published.SUBSCRIPTION))
    assert found is not None
    assert (found.reply.status, found.call) == (200, published.SUBSCRIBE_URL)
    assert found.verdict == Verdict("aws-sns", "verified")


def test_a_subscription_of_another_topic_is_not_confirmed() -> None:
    other = SignatureSettings(
        "aws-sns", options={"topicArn": published.TOPIC.replace("dongie", "other")}
    )
    request = inbound(body=json.dumps(published.SUBSCRIPTION).encode())
    circumstances = context(published.SUBSCRIPTION)
    assert with_body(PROVIDER, request, other, circumstances) is None
    refused = check(PROVIDER, request, other, circumstances)
    assert published.TOPIC in refused.reason
