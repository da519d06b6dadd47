"""Answers that a brief workflow computes before anything is stored.

Such a workflow reads the request and replies, and touches nothing else. So it is
run first, and its request, its run and its answer are stored in one transaction,
once, instead of being written three times. Should storing fail, nothing has
happened, and the caller is told so. Whatever is out of the ordinary (an error, no
reply, runs in line before it) takes the usual way from the beginning.
"""

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from webhooks.errors import Invalid, NotFound, Unavailable
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.reply import Reply
from webhooks.ingress.reply_filter import clean_reply
from webhooks.services.arrival_runs import ROW_BYTES, chosen_listeners, new_run
from webhooks.services.delivery_rows import NewDelivery, insert
from webhooks.services.run_execution import info_of, targets_of
from webhooks.services.run_mask import RunMask
from webhooks.services.run_payload import PARSE_HERE_BYTES, initial_payload
from webhooks.services.run_rows import NewRun, insert_unless_gone
from webhooks.services.run_ticket import from_arrival
from webhooks.services.site import Site
from webhooks.workflows import engine
from webhooks.workflows.errors import NodeError
from webhooks.workflows.ports import Ports
from webhooks.workflows.trace import Trace
from webhooks.workflows.world import World

_logger = logging.getLogger(__name__)


class _Unusual(Exception):
    """Something that only the usual way can do."""


class _Beyond:
    """Stands where a brief workflow never reaches."""

    def __getattr__(self, name: str) -> Any:
        raise _Unusual


_BEYOND: Final[Any] = _Beyond()


class _OneReply:
    """Takes the reply to the request itself."""

    def __init__(self, reply_id: str) -> None:
        self._reply_id = reply_id
        self.reply_: Reply | None = None

    def reply(
        self,
        reply_id: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> str:
        # A second reply is kept with the delivery, which is the usual way's work.
        if reply_id != self._reply_id or self.reply_ is not None:
            raise _Unusual
        try:
            self.reply_ = clean_reply(status, headers, body, allow_html=False)
        except Invalid as error:
            raise NodeError(error.message, "ReplyError") from None
        return "sent"


@dataclass(slots=True)
class Computed:
    """A run that is over, with its reply; neither is stored yet."""

    run: NewRun
    reply: Reply


def compute(site: Site, endpoint: Endpoint, delivery: NewDelivery) -> Computed | None:
    """Run the one brief workflow that listens and return what came of it.

    Returns None where the usual way has to be taken.
    """
    listeners = chosen_listeners(endpoint, delivery.request)
    if len(listeners) != 1 or len(delivery.request.body) > PARSE_HERE_BYTES:
        return None
    listener = listeners[0]
    if not site.definitions.is_brief(listener.definition_id):
        return None
    run = new_run(endpoint, listener, delivery.received_at_ms)
    site.runner.admit([run])
    reply = None
    try:
        if run.status == "running":
            reply = _run(site, endpoint, delivery, run, listener.workflow_name)
    finally:
        site.runner.dropped([run])
    return None if reply is None else Computed(run, reply)


def store_computed(site: Site, delivery: NewDelivery, computed: Computed) -> int:
    """Store a request with its run and its answer; return its number.

    Raises Unavailable, and sqlite3.IntegrityError when the webhook is no more.
    """
    insert_delivery = insert(delivery)
    run = computed.run

    def job(connection: sqlite3.Connection) -> tuple[int, int]:
        seq = insert_delivery(connection)
        return seq, insert_unless_gone(connection, run, seq)

    size = len(delivery.request.body) + ROW_BYTES
    seq, run_seq = site.store.writer.submit(job, size)
    site.live.publish(run.workflow_id, run_seq)
    site.metrics.run_ended(run.status, (run.duration_ms or 0.0) / 1000)
    return seq


def _run(
    site: Site,
    endpoint: Endpoint,
    delivery: NewDelivery,
    run: NewRun,
    workflow_name: str,
) -> Reply | None:
    ticket = from_arrival(
        0, run, workflow_name, endpoint, delivery.request, 0, delivery.reply_id
    )
    began = site.clock.monotonic()
    replies = _OneReply(delivery.reply_id or "")
    try:
        workflow = site.definitions.get(run.definition_id)
        payload = initial_payload(site, ticket, workflow)
        mask = RunMask(
            payload, ticket.secrets, ticket.application_globals, workflow.globals
        )
        trace = Trace(mask, knows_start=True)
        world = World(
            Ports(replies, *[_BEYOND] * 8),
            site.clock.now,
            _BEYOND,
            _BEYOND,
            site.clock.monotonic,
            site.breath.take,
        )
        targets = targets_of(workflow, ticket)
        result = engine.start(workflow, targets, payload, info_of(ticket), world, trace)
    except (_Unusual, NotFound, Unavailable):
        return None
    except Exception:  # a bug of ours: the usual way writes down that it failed
        _logger.exception("a brief run failed in a way that nobody expected")
        return None
    if result.status != "succeeded":
        return None
    run.status = "succeeded"
    run.duration_ms = round((site.clock.monotonic() - began) * 1000, 3)
    run.finished_at_ms = site.clock.now_ms()
    run.paths_completed = result.paths_completed
    run.steps = trace.to_text()
    return replies.reply_
