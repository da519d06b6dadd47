"""Requests that arrive at a webhook, as if from the network, and what is streamed."""

from webhooks.ingress.request import InboundRequest
from webhooks.services.endpoints import find_by_id
from webhooks.services.ingress import receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

JSON = (("CONTENT-TYPE", "application/json"),)


def arrive(
    site: Site,
    webhook: Webhook,
    body: bytes = b"{}",
    *,
    method: str = "POST",
    path: str = "/",
    query: str = "",
    headers: tuple[tuple[str, str], ...] = JSON,
) -> str:
    """Let a request arrive and return the id of the delivery it became."""
    endpoint = find_by_id(
        site.store, webhook.application_id, webhook.id, site.settings.public_url
    )
    assert endpoint is not None
    request = InboundRequest(
        method, path, query, headers, "192.0.2.7", site.clock.now(), body
    )
    received = receive(site, endpoint, request, lambda: body)
    assert received.delivery_id is not None
    return received.delivery_id


def text_of(part: object) -> str:
    """Return a part of a streamed answer as text."""
    return part.decode() if isinstance(part, bytes) else str(part)
