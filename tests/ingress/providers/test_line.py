"""What is LINE's own: Verify sends a signed request without events."""

from tests.ingress.providers.asking import Sender

EMPTY = {"destination": "xxxxxxxxxx", "events": []}
MESSAGE = {
    "destination": "xxxxxxxxxx",
    "events": [{"type": "message", "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZR"}],
}


def test_verify_is_answered_without_a_workflow() -> None:
    sender = Sender("line", "channel secret")
    answer = sender.asked(sender.signed(sender.post(EMPTY)))
    assert answer is not None
    assert (answer.reply.status, answer.verdict.verdict) == (200, "verified")


def test_verify_fails_while_the_secret_is_wrong() -> None:
    """So that the console shows it, and not the first lost message."""
    sender = Sender("line", "channel secret")
    request = sender.signed(sender.post(EMPTY), wrong=True)
    assert sender.asked(request) is None
    assert sender.verdict(request) == "failed"


def test_messages_are_delivered() -> None:
    sender = Sender("line", "channel secret")
    request = sender.signed(sender.post(MESSAGE))
    assert sender.asked(request) is None
    assert sender.verdict(request) == "verified"
