"""A stored delivery as the values that a trigger would see, and as a viewer may."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import select

from webhooks.ingress.body import ParsedBody, parse_body
from webhooks.ingress.fields import query_fields
from webhooks.ingress.request import InboundRequest
from webhooks.services.delivery_list import INLINE_BODY_BYTES
from webhooks.services.secret_parts import is_secret_body
from webhooks.services.shown_secrets import HIDDEN_BODY, ShownSecrets, stored_in
from webhooks.services.site import Site
from webhooks.storage.models import Delivery, Webhook

# Larger bodies are parsed on a native thread.
PARSE_HERE_BYTES = 256 * 1024


class BodySettings(Protocol):
    """The part of a webhook (or endpoint) that says how bodies are read."""

    cast_buffers_as: str
    annotate_multipart: bool


def inbound(delivery: Delivery) -> InboundRequest:
    """Return the request as it came in; its body must have been loaded."""
    return inbound_head(delivery).with_body(delivery.body)


def seen_by(site: Site, delivery: Delivery, sees_secrets: bool) -> Delivery:
    """Return a delivery that has been read as somebody may see it.

    What is a secret by its name is left to whoever shows it.
    """
    if not sees_secrets:
        hide(delivery, secrets_of(site, [delivery.webhook_id])[delivery.webhook_id])
    return delivery


def seen_in_lists(site: Site, deliveries: Sequence[Delivery]) -> None:
    """Hide secrets in deliveries that are listed, whoever looks."""
    secrets = secrets_of(site, {each.webhook_id for each in deliveries})
    for each in deliveries:
        hide(each, secrets[each.webhook_id])


def secrets_of(site: Site, webhook_ids: Iterable[str]) -> dict[str, ShownSecrets]:
    """Return where the secrets stand in the requests of these webhooks."""
    ids = list(webhook_ids)
    wanted = select(Webhook.id, Webhook.signature).where(Webhook.id.in_(ids))
    with site.store.reading() as session:
        stored = {row.id: row.signature for row in session.execute(wanted)}
    return {each: stored_in(stored.get(each)) for each in ids}


def hide(delivery: Delivery, secrets: ShownSecrets) -> None:
    """Hide secrets in a delivery that has been read, and never its stored row."""
    # Of a list's large rows the body has not been loaded.
    loaded = delivery.size and "body" in vars(delivery)
    if loaded and is_secret_body(delivery.status):
        delivery.body = HIDDEN_BODY
    if not secrets.places:
        return
    delivery.headers = secrets.headers(delivery.headers)
    delivery.raw_query = secrets.query(delivery.raw_query)
    if loaded:
        delivery.body = secrets.body(delivery.body)


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
