"""The ordered checks between a request and its acceptance.

Two steps, because the first can turn somebody away before the body is read.
Refusals, handshakes and automatic answers come out ready for the wire.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Final, Literal, NamedTuple

from webhooks.errors import (
    Forbidden,
    Invalid,
    MethodNotAllowed,
    TooMany,
    Unauthorized,
    WebhooksError,
)
from webhooks.ingress import basic_auth, origin
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.preflight import METHODS, allowed_methods, preflight
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.reply import Headers, Reply, error_reply, json_reply
from webhooks.ingress.reply_filter import protect, wire_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.identity import Identity
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.ingress.verification.contract import (
    CertificateUnavailable,
    Handshake,
    Verdict,
    VerificationContext,
)

UNCHECKED: Final = Verdict("none", "unchecked")
TIMEOUT_REPLY: Final = json_reply(504, {"error": "Time out waiting for workflow reply"})

_KNOWN_METHODS = frozenset(METHODS)
_OVER_LIMIT = "Over rate limit, request throttled"

AdmitPeer = Callable[[str], float | None]
AdmitWebhook = Callable[[Endpoint], float | None]


class Accept(NamedTuple):  # one is made for each request
    """Store the request as a delivery, unless it is a repetition."""

    verdict: Verdict
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer at once; ``status`` is the label to store it with, none for not.

    ``adopt`` is a secret that the sender has told, ``call`` an address that it
    wants to see called.
    """

    reply: Reply
    status: Literal["handshake", "none"]
    verdict: Verdict = UNCHECKED
    adopt: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Turn the sender away; the reason is for the webhook's owner."""

    reply: Reply
    reason: str
    verdict: Verdict = UNCHECKED


@dataclass(frozen=True, slots=True)
class ReadFirst:
    """Read the body: what refuses the request gives way if it is a handshake."""

    refusal: Refuse


Decision = Accept | Answer | Refuse

_DISABLED = wire_reply(json_reply(200, {"success": True}))
_ACCEPT_UNCHECKED = Accept(UNCHECKED)


def before_body(
    endpoint: Endpoint,
    request: InboundRequest,
    *,
    admit_peer: AdmitPeer,
    admit_webhook: AdmitWebhook,
) -> Decision | ReadFirst | None:
    """Return what is decided without the body, or None to read it and go on.

    ``admit_peer`` and ``admit_webhook`` return None to admit, or the seconds to
    wait. The order is part of the contract: a handshake is answered whatever
    the methods, the password and the limits say, but for one that fails, which
    counts against its peer's limit: codes must not be guessed at speed.
    """
    if not endpoint.enabled:
        return Answer(protect(_DISABLED, request.method), "none")
    answer = _handshake(endpoint, request)
    if answer is not None and answer.verdict.verdict != "failed":
        return answer
    wait_seconds = admit_peer(request.remote_address)
    if wait_seconds is not None:
        return _throttled(
            endpoint, request, wait_seconds, "The sender's address is over its"
        )
    if answer is not None:
        return answer
    refusal = _by_owners_rules(endpoint, request, admit_webhook)
    if refusal is not None and origin.may_ask_in_body(endpoint, request):
        return ReadFirst(refusal)
    return refusal


def after_body(
    endpoint: Endpoint,
    request: InboundRequest,
    context: VerificationContext,
    postponed: ReadFirst | None = None,
) -> Decision:
    """Return what is decided with the body: is it from whom it should be?"""
    if endpoint.signature is None and endpoint.verification_type == "none":
        return _ACCEPT_UNCHECKED
    try:
        handshake = origin.handshake_in_body(endpoint, request, context)
        if handshake is not None:
            return _handshake_answer(handshake)
        if postponed is not None:
            return postponed.refusal
        found = origin.check(endpoint, request, context)
    except CertificateUnavailable as fault:
        found = origin.unverifiable(fault)
    if found.refusal is not None:
        reply = protect(found.refusal, request.method, endpoint.allow_cors)
        return Refuse(reply, found.verdict.reason, found.verdict)
    return Accept(found.verdict, found.identities)


def automatic_reply(endpoint: Endpoint, method: str) -> Reply:
    """Return the answer to an accepted request for which nobody waits.

    That is the owner's own reply if there is one, else what the sender expects
    (``{"success": true}`` for most).
    """
    if endpoint.static_reply is not None:
        return protect(endpoint.static_reply, method, endpoint.allow_cors)
    settings = endpoint.signature
    reply = _standard_reply(
        endpoint.verification_type,
        settings.provider if settings is not None else "",
        endpoint.response_code,
        endpoint.allow_cors,
    )
    return reply if method != "HEAD" else protect(reply, method)


