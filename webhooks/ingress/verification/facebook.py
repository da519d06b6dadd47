"""Facebook (Meta): echoes the challenge with which a subscription begins."""

import hmac
from typing import Final

from webhooks.errors import Forbidden, Invalid
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.fields import first_query_values
from webhooks.ingress.reply import Reply, error_reply
from webhooks.ingress.reply_filter import wire_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    Handshake,
    Verdict,
    Verification,
    VerificationContext,
)

MAX_CHALLENGE_BYTES: Final = 4096

_NAMES = (b"hub.mode", b"hub.verify_token", b"hub.challenge")
_UNCHECKED = Verdict("facebook", "unchecked")


def handshake(request: InboundRequest, endpoint: Endpoint) -> Handshake | None:
    """Answer Facebook's subscription check, or return None if this is not one.

    Facebook sends GET with hub.mode=subscribe, hub.verify_token and
    hub.challenge, and expects the challenge back. The challenge is text from a
    stranger, so it goes out as plain text under the strictest policy. Of
    repeated parameters the first counts. An empty code matches nothing.
    Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
    """
    if request.method != "GET":
        return None
    query = first_query_values(request.raw_query)
    if not any(name in query for name in _NAMES):
        return None
    mode, token, challenge = (query.get(name, b"") for name in _NAMES)
    code = endpoint.verification_code.encode("utf-8", "surrogatepass")
    if not code or not hmac.compare_digest(token, code):
        return _failed(Forbidden("The verify token is wrong."))
    if mode != b"subscribe":
        return _failed(Invalid("hub.mode must be subscribe."))
    if not 0 < len(challenge) <= MAX_CHALLENGE_BYTES:
        message = f"hub.challenge must have 1 to {MAX_CHALLENGE_BYTES} bytes."
        return _failed(Invalid(message))
    plain = (("Content-Type", "text/plain; charset=utf-8"),)
    reply = wire_reply(Reply(200, plain, challenge), echoes=True)
    return Handshake(reply, Verdict("facebook", "verified"))


def check(
    request: InboundRequest, endpoint: Endpoint, context: VerificationContext
) -> Verdict:
    """Pass every request: without the app's secret there is nothing to check."""
    return _UNCHECKED


def _failed(error: Forbidden | Invalid) -> Handshake:
    reply = wire_reply(error_reply(error), echoes=True)
    return Handshake(reply, Verdict("facebook", "failed", error.message))


VERIFICATION = Verification(
    type="facebook",
    label="Facebook",
    summary="Answers the check that Facebook makes when you subscribe.",
    help=(
        "In the app's Webhooks settings enter the webhook's URL as Callback URL "
        "and the code as Verify Token."
    ),
    needs_code=True,
    code_help="The same text as the Verify Token at Facebook.",
    handshake=handshake,
    check=check,
)
