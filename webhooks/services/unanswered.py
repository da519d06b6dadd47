"""What callers get for whom no reply came: time is over, we stop, or runs ended."""

from typing import Final

from webhooks.errors import Gone, Unavailable
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import automatic_reply, timeout_reply
from webhooks.ingress.reply import Reply, error_reply, json_reply
from webhooks.ingress.reply_filter import protect
from webhooks.ingress.request import InboundRequest
from webhooks.runtime.replies import PendingReply
from webhooks.services.site import Site

# Made once: there may be ten thousand callers to tell.
_DELETED: Final = error_reply(Gone("The webhook was deleted while the request waited."))
_FAILED: Final = json_reply(500, {"error": "The workflow failed before it replied"})


def unanswered(
    site: Site, endpoint: Endpoint, request: InboundRequest, pending: PendingReply
) -> tuple[Reply, str]:
    """Return the answer, ready for the wire, and the source to store it with."""
    if pending.released:
        return protect(_DELETED, request.method, endpoint.allow_cors), "deleted"
    if pending.ended:
        return _after_runs(endpoint, request, pending), "runs"
    if site.replies.closed:
        value = {
            "type": Unavailable.type,
            "message": "The server is shutting down. The request is stored.",
            "deliveryId": pending.delivery_id,
        }
        reply = json_reply(Unavailable.status, value, (("Retry-After", "5"),))
        return protect(reply, request.method, endpoint.allow_cors), "shutdown"
    source = "abandoned" if pending.gone else "timeout"
    return timeout_reply(endpoint, request.method), source


def _after_runs(
    endpoint: Endpoint, request: InboundRequest, pending: PendingReply
) -> Reply:
    """Return what a caller gets whose runs have all ended without a reply.

    When one of them failed, success would be a lie.
    """
    if not pending.failed_runs:
        return automatic_reply(endpoint, request.method)
    if endpoint.timeout_reply is not None:
        return timeout_reply(endpoint, request.method)
    return protect(_FAILED, request.method, endpoint.allow_cors)
