"""Sending a stored request through again, byte for byte.

The copy is checked like a new request, but for what only holds at the moment
of the original: limits and the sender's address count for the original's
address, and the age of a signature does not count at all.
"""

from dataclasses import dataclass, replace
from typing import cast

from webhooks.errors import Conflict, NotFound
from webhooks.ingress.reply import Reply
from webhooks.ingress.verification.contract import Verdict, VerdictKind
from webhooks.services import deliveries
from webhooks.services.delivery_view import inbound
from webhooks.services.endpoints import find_by_id
from webhooks.services.ingress import Origin, receive
from webhooks.services.site import Site
from webhooks.storage.models import Delivery


@dataclass(frozen=True, slots=True)
class Replayed:
    """The new delivery's id, None if nothing was stored, and its answer."""

    delivery_id: str | None
    reply: Reply


def replay(
    site: Site, application_id: str, webhook_id: str, delivery_id: str
) -> Replayed:
    """Send the stored request once more, as a new delivery that names its origin.

    Waits like the original's caller if the webhook waits for replies.
    Raises NotFound, and Conflict when the webhook is disabled or when the
    original was turned away before its body was read.
    """
    original = deliveries.get(site, application_id, webhook_id, delivery_id)
    if lacks_its_body(original):
        raise Conflict(
            "This request was refused before its body was read, so its body is "
            "not known. Ask the sender to send it again."
        )
    endpoint = find_by_id(
        site.store, application_id, webhook_id, site.settings.public_url
    )
    if endpoint is None:
        raise NotFound("Webhook was not found")
    if not endpoint.enabled:
        raise Conflict("The webhook is disabled. Enable it to replay a delivery.")
    request = replace(inbound(original), received_at=site.clock.now())
    received = receive(
        site,
        endpoint,
        request,
        lambda: request.body,
        _origin(original),
    )
    return Replayed(received.delivery_id, received.reply)


def _origin(original: Delivery) -> Origin:
    """Return what keeps the copy from being timed, or refused where it was not.

    What was turned away is checked again, because its owner may have set the right
    secret since.
    """
    verdict = None
    # A handshake is asked again: it must not become an event that starts something.
    if original.status not in {"refused", "handshake"}:
        kind = cast(VerdictKind, original.verdict)
        verdict = Verdict(original.scheme, kind, original.reason)
    return Origin("replay", original.id, original.received_at, verdict)


def lacks_its_body(original: Delivery) -> bool:
    """Tell whether a body was announced that we never took."""
    if original.status == "accepted" or original.size:
        return False
    announced = {name.lower(): value for name, value in original.headers}
    return (
        announced.get("content-length", "0") != "0" or "transfer-encoding" in announced
    )
