"""Runs: listing and showing them, taking them back, and finding lost ones."""

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import select, text, update
from sqlalchemy.orm import undefer

from webhooks.errors import Conflict, Invalid, NotFound
from webhooks.ids import is_id
from webhooks.services import replies, run_rows
from webhooks.services.run_start_view import show_start
from webhooks.services.site import Site
from webhooks.services.workflow_overview import delivery_of
from webhooks.services.workflow_start import start_button
from webhooks.storage.models import Run, Workflow, WorkflowDefinition
from webhooks.storage.models.run import UNFINISHED
from webhooks.workflows.trace import Message, Step, Trace
from webhooks.workflows.trace_view import fill_in

STATUSES: Final = (
    "queued",
    "running",
    "waiting",
    "succeeded",
    "failed",
    "interrupted",
    "cancelled",
)
MOST: Final = 200
MISSING: Final = "Run was not found"
_CURSOR = re.compile(r"[1-9][0-9]{0,17}")
_INTERRUPTED: Final = {
    "name": "Interrupted",
    "message": "The server stopped while this run was under way.",
    "nodeId": "",
    "nodeType": "",
}


@dataclass(frozen=True, slots=True)
class RunPage:
    """Runs, newest first; ``next_cursor`` leads to older ones."""

    items: list[Run]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class RunDetail:
    """A run with its steps and debug messages.

    ``definition`` is what the workflow was when it ran; None if it is no more.
    """

    run: Run
    steps: list[Step]
    messages: list[Message]
    left_out_steps: int
    left_out_messages: int
    definition: WorkflowDefinition | None


def list_(
    site: Site,
    application_id: str,
    workflow_id: str | None = None,
    *,
    limit: int = 50,
    before: str | None = None,
    status: str | None = None,
    delivery_seq: int | None = None,
) -> RunPage:
    """Return runs of a workflow, or of a delivery, or both.

    ``before`` is a cursor or a run's id. Raises Invalid for values that are
    out of range.
    """
    if not 1 <= limit <= MOST:
        raise Invalid(f"limit must be from 1 to {MOST}", "limit")
    if status is not None and status not in STATUSES:
        raise Invalid(f"status must be one of {', '.join(STATUSES)}", "status")
    rows = select(Run).where(Run.application_id == application_id)
    if workflow_id is not None:
        rows = rows.where(Run.workflow_id == workflow_id)
    if delivery_seq is not None:
        rows = rows.where(Run.delivery_seq == delivery_seq)
    if status is not None:
        rows = rows.where(Run.status == status)
    with site.store.reading() as session:
        if before is not None:
            rows = rows.where(Run.seq < _cursor(session, before))
        found = list(session.scalars(rows.order_by(Run.seq.desc()).limit(limit + 1)))
    more = len(found) > limit
    items = found[:limit]
    return RunPage(items, str(items[-1].seq) if more else None)


def get(site: Site, application_id: str, run_id: str) -> RunDetail:
    """Return a run with everything that was recorded. Raises NotFound."""
    with site.store.reading() as session:
        run = session.scalar(
            select(Run).where(Run.id == run_id).options(undefer(Run.steps))
        )
        if run is None or run.application_id != application_id:
            raise NotFound(MISSING)
        definition = session.get(WorkflowDefinition, run.definition_id)
    trace = Trace.from_json(json.loads(run.steps) if run.steps else {}, str)
    show_start(site, run.seq, trace.steps)
    # Whole payloads of many steps: megabytes of JSON.
    site.store.writer.offload(partial(fill_in, trace.steps))
    return RunDetail(
        run,
        trace.steps,
        trace.messages,
        trace.left_out_steps,
        trace.left_out_messages,
        definition,
    )


def get_of(site: Site, application_id: str, workflow_id: str, run_id: str) -> RunDetail:
    """Return a run of this workflow as ``get`` does. Raises NotFound."""
    detail = get(site, application_id, run_id)
    if detail.run.workflow_id != workflow_id:
        raise NotFound(MISSING)
    return detail


def cancel(site: Site, application_id: str, run_id: str) -> None:
    """Take back a run that is queued or waits.

    Raises NotFound, and Conflict when it is under way or over.
    """
    run = get(site, application_id, run_id).run
    if not site.store.writer.submit(run_rows.cancel(run.seq, site.clock.now_ms())):
        raise Conflict("The run is under way or over; it cannot be cancelled any more.")
    site.runner.unschedule(run.seq)
    site.live.publish(run.workflow_id, run.seq)
    delivery = delivery_of(site, run)
    if delivery is not None:
        site.live.publish_change(delivery.webhook_id, delivery.seq)
        replies.run_over(site, delivery.reply_id, failed=True)


def recover(site: Site) -> int:
    """Settle what a process that is no more had taken; return how many runs.

    Only for whoever holds the instance's lock. A run that had started is
    ``interrupted``, or queued again where its workflow asks for that (P5).
    """
    repeat = select(Workflow.id).where(Workflow.repeat_after_crash)
    # The index of unfinished runs is used where its own condition is repeated.
    lost = (
        Run.status == "running",
        text(UNFINISHED),
        Run.boot != site.runner.boot,
    )
    with site.store.writing() as session:
        again: Any = session.execute(
            update(Run)
            .where(*lost, Run.workflow_id.in_(repeat))
            .values(status="queued", boot=None)
        )
        over: Any = session.execute(
            update(Run)
            .where(*lost)
            .values(
                status="interrupted",
                finished_at=site.clock.now(),
                due_at=None,
                state=None,
                start=None,
                error=_INTERRUPTED,
            )
        )
    return int(again.rowcount + over.rowcount)


def _cursor(session: Any, before: str) -> int:
    if is_id(before):
        seq: int | None = session.scalar(select(Run.seq).where(Run.id == before))
        if seq is not None:
            return seq
    elif _CURSOR.fullmatch(before):
        return int(before)
    raise Invalid("before must be a cursor or the id of a run", "before")


__all__ = [
    "STATUSES",
    "Run",
    "RunDetail",
    "RunPage",
    "cancel",
    "get",
    "get_of",
    "list_",
    "recover",
    "start_button",
]
