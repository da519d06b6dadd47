"""Versions of a workflow: publishing, choosing, comparing, putting back, deleting."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import NotFound, WebhooksError
from webhooks.services import (
    workflow_definitions,
    workflow_editing,
    workflow_overview,
    workflow_publishing,
    workflow_versions,
    workflows,
)
from webhooks.services.definitions import DEVELOP
from webhooks.services.paging import PER_PAGE_LIMIT, ListQuery
from webhooks.services.secret_parts import without_secrets
from webhooks.services.workflow_difference import Difference, difference
from webhooks.services.workflow_parts import Parts
from webhooks.services.workflows import Workflow, WorkflowVersion
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.versions import PublishForm
from webhooks.web.pages.editor import this_workflow
from webhooks.web.pages.visitor import (
    require,
    sees_secrets,
    this_application,
    visitor,
)
from webhooks.web.pages.workflow_view import trigger_summary

workflow_version_pages = Blueprint(
    "workflow_versions",
    __name__,
    url_prefix="/applications/<application_id>/workflows/<workflow_id>",
)

_NEWEST: Final = ListQuery(
    sort_field="creationDate", sort_direction="desc", per_page=PER_PAGE_LIMIT
)

_ACTS: Final = frozenset({"run", "restore", "delete"})


@dataclass(frozen=True, slots=True)
class State:
    """Develop (``version`` None) or a version, with the number of what it does."""

    name: str
    definition_id: int
    version: WorkflowVersion | None = None


@workflow_version_pages.get("/versions")
@require("flowVersions.get")
def index(workflow_id: str) -> ResponseReturnValue:
    """List the versions, and offer to publish what is being edited."""
    workflow = this_workflow(workflow_id)
    seen = workflow_editing.state_of(workflow)
    return _page(workflow, PublishForm(data={"seen": seen}))


@workflow_version_pages.post("/versions")
@require("flowVersions.post")
def publish(workflow_id: str) -> ResponseReturnValue:
    """Publish the editable state under a name, and run it if asked to."""
    workflow, form = this_workflow(workflow_id), PublishForm(request.form)
    if not form.validate():
        return _page(workflow, form), 400
    try:
        made = workflow_publishing.publish(
            current_site(),
            workflow,
            form.seen.data or "",
            {"version": form.version.data, "notes": form.notes.data or ""},
            visitor().principal,
            chosen=bool(form.chosen.data),
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(this_workflow(workflow_id), form), error.status
    if form.chosen.data:
        flash(f"“{made.version}” is published and runs by default.")
    else:
        flash(f"“{made.version}” is published. Callers notice nothing yet.")
    return redirect(_address(workflow), 303)


@workflow_version_pages.get("/versions/<version_id>/<act>")
@require("flow.patch")
def confirm(workflow_id: str, version_id: str, act: str) -> ResponseReturnValue:
    """Say what running, putting back or deleting a version changes for callers."""
    workflow = this_workflow(workflow_id)
    state = _state(workflow, version_id)
    if act not in _ACTS or (state.version is None and act != "run"):
        raise NotFound(workflow_versions.MISSING)
    now = _state(workflow, workflow.default_version_id or DEVELOP)
    return render_template(
        "workflows/version.html",
        application=this_application(),
        workflow=workflow,
        act=act,
        state=state,
        now=now,
        now_starts=_starts(now),
        then_starts=_starts(state),
        seen=workflow_editing.state_of(workflow),
        difference=_difference(_state(workflow, DEVELOP), state),
    )


@workflow_version_pages.post("/versions/<version_id>/run")
@require("flow.patch")
def run(workflow_id: str, version_id: str) -> ResponseReturnValue:
    """Let a version, or develop, run by default."""
    workflow = this_workflow(workflow_id)
    state = _state(workflow, version_id)
    chosen = state.version.id if state.version else None
    workflows.update(
        current_site(),
        workflow.application_id,
        workflow.id,
        {"default_version_id": chosen},
        visitor().principal,
    )
    flash(f"From now on, “{state.name}” runs by default.")
    return redirect(_address(workflow), 303)


@workflow_version_pages.post("/versions/<version_id>/restore")
@require("flow.patch")
def restore(workflow_id: str, version_id: str) -> ResponseReturnValue:
    """Put a version in the place of what is being edited."""
    workflow = this_workflow(workflow_id)
    state = _state(workflow, version_id)
    parts = _parts(state)
    workflow_editing.save(
        current_site(),
        workflow,
        request.form.get("seen", ""),
        {name: getattr(parts, name) for name in parts.__slots__},
        visitor().principal,
    )
    flash(f"The editor now holds what “{state.name}” does.")
    return redirect(_address(workflow), 303)


@workflow_version_pages.post("/versions/<version_id>/delete")
@require("flowVersion.delete")
def delete(workflow_id: str, version_id: str) -> ResponseReturnValue:
    """Delete a version that does not run by default."""
    workflow = this_workflow(workflow_id)
    state = _state(workflow, version_id)
    workflow_versions.delete(
        current_site(), workflow.application_id, workflow.id, version_id
    )
    flash(f"“{state.name}” was deleted.")
    return redirect(_address(workflow), 303)


@workflow_version_pages.get("/compare")
@require("flowVersions.get")
def compare(workflow_id: str) -> ResponseReturnValue:
    """Show what differs between two versions; develop is one of them, too."""
    workflow = this_workflow(workflow_id)
    first = _state(workflow, request.args.get("from") or DEVELOP)
    second = _state(workflow, request.args.get("to") or DEVELOP)
    return render_template(
        "workflows/compare.html",
        application=this_application(),
        workflow=workflow,
        versions=_versions(workflow),
        first=first,
        second=second,
        difference=_difference(first, second),
        masked=not sees_secrets(),
    )


def _page(workflow: Workflow, form: PublishForm) -> str:
    return render_template(
        "workflows/versions.html",
        application=this_application(),
        workflow=workflow,
        versions=_versions(workflow),
        form=form,
    )


def _versions(workflow: Workflow) -> list[WorkflowVersion]:
    site, application_id = current_site(), workflow.application_id
    found = workflow_versions.list_(site, application_id, workflow.id, _NEWEST)
    return list(found.items)


def _state(workflow: Workflow, version: str) -> State:
    """Return develop, or the version of this id or name. Raises NotFound."""
    if version == DEVELOP:
        return State(DEVELOP, workflow.definition_id)
    found = workflow_versions.get(
        current_site(), workflow.application_id, workflow.id, version
    )
    return State(found.version, found.definition_id, found)


def _parts(state: State) -> Parts:
    definition = workflows.definition(current_site(), state.definition_id)
    return workflow_definitions.parts_of(definition)


def _difference(first: State, second: State) -> Difference:
    masked = not sees_secrets()
    one, other = _parts(first), _parts(second)
    if masked:
        one, other = _masked(one), _masked(other)
    return difference(one, other, masked=masked)


def _masked(parts: Parts) -> Parts:
    triggers, nodes = without_secrets(parts.triggers), without_secrets(parts.nodes)
    return Parts(triggers, nodes, parts.globals)


def _starts(state: State) -> str:
    site, application_id = current_site(), this_application().id
    names = workflow_overview.webhook_names(site, application_id)
    return trigger_summary(site.definitions.get(state.definition_id), names)


def _address(workflow: Workflow) -> str:
    return url_for(
        "workflow_versions.index",
        application_id=workflow.application_id,
        workflow_id=workflow.id,
    )
