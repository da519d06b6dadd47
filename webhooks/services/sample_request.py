"""The test panel: a request as its real sender would make it.

It goes through the same code as a request from the network, with the
credentials filled in and signed if so asked, and is stored like one (``source``
says "test").
"""

import base64
from dataclasses import dataclass, replace

from webhooks.errors import Invalid, NotFound, WebhooksError
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.reply import Reply, error_reply
from webhooks.ingress.reply_filter import protect
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.placing import put_header
from webhooks.ingress.signatures.sign import sign as signed_by
from webhooks.ingress.verification.contract import Verdict
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate
from webhooks.services import webhooks
from webhooks.services.endpoints import find_by_id
from webhooks.services.ingress import receive
from webhooks.services.received import Origin, Received
from webhooks.services.sample_draft import Draft
from webhooks.services.signed_curl import Script, script_for
from webhooks.services.site import Site

_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the caller got, after how long, and which delivery it became.

    ``verdict`` is None where the request was turned away before it was looked at;
    ``script`` makes the same request from a shell.
    """

    reply: Reply
    duration_ms: float
    delivery_id: str | None
    verdict: Verdict | None
    script: Script


def send(
    site: Site,
    application_id: str,
    webhook_id: str,
    draft: Draft,
    *,
    sign: bool = False,
    wrong: bool = False,
) -> Sent:
    """Send a test request to a webhook and return what its caller gets.

    With ``sign`` it is signed as the webhook's sender does it, ``wrong`` if so
    asked. Raises NotFound, and Invalid for a method, path or header that no HTTP
    client could send, or when there is nothing to sign with.
    """
    webhook = webhooks.get(site, application_id, webhook_id)
    endpoint = find_by_id(
        site.store, application_id, webhook_id, site.settings.public_url
    )
    if endpoint is None:
        raise NotFound("Webhook was not found")
    draft = draft.checked()
    plain = _request(site, endpoint, draft)
    script = script_for(
        webhooks.url(site, webhook), endpoint, plain, sign=sign, wrong=wrong
    )
    request, origin = plain, Origin("test")
    if sign:
        request, endpoint, origin = _signed(endpoint, plain, wrong)
    started = site.clock.monotonic()
    try:
        received = receive(
            site,
            # The addresses that may call are about the network, not about us.
            replace(endpoint, allowed_addresses=()),
            request,
            lambda: _bounded(site, request.body),
            origin,
        )
    except WebhooksError as error:
        received = Received(protect(error_reply(error), request.method))
    duration_ms = (site.clock.monotonic() - started) * 1000
    return Sent(
        received.reply, duration_ms, received.delivery_id, received.verdict, script
    )


def _signed(
    endpoint: Endpoint, draft: InboundRequest, wrong: bool
) -> tuple[InboundRequest, Endpoint, Origin]:
    """Return the signed request, and the webhook and origin under which it is right.

    Where the sender alone has the private key, another takes its place in both.
    """
    settings = endpoint.signature
    provider = None if settings is None else PROVIDERS.get(settings.provider)
    if settings is None or provider is None:
        raise Invalid("This webhook has no sender to sign as.", "sign")
    certificate = ThrowAwayCertificate()
    now = draft.received_at
    made = signed_by(provider, draft, settings, now, certificate, wrong=wrong)
    request = made.request
    if request.body:
        request = put_header(request, "content-length", str(len(request.body)))
    endpoint = replace(endpoint, signature=made.settings)
    return request, endpoint, Origin("test", certificates=certificate)


def _request(site: Site, endpoint: Endpoint, draft: Draft) -> InboundRequest:
    path, _, query = draft.target.partition("?")
    content = draft.body
    names = {name for name, _ in draft.headers}
    standard = {
        "host": site.settings.public_url.partition("://")[2],
        "user-agent": "Switchhook test",
        "authorization": _authorization(endpoint),
        "content-type": "application/json" if content else "",
        "content-length": str(len(content)) if content else "",
    }
    filled = [(k, v) for k, v in standard.items() if v and k not in names]
    return InboundRequest(
        method=draft.method,
        path=path or "/",
        raw_query=query,
        headers=(*draft.headers, *filled),
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
