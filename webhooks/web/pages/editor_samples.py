"""Payloads to try a workflow with: of stored requests, and examples of triggers."""

from flask import Blueprint, Response, request

from webhooks.clock import iso
from webhooks.services import workflow_samples, workflows
from webhooks.services.workflow_samples import Sample
from webhooks.web.current import current_site
from webhooks.web.pages import page_json
from webhooks.web.pages.visitor import require, sees_secrets, this_application

editor_sample_pages = Blueprint(
    "editor_samples",
    __name__,
    url_prefix="/applications/<application_id>/workflows/<workflow_id>/samples",
)
page_json.register(editor_sample_pages)


@editor_sample_pages.get("")
@require("deliveries.get")
def index(workflow_id: str) -> Response:
    """List the newest deliveries of the webhooks that start the workflow.

    ``webhook`` names others instead, for triggers that are not saved yet.
    """
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    wanted = request.args.getlist("webhook")
    if not wanted:
        definition = workflows.definition(site, workflow.definition_id)
        wanted = workflow_samples.webhooks_of(definition.triggers)
    found = workflow_samples.newest(site, application.id, wanted)
    return page_json.answer({"items": [_listed(each) for each in found]})


@editor_sample_pages.get("/<delivery_id>")
@require("delivery.get")
def show(workflow_id: str, delivery_id: str) -> Response:
    """Answer the payload with which this delivery would start a run."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    graph = site.definitions.get(workflow.definition_id)
    payload = workflow_samples.of_delivery(
        site, application, workflow, graph, delivery_id
    )
    viewer = not sees_secrets()
    shown = workflow_samples.shown(site, payload, application, graph, viewer=viewer)
    return page_json.answer({"payload": shown})


@editor_sample_pages.get("/trigger/<type_>")
@require("flow.get")
def example(workflow_id: str, type_: str) -> Response:
    """Answer a payload with the example data of a trigger's type.

    ``key`` is the trigger's key.
    """
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    graph = site.definitions.get(workflow.definition_id)
    key = request.args.get("key", "")
    payload = workflow_samples.of_trigger(
        site, application, workflow, graph, type_, key
    )
    viewer = not sees_secrets()
    shown = workflow_samples.shown(site, payload, application, graph, viewer=viewer)
    return page_json.answer({"payload": shown})


def _listed(sample: Sample) -> dict[str, str]:
    delivery = sample.delivery
    return {
        "id": delivery.id,
        "webhookId": delivery.webhook_id,
        "webhookName": sample.webhook_name,
        "method": delivery.method,
        "path": delivery.path,
        "receivedAt": iso(delivery.received_at),
    }
