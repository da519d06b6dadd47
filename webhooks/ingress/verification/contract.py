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


VerdictKind = Literal["verified", "failed", "unchecked"]
Digest = Literal["sha1", "sha256"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a request's origin; the reason is for the owner alone."""

    scheme: str
    verdict: VerdictKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Handshake:
    """The answer to a sender's question whether this address is the right one.

    ``adopt`` becomes the webhook's secret if it has none yet; ``call`` is an
    address to be called once, already checked.
    """

    reply: Reply
    verdict: Verdict
    adopt: str = ""
    call: str = ""


class CertificateRefused(Exception):
    """A signature does not hold; the message is for the owner and has no secret."""


class SignatureRefused(CertificateRefused):
    """The certificate is right, but it has not signed this."""


class CertificateUnavailable(Exception):
    """The certificate cannot be had just now, which is no fault of the request.

    The message is for the owner. ``publisher`` is whose certificate it is,
    ``retry_after_seconds`` a whole number.
    """

    def __init__(self, message: str, publisher: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.publisher = publisher
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Publisher:
    """A sender that signs with a certificate which it publishes.

    ``name`` is what fetches are counted by; the certificate must be for one of
    ``hosts``; ``digest`` is what it signs with. ``alone`` takes a file that holds
    no chain to a root: name and time are checked then, and the trust is that only
    the sender can put a file at its address, which is read over TLS.
    """

    name: str
    hosts: tuple[str, ...]
    digest: Digest = "sha256"
    alone: bool = False


class CertificatePort(Protocol):
    """Looks after certificates that senders publish at an address."""

    def verify(
        self,
        url: str,
        publisher: Publisher,
        signature: bytes,
        signed: bytes,
        now: datetime,
    ) -> None:
        """Pass a signature made with the certificate published at ``url``.

        The address is one that the caller has found to be the publisher's. The
        certificate must be the publisher's at ``now`` and lead to a trusted root,
        unless it may stand alone. Raises SignatureRefused, CertificateUnavailable
        when nobody can know, and CertificateRefused for all else.
        """


@dataclass(frozen=True, slots=True)
class VerificationContext:
    """What a check needs from outside: the time and the certificates.

    ``timed`` is False for a stored request that its owner sends again: its time
    stamps are then as old as they are. ``explains`` tells whether there is time to
    find out why a signature is wrong; it is asked for wrong ones only.
    """

    now: datetime
    certificates: CertificatePort
    timed: bool = True
    explains: Callable[[], bool] = lambda: True


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
