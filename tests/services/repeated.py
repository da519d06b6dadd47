"""A webhook of GitHub's that knows repetitions, and what is sent to it."""

from dataclasses import replace
from typing import Any

from tests import cast
from tests.ingress.signatures.asking import signed
from tests.services.flow_parts import count, node, on_webhook, starts
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.placing import put_header
from webhooks.services import deliveries, workflows
from webhooks.services.deliveries import Delivery
from webhooks.services.ingress import Received, receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

SECRET = "It's a Secret to Everybody"
WHSEC = "whsec_AAECAwQFBgcICQoLDA0ODw=="


def receiver(
    site: Site,
    nodes: list[dict[str, Any]] | None = None,
    signature: dict[str, Any] | None = None,
    **fields: Any,
) -> Webhook:
    """Make a webhook with a workflow that listens to it."""
    kept = {"provider": "github", "secrets": [SECRET], "deduplicate": True}
    kept |= signature or {}
    hook = cast.webhook(site, cast.application(site), signature=kept, **fields)
    flow = {"name": "Counts", "triggers": [starts(on_webhook(hook.id))]}
    workflows.create(site, hook.application_id, {**flow, "nodes": nodes or [count()]})
    return hook


def push(delivery: str = "d-1", body: bytes = b'{"a":1}') -> InboundRequest:
    """Return a signed push with this id."""
    return put_header(signed("github", SECRET, body), "X-GitHub-Delivery", delivery)


def arrive(
    site: Site, hook: Webhook, request: InboundRequest, **endpoint_fields: Any
) -> Received:
    """Let a request arrive from the network."""
    endpoint = replace(site.endpoints.find(hook.token), **endpoint_fields)
    return receive(site, endpoint, request, lambda: request.body)


def row(site: Site, hook: Webhook, received: Received) -> Delivery:
    """Return what was stored of it."""
    site.store.writer.submit(lambda connection: None)
    found = received.delivery_id or ""
    return deliveries.get(site, hook.application_id, hook.id, found)


def status(site: Site, hook: Webhook, received: Received) -> str:
    """Return the status that it was stored with."""
    return row(site, hook, received).status


def reply(body: str, **more: Any) -> dict[str, Any]:
    """A node that replies with a text."""
    config = {"bodyTemplateType": "string", "bodyTemplate": body, **more}
    return node("WebhookReplyNode", config)
