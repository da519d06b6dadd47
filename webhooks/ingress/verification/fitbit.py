"""Fitbit: tells the right verification code from the wrong one."""

import hmac

from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.fields import first_query_values
from webhooks.ingress.reply import Reply
from webhooks.ingress.reply_filter import wire_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    Handshake,
    Verdict,
    Verification,
    VerificationContext,
)

_UNCHECKED = Verdict("fitbit", "unchecked")
_RIGHT = Handshake(wire_reply(Reply(204), echoes=True), Verdict("fitbit", "verified"))
_WRONG = Handshake(
    wire_reply(Reply(404), echoes=True),
    Verdict("fitbit", "failed", "The verification code is wrong."),
)


def handshake(request: InboundRequest, endpoint: Endpoint) -> Handshake | None:
    """Answer Fitbit's check of a subscriber, or return None if this is not one.

    Fitbit sends GET with ``verify`` twice, once with a wrong code on purpose:
    the right one must get 204 and the wrong one 404. An empty code matches
    nothing.
    Source: https://dev.fitbit.com/build/reference/web-api/developer-guide/using-subscriptions/
    """
    if request.method != "GET":
        return None
    given = first_query_values(request.raw_query).get(b"verify")
    if given is None:
        return None
    code = endpoint.verification_code.encode("utf-8", "surrogatepass")
    return _RIGHT if code and hmac.compare_digest(given, code) else _WRONG


def check(
    request: InboundRequest, endpoint: Endpoint, context: VerificationContext
) -> Verdict:
    """Pass every request: without the client's secret there is nothing to check."""
    return _UNCHECKED


def answer(endpoint: Endpoint) -> Reply:
    """Return 204, the one answer that Fitbit takes for a notification."""
    return Reply(204)


VERIFICATION = Verification(
    type="fitbit",
    label="Fitbit",
    summary="Answers Fitbit's check of a subscriber and its notifications.",
    help="In the app's Subscriptions table enter the webhook's URL as Endpoint URL.",
    needs_code=True,
    code_help="The verification code that Fitbit shows in the Subscriptions table.",
    fixed_response_code=204,
    handshake=handshake,
    check=check,
    answer=answer,
)
