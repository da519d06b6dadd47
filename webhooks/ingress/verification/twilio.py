"""Twilio: answers in TwiML, so that Twilio does not report an error."""

from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.reply import Reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    Verdict,
    Verification,
    VerificationContext,
)

_UNCHECKED = Verdict("twilio", "unchecked")
_XML = (("Content-Type", "text/xml"),)
_EMPTY_TWIML = b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


def check(
    request: InboundRequest, endpoint: Endpoint, context: VerificationContext
) -> Verdict:
    """Pass every request: without the account's token there is nothing to check."""
    return _UNCHECKED


def answer(endpoint: Endpoint) -> Reply:
    """Return an empty TwiML document: received, nothing to do.

    Source: https://www.twilio.com/docs/api/twiml/sms/your_response
    """
    return Reply(endpoint.response_code, _XML, _EMPTY_TWIML)


VERIFICATION = Verification(
    type="twilio",
    label="Twilio",
    summary="Answers with the empty TwiML document that Twilio expects.",
    help="Enter the webhook's URL where Twilio asks for a webhook or callback URL.",
    check=check,
    answer=answer,
)
