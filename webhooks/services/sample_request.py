"""The test panel: a request as its real sender would make it.

It goes through the same code as a request from the network, with the
credentials filled in, and is stored like one (``source`` says "test").
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace

from webhooks.errors import Invalid, NotFound, WebhooksError
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import METHODS
from webhooks.ingress.reply import Reply, error_reply
from webhooks.ingress.reply_filter import protect
from webhooks.ingress.request import InboundRequest
from webhooks.services.endpoints import find_by_id
from webhooks.services.ingress import Origin, Received, receive
from webhooks.services.site import Site

_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the caller got, after how long, and which delivery it became."""

    reply: Reply
    duration_ms: float
    delivery_id: str | None


def send(
    site: Site,
    application_id: str,
    webhook_id: str,
    method: str,
    path_with_query: str,
    body: str,
    headers: Sequence[tuple[str, str]] = (),
) -> Sample:
    """Send a test request to a webhook and return what its caller gets.

    Raises NotFound, and Invalid for a method, path or header that no HTTP
    client could send.
    """
    endpoint = find_by_id(site.store, application_id, webhook_id)
    if endpoint is None:
        raise NotFound("Webhook was not found")
    request = _request(site, endpoint, method, path_with_query, body, headers)
    started = site.clock.monotonic()
    try:
        received = receive(
            site,
            # The addresses that may call are about the network, not about us.
            replace(endpoint, allowed_addresses=()),
            request,
            lambda: _bounded(site, request.body),
            Origin("test"),
        )
    except WebhooksError as error:
        received = Received(protect(error_reply(error), request.method))
    duration_ms = (site.clock.monotonic() - started) * 1000
    return Sample(received.reply, duration_ms, received.delivery_id)


def _request(
    site: Site,
    endpoint: Endpoint,
    method: str,
    path_with_query: str,
    body: str,
    headers: Sequence[tuple[str, str]],
) -> InboundRequest:
    if method not in METHODS:
        raise Invalid(f"method must be one of {', '.join(METHODS)}", "method")
    target = path_with_query.strip() or "/"
    if not target.startswith(("/", "?")):
        target = f"/{target}"
    if not target.isascii() or not target.isprintable() or " " in target:
        raise Invalid("path must be percent-encoded text without spaces", "path")
    path, _, query = target.partition("?")
    content = body.encode("utf-8", "surrogatepass")
    names = {name.lower() for name, _ in headers}
    filled = [(name.lower(), value) for name, value in headers]
    standard = {
        "host": site.settings.public_url.partition("://")[2],
        "user-agent": "Switchhook test",
        "authorization": _authorization(endpoint),
        "content-type": "application/json" if content else "",
        "content-length": str(len(content)) if content else "",
    }
    filled += [(k, v) for k, v in standard.items() if v and k not in names]
    return InboundRequest(
        method=method,
        path=path or "/",
        raw_query=query.partition("#")[0],
        headers=tuple(filled),
        remote_address=_ADDRESS,
        received_at=site.clock.now(),
        body=content,
    )


def _authorization(endpoint: Endpoint) -> str:
    user, password = endpoint.basic_auth_username, endpoint.basic_auth_password
    if not user and not password:
        return ""
    pair = f"{user}:{password}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"


def _bounded(site: Site, body: bytes) -> bytes:
    limit: int = site.settings.max_body_bytes
    if len(body) > limit:
        raise Invalid(f"The request's body is larger than {limit} bytes.", "body")
    return body
