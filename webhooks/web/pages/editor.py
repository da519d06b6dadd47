"""What the editor asks while somebody works: checks, saving and previews."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from webhooks.clock import iso
from webhooks.errors import Invalid
from webhooks.services import (
    browser_copy,
    template_preview,
    users,
    workflow_check,
    workflow_definitions,
    workflow_editing,
    workflow_samples,
    workflows,
)
from webhooks.services.site import Site
from webhooks.services.workflow_editing import ChangedMeanwhile
from webhooks.services.workflow_parts import PARTS
from webhooks.services.workflows import Workflow
from webhooks.web.current import current_site
from webhooks.web.pages import page_json
from webhooks.web.pages.editor_view import (
    outputs_json,
    problems_json,
    shown_document,
    summary,
)
from webhooks.web.pages.visitor import (
    require,
    sees_secrets,
    this_application,
    visitor,
)

editor_pages = Blueprint(
    "editor", __name__, url_prefix="/applications/<application_id>/workflows"
)
page_json.register(editor_pages)


@editor_pages.post("/<workflow_id>/check")
@require("flow.patch")
def check(workflow_id: str) -> Response:
    """Say what is wrong with a draft; nothing is stored."""
    workflow = this_workflow(workflow_id)
    draft = workflow_check.check(current_site(), workflow, page_json.body())
    return page_json.answer(
        {
            "problems": problems_json(draft.problems),
            "outputs": outputs_json(draft.outputs),
        }
    )


@editor_pages.post("/<workflow_id>/save")
@require("flow.patch")
def save(workflow_id: str) -> Response:
    """Save the draft, or say who has saved something else meanwhile."""
    site, workflow, fields = (
        current_site(),
        this_workflow(workflow_id),
        page_json.body(),
    )
    seen = _seen(fields)
    base = workflow_editing.definition_seen(site, workflow, seen)
    if base is not None:
        fields = browser_copy.edited(site, fields, workflow_definitions.parts_of(base))
    try:
        saved = workflow_editing.save(site, workflow, seen, fields, visitor().principal)
    except ChangedMeanwhile as error:
        told = page_json.refusal(error) | _conflict(site, workflow_id, seen)
        return page_json.answer(told, error.status)
    definition = workflows.definition(site, saved.definition_id)
    lists = {name: getattr(definition, name) for name in PARTS}
    draft = workflow_check.check(site, saved, lists)
    return page_json.answer(
        {
            **summary(saved),
            "document": lists,
            "problems": problems_json(draft.problems),
            "outputs": outputs_json(draft.outputs),
        }
    )


@editor_pages.post("/<workflow_id>/preview")
@require("flow.get")
def preview(workflow_id: str) -> Response:
    """Render templates, expressions and paths over a payload."""
    site, workflow = current_site(), this_workflow(workflow_id)
    given = page_json.body()
    payload = _payload(site, workflow, given)
    results = template_preview.preview(site, given.get("items"), payload)
    return page_json.answer({"results": [result.to_json() for result in results]})


def this_workflow(workflow_id: str) -> Workflow:
    """Return the workflow that the address names. Raises NotFound."""
    return workflows.get(current_site(), this_application().id, workflow_id)


def _payload(
    site: Site, workflow: Workflow, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is rendered over: what the page shows, so without secrets."""
    payload, delivery_id = given.get("payload"), given.get("deliveryId")
    if isinstance(payload, dict):
        return workflow_samples.revived(payload)
    if payload is not None or not isinstance(delivery_id, str | None):
        raise Invalid("payload must be an object, and deliveryId a text.")
    if delivery_id is None:
        return {}
    application = this_application()
    graph = site.definitions.get(workflow.definition_id)
    whole = workflow_samples.of_delivery(
        site, application, workflow, graph, delivery_id
    )
    return workflow_samples.revived(
        workflow_samples.shown(
            site, whole, application, graph, viewer=not sees_secrets()
        )
    )


def _seen(fields: Mapping[str, Any]) -> str:
    seen = fields.get("seen")
    if not isinstance(seen, str):
        raise Invalid("seen must be the state that was edited", "seen")
    return seen


def _conflict(site: Site, workflow_id: str, seen: str) -> dict[str, Any]:
    """Return the state that others left, and the one that was edited."""
    workflow = this_workflow(workflow_id)
    theirs = workflows.definition(site, workflow.definition_id)
    base = workflow_editing.definition_seen(site, workflow, seen)
    return {
        "theirs": {
            **summary(workflow),
            "document": shown_document(theirs),
            "by": _saver(site, workflow),
            "at": iso(workflow.last_updated),
        },
        "base": None if base is None else shown_document(base),
    }


def _saver(site: Site, workflow: Workflow) -> str:
    """Return who saved last, as others here know them."""
    if workflow.last_updated_by_type == "user" and workflow.last_updated_by_id:
        user = users.find(site, workflow.last_updated_by_id)
        return user.email if user else "somebody who is no more here"
    return "the API" if workflow.last_updated_by_id else "the server"
