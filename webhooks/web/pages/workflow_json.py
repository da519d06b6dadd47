"""A workflow's document in a text area: a new one, and changes to one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.clock import iso
from webhooks.errors import Conflict, Invalid, WebhooksError
from webhooks.services import workflows
from webhooks.services.workflows import Workflow
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.workflows import DocumentForm
from webhooks.web.pages.visitor import require, this_application, visitor
from webhooks.web.pages.workflow_document import (
    EXAMPLE,
    document_fields,
    document_text,
)
from webhooks.web.pages.workflows import address_of
from webhooks.web.schemas.flow import FlowPatch, FlowPost

workflow_json_pages = Blueprint(
    "workflow_json", __name__, url_prefix="/applications/<application_id>/workflows"
)

_CHANGED_MEANWHILE = (
    "Somebody else has changed this workflow since you opened it. Copy your text, "
    "open the page again and put your changes in."
)
Problems = Sequence[Mapping[str, Any]]


@workflow_json_pages.get("/new/json")
@require("flows.post")
def new() -> ResponseReturnValue:
    """Show a text area with the least that a workflow needs."""
    return _page(DocumentForm(data={"document": EXAMPLE}))


@workflow_json_pages.post("/new/json")
@require("flows.post")
def create() -> ResponseReturnValue:
    """Create a workflow from the text, or say everything that is wrong with it."""
    form = DocumentForm(request.form)
    if not form.validate():
        return _page(form), 400
    try:
        fields = document_fields(form.document.data or "", FlowPost)
        made = workflows.create(
            current_site(), this_application().id, fields, visitor().principal
        )
    except WebhooksError as error:
        return _refused(form, error)
    flash("The workflow is ready.")
    return redirect(address_of(made), 303)


@workflow_json_pages.get("/<workflow_id>/edit")
@require("flow.patch")
def edit(workflow_id: str) -> ResponseReturnValue:
    """Show the whole workflow as text."""
    workflow = _workflow(workflow_id)
    definition = workflows.definition(current_site(), workflow.definition_id)
    text = document_text(workflow, definition)
    form = DocumentForm(data={"document": text, "seen": _state_of(workflow)})
    return _page(form, workflow)


@workflow_json_pages.post("/<workflow_id>/edit")
@require("flow.patch")
def save(workflow_id: str) -> ResponseReturnValue:
    """Save the text as the workflow, or nothing at all if anything is wrong."""
    workflow = _workflow(workflow_id)
    form = DocumentForm(request.form)
    if not form.validate():
        return _page(form, workflow), 400

    def allowed(current: Workflow) -> None:
        if form.seen.data != _state_of(current):
            raise Conflict(_CHANGED_MEANWHILE)

    try:
        allowed(workflow)
        changes = document_fields(form.document.data or "", FlowPatch)
        saved = workflows.update(
            current_site(),
            workflow.application_id,
            workflow_id,
            changes,
            visitor().principal,
            allowed=allowed,
        )
    except WebhooksError as error:
        return _refused(form, error, workflow)
    flash("Saved.")
    return redirect(address_of(saved), 303)


def _workflow(workflow_id: str) -> Workflow:
    return workflows.get(current_site(), this_application().id, workflow_id)


def _state_of(workflow: Workflow) -> str:
    return f"{workflow.definition_id} {iso(workflow.last_updated)}"


def _refused(
    form: DocumentForm, error: WebhooksError, workflow: Workflow | None = None
) -> ResponseReturnValue:
    problems: Problems = error.problems if isinstance(error, Invalid) else ()
    if not problems:
        blame(form, error)
    return _page(form, workflow, problems), error.status


def _page(
    form: DocumentForm, workflow: Workflow | None = None, problems: Problems = ()
) -> str:
    return render_template(
        "workflows/json.html",
        application=this_application(),
        workflow=workflow,
        form=form,
        problems=problems,
    )
