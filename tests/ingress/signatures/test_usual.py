"""The straight way says yes where the whole check does, and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from tests.ingress.providers.sent_samples import (
    CERTIFICATE,
    draft_of,
    settings_for,
    signed,
)
from tests.ingress.requests_factory import NOW
from tests.ingress.signatures.asking import settings, unsigned, verdict, with_header
from tests.ingress.signatures.asking import signed as signed_with
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.identity import Identity, identities
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.usual import passed
from webhooks.ingress.verification.contract import Verdict, VerificationContext

Known = tuple[Verdict, tuple[Identity, ...]]

NOW_THERE: Final = VerificationContext(NOW, CERTIFICATE)


def sent(key: str) -> Iterator[tuple[SignatureSettings, InboundRequest]]:
    """Yield each sample of a provider as its sender signs it."""
    provider = PROVIDERS[key]
    under = replace(settings_for(provider), deduplicate=True)
    for sample in provider.samples:
        endpoint, request = signed(under, draft_of(sample))
        assert endpoint.signature is not None
        # Only the newest secret goes this way; of two kinds each has its turn.
        for secret in endpoint.signature.secrets:
            yield replace(endpoint.signature, secrets=(secret,)), request


def straight(
    request: InboundRequest,
    under: SignatureSettings,
    context: VerificationContext = NOW_THERE,
) -> Known | None:
    """What is known of a request that went the straight way."""
    provider = PROVIDERS[under.provider]
    found = passed(request, under, context)
    if found is None:
        return None
    return found.verdict, identities(provider, request, under, found.verdict, found)


def wholly(
    request: InboundRequest,
    under: SignatureSettings,
    context: VerificationContext = NOW_THERE,
) -> Known:
    """What the whole check finds."""
    found = verdict(request, under, context.now, timed=context.timed)
    provider = PROVIDERS[under.provider]
    if found.verdict == "failed":
        return found, ()
    return found, identities(provider, request, under, found)


def changed(request: InboundRequest) -> Iterator[InboundRequest]:
    """Yield the request with one thing wrong, or only unusual, at a time."""
    yield request.with_body(request.body + b" ")
    yield request.with_body(b"")
    for place, (name, value) in enumerate(request.headers):
        others = (*request.headers[:place], *request.headers[place + 1 :])
        texts = (
            *("", " ", value[:-1], value[1:], value + "00", value * 2, "=", ","),
            *(value.upper(), f" {value}", f"{value} ", "caf\xe9", "x" * 10_000),
            *(f"{value},{value}", f"{value} {value}", f"{value},t=1", f"t=1,{value}"),
            *(value + " " * 8192, value.replace("=", "=0", 1), f"{value},v1=00"),
            *("a=1," * 16 + value, "a=1 " * 16 + value),
            value.replace("1", "\u0661"),
        )
        for text in texts:
            yield replace(request, headers=(*others, (name, text)))
        yield replace(request, headers=others)
        yield replace(request, headers=(*others, (name, value), (name, value)))
        yield replace(request, headers=((name.title(), "1"), *request.headers))


def usual(key: str) -> bool:
    return any(straight(request, under) for under, request in sent(key))


USUAL = [key for key in PROVIDERS if usual(key)]


def test_most_senders_go_this_way() -> None:
    assert {"github", "shopify", "line", "facebook", "stripe", "slack"} <= set(USUAL)
    assert {"standard-webhooks", "discord", "telegram", "zoom", "generic"} <= set(USUAL)
    # Its codes are also made for strangers, so its signatures need a closer look.
    assert "x" not in USUAL
    assert len(USUAL) > 40


@pytest.mark.parametrize("key", USUAL)
def test_it_never_says_yes_where_the_whole_check_says_no(key: str) -> None:
    went = 0
    for under, request in sent(key):
        first = straight(request, under)
        went += first is not None
        for each in (request, *changed(request)):
            said = straight(each, under)
            assert said is None or said == wholly(each, under)
        assert straight(request, replace(under, secrets=())) is None
        other = replace(under, secrets=(under.secrets[0][::-1],))
        assert straight(request, other) is None
    assert went


@pytest.mark.parametrize("key", USUAL)
@pytest.mark.parametrize("timed", [True, False])
def test_it_is_as_strict_about_the_time(key: str, timed: bool) -> None:
    for under, request in sent(key):
        limit = PROVIDERS[key].tolerance_seconds
        for seconds in (limit, limit + 1, -limit, -limit - 1, 10**7):
            now = NOW + timedelta(seconds=seconds)
            context = VerificationContext(now, CERTIFICATE, timed=timed)
            said = straight(request, under, context)
            assert said is None or said == wholly(request, under, context)


@pytest.mark.parametrize("header", ["body", "timestamp"])
def test_headers_named_like_other_places_are_not_taken_for_them(header: str) -> None:
    """A template of the owner's may sign a header of any name."""
    options = {"header": "X-Signature", "content": f"{{header.{header}}}.{{body}}"}
    under = settings("generic", "secret", options=options)
    draft = with_header(unsigned(b"{}"), header, "something")
    request = signed_with("generic", "secret", request=draft, options=options)
    assert straight(request, under) == wholly(request, under)
    for each in changed(request):
        said = straight(each, under)
        assert said is None or said == wholly(each, under)


def test_an_older_secret_is_left_to_the_check_that_says_so() -> None:
    under = settings("github", "the newest", "0123456789abcdef")
    request = signed_with("github", "0123456789abcdef")
    assert passed(request, under, NOW_THERE) is None
    assert "older secret" in verdict(request, under).reason


def test_a_secret_of_spaces_opens_nothing() -> None:
    under = settings("telegram", " ")
    request = signed_with("telegram", " ")
    assert wholly(request, under)[0].verdict == "failed"
    assert straight(request, under) is None
