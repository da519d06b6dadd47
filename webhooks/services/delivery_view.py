"""A stored delivery as the values that a trigger would see."""

from typing import Any, Protocol

from webhooks.ingress.body import ParsedBody, parse_body
from webhooks.ingress.fields import query_fields
from webhooks.ingress.request import InboundRequest
from webhooks.services.delivery_list import INLINE_BODY_BYTES
from webhooks.services.secret_parts import DOTS, is_secret_body
from webhooks.services.site import Site
from webhooks.storage.models import Delivery

# Larger bodies are parsed on a native thread.
PARSE_HERE_BYTES = 256 * 1024


# JSON and text at once, whatever the body is said to be.
HIDDEN_BODY = f'"{DOTS}"'.encode()


class BodySettings(Protocol):
    """The part of a webhook (or endpoint) that says how bodies are read."""

    cast_buffers_as: str
    annotate_multipart: bool


def inbound(delivery: Delivery) -> InboundRequest:
    """Return the request as it came in; its body must have been loaded."""
    return inbound_head(delivery).with_body(delivery.body)


def seen_by(delivery: Delivery, sees_secrets: bool) -> Delivery:
    """Return a delivery that has been read as somebody may see its body."""
    if delivery.size and is_secret_body(delivery.status) and not sees_secrets:
        delivery.body = HIDDEN_BODY
    return delivery


def parsed(site: Site, delivery: Delivery, settings: BodySettings) -> ParsedBody:
    """Return the body as a value, with the reason if it could not be parsed."""
    request = inbound(delivery)
    how, annotate = settings.cast_buffers_as, settings.annotate_multipart
    if delivery.size > PARSE_HERE_BYTES:
        return site.store.writer.offload(lambda: parse_body(request, how, annotate))
    return parse_body(request, how, annotate)


def is_inline(delivery: Delivery) -> bool:
    """Tell whether a list shows this delivery's body."""
    return delivery.size <= INLINE_BODY_BYTES


def delivery_body(site: Site, delivery: Delivery, settings: BodySettings) -> Any:
    """Return the body as the trigger payload has it."""
    return parsed(site, delivery, settings).value


def delivery_query(delivery: Delivery) -> dict[str, Any]:
    """Return the query as the trigger payload has it."""
    return query_fields(delivery.raw_query)


def inbound_head(delivery: Delivery) -> InboundRequest:
    """Return the request without its body, which need not have been loaded."""
    return InboundRequest(
        method=delivery.method,
        path=delivery.path,
        raw_query=delivery.raw_query,
        headers=tuple((name, value) for name, value in delivery.headers),
        remote_address=delivery.remote_address,
        received_at=delivery.received_at,
    )
