"""No verification: whoever knows the URL may send."""

from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    Verdict,
    Verification,
    VerificationContext,
)

_UNCHECKED = Verdict("none", "unchecked")


def check(
    request: InboundRequest, endpoint: Endpoint, context: VerificationContext
) -> Verdict:
    """Pass every request."""
    return _UNCHECKED


VERIFICATION = Verification(
    type="none",
    label="None",
    summary="Every request to the URL is accepted.",
    help="Give the sender the webhook's URL; there is nothing else to set.",
    check=check,
)
