"""Mailchimp and monday.com, whose only secret is a part of the address."""

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound

WRONG = ["", "secret=", "secret=other", "secret=s3cret%20", "SECRET=s3cret"]


def test_mailchimp_finds_the_address_only_with_its_secret() -> None:
    sender = Sender("mailchimp", "s3cret")
    answer = sender.asked(sender.get("secret=s3cret"))
    assert answer is not None
    assert (answer.reply.status, answer.verdict.verdict) == (200, "verified")


@pytest.mark.parametrize("query", WRONG)
def test_mailchimp_is_told_at_once_that_the_secret_is_wrong(query: str) -> None:
    sender = Sender("mailchimp", "s3cret")
    assert sender.asked(sender.get(query)) is None
    assert sender.verdict(sender.get(query)) == "failed"


def test_mondays_challenge_comes_back() -> None:
    sender = Sender("monday", "s3cret")
    request = sender.post({"challenge": "3eZbrw1aBm2rZg"}, query="secret=s3cret")
    answer = sender.asked(request)
    assert answer is not None
    assert answer.reply.body == b'{"challenge":"3eZbrw1aBm2rZg"}'


@pytest.mark.parametrize("query", WRONG)
def test_mondays_challenge_is_not_for_everybody(query: str) -> None:
    sender = Sender("monday", "s3cret")
    request = sender.post({"challenge": "3eZbrw1aBm2rZg"}, query=query)
    assert sender.asked(request) is None
    assert sender.verdict(request) == "failed"


@pytest.mark.parametrize("key", ["mailchimp", "monday"])
@pytest.mark.parametrize("name", ["a b", "a=b", "a&b", "ü", "x" * 200])
def test_a_parameter_must_stand_in_an_address_as_it_is(key: str, name: str) -> None:
    sender = Sender(key, "s3cret", options={"parameter": name})
    with pytest.raises(ValueError, match="parameter must be 1 to 128"):
        sender.provider.schemes_for(sender.settings.options)
    assert sender.verdict(inbound(query="secret=s3cret")) == "failed"
