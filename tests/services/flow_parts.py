"""Small workflows to begin tests with."""

from typing import Any

from sqlalchemy import select

from webhooks.ids import new_id
from webhooks.services.site import Site
from webhooks.storage.models import Run, WorkflowDefinition, WorkflowTrigger
from webhooks.storage.models.workflow import Workflow

BUTTON: dict[str, Any] = {
    "type": "virtualButton",
    "config": {},
    "meta": {"label": "Press", "uiId": "ui1"},
    "outputIds": [["a"]],
}
DEBUG: dict[str, Any] = {
    "id": "a",
    "type": "DebugNode",
    "config": {"message": "hello", "ours": {"kept": [1, None]}},
    "meta": {"label": "Say", "x": 1},
    "outputIds": [[]],
}


def timer(key: str = "", **config: Any) -> dict[str, Any]:
    """A timer trigger with this configuration, every minute unless told."""
    trigger: dict[str, Any] = {"type": "timer", "config": config or {"seconds": 60}}
    return trigger | ({"key": key} if key else {})


def on_webhook(webhook_id: str) -> dict[str, Any]:
    """A trigger that listens to a webhook."""
    return {"type": "webhook", "key": webhook_id, "config": {}, "outputIds": [[]]}


def definitions(site: Site, workflow_id: str) -> list[int]:
    """The numbers of all definitions of a workflow."""
    wanted = select(WorkflowDefinition.seq).where(
        WorkflowDefinition.workflow_id == workflow_id
    )
    with site.store.reading() as session:
        return list(session.scalars(wanted.order_by(WorkflowDefinition.seq)))


def index(site: Site, workflow_id: str) -> list[WorkflowTrigger]:
    """The rows of the index of triggers, in their order."""
    wanted = select(WorkflowTrigger).where(WorkflowTrigger.workflow_id == workflow_id)
    with site.store.reading() as session:
        return list(session.scalars(wanted.order_by(WorkflowTrigger.seq)))


def run(site: Site, workflow: Workflow, **columns: Any) -> Run:
    """Store a run that succeeded just now, unless columns say otherwise."""
    row = Run(
        **{
            "id": new_id(),
            "application_id": workflow.application_id,
            "workflow_id": workflow.id,
            "definition_id": workflow.definition_id,
            "trigger_type": "virtualButton",
            "trigger_key": "press",
            "status": "succeeded",
            "created_at": site.clock.now(),
            "duration_ms": 2.5,
            "paths_completed": 1,
            **columns,
        }
    )
    with site.store.writing() as session:
        session.add(row)
    return row


def node(
    type_: str, config: dict[str, Any] | None = None, *then: str, id_: str = "a"
) -> dict[str, Any]:
    """A node of this type; ``then`` are the ids behind its first output."""
    return {
        "id": id_,
        "type": type_,
        "config": config or {},
        "meta": {"label": type_},
        "outputIds": [list(then)],
    }


def starts(trigger: dict[str, Any], *nodes: str) -> dict[str, Any]:
    """The trigger with wires to these nodes, or to the one that is called a."""
    return trigger | {"outputIds": [list(nodes or ("a",))]}


def count(key: str = "count", *then: str, id_: str = "a") -> dict[str, Any]:
    """A node that adds one to a value of the workflow's storage."""
    config = {"keyName": key, "valueType": "incr", "value": "1"}
    return node("StoreValueNode", config, *then, id_=id_)
