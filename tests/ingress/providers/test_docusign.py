"""What is DocuSign's own: one header for every key of the account."""

import base64
import hashlib
import hmac

import pytest

from tests.ingress.providers.asking import Sender

BODY = '{"event":"envelope-completed"}'


def code(secret: str) -> str:
    made = hmac.digest(secret.encode(), BODY.encode(), hashlib.sha256)
    return base64.b64encode(made).decode()


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_key_may_be_any_of_the_account(number: int) -> None:
    sender = Sender("docusign", "ours")
    headers = tuple(
        (f"X-DocuSign-Signature-{each}", code("ours" if each == number else "theirs"))
        for each in range(1, 6)
    )
    found = sender.checked(sender.post(BODY, headers=headers))
    assert found.verdict.verdict == "verified"
    assert found.verdict.scheme == f"docusign key {number}"


def test_none_of_them_may_be_ours() -> None:
    sender = Sender("docusign", "ours")
    headers = tuple((f"X-DocuSign-Signature-{each}", code("theirs")) for each in (1, 2))
    assert sender.verdict(sender.post(BODY, headers=headers)) == "failed"
