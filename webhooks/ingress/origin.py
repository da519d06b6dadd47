"""Is a request from whom it should be? Losant's verification type and the signature
of its provider, side by side.

Both may be set: Facebook's handshake comes from the one and Meta's signature is
checked by the other.
"""

from dataclasses import replace
from typing import Final, NamedTuple

from webhooks.errors import Forbidden, Invalid, NotFound, Unauthorized, Unavailable
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.other_sender import other_sender
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.reply import Reply, error_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import handshake as questions
from webhooks.ingress.signatures.check import check as check_signature
from webhooks.ingress.signatures.check import is_signed, sentence
from webhooks.ingress.signatures.contract import Provider
from webhooks.ingress.signatures.identity import Identity, identities
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.usual import passed
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.ingress.verification.contract import (
    UNVERIFIED,
    CertificateUnavailable,
    Handshake,
    Verdict,
    VerificationContext,
)

_UNCHECKED: Final = Verdict("none", "unchecked")
_MESSAGE: Final = "The request could not be verified."
_LATER: Final = "The request cannot be verified at the moment. Send it again later."
# The reason is for the owner; every stranger gets the same few words.
_REFUSALS: Final = {
    # Acknowledged and ignored, as WebSub has it.
    202: Reply(202),
    400: error_reply(Invalid(_MESSAGE)),
    401: error_reply(Unauthorized(_MESSAGE)),
    403: error_reply(Forbidden(_MESSAGE)),
    404: error_reply(NotFound(_MESSAGE)),
}


class Found(NamedTuple):  # one is made for each request
    """What is known of a request's origin; ``refusal`` is for one that failed."""

    verdict: Verdict
    refusal: Reply | None = None
    identities: tuple[Identity, ...] = ()


def handshake(endpoint: Endpoint, request: InboundRequest) -> Handshake | None:
    """Answer a handshake that shows without the body, if the request is one."""
    if endpoint.is_websocket:
        return None
    if endpoint.verification_type != "none":
        verification = VERIFICATIONS[endpoint.verification_type]
        found = verification.handshake(request, endpoint)
        if found is not None:
            return found
    provider = _provider(endpoint.signature)
    if provider is None or endpoint.signature is None:
        return None
    return questions.before_body(provider, request, endpoint.signature)


def may_ask_in_body(endpoint: Endpoint, request: InboundRequest) -> bool:
    """Tell whether the body must be seen to know if this is a handshake.

    Only one of a length that is announced and small is read for that alone.
    """
    provider = _provider(endpoint.signature)
    if provider is None or endpoint.is_websocket:
        return False
    length = request.header("Content-Length") or "0"
    small = len(length) <= 5 and length.isdecimal()
    return (
        small
        and int(length) <= questions.LARGEST_QUESTION
        and request.header("Transfer-Encoding") is None
        and request.method in provider.asks_in_body
    )


def handshake_in_body(
    endpoint: Endpoint, request: InboundRequest, context: VerificationContext
) -> Handshake | None:
    """Answer a handshake that stands in the body, if the request is one.

    Raises CertificateUnavailable.
    """
    provider = _provider(endpoint.signature)
    if provider is None or endpoint.signature is None:
        return None
    if request.method not in provider.asks_in_body:
        return None
    return questions.with_body(provider, request, endpoint.signature, context)


def needs_nobody(endpoint: Endpoint) -> bool:
    """Tell whether a signature is checked without certificates from elsewhere."""
    provider = _provider(endpoint.signature)
    fetches = endpoint.verification_type == "alexa"
    return provider is not None and provider.custom is None and not fetches


def check(
    endpoint: Endpoint, request: InboundRequest, context: VerificationContext
) -> Found:
    """Return whether the request is from whom it should be.

    Raises CertificateUnavailable.
    """
    verdict = _UNCHECKED
    if endpoint.verification_type != "none":
        verification = VERIFICATIONS[endpoint.verification_type]
        verdict = verification.check(request, endpoint, context)
        if verdict.verdict == "failed":
            return Found(verdict, verification.refusal)
    settings = endpoint.signature
    if settings is None:
        return Found(verdict)
    provider = _provider(settings)
    if provider is None:
        reason = "The provider of the signature is unknown here: choose another."
        return Found(Verdict("signature", "failed", reason), UNVERIFIED)
    plain = passed(request, settings, context)
    if plain is not None:
        signed = plain.verdict
    else:
        signed = check_signature(provider, request, settings, context)
    if signed.verdict == "failed":
        hint = other_sender(provider, request)
        if hint and not is_signed(provider, request, settings):
            signed = replace(signed, reason=f"{signed.reason} {hint}")
        return Found(signed, _refusal(provider))
    if signed.verdict == "verified" or verdict.verdict == "unchecked":
        verdict = signed
    return Found(verdict, None, identities(provider, request, settings, signed, plain))


def unverifiable(fault: CertificateUnavailable) -> Found:
    """Return the answer to a request that may well be right: come again.

    Not the sender's own refusal, because that is final for some (Amazon SNS).
    """
    seconds = fault.retry_after_seconds
    reason = f"{sentence(str(fault))} The sender was told to come again in {seconds} s."
    refusal = error_reply(Unavailable(_LATER, seconds))
    return Found(Verdict(fault.publisher, "failed", reason), refusal)


def _refusal(provider: Provider) -> Reply:
    refusal = _REFUSALS.get(provider.refusal_status, UNVERIFIED)
    # Xero allows no body in any answer; others that want none take one as well.
    wants_none = provider.answer is not None and not provider.answer.body
    return Reply(refusal.status) if wants_none else refusal


def _provider(settings: SignatureSettings | None) -> Provider | None:
    return None if settings is None else PROVIDERS.get(settings.provider)
