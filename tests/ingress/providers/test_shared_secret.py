"""A secret that is sent along: where it may stand, and behind what."""

from dataclasses import replace

import pytest

from tests.ingress.providers.asking import Sender
from webhooks.ingress.request import InboundRequest

WAYS = {
    "header": ({}, (("X-Secret", "s3cret"),), ""),
    "bearer": (
        {"name": "Authorization", "prefix": "bearer"},
        (("Authorization", "Bearer s3cret"),),
        "",
    ),
    "token": (
        {"name": "Authorization", "prefix": "token"},
        (("Authorization", "Token s3cret"),),
        "",
    ),
    "query": ({"where": "query", "name": "key"}, (), "a=1&key=s3cret"),
}
Way = tuple[dict[str, str], tuple[tuple[str, str], ...], str]


def sender(options: dict[str, str]) -> Sender:
    return Sender("shared-secret", "s3cret", options=options)


def request(way: Way) -> InboundRequest:
    return sender({}).post("{}", headers=way[1], query=way[2])


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_the_secret_is_looked_for_in_one_place_only(way: Way) -> None:
    for options, _, _ in WAYS.values():
        verdict = sender(options).verdict(request(way))
        assert verdict == ("verified" if options == way[0] else "failed")


@pytest.mark.parametrize("given", ["s3cret ", "S3CRET", "s3cre", "s3crett", "", "é"])
def test_nearly_the_secret_is_not_the_secret(given: str) -> None:
    headers = (("X-Secret", given),)
    found = sender({}).checked(sender({}).post("{}", headers=headers))
    assert found.verdict.verdict == "failed"
    assert "s3cret" not in found.verdict.reason


def test_two_of_them_are_refused() -> None:
    once = request(WAYS["header"])
    twice = replace(once, headers=(*once.headers, ("X-SECRET", "other")))
    assert sender({}).verdict(twice) == "failed"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"where": "body"}, "where must be one of header, query"),
        ({"prefix": "basic"}, "prefix must be one of none, bearer, token"),
        ({"name": "X Secret"}, "name must be a header's name"),
        ({"where": "query", "name": "a b"}, "name must be 1 to 128 letters"),
        ({"where": "query", "name": "a=b"}, "name must be 1 to 128 letters"),
    ],
)
def test_what_no_sender_could_send_is_refused(
    options: dict[str, str], problem: str
) -> None:
    own = sender(options)
    with pytest.raises(ValueError, match=problem):
        own.provider.schemes_for(own.settings.options)
    assert own.verdict(request(WAYS["header"])) == "failed"


def test_home_assistant_sends_it_as_a_bearer() -> None:
    own = Sender("home-assistant", "s3cret")
    assert own.verdict(request(WAYS["bearer"])) == "verified"
    assert own.verdict(request(WAYS["token"])) == "failed"
