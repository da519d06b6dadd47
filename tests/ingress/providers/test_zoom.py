"""What is Zoom's own: a challenge that only a signed request gets a code for."""

import hashlib
import hmac
import json

import pytest

from tests.ingress.providers.asking import Sender

SECRET = "zoom_secret_token"


def challenge(token: str) -> dict[str, object]:
    return {"event": "endpoint.url_validation", "payload": {"plainToken": token}}


def test_the_code_proves_the_secret() -> None:
    sender = Sender("zoom", SECRET)
    answer = sender.asked(sender.signed(sender.post(challenge("plain123"))))
    assert answer is not None
    code = hmac.digest(SECRET.encode(), b"plain123", hashlib.sha256).hex()
    wanted = {"plainToken": "plain123", "encryptedToken": code}
    assert json.loads(answer.reply.body) == wanted


def test_nobody_else_gets_a_code() -> None:
    """Else anybody could ask for the signature of any event."""
    sender = Sender("zoom", SECRET)
    request = sender.post(challenge("plain123"))
    assert sender.asked(request) is None
    assert sender.verdict(request) == "failed"


@pytest.mark.parametrize("token", ["", "v0:1:{}", "x" * 5000, "a b"])
def test_what_is_no_token_gets_no_code(token: str) -> None:
    sender = Sender("zoom", SECRET)
    answer = sender.asked(sender.signed(sender.post(challenge(token))))
    assert answer is not None
    assert answer.reply.status == 400
    assert b"encryptedToken" not in answer.reply.body


def test_the_code_is_made_with_the_secret_that_zoom_signs_with() -> None:
    """While a secret is replaced, Zoom may still use the older one."""
    older = Sender("zoom", SECRET)
    request = older.signed(older.post(challenge("plain123")))
    both = Sender("zoom", "newer", SECRET)
    assert (answer := both.asked(request)) is not None
    assert (wanted := older.asked(request)) is not None
    assert answer.reply.body == wanted.reply.body
    assert "older secret" in answer.verdict.reason
