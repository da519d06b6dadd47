"""One accepted, refused or answered request, on its way to storage and back.

Storing comes before answering, always; the two exceptions are written at their
places.
"""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from webhooks.clock import to_ms
from webhooks.errors import NotFound, Unavailable
from webhooks.ids import new_delivery_id
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import Accept, Answer, Refuse, automatic_reply
from webhooks.ingress.reply import Reply
from webhooks.ingress.reply_filter import protect
from webhooks.ingress.request import InboundRequest
from webhooks.runtime.replies import PendingReply
from webhooks.services import adopted_secret, confirmation
from webhooks.services.arrival_runs import ROW_BYTES, StartRuns, store_with_runs
from webhooks.services.brief_runs import Computed, compute, store_computed
from webhooks.services.delivery_rows import (
    NewDelivery,
    answered,
    insert,
    insert_refused,
    waited,
)
from webhooks.services.endpoints import UNKNOWN
from webhooks.services.received import Origin, Received
from webhooks.services.repetitions import First
from webhooks.services.site import Site
from webhooks.services.unanswered import unanswered
from webhooks.storage.port import Job

T = TypeVar("T")


class Arrival:
    """One request on its way through, with what every ending needs."""

    def __init__(
        self,
        site: Site,
        endpoint: Endpoint,
        request: InboundRequest,
        origin: Origin,
        started: float,
    ) -> None:
        self.site = site
        self.endpoint = endpoint
        self.request = request
        self.origin = origin
        self.started = started
        self.received_at_ms = to_ms(request.received_at)
        self.id = new_delivery_id(self.received_at_ms)

    def answer(self, decision: Answer) -> Received:
        """Send an answer that does not depend on storage.

        A handshake is answered even if it cannot be stored: without it the
        sender would switch the webhook off (the one exception to P1).
        """
        # What a test tells did not come from the sender.
        is_test = self.origin.source == "test"
        if decision.adopt and not is_test:
            adopted_secret.adopt(self.site, self.endpoint, decision.adopt)
        if decision.call and not is_test:
            confirmation.call(self.site, decision.call)
        if decision.status == "none":
            if not self.endpoint.enabled:
                self.site.ignored.note(self.endpoint.webhook_id)
            return Received(decision.reply, None, decision.verdict)
        row = NewDelivery(
            *self._identity(),
            status="handshake",
            verdict=decision.verdict,
            source=self.origin.source,
            reply=decision.reply,
            response_source="handshake",
            duration_ms=self._elapsed_ms(),
        )
        self._post(row)
        return Received(decision.reply, self.id, decision.verdict)

    def refuse(self, decision: Refuse) -> Received:
        """Turn the sender away, and show the owner why."""
        row = NewDelivery(
            *self._identity(),
            status="refused",
            verdict=decision.verdict,
            source=self.origin.source,
            reason=decision.reason,
            replay_of=self.origin.replay_of,
            reply=decision.reply,
            response_source="refusal",
            duration_ms=self._elapsed_ms(),
        )
        self._post(row)
        return Received(decision.reply, self.id, decision.verdict)

    def repeat(self, decision: Accept, first: First) -> Received:
        """Give the first answer again, and start nothing."""
        endpoint, method = self.endpoint, self.request.method
        again = first.reply or automatic_reply(endpoint, method)
        row = NewDelivery(
            *self._identity(),
            status="duplicate",
            verdict=decision.verdict,
            source=self.origin.source,
            reason=f"The same delivery as {first.delivery_id}.",
            reply=self._protected(again),
            response_source="duplicate",
            duration_ms=self._elapsed_ms(),
            duplicate_of=first.delivery_id,
        )
        writer, size = self.site.store.writer, len(self.request.body) + ROW_BYTES
        seq = self._durably(row, lambda: writer.submit(insert(row), size))
        self.site.live.publish(endpoint.webhook_id, seq)
        return Received(self._protected(again), self.id, decision.verdict)

    def take(
        self,
        decision: Accept,
        caller_gone: Callable[[], bool] | None,
        body_stored: Callable[[], None] | None,
    ) -> Received:
        """Store the request and answer it, at once or when somebody has replied."""
        if self.endpoint.wait_for_reply:
            return self.wait(decision, caller_gone, body_stored)
        return self.accept(decision)

    def accept(self, decision: Accept) -> Received:
        """Store the request, then give the automatic answer."""
        reply = automatic_reply(self.endpoint, self.request.method)
        static = self.endpoint.static_reply is not None
        row = NewDelivery(
            *self._identity(),
            status="accepted",
            verdict=decision.verdict,
            source=self.origin.source,
            replay_of=self.origin.replay_of,
            reply=reply,
            response_source="static" if static else "automatic",
            duration_ms=self._elapsed_ms(),
            identities=decision.identities,
        )
        seq, start_runs = self._store(row)
        self._announce(seq)
        start_runs(None)
        return Received(reply, self.id, decision.verdict)

    def wait(
        self,
        decision: Accept,
        caller_gone: Callable[[], bool] | None,
        body_stored: Callable[[], None] | None,
    ) -> Received:
        """Store the request and hold the caller until somebody replies."""
        webhook_id = self.endpoint.webhook_id
        # In the order of time, as neighbours in its index.
        reply_id = f"{webhook_id}.{new_delivery_id(self.received_at_ms)}"
        row = NewDelivery(
            *self._identity(),
            status="accepted",
            verdict=decision.verdict,
            source=self.origin.source,
            replay_of=self.origin.replay_of,
            reply_id=reply_id,
            identities=decision.identities,
        )
        computed = compute(self.site, self.endpoint, row)
        if computed is not None:
            return self._answer_computed(row, computed)
        application_id = self.endpoint.application_id
        with self.site.replies.open(
            reply_id, webhook_id, self.id, application_id
        ) as pending:
            pending.caller_gone = caller_gone
            pending.seq, start_runs = self._store(row)
            # Ten thousand waiting callers must not hold ten thousand bodies.
            self.request = self.request.with_body(b"")
            del row
            if body_stored is not None:
                body_stored()
            self._announce(pending.seq)
            start_runs(pending)
            del start_runs
            reply = pending.wait(self._timeout_seconds())
        if reply is not None:
            self._record(self._answer_record(pending, reply), pending.seq)
            return Received(self._protected(reply), self.id, decision.verdict)
        reply, source = unanswered(self.site, self.endpoint, self.request, pending)
        if not pending.released:  # else the delivery goes with its webhook
            outcome = answered(reply_id, reply, source, self._elapsed_ms())
            self._record(outcome, pending.seq)
        return Received(reply, self.id, decision.verdict)

    def _answer_computed(self, row: NewDelivery, computed: Computed) -> Received:
        """Store the request with the run that has answered it already."""
        row.reply, row.response_source = computed.reply, "reply"
        row.duration_ms = self._elapsed_ms()
        seq = self._durably(row, lambda: store_computed(self.site, row, computed))
        self._announce(seq)
        return Received(self._protected(computed.reply), self.id, row.verdict)

    def _answer_record(self, pending: PendingReply, reply: Reply) -> Job[None]:
        if pending.recorded:
            return waited(pending.reply_id, self._elapsed_ms())
        return answered(pending.reply_id, reply, "reply", self._elapsed_ms())

    def _protected(self, reply: Reply) -> Reply:
        return protect(reply, self.request.method, self.endpoint.allow_cors)

    def _identity(self) -> tuple[str, str, str, int, InboundRequest]:
        endpoint, request = self.endpoint, self.request
        ids = self.id, endpoint.webhook_id, endpoint.application_id
        return (*ids, self.received_at_ms, request)

    def _timeout_seconds(self) -> float:
        own = self.endpoint.reply_timeout_seconds
        default: float = self.site.settings.reply_timeout_seconds
        return default if own is None else own

    def _elapsed_ms(self) -> float:
        return round((self.site.clock.monotonic() - self.started) * 1000, 3)

    def _store(self, row: NewDelivery) -> tuple[int, StartRuns]:
        """Make the delivery and its runs durable; return its number.

        The function that comes with it starts the runs. Raises as ``_durably``.
        """
        site, endpoint = self.site, self.endpoint
        return self._durably(row, lambda: store_with_runs(site, endpoint, row))

    def _durably(self, row: NewDelivery, write: Callable[[], T]) -> T:
        """Return what writing the delivery gives, once that is on disk.

        Raises Unavailable if that fails, and NotFound if the webhook was
        deleted since its token was looked up, or is being deleted.
        """
        site = self.site
        # Else a copy that has waited would be told of success, from a row that goes.
        if site.replies.is_deleted(row.webhook_id):
            raise NotFound(UNKNOWN)
        if site.trouble is not None:
            raise Unavailable(site.trouble, 30)
        began = site.clock.monotonic()
        try:
            stored = write()
        except sqlite3.IntegrityError:
            raise NotFound(UNKNOWN) from None
        metrics = site.metrics
        metrics.store_seconds.observe(site.clock.monotonic() - began)
        if row.status == "accepted":
            metrics.accepted(row.received_at_ms / 1000)
        else:
            metrics.deliveries.add(row.status)
        return stored

    def _post(self, row: NewDelivery) -> None:
        """Store what nobody waits for; of what strangers may cause only some."""
        site = self.site
        by_anybody = row.status == "refused" or row.verdict.verdict != "verified"
        if by_anybody and not site.limiter.keeps_refusal(row.webhook_id):
            site.metrics.suppressed.inc()
            return
        site.metrics.deliveries.add(row.status)
        if site.trouble is not None:
            return
        job = insert_refused(row) if by_anybody else insert(row)
        webhook_id = row.webhook_id
        site.store.writer.post(
            job,
            len(row.request.body) + 512,
            lambda seq: site.live.publish(webhook_id, seq),
        )

    def _record(self, job: Callable[..., None], seq: int) -> None:
        """Note the outcome; the caller has waited long enough for its answer."""
        site, webhook_id = self.site, self.endpoint.webhook_id

        def announce(_: None) -> None:
            site.live.publish_change(webhook_id, seq)

        if not site.store.writer.post(job, then=announce):
            site.metrics.unrecorded.inc()

    def _announce(self, seq: int) -> None:
        self.site.live.publish(self.endpoint.webhook_id, seq)
        self.site.work.publish(self.endpoint.webhook_id, seq)
