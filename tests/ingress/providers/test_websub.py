"""What is WebSub's own: the hub asks first, and it chooses the hash."""

import hashlib
import hmac
import json
from urllib.parse import quote

import pytest

from tests.ingress.providers.asking import Sender
from webhooks.ingress.reply import Reply

TOPIC = "hub.topic=https%3A%2F%2Fwww.youtube.com%2Fxml%2Ffeeds%2Fvideos.xml"


@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
def test_the_challenge_comes_back(mode: str) -> None:
    sender = Sender("websub", "s3cret", options={"unsubscribe": "yes"})
    query = f"hub.mode={mode}&{TOPIC}&hub.challenge=4815162342&hub.lease_seconds=432000"
    answer = sender.asked(sender.get(query))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"4815162342")


OURS = "https://example.com/feed?id=%E2%82%AC"
TWO = f"  https://example.com/other\n{OURS} "


@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
@pytest.mark.parametrize(
    ("topic", "asked", "status"),
    [
        ("", OURS, 200),
        (OURS, OURS, 200),
        (TWO, OURS, 200),
        (TWO, "https://example.com/other", 200),
        (OURS, "https://example.com/", 404),
        (OURS, f"{OURS}2", 404),
        (OURS, OURS.upper(), 404),
        (OURS, "", 404),
        (TWO, TWO.strip(), 404),
    ],
)
def test_only_what_the_owner_named_is_confirmed(
    mode: str, topic: str, asked: str, status: int
) -> None:
    options = {"topic": topic, "unsubscribe": "yes"}
    sender = Sender("websub", "s3cret", options=options)
    query = f"hub.mode={mode}&hub.topic={quote(asked, safe='')}&hub.challenge=48151"
    answer = sender.asked(sender.get(query))
    assert answer is not None
    assert answer.reply.status == status
    assert (b"48151" in answer.reply.body) is (status == 200)
    if status == 404:
        assert answer.verdict.verdict == "failed"
        assert "hub.topic is none of the option topic" in answer.verdict.reason


@pytest.mark.parametrize("options", [{}, {"unsubscribe": "no"}, {"topic": OURS}])
def test_no_stranger_ends_the_subscription(options: dict[str, str]) -> None:
    sender = Sender("websub", "s3cret", options=options)
    topic = quote(OURS, safe="")
    query = f"hub.mode=unsubscribe&hub.topic={topic}&hub.challenge=48151"
    answer = sender.asked(sender.get(query))
    assert answer is not None
    assert (answer.reply.status, answer.verdict.verdict) == (404, "failed")
    assert json.loads(answer.reply.body)["type"] == "NotFound"
    assert b"48151" not in answer.reply.body
    assert "the option unsubscribe is not yes" in answer.verdict.reason


def test_what_is_wrongly_signed_is_acknowledged_and_ignored() -> None:
    """As its specification has it: the hub would repeat it otherwise."""
    sender = Sender("websub", "s3cret")
    headers = (("X-Hub-Signature", f"sha256={'0' * 64}"),)
    found = sender.checked(sender.post("<feed/>", headers=headers))
    assert found.refusal == Reply(202)
    assert (found.verdict.verdict, found.identities) == ("failed", ())


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
