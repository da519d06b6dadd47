"""Pages of runs: the history of a workflow, and what happened in one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.ids import is_id, new_delivery_id
from webhooks.services import (
    run_retry,
    run_search,
    runs,
    workflow_overview,
    workflows,
)
from webhooks.services.run_retry import Which
from webhooks.services.run_search import RunFilter
from webhooks.services.runs import STATUSES
from webhooks.web.current import current_site
from webhooks.web.pages import page_json
from webhooks.web.pages.editor_view import drawing_data
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
    wanted = RunFilter.of(request.args.to_dict())
    before = request.args.get("before", "")
    found = run_search.search(
        site,
        workflow_id,
        wanted,
        limit=_PER_PAGE,
        before=int(before[:18]) if before[:18].isdecimal() else None,
    )
    return render_template(
        "runs/index.html",
        application=application,
        workflow=workflow,
        runs=found.items,
        next_cursor=found.next_cursor,
        before=before,
        wanted=wanted,
        is_filtered=wanted != RunFilter(),
        statuses=STATUSES,
        triggers=[type_.type for type_ in site.registry.triggers.values()],
    )


@run_pages.get("/<run_id>")
@require("run.get")
def show(workflow_id: str, run_id: str) -> ResponseReturnValue:
    """Show the path that a run took, with its payloads and messages."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    detail = runs.get_of(site, application.id, workflow_id, run_id)
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
        can_retry=detail.run.status in run_retry.OVER
        and may("flow.pressVirtualButton"),
        # A form that is sent twice names the same run twice.
        new_id=new_delivery_id(site.clock.now_ms()),
        data=drawing_data(site, application, workflow, detail),
    )


@run_pages.post("/<run_id>/cancel")
@require("flow.patch")
def cancel(workflow_id: str, run_id: str) -> ResponseReturnValue:
    """Take back a run that has not begun, or that waits."""
    site, application = current_site(), this_application()
    runs.get_of(site, application.id, workflow_id, run_id)
    runs.cancel(site, application.id, run_id)
    flash("The run was cancelled.")
    return redirect(
        url_for(
            "runs.show",
            application_id=application.id,
            workflow_id=workflow_id,
            run_id=run_id,
        ),
        303,
    )


@run_pages.post("/<run_id>/retry")
@require("flow.pressVirtualButton")
def retry(workflow_id: str, run_id: str) -> ResponseReturnValue:
    """Run the workflow again with the same payload, as it was or as it is now.

    A form gets the new run's page, a script its address.
    """
    given = page_json.body() if request.is_json else request.form
    which: Which = "current" if given.get("version") == "current" else "same"
    named = given.get("new_id")
    new = named.lower() if isinstance(named, str) and is_id(named) else ""
    site, application = current_site(), this_application()
    try:
        new_id = run_retry.retry(site, application.id, workflow_id, run_id, which, new)
    except WebhooksError as error:
        if request.is_json:
            return page_json.answer(page_json.refusal(error), error.status)
        raise
    address = url_for(
        "runs.show",
        application_id=application.id,
        workflow_id=workflow_id,
        run_id=new_id,
    )
    if request.is_json:
        return page_json.answer({"id": new_id, "url": address})
    flash("It runs again with the same payload. This is the new run.")
    return redirect(address, 303)
