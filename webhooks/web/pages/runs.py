"""Pages of runs: the history of a workflow, and what happened in one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import NotFound
from webhooks.services import runs, workflow_overview, workflows
from webhooks.services.runs import STATUSES, RunDetail
from webhooks.web.current import current_site
from webhooks.web.pages.run_view import (
    UNSTARTED,
    Layout,
    shown_messages,
    shown_steps,
)
from webhooks.web.pages.visitor import may, require, sees_secrets, this_application
from webhooks.web.pages.workflow_view import configs_of

run_pages = Blueprint(
    "runs",
    __name__,
    url_prefix="/applications/<application_id>/workflows/<workflow_id>/runs",
)

_PER_PAGE = 50


@run_pages.get("")
@require("runs.get")
def index(workflow_id: str) -> ResponseReturnValue:
    """List a workflow's runs, newest first."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    wanted = request.args.get("status", "")
    status = wanted if wanted in STATUSES else None
    before = request.args.get("before") or None
    found = runs.list_(
        site, application.id, workflow_id, limit=_PER_PAGE, before=before, status=status
    )
    return render_template(
        "runs/index.html",
        application=application,
        workflow=workflow,
        runs=found.items,
        next_cursor=found.next_cursor,
        before=before,
        status=status,
        statuses=STATUSES,
    )


@run_pages.get("/<run_id>")
@require("run.get")
def show(workflow_id: str, run_id: str) -> ResponseReturnValue:
    """Show the path that a run took, with its payloads and messages."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    detail = _detail(workflow_id, run_id)
    layout = Layout(mask=not sees_secrets())
    configs = configs_of(detail.definition.nodes if detail.definition else ())
    steps = shown_steps(detail.steps, site.registry, configs, layout)
    step_count = len(detail.steps) + detail.left_out_steps
    error = detail.run.error or {}
    return render_template(
        "runs/show.html",
        application=application,
        workflow=workflow,
        run=detail.run,
        steps=steps,
        step_count=step_count,
        left_out=step_count - len(steps),
        messages=shown_messages(detail.messages, detail.steps, layout),
        left_out_messages=detail.left_out_messages,
        error_node=next(
            (each.label for each in steps if each.node_id == error.get("nodeId")), ""
        ),
        delivery=workflow_overview.delivery_of(site, detail.run),
        can_cancel=detail.run.status in UNSTARTED and may("flow.patch"),
    )


@run_pages.post("/<run_id>/cancel")
@require("flow.patch")
def cancel(workflow_id: str, run_id: str) -> ResponseReturnValue:
    """Take back a run that has not begun, or that waits."""
    detail = _detail(workflow_id, run_id)
    runs.cancel(current_site(), this_application().id, run_id)
    flash("The run was cancelled.")
    return redirect(
        url_for(
            "runs.show",
            application_id=detail.run.application_id,
            workflow_id=workflow_id,
            run_id=run_id,
        ),
        303,
    )


def _detail(workflow_id: str, run_id: str) -> RunDetail:
    """Return the run if it is one of this workflow. Raises NotFound."""
    detail = runs.get(current_site(), this_application().id, run_id)
    if detail.run.workflow_id != workflow_id:
        raise NotFound("Run was not found")
    return detail
