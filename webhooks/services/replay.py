"""Sending a stored request through again, byte for byte.

The copy is checked like a new request, but for what only holds at the moment
of the original: limits and the sender's address count for the original's
address, and a signature with a time stamp may be refused as too old, which is
then what the owner sees.
"""

from dataclasses import dataclass, replace

from webhooks.errors import Conflict, NotFound
from webhooks.ingress.reply import Reply
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
    endpoint = find_by_id(site.store, application_id, webhook_id)
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
        Origin("replay", replay_of=original.id),
    )
    return Replayed(received.delivery_id, received.reply)


def lacks_its_body(original: Delivery) -> bool:
    """Tell whether a body was announced that we never took."""
    if original.status == "accepted" or original.size:
        return False
    announced = {name.lower(): value for name, value in original.headers}
    return (
        announced.get("content-length", "0") != "0" or "transfer-encoding" in announced
    )
