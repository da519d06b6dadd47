"""What is WebSub's own: the hub asks first, and it chooses the hash."""

import hashlib
import hmac

import pytest

from tests.ingress.providers.asking import Sender

TOPIC = "hub.topic=https%3A%2F%2Fwww.youtube.com%2Fxml%2Ffeeds%2Fvideos.xml"


@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
def test_the_challenge_comes_back(mode: str) -> None:
    sender = Sender("websub", "s3cret")
    query = f"hub.mode={mode}&{TOPIC}&hub.challenge=4815162342&hub.lease_seconds=432000"
    answer = sender.asked(sender.get(query))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"4815162342")


@pytest.mark.parametrize(
    "query",
    [
        f"hub.mode=denied&{TOPIC}&hub.challenge=1",
        f"hub.mode=subscribe&{TOPIC}",
        "hub.mode=subscribe&hub.challenge=1",
        "",
    ],
)
def test_all_else_is_no_question(query: str) -> None:
    sender = Sender("websub", "s3cret")
    assert sender.asked(sender.get(query)) is None
    assert sender.verdict(sender.get(query)) == "failed"


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha384", "sha512"])
def test_the_hub_names_its_hash(name: str) -> None:
    body = "<feed>Jürgen</feed>"
    code = hmac.digest(b"s3cret", body.encode(), getattr(hashlib, name)).hex()
    sender = Sender("websub", "s3cret")
    right = sender.post(body, headers=(("X-Hub-Signature", f"{name}={code}"),))
    assert sender.verdict(right) == "verified"
    wrong = sender.checked(right.with_body(b"<feed></feed>"))
    assert wrong.verdict.verdict == "failed"
    assert wrong.verdict.scheme == f"websub {name}"


@pytest.mark.parametrize("name", ["md5", "sha224", "", "SHA-1"])
def test_another_hash_is_refused(name: str) -> None:
    sender = Sender("websub", "s3cret")
    headers = (("X-Hub-Signature", f"{name}={'0' * 40}"),)
    assert sender.verdict(sender.post("<feed/>", headers=headers)) == "failed"
