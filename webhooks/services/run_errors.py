"""What an error in a run causes: its record, and the runs of error triggers.

Source: the Workflow Error trigger in Losant's documentation. An error in a run
that an error started causes no further one.
"""

import json
from typing import Any, Final

from webhooks.ids import new_delivery_id
from webhooks.payload.json_text import JsonProblem, encode_json
from webhooks.payload.values import UNDEFINED
from webhooks.services.run_rows import NewRun
from webhooks.services.run_ticket import RunTicket
from webhooks.services.site import Site
from webhooks.services.workflow_start import MOST_DEPTH
from webhooks.workflows.graph import Trigger
from webhooks.workflows.result import RunError, RunResult

ERROR_TRIGGER: Final = "flowError"
_LARGEST_PAYLOAD = 256 * 1024
_OMITTED = "Payload data omitted due to size"
_LOCAL = "local"
_SHARED = ("cloud", "global")

# Versions with an error trigger: what the application's workflows run by default,
# and the version that failed.
_LISTENING = (
    "SELECT DISTINCT w.id, w.name, t.version_id, "
    "coalesce(v.version, 'develop') AS version, "
    "coalesce(v.definition_id, w.definition_id) AS definition_id "
    "FROM workflow_trigger t JOIN workflow w ON w.id = t.workflow_id "
    "LEFT JOIN workflow_version v ON v.id = t.version_id "
    "WHERE t.type = 'flowError' AND w.application_id = ?1 AND w.enabled "
    "AND (t.version_id IS w.default_version_id AND coalesce(v.enabled, 1) "
    "OR w.id = ?2 AND t.version_id IS ?3)"
)


def error_json(error: RunError) -> dict[str, Any]:
    """Return an error as it is kept with its run."""
    kept: dict[str, Any] = {
        "name": error.name,
        "message": error.message,
        "nodeId": error.node_id,
        "nodeType": error.node_type,
    }
    if error.stack:
        kept["stack"] = list(error.stack)
    return kept


def error_runs(site: Site, ticket: RunTicket, result: RunResult) -> list[NewRun]:
    """Return the runs that a failed run starts: its own workflow's first."""
    error = result.error
    if error is None or ticket.trigger_type == ERROR_TRIGGER:
        return []
    if ticket.depth >= MOST_DEPTH:
        return []
    own: list[Any] = []
    shared: list[Any] = []
    values = (ticket.application_id, ticket.workflow_id, ticket.version_id)
    for row in site.reader.rows(_LISTENING, values):
        is_own = row["id"] == ticket.workflow_id
        if is_own and row["version_id"] != ticket.version_id:
            # One version of a workflow hears an error: the one that failed.
            continue
        workflow = site.definitions.get(row["definition_id"])
        if any(hears(each, is_own) for each in workflow.of_type(ERROR_TRIGGER)):
            (own if is_own else shared).append(row)
    if not own and not shared:
        return []
    start = _start(ticket, error)
    return [_run(site, ticket, row, start) for row in (*own, *shared)]


def hears(trigger: Trigger, own: bool) -> bool:
    """Tell whether an error trigger fires on an error of its own workflow, or
    else of another one.
    """
    scope = trigger.config.get("scope") or _LOCAL
    return scope in _SHARED or (own and scope == _LOCAL)


def error_key(workflow_id: str) -> str:
    """Return what an error run names as its trigger."""
    return f"{workflow_id}-{ERROR_TRIGGER}"


def _run(site: Site, ticket: RunTicket, row: Any, start: str) -> NewRun:
    now_ms = site.clock.now_ms()
    return NewRun(
        new_delivery_id(now_ms),
        ticket.application_id,
        row["id"],
        row["version_id"],
        row["version"],
        row["definition_id"],
        ERROR_TRIGGER,
        error_key(ticket.workflow_id),
        now_ms,
        depth=ticket.depth + 1,
        start=start,
    )


def _start(ticket: RunTicket, error: RunError) -> str:
    """Return what the error trigger's payload begins with, as JSON text."""
    described: dict[str, Any] = {"message": error.message, "name": error.name}
    if error.stack:
        described["stack"] = list(error.stack)
    data: dict[str, Any] = {
        "errorInfo": {
            "error": described,
            "nodeId": error.node_id,
            "nodeType": error.node_type,
        },
        "erroredPayload": _payload(error.payload),
    }
    if ticket.reply_id is not None:
        data["replyId"] = ticket.reply_id
    return json.dumps(
        {
            "data": data,
            "triggerId": error_key(ticket.workflow_id),
            "relayId": ticket.workflow_id,
            "relayType": "flow",
        }
    )


def _payload(payload: Any) -> Any:
    if payload is None or payload is UNDEFINED:
        return {}
    try:
        text = encode_json(payload)
    except JsonProblem:
        return _OMITTED
    return json.loads(text) if len(text) <= _LARGEST_PAYLOAD else _OMITTED
