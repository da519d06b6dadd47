"""What is Standard Webhooks' own: two names for its headers, two kinds of key."""

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import NOW
from webhooks.ingress.signatures import throw_away_key
from webhooks.ingress.signatures.placing import put_header

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="


@pytest.mark.parametrize("family", ["webhook", "svix"])
def test_svix_has_its_own_header_names(family: str) -> None:
    sender = Sender("standard-webhooks", SECRET)
    headers = ((f"{family}-id", "msg_1"),)
    request = sender.signed(sender.post({"a": 1}, headers=headers))
    assert request.header(f"{family}-signature")
    found = sender.checked(request)
    assert found.verdict.verdict == "verified"
    stamp = int(NOW.timestamp())
    (known,) = found.identities
    assert known.key == f"message {stamp} {request.header(f'{family}-id')}"


@pytest.mark.parametrize(("secret", "version"), [(SECRET, "v1"), (PUBLIC, "v1a")])
def test_the_kind_of_key_decides_on_the_version(secret: str, version: str) -> None:
    sender = Sender("standard-webhooks", secret)
    request = sender.signed(sender.post({"a": 1}))
    assert (request.header("webhook-signature") or "").startswith(f"{version},")
    assert sender.checked(request).verdict.scheme == f"standard-webhooks {version}"


def test_of_several_signatures_one_is_enough() -> None:
    sender = Sender("standard-webhooks", SECRET)
    request = sender.signed(sender.post({"a": 1}))
    right = request.header("webhook-signature")
    other = throw_away_key.sign("ed25519", "whpk", b"")[0].hex()
    for value in (f"v1,AAAA {right}", f"v1a,{other} {right} v2,zzz", f"{right} "):
        changed = put_header(request, "webhook-signature", value)
        assert sender.verdict(changed) == "verified", value
    for value in ("", "v1,", "v1", f"v2,{right}", f"{right}".replace(",", ":")):
        changed = put_header(request, "webhook-signature", value)
        assert sender.verdict(changed) == "failed", value


def test_a_public_key_is_no_shared_secret() -> None:
    """Everybody may know it, so a signature made with it must prove nothing."""
    sender = Sender("standard-webhooks", PUBLIC)
    forger = Sender("standard-webhooks", "whsec_" + PUBLIC.removeprefix("whpk_"))
    assert sender.verdict(forger.signed(sender.post({"a": 1}))) == "failed"
