"""A new workflow: a name, what starts it, and something to begin with."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.services import workflow_overview, workflows
from webhooks.services.workflow_beginnings import BEGINNINGS, beginning, begun
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame, choices
from webhooks.web.forms.workflows import NewWorkflowForm
from webhooks.web.pages.visitor import require, this_application, visitor
from webhooks.web.pages.workflows import address_of

workflow_new_pages = Blueprint(
    "workflow_new", __name__, url_prefix="/applications/<application_id>/workflows"
)


@workflow_new_pages.get("/new")
@require("flows.post")
def show() -> ResponseReturnValue:
    """Ask for a name and a beginning; ``webhook`` is what starts it."""
    if request.args.get("as") == "json":
        address = url_for("workflow_json.new", application_id=this_application().id)
        return redirect(address, 303)
    webhook_id = request.args.get("webhook", "")
    names = _webhooks()
    form = _form(names)
    known = webhook_id in names
    form.process(
        data={
            "webhook": webhook_id if known else "",
            "beginning": "answer" if known else BEGINNINGS[0].name,
        }
    )
    return _page(form)


@workflow_new_pages.post("/new")
@require("flows.post")
def create() -> ResponseReturnValue:
    """Create the workflow and open it in the editor."""
    form = _form(_webhooks())
    form.process(request.form)
    if not form.validate():
        return _page(form), 400
    chosen = beginning(form.beginning.data or "")
    fields = {"name": form.name.data, **begun(chosen, form.webhook.data or "")}
    try:
        made = workflows.create(
            current_site(), this_application().id, fields, visitor().principal
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(form), error.status
    flash("The workflow is ready.")
    return redirect(address_of(made), 303)


def _webhooks() -> dict[str, str]:
    return workflow_overview.webhook_names(current_site(), this_application().id)


def _form(names: dict[str, str]) -> NewWorkflowForm:
    form = NewWorkflowForm()
    named = sorted(names.items(), key=lambda pair: pair[1].casefold())
    form.webhook.choices = choices([("", "Something else"), *named])
    return form


def _page(form: NewWorkflowForm) -> str:
    return render_template(
        "workflows/new.html",
        application=this_application(),
        form=form,
        beginnings=BEGINNINGS,
    )
