"""The runs that an accepted request causes: chosen, stored with it, and started."""

import sqlite3
from collections.abc import Callable

from webhooks.ids import new_delivery_id
from webhooks.ingress.endpoint import Endpoint, Listener
from webhooks.ingress.request import InboundRequest
from webhooks.runtime.replies import PendingReply
from webhooks.services import run_rows, run_ticket
from webhooks.services.delivery_rows import NewDelivery, insert
from webhooks.services.listeners import chosen
from webhooks.services.run_rows import NewRun
from webhooks.services.run_ticket import WEBHOOK, RunTicket
from webhooks.services.site import Site
from webhooks.storage.port import Job

_VERSION_HEADER = "x-flow-version"
ROW_BYTES = 512


StartRuns = Callable[[PendingReply | None], None]
"""Starts the runs of a stored request; takes the caller that waits, if one does."""


def store_with_runs(
    site: Site, endpoint: Endpoint, delivery: NewDelivery
) -> tuple[int, StartRuns]:
    """Store a delivery and its runs at one stroke; return its number.

    Raises Unavailable, and sqlite3.IntegrityError when the webhook is no more.
    """
    size = len(delivery.request.body) + ROW_BYTES
    if not endpoint.listeners:
        return site.store.writer.submit(insert(delivery), size), _nothing
    arrival = ArrivalRuns(site, endpoint, delivery)
    try:
        seq, seqs = site.store.writer.submit(arrival.stored_with(delivery), size)
    except BaseException:
        arrival.drop()
        raise
    return seq, lambda pending: arrival.start(seq, seqs, pending)


def _nothing(pending: PendingReply | None) -> None:
    """Start nothing: no workflow listens."""


class ArrivalRuns:
    """The runs of one request. Made before it is stored; then either ``start``
    or ``drop`` must be called.
    """

    def __init__(self, site: Site, endpoint: Endpoint, delivery: NewDelivery) -> None:
        self._site = site
        self._endpoint = endpoint
        self._request = delivery.request
        self._reply_id = delivery.reply_id
        self._listeners = chosen_listeners(endpoint, delivery.request)
        now_ms = delivery.received_at_ms
        self.runs = [new_run(endpoint, each, now_ms) for each in self._listeners]
        site.runner.admit(self.runs)

    def stored_with(self, delivery: NewDelivery) -> Job[tuple[int, list[int]]]:
        """Store a delivery and its runs; the job returns their numbers."""
        insert_delivery = insert(delivery)

        def job(connection: sqlite3.Connection) -> tuple[int, list[int]]:
            seq = insert_delivery(connection)
            # Now and not when it came: runs start in the order of storing.
            now_ms = self._site.clock.now_ms()
            for run in self.runs:
                run.started_at_ms = None if run.boot is None else now_ms
            return seq, [
                run_rows.insert_unless_gone(connection, run, seq) for run in self.runs
            ]

        return job

    def start(
        self, delivery_seq: int, seqs: list[int], pending: PendingReply | None
    ) -> None:
        """Start or queue the runs, which are on disk now."""
        if pending is not None:
            pending.open_runs = sum(map(bool, seqs))
            pending.goes_with_runs = self._endpoint.answer_when_runs_end
        pairs = zip(self.runs, self._listeners, strict=True)
        names = {run.id: listener.workflow_name for run, listener in pairs}

        def ticket(run: NewRun, seq: int) -> RunTicket:
            return run_ticket.from_arrival(
                seq,
                run,
                names[run.id],
                self._endpoint,
                self._request,
                delivery_seq,
                self._reply_id,
            )

        self._site.runner.stored(self.runs, seqs, ticket)

    def drop(self) -> None:
        """Forget the runs: the request could not be stored."""
        self._site.runner.dropped(self.runs)


def chosen_listeners(
    endpoint: Endpoint, request: InboundRequest
) -> tuple[Listener, ...]:
    """Return what the request starts, by the version that it may name."""
    return chosen(endpoint.listeners, request.header(_VERSION_HEADER))


def new_run(endpoint: Endpoint, listener: Listener, now_ms: int) -> NewRun:
    """Return a run of a workflow that a request starts."""
    return NewRun(
        new_delivery_id(now_ms),
        endpoint.application_id,
        listener.workflow_id,
        listener.version_id,
        listener.version,
        listener.definition_id,
        WEBHOOK,
        endpoint.webhook_id,
        now_ms,
    )
