"""Where a request comes from, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from webhooks.ingress.reply import Reply
from webhooks.ingress.verification.contract import CertificatePort, Verdict


@dataclass(frozen=True, slots=True)
class Received:
    """The answer, the delivery that was stored, if one was, and what is known of the
    sender."""

    reply: Reply
    delivery_id: str | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from when it is not the network.

    For a stored request that is sent again, ``received_at`` is when it came first:
    its signature is checked as of then, and its age not at all. With ``verdict`` it
    is not checked anew. ``certificates`` replace the senders' own in a test.
    """

    source: str = "request"
    replay_of: str | None = None
    received_at: datetime | None = None
    verdict: Verdict | None = None
    certificates: CertificatePort | None = None
