"""Running a taken run: payload, engine, and writing down what came of it.

Whatever happens, the run is written down as ended or waiting, and its webhook's
caller learns when all runs of its request have ended.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from webhooks.errors import NotFound, Unavailable
from webhooks.services import replies, run_rows
from webhooks.services.run_errors import (
    ERROR_TRIGGER,
    error_json,
    error_key,
    error_runs,
    hears,
)
from webhooks.services.run_mask import headers_in, mask_for
from webhooks.services.run_payload import initial_payload
from webhooks.services.run_ports import ports_of
from webhooks.services.run_rows import Ending, NewRun
from webhooks.services.run_ticket import WEBHOOK, RunTicket
from webhooks.services.site import Site
from webhooks.workflows import engine
from webhooks.workflows.graph import Targets, Workflow
from webhooks.workflows.ports import RunInfo
from webhooks.workflows.result import RunError, RunResult
from webhooks.workflows.trace import Mask, Trace
from webhooks.workflows.world import World

T = TypeVar("T")

# A shorter wait is not worth two writes; the run keeps its slot.
_WAIT_HERE_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 1.0
_BROKEN: Final = RunError(
    "InternalError", "The server failed to run this workflow; its log says why.", "", ""
)

_logger = logging.getLogger(__name__)


def execute(site: Site, ticket: RunTicket) -> None:
    """Run a ticket and write down how it ended."""
    started = site.clock.monotonic()
    workflow = None
    try:
        workflow = site.definitions.get(ticket.definition_id)
        result = _result(site, ticket, workflow)
    except (NotFound, Unavailable) as error:
        failed = RunError(error.type, error.message, "", "")
        result = RunResult("failed", Trace(), failed)
    except Exception:  # outermost: a bug of ours must not leave the run open
        _logger.exception("run %s failed in a way that nobody expected", ticket.id)
        result = RunResult("failed", Trace(), _BROKEN)
    spent_ms = ticket.spent_ms + (site.clock.monotonic() - started) * 1000
    _finish(site, ticket, result, round(spent_ms, 3), _children(site, ticket, result))


def abandon(site: Site, ticket: RunTicket) -> None:
    """Write down that a taken run does not run: its workflow is switched off."""
    now_ms = site.clock.now_ms()
    job = run_rows.cancel_taken(ticket.seq, site.runner.boot, now_ms)
    patiently(site, lambda: site.store.writer.submit(job))
    _publish(site, ticket)
    replies.run_over(site, ticket.reply_id, failed=True)


def patiently(site: Site, function: Callable[[], T]) -> T:
    """Return what a function returns once the database works again.

    For runs that were taken: giving up would leave them under way for ever.
    Raises Unavailable when the server stops first.
    """
    while True:
        try:
            return function()
        except Unavailable as error:
            if site.draining:
                raise
            _logger.error("a run waits for the database: %s", error.message)
            time.sleep(_RETRY_SECONDS)


def _result(site: Site, ticket: RunTicket, workflow: Workflow) -> RunResult:
    world = _world(site, ticket)
    info = info_of(ticket)
    if ticket.state is None:
        payload = initial_payload(site, ticket, workflow)
        mask = _mask(ticket, workflow, payload)
        trace = Trace(mask, knows_start=ticket.request is not None)
        # The body is in the payload now.
        ticket.request = None
        targets = targets_of(workflow, ticket)
        result = engine.start(workflow, targets, payload, info, world, trace)
    else:
        mask = _mask(ticket, workflow, *_payloads(ticket.state))
        trace = Trace.from_json(ticket.steps or {}, mask)
        result = engine.resume(workflow, ticket.state, info, world, trace)
    while _waits_here(site, result):
        time.sleep(result.wait_seconds)
        result = engine.resume(workflow, result.state or {}, info, world, trace)
    return result


def _payloads(state: dict[str, Any]) -> list[Any]:
    return [task.get("payload") for task in state["tasks"]]


def _mask(ticket: RunTicket, workflow: Workflow, *payloads: Any) -> Mask:
    found = [headers_in(payload) for payload in payloads]
    found += [ticket.secrets.in_payload(payload) for payload in payloads]
    return mask_for(ticket.application_globals, workflow.globals, *found)


def _waits_here(site: Site, result: RunResult) -> bool:
    short = result.wait_seconds <= _WAIT_HERE_SECONDS
    return result.status == "waiting" and short and not site.draining


def targets_of(workflow: Workflow, ticket: RunTicket) -> Targets:
    """Return what is wired to the triggers that fired: one run for all of them."""
    first = workflow.triggers[0] if len(workflow.triggers) == 1 else None
    if first is not None and ticket.trigger_type == first.type.type == WEBHOOK:
        return first.targets if first.key == ticket.trigger_key else ()
    targets: dict[str, None] = {}
    for trigger in workflow.of_type(ticket.trigger_type):
        if ticket.trigger_type == ERROR_TRIGGER:
            fires = hears(trigger, ticket.trigger_key == error_key(ticket.workflow_id))
        else:
            fires = trigger.key == ticket.trigger_key
        if fires:
            targets.update(dict.fromkeys(trigger.targets))
    return tuple(targets)


def info_of(ticket: RunTicket) -> RunInfo:
    """Return what nodes may know of their run."""
    return RunInfo(
        ticket.id,
        ticket.application_id,
        ticket.workflow_id,
        ticket.workflow_name,
        ticket.version,
        ticket.trigger_type,
        ticket.depth,
        ticket.application_globals,
    )


def _world(site: Site, ticket: RunTicket) -> World:
    definitions = site.definitions

    def load(workflow_id: str, version: str) -> tuple[int, Workflow]:
        return definitions.custom_node(ticket.application_id, workflow_id, version)

    return World(
        ports=ports_of(site, ticket),
        now=site.clock.now,
        load=load,
        by_id=definitions.get,
        monotonic=site.clock.monotonic,
        breathe=site.breath.take,
    )


def _children(site: Site, ticket: RunTicket, result: RunResult) -> list[NewRun]:
    try:
        return error_runs(site, ticket, result)
    except Exception:  # outermost: the run itself has to be written down
        _logger.exception("the error of run %s started no error trigger", ticket.id)
        return []


def _finish(
    site: Site,
    ticket: RunTicket,
    result: RunResult,
    spent_ms: float,
    children: list[NewRun],
) -> None:
    """Write down the end; a database that fails just now is tried again."""
    now_ms = site.clock.now_ms()
    waiting = result.status == "waiting"
    ending = Ending(
        status=result.status,
        finished_at_ms=None if waiting else now_ms,
        due_at_ms=now_ms + int(result.wait_seconds * 1000) if waiting else None,
        duration_ms=spent_ms,
        paths_completed=result.paths_completed,
        error=None if result.error is None else json.dumps(error_json(result.error)),
        state=json.dumps(result.state) if waiting else None,
        steps=result.trace.to_text(),
    )
    size = len(ending.steps or "") + len(ending.state or "")
    if waiting or children:
        wait_seconds = result.wait_seconds if waiting else None
        _write_in_order(site, ticket, ending, children, size, wait_seconds)
        return
    runner, failed = site.runner, result.status == "failed"
    job = run_rows.finish(ticket.seq, runner.boot, ending)

    def written(_: object) -> None:
        _tell(site, ticket, ending)
        replies.run_over(site, ticket.reply_id, failed=failed)

    def again() -> None:
        written(patiently(site, lambda: site.store.writer.submit(job, size)))

    if not site.store.writer.post(job, size, written, lambda: runner.retry(again)):
        again()


def _write_in_order(
    site: Site,
    ticket: RunTicket,
    ending: Ending,
    children: list[NewRun],
    size: int,
    wait_seconds: float | None,
) -> None:
    """Write down an end on which more depends, and start that afterwards."""
    runner = site.runner
    runner.admit(children)
    job = run_rows.finish(
        ticket.seq, runner.boot, ending, children, ticket.delivery_seq
    )
    seqs: list[int] | None = None
    try:
        seqs = patiently(site, lambda: site.store.writer.submit(job, size))
    finally:
        if seqs is None:
            runner.dropped(children)
    if wait_seconds is None:
        # Before they start: one that ends at once must not seem to be the last.
        failed, more = ending.status == "failed", sum(map(bool, seqs or ()))
        replies.run_over(site, ticket.reply_id, failed=failed, started=more)
    if seqs is not None:
        runner.stored(children, seqs)
        if wait_seconds is not None:
            runner.schedule(ticket.seq, wait_seconds)
    _tell(site, ticket, ending)


def _tell(site: Site, ticket: RunTicket, ending: Ending) -> None:
    _publish(site, ticket)
    site.metrics.run_ended(ending.status, ending.duration_ms / 1000)


def _publish(site: Site, ticket: RunTicket) -> None:
    """Tell those who look at the workflow, and at the request that started it."""
    site.live.publish(ticket.workflow_id, ticket.seq)
    if ticket.webhook_id is not None and ticket.delivery_seq is not None:
        site.live.publish_change(ticket.webhook_id, ticket.delivery_seq)
