"""The main journey: an inbound request is decided on, stored, and answered.

The door, the test panel and replay all come through ``receive``. Storing comes
before answering, always; the two exceptions are written at their places.
"""

from collections.abc import Callable
from typing import Final

from webhooks.errors import Unavailable
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.origin import needs_nobody
from webhooks.ingress.pipeline import (
    Accept,
    Answer,
    ReadFirst,
    Refuse,
    after_body,
    before_body,
)
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import VerificationContext
from webhooks.services import repetitions
from webhooks.services.arrival import Arrival
from webhooks.services.received import Origin, Received
from webhooks.services.site import Site

ReadBody = Callable[[], bytes]

FROM_NETWORK = Origin()
# Signatures of larger bodies are checked beside the loop that serves everybody.
LARGEST_AT_ONCE: Final = 16 * 1024


def receive(
    site: Site,
    endpoint: Endpoint,
    request: InboundRequest,
    read_body: ReadBody,
    origin: Origin = FROM_NETWORK,
    caller_gone: Callable[[], bool] | None = None,
    body_stored: Callable[[], None] | None = None,
) -> Received:
    """Decide on a request, store it, and return what the caller gets.

    ``read_body`` is called once the request may be read, and may raise.
    ``caller_gone`` tells whether a waiting caller has hung up; ``body_stored``
    is called before its wait, when its body is no longer in memory.
    Raises WebhooksError for what is answered without being stored: a body that
    is too large, incomplete or too slow, and storage that fails.
    """
    started = site.clock.monotonic()
    limiter = site.limiter
    decision = before_body(
        endpoint,
        request,
        admit_peer=limiter.admit_peer,
        admit_webhook=limiter.admit_webhook,
    )
    if decision is None or isinstance(decision, ReadFirst):
        request = request.with_body(read_body())
        if origin.verdict is not None and decision is None:
            decision = Accept(origin.verdict)
        else:
            context = _context(site, endpoint, request, origin)
            decision = _decided(site, endpoint, request, context, decision)
    arrival = Arrival(site, endpoint, request, origin, started)
    # The arrival alone keeps the body, so that it can let go of it.
    del request
    match decision:
        case Answer():
            return arrival.answer(decision)
        case Refuse():
            return arrival.refuse(decision)
        case Accept() if decision.identities and origin.source == "request":
            return _once(arrival, decision, caller_gone, body_stored)
        case Accept():
            if origin.source == "test":
                # An owner's trial must not make the sender's own a repetition.
                decision = Accept(decision.verdict)
            return arrival.take(decision, caller_gone, body_stored)


def _decided(
    site: Site,
    endpoint: Endpoint,
    request: InboundRequest,
    context: VerificationContext,
    postponed: ReadFirst | None,
) -> Accept | Answer | Refuse:
    """Decide with the body, aside if that may take milliseconds."""

    def decide() -> Accept | Answer | Refuse:
        return after_body(endpoint, request, context, postponed)

    if len(request.body) > LARGEST_AT_ONCE and needs_nobody(endpoint):
        return site.store.writer.offload(decide)
    return decide()


def _once(
    arrival: Arrival,
    decision: Accept,
    caller_gone: Callable[[], bool] | None,
    body_stored: Callable[[], None] | None,
) -> Received:
    """Take the request, unless the same message came before.

    A copy that comes while the first is still being answered waits for that.
    """
    site, identities = arrival.site, decision.identities
    webhook_id = arrival.endpoint.webhook_id
    names = [f"{webhook_id} {identity.key}" for identity in identities]
    # A copy keeps its body, and its share of the room for bodies, while it waits: it
    # is stored whatever comes, as a duplicate or, where the first came to nothing, as
    # the one that counts, and it need not have the first one's bytes.
    with site.claims.hold(names, repetitions.LONGEST_WAIT_SECONDS) as held:
        if not held:
            raise Unavailable("The same delivery is still being worked on.", 30)
        now_ms = site.clock.now_ms()
        first = repetitions.find(site, webhook_id, identities, now_ms)
        if first is None:
            return arrival.take(decision, caller_gone, body_stored)
    # The next copy need not wait until this one is on disk.
    return arrival.repeat(decision, first)


def _context(
    site: Site, endpoint: Endpoint, request: InboundRequest, origin: Origin
) -> VerificationContext:
    """Return what checks need; what is sent again is as old as it was."""
    return VerificationContext(
        origin.received_at or request.received_at,
        origin.certificates or site.certificates,
        timed=origin.received_at is None,
        explains=lambda: site.limiter.explains(endpoint.webhook_id),
    )
