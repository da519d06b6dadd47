"""What is Mailgun's own: signature, time and token stand in the body."""

import hashlib
import hmac
from urllib.parse import urlencode

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.request import InboundRequest

SECRET = "key-0123456789abcdef"
STAMP = str(int(NOW.timestamp()))
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def code(token: str, stamp: str = STAMP) -> str:
    return hmac.digest(
        SECRET.encode(), f"{stamp}{token}".encode(), hashlib.sha256
    ).hex()


def event(token: str, what: str = "opened", stamp: str = STAMP) -> InboundRequest:
    signature = {"timestamp": stamp, "token": token, "signature": code(token, stamp)}
    body = {"signature": signature, "event-data": {"event": what}}
    return Sender("mailgun").post(body)


def form(*fields: tuple[str, str]) -> InboundRequest:
    return inbound(headers=FORM, body=urlencode(fields).encode())


def test_the_older_form_is_verified() -> None:
    fields = (("timestamp", STAMP), ("token", "t"), ("signature", code("t")))
    found = Sender("mailgun", SECRET).checked(form(("event", "opened"), *fields))
    assert found.verdict.verdict == "verified"
    assert found.verdict.scheme == "mailgun form"


def test_of_a_field_that_comes_twice_the_last_counts() -> None:
    """A mail's sender can add fields, and Mailgun puts its own behind them."""
    fields = (("timestamp", STAMP), ("token", "t"), ("signature", code("t")))
    sender = Sender("mailgun", SECRET)
    assert sender.verdict(form(("token", "forged"), *fields)) == "verified"
    assert sender.verdict(form(*fields, ("token", "forged"))) == "failed"


def test_a_token_is_good_once_whatever_stands_beside_it() -> None:
    """The event is not signed, so a token that was seen fits any other."""
    sender = Sender("mailgun", SECRET)
    first, forged = event("t"), event("t", "unsubscribed")
    assert sender.ids(first) == sender.ids(forged) != []
    assert sender.ids(first) != sender.ids(event("another"))


def test_a_delivery_that_is_repeated_for_eight_hours_is_in_time() -> None:
    sender = Sender("mailgun", SECRET)
    hours = 3600
    late = event("t", stamp=str(int(STAMP) - 8 * hours))
    assert sender.verdict(late) == "verified"
    too_late = event("t", stamp=str(int(STAMP) - 13 * hours))
    assert sender.verdict(too_late) == "failed"
