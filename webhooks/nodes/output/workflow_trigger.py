"""Workflow Trigger: starts another workflow, now or later, or takes that back."""

from datetime import datetime, timedelta
from typing import Any, Final

from webhooks.ids import new_id
from webhooks.nodes.output._trigger_fields import TRIGGER_FIELDS
from webhooks.payload.values import UNDEFINED, copy_value, date_text
from webhooks.templating.dates.casting import to_date
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

_YEAR_SECONDS: Final = 366 * 24 * 3600
_MOST_CHARACTERS: Final = 255


def run(node: NodeCall) -> None:
    """Queue the run, or cancel it, and write what became of it.

    Raises NodeError when the workflow or its button is unknown.
    """
    behavior = node.text("behavior")
    if behavior == "cancel":
        node.put("resultPath", _cancelled(node))
    elif behavior == "schedule":
        node.put("resultPath", _scheduled(node))
    else:
        node.put("resultPath", _triggered(node))


def _triggered(
    node: NodeCall, run_at: datetime | None = None, run_key: str = ""
) -> dict[str, Any]:
    workflow, button = (
        node.text("triggerWorkflowId"),
        node.text("triggerVirtualButtonId"),
    )
    version = node.text("flowVersionTemplate") or "default"
    payload = copy_value(node.value("payloadTemplate"))
    queued = node.ports.workflows.trigger(
        workflow, version, button, payload, run_at, run_key
    )
    result = {
        "flowId": workflow,
        "flowVersion": version,
        "virtualButtonId": button,
        "payload": copy_value(queued.get("payload", payload)),
        "success": True,
    }
    if run_at is not None:
        result |= {
            "runId": run_key,
            "runAt": date_text(run_at),
            "newOrUpdate": queued.get("newOrUpdate", "new"),
        }
    return {key: value for key, value in result.items() if value is not UNDEFINED}


def _scheduled(node: NodeCall) -> dict[str, Any]:
    return _triggered(node, _run_at(node), _run_key(node) or new_id())


def _cancelled(node: NodeCall) -> dict[str, Any]:
    key = _run_key(node)
    if key and node.ports.workflows.cancel(key):
        return {"runId": key, "success": True}
    message = f"There is no scheduled run with the id {key}."
    error = {"type": "NotFound", "message": message}
    return {"runId": key, "success": False, "error": error}


def _run_key(node: NodeCall) -> str:
    key = node.text("runIdTemplate").strip()
    if len(key) > _MOST_CHARACTERS:
        message = f"A run id must not have more than {_MOST_CHARACTERS} characters."
        raise NodeError(message, "InvalidRunId")
    return key


def _run_at(node: NodeCall) -> datetime:
    """Return when the run is due: now for a time that has passed."""
    if node.text("scheduling") == "absolute":
        moment = to_date(node.value("dateTemplate"))
        if moment is None:
            raise NodeError("The date of the run is not a date.", "InvalidDate")
        seconds = (moment - node.now).total_seconds()
    else:
        seconds = node.number("secondsTemplate")
    if seconds > _YEAR_SECONDS:
        raise NodeError("A run can be at most a year ahead.", "InvalidDate")
    return node.now + timedelta(seconds=max(0.0, seconds))


NODE = NodeType(
    type="WorkflowTriggerNode",
    name="workflow-trigger",
    category="output",
    label="Workflow Trigger",
    summary="Starts another workflow at one of its virtual buttons.",
    run=run,
    outside=True,
    fields=TRIGGER_FIELDS,
    examples=(
        Example(
            summary="Start another workflow now",
            config={
                "triggerWorkflowId": "64f0d1a1b2c3d4e5f6a7b8d2",
                "triggerVirtualButtonId": "start",
                "payloadTemplateType": "json",
                "payloadTemplate": '{"id": "{{data.id}}"}',
                "resultPath": "started",
            },
            before={"data": {"id": "a1"}},
            after={
                "data": {"id": "a1"},
                "started": {
                    "flowId": "64f0d1a1b2c3d4e5f6a7b8d2",
                    "flowVersion": "default",
                    "virtualButtonId": "start",
                    "payload": {"id": "a1"},
                    "success": True,
                },
            },
        ),
        Example(
            summary="Start it in a minute",
            config={
                "behavior": "schedule",
                "scheduling": "relative",
                "secondsTemplate": "60",
                "runIdTemplate": "order-{{data.id}}",
                "triggerWorkflowId": "64f0d1a1b2c3d4e5f6a7b8d2",
                "triggerVirtualButtonId": "start",
                "resultPath": "started",
            },
            before={"data": {"id": "a1"}},
            after=lambda payload: (
                payload["started"]["runId"] == "order-a1"
                and payload["started"]["newOrUpdate"] == "new"
            ),
        ),
        Example(
            summary="Nothing to take back is no error",
            config={
                "behavior": "cancel",
                "runIdTemplate": "order-{{data.id}}",
                "resultPath": "cancelled",
            },
            before={"data": {"id": "a1"}},
            after=lambda payload: payload["cancelled"]["success"] is False,
        ),
    ),
)
