"""Workflows and runs to look at: one document with a bit of everything."""

import json
from datetime import timedelta
from typing import Any

from webhooks.ids import new_id
from webhooks.services import workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.storage.models import Run
from webhooks.workflows.trace import Message, Step, Trace

GLOBALS = [{"key": "door", "json": '"sesame"'}]


def document(webhook_id: str = "", **fields: Any) -> dict[str, Any]:
    """A workflow that branches, says something, and holds what cannot exist here."""
    triggers: list[dict[str, Any]] = [
        {
            "type": "virtualButton",
            "key": "",
            "config": {},
            "meta": {"label": "Try it", "payload": '{"heat": 7}'},
            "outputIds": [["hot"]],
        },
        {"type": "timer", "config": {"seconds": 60}, "outputIds": [["say"]]},
    ]
    if webhook_id:
        triggers.append({"type": "webhook", "key": webhook_id, "outputIds": [["hot"]]})
    nodes: list[dict[str, Any]] = [
        {
            "id": "hot",
            "type": "ConditionalNode",
            "config": {"expression": "{{data.heat}} > 5"},
            "meta": {"label": "Is it hot?"},
            "outputIds": [["gone"], ["say"]],
        },
        {
            "id": "say",
            "type": "DebugNode",
            "config": {"message": "Hot: {{data.heat}}"},
            "meta": {"label": "Say so"},
            "outputIds": [],
        },
        {"id": "gone", "type": "FluxCapacitorNode", "outputIds": []},
    ]
    return {
        "name": "Door bell",
        "description": "Rings.",
        "triggers": triggers,
        "nodes": nodes,
        "globals": GLOBALS,
        **fields,
    }


def workflow(site: Site, owner: Application, **fields: Any) -> Workflow:
    """A stored workflow; fields are its columns and lists."""
    return workflows.create(site, owner.id, {"name": "Door bell", **fields})


def button_key(site: Site, of: Workflow) -> str:
    """Return the key of a workflow's virtual button."""
    triggers = workflows.definition(site, of.definition_id).triggers
    return str(next(t["key"] for t in triggers if t["type"] == "virtualButton"))


def trace() -> Trace:
    """What a run of the document left: two steps, a message, and secrets in them."""
    payload = {"data": {"heat": 7, "headers": {"cookie": "sesame"}}}
    steps = [
        Step("hot", "ConditionalNode", "Is it hot?", 0.0, None, 0.4, 1),
        Step("say", "DebugNode", "Say so", 1.0, 0, 12.5, 0),
    ]
    steps[0].before = json.dumps({**payload, "globals": {"door": "sesame"}})
    steps[1].after = json.dumps(payload)
    made = Trace(str)
    made.steps = steps
    made.messages = [Message("warn", "Hot: 7", 2.0, 1, json.dumps(payload))]
    return made


def run(site: Site, of: Workflow, **fields: Any) -> Run:
    """A stored run; it succeeded a minute ago unless fields say otherwise."""
    now = site.clock.now()
    steps = fields.pop("trace", None)
    given = {
        "id": new_id(),
        "application_id": of.application_id,
        "workflow_id": of.id,
        "definition_id": of.definition_id,
        "trigger_type": "virtualButton",
        "trigger_key": "k",
        "status": "succeeded",
        "created_at": now - timedelta(minutes=1),
        "started_at": now - timedelta(minutes=1),
        "finished_at": now,
        "duration_ms": 13.0,
        "steps": None if steps is None else json.dumps(steps.to_json()),
        **fields,
    }
    row = Run(**given)
    with site.store.writing() as session:
        session.add(row)
    return row
