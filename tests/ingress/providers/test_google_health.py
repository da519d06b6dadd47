"""What is Google Health's own: two questions, of which one must be refused."""

import pytest

from tests.ingress.providers.asking import Sender
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import automatic_reply

SECRET = "Bearer abc"
ASKS = {"type": "verification"}


def test_the_question_with_the_secret_gets_201() -> None:
    sender = Sender("google-health", SECRET)
    request = sender.post(ASKS, headers=(("Authorization", SECRET),))
    answer = sender.asked(request)
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (201, b"")


@pytest.mark.parametrize("given", [None, "", "abc", "bearer abc", "Bearer abc "])
def test_the_question_without_it_gets_401(given: str | None) -> None:
    sender = Sender("google-health", SECRET)
    headers = () if given is None else (("Authorization", given),)
    answer = sender.asked(sender.post(ASKS, headers=headers))
    assert answer is not None
    assert answer.reply.status == 401
    assert answer.verdict.verdict == "failed"


def test_notifications_are_answered_with_204() -> None:
    """Anything else is sent again for days."""
    sender = Sender("google-health", SECRET)
    sample = sender.provider.samples[0]
    assert sender.verdict(sender.signed(sender.post(sample.body))) == "verified"
    endpoint = Endpoint("w", "a", signature=sender.settings)
    assert automatic_reply(endpoint, "POST").status == 204
