"""Where a request comes from, and what came of it."""

from dataclasses import dataclass

from webhooks.ingress.reply import Reply


@dataclass(frozen=True, slots=True)
class Received:
    """The answer, and the delivery that was stored, if one was."""

    reply: Reply
    delivery_id: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from when it is not the network."""

    source: str = "request"
    replay_of: str | None = None
