"""Pages of workflows: the list, one of them, its switch and its end."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import NotFound
from webhooks.services import (
    runs,
    workflow_overview,
    workflow_statistics,
    workflow_storage,
    workflow_versions,
    workflows,
)
from webhooks.services.paging import PER_PAGE_LIMIT, ListQuery
from webhooks.services.runs import Run
from webhooks.services.site import Site
from webhooks.services.workflow_search import FlowFilter
from webhooks.services.workflows import Workflow
from webhooks.web.current import current_site
from webhooks.web.forms.workflows import ImportForm, PressForm
from webhooks.web.pages.stored_values import SHOWN_ENTRIES, shown_entries, shown_globals
from webhooks.web.pages.visitor import (
    require,
    sees_secrets,
    this_application,
    visitor,
)
from webhooks.web.pages.workflow_view import (
    configs_of,
    shown_nodes,
    shown_triggers,
    trigger_summary,
)

workflow_pages = Blueprint(
    "workflows", __name__, url_prefix="/applications/<application_id>/workflows"
)

_PER_PAGE: Final = 50
_RUNS: Final = 10
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
    runs: int
    failed: int


@workflow_pages.get("")
@require("flows.get")
def index() -> ResponseReturnValue:
    """List the application's workflows, of every class."""
    site, application = current_site(), this_application()
    wanted = request.args.get("q", "").strip()[:200]
    number = request.args.get("page", "0")[:9]
    query = ListQuery(
        page=int(number) if number.isascii() and number.isdecimal() else 0,
        per_page=_PER_PAGE,
        filter_field="name" if wanted else "",
        filter=f"*{wanted}*" if wanted else "",
    )
    found = workflows.list_(site, application.id, query, _EVERY_CLASS)
    names = workflow_overview.webhook_names(site, application.id)
    last = workflow_overview.last_runs(site, [row.id for row in found.items])
    counts = workflow_statistics.counts(site, found.items)
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
                runs=sum(runs for runs, _ in counts.get(row.id, {}).values()),
                failed=sum(failed for _, failed in counts.get(row.id, {}).values()),
            )
            for row in found.items
        ],
        form=ImportForm(),
    )


@workflow_pages.get("/<workflow_id>")
@require("flow.get")
def show(workflow_id: str) -> ResponseReturnValue:
    """Show what the workflow does, what is wrong with it, and how it ran."""
    return page(workflow_id, PressForm())


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
    application = this_application()
    return render_template(
        "workflows/delete.html",
        application=application,
        workflow=workflows.get(current_site(), application.id, workflow_id),
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


def page(workflow_id: str, press: PressForm) -> str:
    """Return the page of a workflow; ``press`` is the form of its buttons."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    definition = workflows.definition(site, workflow.definition_id)
    graph = site.definitions.get(workflow.definition_id)
    names = workflow_overview.webhook_names(site, application.id)
    versions = workflow_versions.list_(
        site,
        application.id,
        workflow_id,
        ListQuery(
            sort_field="creationDate", sort_direction="desc", per_page=PER_PAGE_LIMIT
        ),
    ).items
    entries = workflow_storage.entries(site, application.id, workflow_id)
    found = runs.list_(site, application.id, workflow_id, limit=_RUNS)
    return render_template(
        "workflows/show.html",
        application=application,
        workflow=workflow,
        class_word=class_word(workflow),
        problems=workflows.problems(site, workflow),
        triggers=shown_triggers(graph, names),
        nodes=shown_nodes(graph, configs_of(definition.nodes)),
        globals=shown_globals(definition.globals, masked=not sees_secrets()),
        entries=shown_entries(entries),
        more_entries=max(0, len(entries) - SHOWN_ENTRIES),
        versions=versions,
        default_version=next(
            (v.version for v in versions if v.id == workflow.default_version_id), ""
        ),
        runs=found.items,
        press=press,
        can_download=sees_secrets(),
    )


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
