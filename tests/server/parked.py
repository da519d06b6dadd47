"""Callers that wait, many at once, and what they get when the server stops."""

from tests.server.callers import Caller, until
from tests.server.running import RemoteWebhook


def parked(webhook: RemoteWebhook, count: int) -> list[Caller]:
    """Start callers and return once every one of them waits."""
    callers = [Caller(webhook) for _ in range(count)]
    until(lambda: waiting(webhook) == count, "all callers wait")
    return callers


def waiting(webhook: RemoteWebhook) -> int:
    """Return how many of a webhook's deliveries have no answer yet."""
    return sum(row["response"] is None for row in webhook.deliveries("?limit=200"))


def released(callers: list[Caller]) -> None:
    """Check that each was told that its request is stored and to come back."""
    answers = [caller.answer() for caller in callers]
    assert [answer.status for answer in answers] == [503] * len(callers)
    ids = {answer.json["deliveryId"] for answer in answers}
    assert len(ids) == len(callers)
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
