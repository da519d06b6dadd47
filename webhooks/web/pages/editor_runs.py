"""Trying a workflow from the editor: dry runs, buttons, and runs to draw."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState

from webhooks.errors import Invalid
from webhooks.payload.values import UNDEFINED
from webhooks.services import (
    browser_copy,
    dry_run,
    runs,
    workflow_check,
    workflow_definitions,
    workflow_parts,
    workflow_samples,
    workflow_start,
    workflows,
)
from webhooks.services.definitions import DEVELOP
from webhooks.services.dry_run import Start
from webhooks.services.run_errors import error_json
from webhooks.services.workflow_start import Pressed
from webhooks.services.workflows import Workflow
from webhooks.web.current import current_site
from webhooks.web.pages import page_json
from webhooks.web.pages.one_each import OneEach
from webhooks.web.pages.trace_json import (
    Texts,
    messages_json,
    reply_json,
    run_json,
    steps_json,
)
from webhooks.web.pages.visitor import (
    require,
    sees_secrets,
    this_application,
    visitor,
)
from webhooks.workflows.graph import Workflow as Graph

editor_run_pages = Blueprint(
    "editor_runs",
    __name__,
    url_prefix="/applications/<application_id>/workflows/<workflow_id>",
)
page_json.register(editor_run_pages)

_EXTENSION: Final = "switchhook_dry_runs"
_BUSY: Final = "A dry run of yours is still going on. Wait until it has ended."


@editor_run_pages.record
def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions[_EXTENSION] = OneEach(_BUSY)


@editor_run_pages.post("/dry-run")
@require("flow.patch")
def try_out(workflow_id: str) -> Response:
    """Run the draft over a payload, and store nothing of it."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    given = page_json.body()
    turns: OneEach = current_app.extensions[_EXTENSION]
    with turns.turn(visitor().user.id):
        graph = _graph(workflow, given)
        start = dry_run.start_of(graph, given)
        payload = _payload(workflow, graph, start, given)
        outside = given.get("outside") is True
        done = dry_run.dry_run(
            site, application, workflow, graph, start, payload, outside=outside
        )
    result, trace = done.result, done.result.trace
    texts = Texts(viewer=not sees_secrets())
    return page_json.answer(
        {
            "status": result.status,
            "triggerIndexes": [] if start.trigger is None else [given["triggerIndex"]],
            "durationMs": round(done.duration_ms, 3),
            "steps": steps_json(trace.steps, texts, done.passed_by),
            "messages": messages_json(trace.messages, trace.steps, texts),
            "leftOutSteps": trace.left_out_steps,
            "leftOutMessages": trace.left_out_messages,
            "reply": reply_json(done.reply),
            "error": error_json(result.error) if result.error else None,
        }
    )


@editor_run_pages.post("/press.json")
@require("flow.pressVirtualButton")
def press(workflow_id: str) -> Response:
    """Press a button of the saved workflow: ``key``, and a payload or its own."""
    given, principal = page_json.body(), visitor().principal
    key = given.get("key")
    if not isinstance(key, str):
        raise Invalid("key must be the button's key", "key")
    payload = given.get("payload", UNDEFINED)
    pressed = Pressed(
        button=key,
        payload=None if payload is UNDEFINED else payload,
        has_payload=payload is not UNDEFINED,
        version=DEVELOP,
        relay_id=principal.id,
        relay_type=principal.kind,
    )
    application_id = this_application().id
    told = workflow_start.press(current_site(), application_id, workflow_id, pressed)
    return page_json.answer(told)


@editor_run_pages.get("/runs/<run_id>/trace")
@require("run.get")
def trace(workflow_id: str, run_id: str) -> Response:
    """Answer a stored run, with the workflow as it was when it ran."""
    site, application = current_site(), this_application()
    detail = runs.get_of(site, application.id, workflow_id, run_id)
    # A run of a thousand steps takes a while to be masked and put together.
    told = partial(run_json, detail, viewer=not sees_secrets())
    return page_json.answer(site.store.writer.offload(told))


def _graph(workflow: Workflow, given: Mapping[str, Any]) -> Graph:
    """Return the draft ready to run. Raises Invalid when it has no structure."""
    site = current_site()
    stored = workflows.definition(site, workflow.definition_id)
    exact = browser_copy.edited(site, given, workflow_definitions.parts_of(stored))
    draft = workflow_check.check(site, workflow, exact)
    if draft.graph is None:
        workflow_parts.refuse(draft.problems)
        raise Invalid("The draft cannot be run.")
    return draft.graph


def _payload(
    workflow: Workflow, graph: Graph, start: Start, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the payload to begin with: given, a delivery's, or an example."""
    site, application = current_site(), this_application()
    payload, delivery_id = given.get("payload"), given.get("deliveryId")
    if isinstance(payload, dict):
        return workflow_samples.revived(payload)
    if payload is not None:
        raise Invalid("payload must be a JSON object", "payload")
    if isinstance(delivery_id, str):
        return workflow_samples.of_delivery(
            site, application, workflow, graph, delivery_id
        )
    if start.trigger is None:
        return {"data": {}}
    type_, key = start.trigger.type.type, start.trigger.key
    return workflow_samples.of_trigger(site, application, workflow, graph, type_, key)
