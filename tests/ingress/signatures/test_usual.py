"""The straight way says yes where the whole check does, and nowhere else."""

from collections.abc import Iterator

import pytest

from tests.ingress.signatures.asking import settings, signed, unsigned, verdict
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.usual import verified

SECRET = "0123456789abcdef0123456789abcdef"  # a key in each of the encodings
BODY = b'{"a":1}'


def usual(key: str) -> bool:
    """Tell whether this provider's requests go the straight way."""
    provider = PROVIDERS[key]
    if provider.custom or provider.build or len(provider.schemes) != 1:
        return False
    scheme = provider.schemes[0]
    if scheme.content != "{body}" or not scheme.algorithm.startswith("hmac"):
        return False
    return verified(signed(key, SECRET), settings(key, SECRET)) is not None


USUAL = [key for key in PROVIDERS if usual(key)]


def changed(request: InboundRequest, name: str) -> Iterator[InboundRequest]:
    """Yield the request with one thing wrong, or only unusual, at a time."""
    value = request.header(name) or ""
    yield request.with_body(request.body + b" ")
    yield request.with_body(b"")
    others = tuple(pair for pair in request.headers if pair[0] != name.lower())
    texts = (
        *("", " ", value[:-1], value[1:], value + "00", value * 2, f"{value},{value}"),
        *(value.upper(), f" {value}", f"{value} ", "caf\xe9", "x" * 10_000),
    )
    for text in texts:
        yield unsigned(request.body, headers=(*others, (name, text)))
    yield unsigned(request.body, headers=others)
    yield unsigned(request.body, headers=(*others, (name, value), (name, value)))


def test_most_senders_that_sign_the_body_alone_go_this_way() -> None:
    assert {"bitbucket", "facebook", "github", "line", "shopify"} <= set(USUAL)
    assert "stripe" not in USUAL


@pytest.mark.parametrize("key", USUAL)
def test_it_never_says_yes_where_the_whole_check_says_no(key: str) -> None:
    under = settings(key, SECRET)
    request = signed(key, SECRET, BODY)
    assert verified(request, under) == verdict(request, under)
    name = PROVIDERS[key].schemes[0].signature.partition(".")[2]
    for other in changed(request, name):
        said = verified(other, under)
        assert said is None or said == verdict(other, under)
    assert verified(request, settings(key, SECRET[::-1])) is None
    assert verified(request, settings(key)) is None


def test_an_older_secret_is_left_to_the_check_that_says_so() -> None:
    under = settings("github", "the newest", SECRET)
    request = signed("github", SECRET)
    assert verified(request, under) is None
    assert "older secret" in verdict(request, under).reason