def timeout_reply(endpoint: Endpoint, method: str) -> Reply:
    """Return the answer to a caller who waited in vain."""
    reply = endpoint.timeout_reply or TIMEOUT_REPLY
    return protect(reply, method, endpoint.allow_cors)


@lru_cache(maxsize=64)
def _standard_reply(
    verification_type: str, provider: str, response_code: int, allow_cors: bool
) -> Reply:
    endpoint = Endpoint("", "", response_code=response_code)
    reply = VERIFICATIONS[verification_type].answer(endpoint)
    row = PROVIDERS.get(provider) if verification_type == "none" else None
    if row is not None and row.answer is not None:
        reply = row.answer
    return protect(reply, "GET", allow_cors)


def _handshake(endpoint: Endpoint, request: InboundRequest) -> Answer | None:
    handshake = origin.handshake(endpoint, request)
    if handshake is not None:
        return _handshake_answer(handshake)
    permission = preflight(endpoint, request)
    return None if permission is None else Answer(permission, "none")


def _handshake_answer(handshake: Handshake) -> Answer:
    return Answer(
        handshake.reply,
        "handshake",
        handshake.verdict,
        handshake.adopt,
        handshake.call,
    )


def _by_owners_rules(
    endpoint: Endpoint, request: InboundRequest, admit_webhook: AdmitWebhook
) -> Refuse | None:
    allowed = endpoint.allowed_methods
    if request.method not in (_KNOWN_METHODS if allowed is None else allowed) or (
        request.method not in _KNOWN_METHODS
    ):
        return _wrong_method(endpoint, request)
    if endpoint.allowed_addresses and not _may_come_from(
        endpoint, request.remote_address
    ):
        error = Forbidden("This webhook takes no requests from your address.")
        return _refused(
            endpoint, request, error, "The sender's address is not allowed."
        )
    if endpoint.basic_auth_username or endpoint.basic_auth_password:
        refusal = _without_password(endpoint, request)
        if refusal is not None:
            return refusal
    wait_seconds = admit_webhook(endpoint)
    if wait_seconds is not None:
        return _throttled(endpoint, request, wait_seconds, "The webhook is over its")
    return _websocket(endpoint, request)


def _without_password(endpoint: Endpoint, request: InboundRequest) -> Refuse | None:
    try:
        basic_auth.check(
            endpoint.basic_auth_username,
            endpoint.basic_auth_password,
            request.header_values("Authorization"),
        )
    except Unauthorized as error:
        # One answer for every cause; what was wrong is for the owner.
        answer = Unauthorized("Unauthorized")
        headers = (basic_auth.CHALLENGE,)
        return _refused(endpoint, request, answer, error.message, headers)
    return None


def _websocket(endpoint: Endpoint, request: InboundRequest) -> Refuse | None:
    if endpoint.is_websocket:
        message = "This is a WebSocket webhook, which this server cannot serve yet."
        return _refused(endpoint, request, Invalid(message), message)
    upgrade = request.header("Upgrade") if request.method == "GET" else None
    if upgrade is not None and "websocket" in upgrade.lower():
        message = "This webhook takes HTTP requests, not WebSocket connections."
        return _refused(endpoint, request, Invalid(message), message)
    return None


def _wrong_method(endpoint: Endpoint, request: InboundRequest) -> Refuse:
    method = request.method[:32]
    error = MethodNotAllowed(f"{method} is not allowed", allowed_methods(endpoint))
    return _refused(endpoint, request, error, f"The method {method} is not allowed.")


def _may_come_from(endpoint: Endpoint, remote_address: str) -> bool:
    try:
        address = ip_address(remote_address)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in endpoint.allowed_addresses)


def _throttled(
    endpoint: Endpoint, request: InboundRequest, wait_seconds: float, who: str
) -> Refuse:
    error = TooMany(_OVER_LIMIT, max(1, ceil(wait_seconds)))
    return _refused(endpoint, request, error, f"{who} rate limit.")


def _refused(
    endpoint: Endpoint,
    request: InboundRequest,
    error: WebhooksError,
    reason: str,
    headers: Headers = (),
) -> Refuse:
    answer = error_reply(error, headers)
    reply = protect(answer, request.method, endpoint.allow_cors)
    return Refuse(reply, reason)
