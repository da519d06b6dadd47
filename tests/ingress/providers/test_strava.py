"""What is Strava's own: a JSON answer, and a number instead of a signature."""

import pytest

from tests.ingress.providers.asking import Sender

ASKS = "hub.mode=subscribe&hub.challenge=15f7d1a91c1f40&hub.verify_token="
NUMBER = {"options": {"subscription_id": "120475"}}


def test_the_challenge_comes_back_in_json() -> None:
    sender = Sender("strava", "STRAVA")
    answer = sender.asked(sender.get(f"{ASKS}STRAVA"))
    assert answer is not None
    assert answer.reply.body == b'{"hub.challenge":"15f7d1a91c1f40"}'
    assert ("Content-Type", "application/json") in answer.reply.headers
    assert answer.verdict.verdict == "verified"


@pytest.mark.parametrize("token", ["", "strava", "STRAVA%20"])
def test_a_wrong_token_gets_no_challenge_back(token: str) -> None:
    sender = Sender("strava", "STRAVA")
    answer = sender.asked(sender.get(f"{ASKS}{token}"))
    assert answer is not None
    assert answer.reply.status == 403
    assert b"15f7d1a91c1f40" not in answer.reply.body


def test_events_are_not_checked_until_the_subscription_has_a_number() -> None:
    """It gets one only after its handshake was answered."""
    sender = Sender("strava", "STRAVA")
    assert sender.verdict(sender.post({"subscription_id": 1})) == "unchecked"


@pytest.mark.parametrize(
    ("event", "verdict"),
    [
        ({"subscription_id": 120475}, "verified"),
        ({"subscription_id": 120476}, "failed"),
        ({"subscription_id": None}, "failed"),
        ({}, "failed"),
        ([], "failed"),
    ],
)
def test_events_of_another_subscription_are_refused(
    event: object, verdict: str
) -> None:
    sender = Sender("strava", "STRAVA", **NUMBER)
    assert sender.verdict(sender.post(event)) == verdict


@pytest.mark.parametrize("text", ["abc", "1 2", "-1", "١٢"])
def test_a_subscription_must_be_a_number(text: str) -> None:
    sender = Sender("strava", "STRAVA", options={"subscription_id": text})
    with pytest.raises(ValueError, match="subscription_id is the number"):
        sender.provider.schemes_for(sender.settings.options)
    assert sender.verdict(sender.post({"subscription_id": text})) == "failed"
