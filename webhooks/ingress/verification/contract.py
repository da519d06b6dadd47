"""What a verification is: one declaration that the pipeline, the API, the pages
and the documentation read.

A verification is for one sender and lives in one module beside this one, as its
``VERIFICATION``; adding a sender means adding a file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from webhooks.errors import Unauthorized
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.reply import Reply, error_reply, json_reply
from webhooks.ingress.request import InboundRequest

UNVERIFIED: Final = error_reply(Unauthorized("The request could not be verified."))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a request's origin; the reason is for the owner alone."""

    scheme: str
    verdict: Literal["verified", "failed", "unchecked"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Handshake:
    """The answer to a sender's question whether this address is the right one."""

    reply: Reply
    verdict: Verdict


class CertificateRefused(Exception):
    """A signature does not hold; the message is for the owner and has no secret."""


class CertificatePort(Protocol):
    """Looks after certificates that senders publish at an address."""

    def verify(
        self, url: str, host: str, signature: bytes, signed: bytes, now: datetime
    ) -> None:
        """Pass a signature made with the certificate published at ``url``.

        The certificate must be valid for ``host`` at ``now`` and lead to a
        trusted root. Raises CertificateRefused.
        """


@dataclass(frozen=True, slots=True)
class VerificationContext:
    """What a check needs from outside: the time and the certificates."""

    now: datetime
    certificates: CertificatePort


def no_handshake(request: InboundRequest, endpoint: Endpoint) -> Handshake | None:
    """Return None: this sender never asks."""
    return None


def success(endpoint: Endpoint) -> Reply:
    """Return the reply that a sender gets when nobody else answers."""
    return json_reply(endpoint.response_code, {"success": True})


@dataclass(frozen=True, slots=True)
class Verification:
    """One way to find out whether a request comes from where it should.

    ``summary`` describes it to the owner and ``help`` says what to enter at the
    sender. ``code_help`` is empty when no code is of use. ``refusal`` is the
    uniform answer to a request that fails ``check``; the reason stays here.
    """

    type: str
    label: str
    summary: str
    help: str
    check: Callable[[InboundRequest, Endpoint, VerificationContext], Verdict]
    needs_code: bool = False
    code_help: str = ""
    fixed_response_code: int | None = None
    handshake: Callable[[InboundRequest, Endpoint], Handshake | None] = no_handshake
    answer: Callable[[Endpoint], Reply] = success
    refusal: Reply = UNVERIFIED
