"""Test requests of senders with certificates: signed here, checked by the rules."""

import threading

import pytest

from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.check import check
from webhooks.ingress.signatures.contract import Provider, Sample
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import Signed, sign
from webhooks.ingress.verification.contract import (
    Publisher,
    SignatureRefused,
    Verdict,
    VerificationContext,
)
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate

CERTIFIED = [each for each in PROVIDERS.values() if each.custom is not None]
SAMPLES = [(each, sample) for each in CERTIFIED for sample in each.samples]


def test_the_senders_with_certificates_are_these() -> None:
    keys = {provider.key for provider in CERTIFIED}
    assert keys == {"alexa", "aws-sns", "paypal"}


def signed(provider: Provider, sample: Sample, *, wrong: bool = False) -> Signed:
    """Return the sample as the test panel signs it."""
    options = {each.name: each.example for each in provider.options if each.required}
    settings = SignatureSettings(provider.key, options=options)
    headers = (("Content-Type", sample.content_type), *sample.headers)
    draft = inbound(sample.method, headers=headers, body=sample.body.encode())
    return sign(provider, draft, settings, NOW, ThrowAwayCertificate(), wrong=wrong)


def checked(provider: Provider, made: Signed) -> Verdict:
    """Return what the door says to it."""
    context = VerificationContext(NOW, ThrowAwayCertificate())
    return check(provider, made.request, made.settings, context)


@pytest.mark.parametrize(("provider", "sample"), SAMPLES)
def test_a_signed_sample_is_verified_and_a_wrong_one_refused(
    provider: Provider, sample: Sample
) -> None:
    made = signed(provider, sample)
    assert not made.own_key
    assert checked(provider, made) == Verdict(provider.key, "verified")
    wrong = checked(provider, signed(provider, sample, wrong=True))
    assert wrong.verdict == "failed"
    assert "does not fit" in wrong.reason


@pytest.mark.parametrize(("provider", "sample"), SAMPLES)
def test_each_test_has_an_id_of_its_own(provider: Provider, sample: Sample) -> None:
    bodies = {signed(provider, sample).request.body for _ in range(2)}
    assert len(bodies) == 2


def test_both_digests_fit_their_own_signatures_alone() -> None:
    made = ThrowAwayCertificate()
    new, old = Publisher("sns", ("a.test",)), Publisher("sns", ("a.test",), "sha1")
    for publisher, other in ((new, old), (old, new)):
        code = made.sign("a.test", b"body", publisher.digest)
        made.verify("https://a.test/c", publisher, code, b"body", NOW)
        with pytest.raises(SignatureRefused):
            made.verify("https://a.test/c", other, code, b"body", NOW)
        with pytest.raises(SignatureRefused):
            made.verify("https://a.test/c", publisher, code, b"bodY", NOW)


def test_tests_at_the_same_time_share_one_key() -> None:
    publisher, codes = Publisher("sns", ("a.test",)), []

    def make() -> None:
        codes.append(ThrowAwayCertificate().sign("a.test", b"body", "sha256"))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(set(codes)) == 1
    ThrowAwayCertificate().verify("", publisher, codes[0], b"body", NOW)
