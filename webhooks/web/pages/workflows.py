"""Pages of workflows: the list, the editor of one, its switch and its end."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import NotFound
from webhooks.services import (
    losses,
    workflow_overview,
    workflows,
)
from webhooks.services.paging import ListQuery
from webhooks.services.runs import Run
from webhooks.services.site import Site
from webhooks.services.workflow_search import FlowFilter
from webhooks.services.workflows import Workflow
from webhooks.web.current import current_site
from webhooks.web.forms.workflows import ImportForm
from webhooks.web.pages.charts import Spark, sparkline
from webhooks.web.pages.editor_view import editor_data
from webhooks.web.pages.page_number import page_number
from webhooks.web.pages.visitor import require, this_application, visitor
from webhooks.web.pages.workflow_view import trigger_summary

workflow_pages = Blueprint(
    "workflows", __name__, url_prefix="/applications/<application_id>/workflows"
)

_PER_PAGE: Final = 50
_EVERY_CLASS: Final = FlowFilter(flow_class=None)
_CLASSES: Final = {
    "cloud": "",
    "customNode": "custom node",
    "edge": "edge: does not run here",
    "embedded": "embedded: does not run here",
    "experience": "experience",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A workflow as the list shows it."""

    workflow: Workflow
    triggers: str
    class_word: str
    last_run: Run | None
    day: Spark


@workflow_pages.get("")
@require("flows.get")
def index() -> ResponseReturnValue:
    """List the application's workflows, of every class."""
    site, application = current_site(), this_application()
    wanted = request.args.get("q", "").strip()[:200]
    query = ListQuery(
        page=page_number(request.args),
        per_page=_PER_PAGE,
        filter_field="name" if wanted else "",
        filter=f"*{wanted}*" if wanted else "",
    )
    found = workflows.list_(site, application.id, query, _EVERY_CLASS)
    names = workflow_overview.webhook_names(site, application.id)
    ids = [row.id for row in found.items]
    last = workflow_overview.last_runs(site, ids)
    days = workflow_overview.last_day(site, ids)
    return render_template(
        "workflows/index.html",
        application=application,
        found=found,
        wanted=wanted,
        rows=[
            Row(
                workflow=row,
                triggers=_triggers(site, row, names),
                class_word=class_word(row),
                last_run=last.get(row.id),
                day=sparkline(days[row.id]),
            )
            for row in found.items
        ],
        form=ImportForm(),
    )


@workflow_pages.get("/<workflow_id>")
@require("flow.get")
def show(workflow_id: str) -> ResponseReturnValue:
    """Show the workflow in the editor; ``delivery`` names a request to try it with."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    sample = request.args.get("delivery", "")
    return render_template(
        "workflows/editor.html",
        application=application,
        workflow=workflow,
        data=editor_data(site, application, workflow, sample),
    )


@workflow_pages.post("/<workflow_id>/enabled")
@require("flow.patch")
def switch(workflow_id: str) -> ResponseReturnValue:
    """Switch the workflow on or off."""
    enabled = bool(request.form.get("enabled"))
    changed = workflows.update(
        current_site(),
        this_application().id,
        workflow_id,
        {"enabled": enabled},
        visitor().principal,
    )
    flash(f"“{changed.name}” is {'on' if enabled else 'off'}.")
    if request.form.get("from") == "list":
        return redirect(_list_address(), 303)
    return redirect(address_of(changed), 303)


@workflow_pages.get("/<workflow_id>/delete")
@require("flow.delete")
def confirm_delete(workflow_id: str) -> ResponseReturnValue:
    """Say what would be lost."""
    site, application = current_site(), this_application()
    return render_template(
        "workflows/delete.html",
        application=application,
        workflow=workflows.get(site, application.id, workflow_id),
        versions=losses.versions_of_workflow(site, workflow_id),
        runs=losses.runs_of_workflow(site, workflow_id),
    )


@workflow_pages.post("/<workflow_id>/delete")
@require("flow.delete")
def delete(workflow_id: str) -> ResponseReturnValue:
    """Delete the workflow with its versions, values and runs."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    workflows.delete(site, application.id, workflow_id)
    flash(f"“{workflow.name}” was deleted.")
    return redirect(_list_address(), 303)


def address_of(workflow: Workflow) -> str:
    """Return the address of a workflow's page."""
    return url_for(
        "workflows.show",
        application_id=workflow.application_id,
        workflow_id=workflow.id,
    )


def class_word(workflow: Workflow) -> str:
    """Return what is said about a workflow's class; nothing about the usual one."""
    return _CLASSES.get(workflow.flow_class, workflow.flow_class)


def _triggers(site: Site, workflow: Workflow, names: dict[str, str]) -> str:
    try:
        graph = site.definitions.get(workflow.definition_id)
    except NotFound as error:
        return error.message
    return trigger_summary(graph, names)


def _list_address() -> str:
    return url_for("workflows.index", application_id=this_application().id)
