"""Square, Trello and Mandrill, which sign the address that they were given."""

from dataclasses import replace

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound

URL = "https://hooks.example.com/webhooks/abc"
KEYS = ["square", "trello", "mandrill"]
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def sender(key: str, url: str = URL) -> Sender:
    return Sender(key, "s3cret", own_url=URL, registered_url=url)


@pytest.mark.parametrize("key", KEYS)
def test_the_address_is_a_part_of_the_signature(key: str) -> None:
    draft = inbound(headers=FORM, body=b"mandrill_events=%5B%5D")
    signed = sender(key).signed(draft)
    assert sender(key).verdict(signed) == "verified"
    assert sender(key, "").verdict(signed) == "verified"
    assert sender(key, f"{URL}/").verdict(signed) == "failed"
    assert sender(key).verdict(replace(signed, raw_query="a=1")) == "failed"


@pytest.mark.parametrize("key", KEYS)
def test_the_sender_may_know_another_address(key: str) -> None:
    other = "https://other.example.com/hook"
    signed = sender(key, other).signed(inbound(headers=FORM, body=b"a=1"))
    assert sender(key, other).verdict(signed) == "verified"
    found = sender(key).checked(signed)
    assert found.verdict.verdict == "failed"


@pytest.mark.parametrize("key", ["trello", "mandrill", "intercom"])
def test_the_look_whether_the_address_is_there_is_answered(key: str) -> None:
    answer = sender(key).asked(inbound("HEAD"))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"")
    assert sender(key).asked(inbound("GET")) is None


def test_the_order_of_mandrills_fields_does_not_matter() -> None:
    signed = sender("mandrill").signed(inbound(headers=FORM, body=b"b=2&a=1"))
    assert sender("mandrill").verdict(signed.with_body(b"a=1&b=2")) == "verified"
    assert sender("mandrill").verdict(signed.with_body(b"a=1&b=3")) == "failed"
