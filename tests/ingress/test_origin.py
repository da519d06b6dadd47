"""Losant's verification type and the provider's signature, side by side."""

import pytest

from tests.ingress.requests_factory import NOW, inbound
from tests.ingress.signatures.asking import CERTIFICATES, settings, signed, unsigned
from webhooks.ingress import origin
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import VerificationContext

SECRET = "correct horse"
CONTEXT = VerificationContext(NOW, CERTIFICATES)


def check(
    under: SignatureSettings | None, request: InboundRequest, type_: str = "none"
) -> origin.Found:
    endpoint = Endpoint(
        "w", "a", signature=under, verification_type=type_, verification_code="code"
    )
    return origin.check(endpoint, request, CONTEXT)


def test_a_signature_counts_beside_a_handshake() -> None:
    under = settings("facebook", SECRET)
    assert check(under, signed("facebook", SECRET), "facebook").refusal is None
    found = check(under, unsigned(b"{}"), "facebook")
    assert (found.verdict.verdict, found.refusal is not None) == ("failed", True)


def test_the_handshake_is_answered_whatever_the_signature() -> None:
    endpoint = Endpoint(
        "w",
        "a",
        signature=settings("facebook", SECRET),
        verification_type="facebook",
        verification_code="code",
    )
    query = "hub.mode=subscribe&hub.verify_token=code&hub.challenge=7"
    found = origin.handshake(endpoint, inbound("GET", query=query))
    assert found is not None
    assert (found.reply.status, found.reply.body) == (200, b"7")


@pytest.mark.parametrize("key", sorted(PROVIDERS))
def test_every_refusal_has_its_providers_status_and_tells_nothing(key: str) -> None:
    options = {"subscription_id": "1"} if key == "strava" else {}
    found = check(settings(key, SECRET, options=options), unsigned(b"{}"))
    if found.verdict.verdict == "unchecked":
        assert not PROVIDERS[key].schemes
        return
    assert found.refusal is not None
    assert found.refusal.status == PROVIDERS[key].refusal_status
    answer = PROVIDERS[key].answer
    wants_none = answer is not None and not answer.body
    wants_none |= found.refusal.status == 202
    wanted = b"" if wants_none else b"could not be verified"
    assert wanted in found.refusal.body
    assert bool(found.refusal.body) is not wants_none
    assert found.verdict.reason.encode() not in found.refusal.body


def test_an_unknown_provider_is_a_refusal() -> None:
    found = check(SignatureSettings("tomorrow", (SECRET,)), unsigned(b"{}"))
    assert found.refusal is not None
    assert found.refusal.status == 401


@pytest.mark.parametrize(
    ("chosen", "sender", "named"),
    [
        ("github", "shopify", "Shopify"),
        ("github", "stripe", "Stripe"),
        ("stripe", "standard-webhooks", "Standard Webhooks"),
        ("standard-webhooks", "stripe", "Stripe"),
        ("slack", "discord", "Discord"),
    ],
)
def test_another_senders_signature_is_recognised(
    chosen: str, sender: str, named: str
) -> None:
    secret = {"standard-webhooks": "whsec_AAECAwQFBgcICQoLDA0ODw=="}
    request = signed(sender, secret.get(sender, "00" * 32))
    reason = check(settings(chosen, secret.get(chosen, SECRET)), request).verdict.reason
    assert "missing" in reason
    assert named in reason
    assert "choose that provider here" in reason


def test_headers_that_many_use_are_no_sign_of_a_sender() -> None:
    headers = (("Authorization", "x"), ("X-Signature", "y"), ("X-Secret", "z"))
    found = check(settings("github", SECRET), unsigned(b"{}", headers=headers))
    assert "choose that provider" not in found.verdict.reason


def test_a_wrong_signature_of_the_chosen_sender_is_no_other_ones() -> None:
    request = signed("facebook", "another")
    found = check(settings("github", SECRET), request)
    assert "the secret stored here is not the one" in found.verdict.reason
    assert "choose that provider" not in found.verdict.reason
