"""Starting a workflow by one of its virtual buttons: from outside, or another run."""

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from webhooks.clock import iso, to_ms
from webhooks.errors import Conflict, Invalid, NotFound, TooMany
from webhooks.ids import new_delivery_id
from webhooks.ingress.rate_limit import RateLimit
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.payload.values import UNDEFINED
from webhooks.services import run_rows
from webhooks.services.definitions import DEFAULT, DEVELOP
from webhooks.services.run_payload import NOBODY
from webhooks.services.run_rows import NewRun
from webhooks.services.site import Site
from webhooks.storage.models import Workflow as WorkflowRow
from webhooks.workflows.graph import Trigger, Workflow

BUTTON: Final = "virtualButton"
MOST_DEPTH: Final = 10
# A second between two runs is no storm: a workflow may plan its own next run.
_CALM_MS: Final = 1000
_MISSING: Final = "Flow was not found"
LONGEST_SCHEDULE_DAYS: Final = 366
_LIMIT: Final = RateLimit(100, 10.0)

_VERSION = (
    "SELECT w.id, w.enabled, v.id AS version_id, coalesce(v.enabled, 1) AS usable, "
    "coalesce(v.version, 'develop') AS version, "
    "coalesce(v.definition_id, w.definition_id) AS definition_id "
    "FROM workflow w LEFT JOIN workflow_version v ON v.workflow_id = w.id AND ("
    "CASE WHEN ?1 = 'default' THEN v.id = w.default_version_id ELSE v.version = ?1 END"
    ") WHERE w.id = ?2 AND w.application_id = ?3"
)
_SCHEDULED = (
    "SELECT seq FROM run WHERE application_id = ? AND run_key = ? "
    "AND status = 'waiting' AND state IS NULL ORDER BY seq DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """Who presses which button with what.

    ``button`` is its key, or the ``meta.uiId`` that workflows use; without
    ``has_payload`` the button's own payload counts. With ``run_at`` the run
    waits until then, and ``run_key`` names it, to be changed or taken back.
    """

    button: str
    payload: Any = None
    has_payload: bool = False
    version: str = DEFAULT
    relay_id: str = NOBODY
    relay_type: str = "public"
    depth: int = 0
    run_at: datetime | None = None
    run_key: str = ""


def press(
    site: Site, application_id: str, workflow_id: str, pressed: Pressed
) -> dict[str, Any]:
    """Queue a run of a button and describe it in Losant's words.

    Raises NotFound for an unknown workflow, version or button, Conflict when it
    is switched off or when workflows start each other without end, TooMany
    beyond 100 presses in 10 seconds, and Invalid for a payload that is no JSON.
    """
    run, trigger = _new_run(site, application_id, workflow_id, pressed)
    wait_seconds = site.button_presses.admit(trigger.key, _LIMIT)
    if wait_seconds is not None:
        text = "This button was pressed too often. Wait a little and try again."
        raise TooMany(text, math.ceil(wait_seconds))
    result = {
        "flowId": workflow_id,
        "flowVersion": run.version,
        "virtualButtonId": trigger.meta.get("uiId") or trigger.key,
        "payload": json.loads(run.start or "{}").get("data"),
        "success": True,
    }
    with _while_it_exists():
        if pressed.run_at is None:
            site.runner.start([run])
            return result
        return result | _scheduled(site, run, pressed.run_at)


def start_button(
    site: Site,
    workflow: WorkflowRow,
    version: str,
    key: str,
    payload: Any,
    relay: tuple[str, str],
) -> str | None:
    """Queue a run of a button that somebody pressed; return the run's id.

    ``payload`` is UNDEFINED for the button's own, ``relay`` the presser's id and
    kind. Returns None for an unknown button; raises like ``press``, but for the
    rate, which is the caller's business.
    """
    own = payload is UNDEFINED
    pressed = Pressed(
        key, None if own else payload, not own, version, relay[0], relay[1]
    )
    try:
        run, _ = _new_run(site, workflow.application_id, workflow.id, pressed)
        with _while_it_exists():
            site.runner.start([run])
    except NotFound:
        return None
    return run.id


def cancel(site: Site, application_id: str, run_key: str) -> bool:
    """Take back a scheduled run; False if there is none with this key."""
    row = site.reader.row(_SCHEDULED, (application_id, run_key))
    if row is None:
        return False
    seq = row["seq"]
    done = site.store.writer.submit(run_rows.cancel(seq, site.clock.now_ms()))
    if done:
        site.runner.unschedule(seq)
    return done


@contextmanager
def _while_it_exists() -> Iterator[None]:
    """Raise NotFound if the workflow was deleted since it was looked at."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise NotFound(_MISSING) from None


def _scheduled(site: Site, run: NewRun, run_at: datetime) -> dict[str, Any]:
    run.run_key = run.run_key or run.id
    run.status, run.due_at_ms = "waiting", to_ms(run_at)
    if run.due_at_ms - run.created_at_ms > LONGEST_SCHEDULE_DAYS * 86_400_000:
        raise Invalid(f"A run is scheduled at most {LONGEST_SCHEDULE_DAYS} days ahead.")
    if run.due_at_ms - run.created_at_ms >= _CALM_MS:
        run.depth = 0
    seq, known = site.store.writer.submit(run_rows.plan(run))
    site.runner.schedule(seq, (run.due_at_ms - site.clock.now_ms()) / 1000)
    return {
        "runId": run.run_key,
        "runAt": iso(run_at),
        "newOrUpdate": "update" if known else "new",
    }


def _new_run(
    site: Site, application_id: str, workflow_id: str, pressed: Pressed
) -> tuple[NewRun, Trigger]:
    if pressed.depth > MOST_DEPTH:
        raise Conflict(
            f"Workflows started each other more than {MOST_DEPTH} times in a row."
        )
    version = pressed.version or DEFAULT
    row = site.reader.row(_VERSION, (version, workflow_id, application_id))
    if row is None:
        raise NotFound(_MISSING)
    if version not in (DEFAULT, DEVELOP) and row["version_id"] is None:
        raise NotFound(f"The workflow has no version {version}.")
    if not row["enabled"] or not row["usable"]:
        raise Conflict("The workflow is disabled.")
    trigger = _button(site.definitions.get(row["definition_id"]), pressed.button)
    data = pressed.payload if pressed.has_payload else _own_payload(trigger)
    start = {
        "data": data,
        "triggerId": trigger.key,
        "relayId": pressed.relay_id,
        "relayType": pressed.relay_type,
    }
    now_ms = site.clock.now_ms()
    run = NewRun(
        new_delivery_id(now_ms),
        application_id,
        workflow_id,
        row["version_id"],
        row["version"],
        row["definition_id"],
        BUTTON,
        trigger.key,
        now_ms,
        depth=pressed.depth,
        run_key=pressed.run_key or None,
        start=_text(start),
    )
    return run, trigger


def _button(workflow: Workflow, button: str) -> Trigger:
    for trigger in workflow.of_type(BUTTON):
        if button and button in (trigger.key, trigger.meta.get("uiId")):
            return trigger
    raise NotFound("Virtual button was not found")


def _own_payload(trigger: Trigger) -> Any:
    text = trigger.meta.get("payload")
    if not isinstance(text, str) or not text.strip():
        return {}
    try:
        return parse_json(text)
    except JsonProblem as problem:
        message = f"The payload of the button is not valid JSON: {problem}."
        raise Invalid(message) from None


def _text(start: dict[str, Any]) -> str:
    try:
        return encode_json(start)
    except JsonProblem as problem:
        raise Invalid(f"The payload cannot be sent: {problem}.") from None
