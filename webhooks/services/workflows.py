"""Workflows: creating, finding, changing and deleting them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webhooks.access import Principal
from webhooks.errors import Conflict, Invalid, NotFound
from webhooks.ids import is_id, new_id
from webhooks.services import (
    applications,
    removal,
    workflow_definitions,
    workflow_parts,
    workflow_saving,
    workflow_search,
)
from webhooks.services.paging import ListQuery, Page, fetch
from webhooks.services.site import Site
from webhooks.services.workflow_rules import changes_of, clean_field
from webhooks.services.workflow_saving import Strictness, Target, given_parts
from webhooks.services.workflow_search import FlowFilter
from webhooks.storage.models import Workflow, WorkflowDefinition, WorkflowVersion
from webhooks.workflows.problem import Problem

MISSING: Final = "Flow was not found"
_LOOSE: Final = Strictness()
_TRIES: Final = 5

Allowed = Callable[[Workflow], None]
"""Looks at a workflow that is about to be overwritten; raises what forbids it."""

_SORT = {
    "name": Workflow.name.collate("NOCASE"),
    "creationDate": Workflow.creation_date,
    "lastUpdated": Workflow.last_updated,
    "id": Workflow.id,
}
_FILTERS = {"name": Workflow.name}


def list_(
    site: Site,
    application_id: str,
    query: ListQuery | None = None,
    wanted: FlowFilter | None = None,
) -> Page[Workflow]:
    """Return a page of the application's workflows.

    Without ``wanted`` those of the class ``cloud`` alone. Raises NotFound, and
    Invalid for a filter that cannot be understood.
    """
    chosen, query = wanted or FlowFilter(), query or ListQuery()
    statement = select(Workflow).where(Workflow.application_id == application_id)
    if chosen.query is not None:
        query = replace(query, filter_field="", filter="")
    statement = statement.where(*workflow_search.conditions(chosen))
    with site.store.reading() as session:
        applications.loaded(session, application_id)
        return fetch(session, statement, query, _SORT, _FILTERS)


def create(
    site: Site,
    application_id: str,
    fields: Mapping[str, Any],
    principal: Principal | None = None,
    how: Strictness = _LOOSE,
    workflow_id: str | None = None,
) -> Workflow:
    """Create a workflow from columns and ``triggers``, ``nodes``, ``globals``.

    ``name`` alone is required. Raises Invalid for a value that cannot be used
    and, with a list of problems, for a workflow that cannot be understood; and
    NotFound.
    """
    if "name" not in fields:
        raise Invalid("name is required", "name")
    parts = given_parts(fields)
    columns = {c: clean_field(c, v) for c, v in fields.items() if c not in parts}
    target = Target(
        application_id, workflow_id or new_id(), columns.get("flow_class", "cloud")
    )
    checked = workflow_saving.checked(site, target, parts, how).parts
    now = site.clock.now()
    workflow = Workflow(
        id=target.workflow_id,
        application_id=application_id,
        definition_id=0,
        creation_date=now,
        last_updated=now,
        created_by_id=principal.id if principal else None,
        created_by_type=principal.kind if principal else None,
        last_updated_by_id=principal.id if principal else None,
        last_updated_by_type=principal.kind if principal else None,
        **columns,
    )
    with site.store.writing() as session:
        applications.loaded(session, application_id)
        session.add(workflow)
        session.flush()
        number = workflow_saving.store(session, target, None, checked, None, now)
        workflow.definition_id = number
    site.timers.sync(workflow.id)
    return workflow


def get(site: Site, application_id: str, workflow_id: str) -> Workflow:
    """Return the workflow if it belongs to the application. Raises NotFound."""
    with site.store.reading() as session:
        return loaded(session, application_id, workflow_id)


def definition(site: Site, number: int) -> WorkflowDefinition:
    """Return the definition with this number. Raises NotFound."""
    found = workflow_definitions.read(site, [number]).get(number)
    if found is None:
        raise NotFound("Definition was not found")
    return found


def problems(site: Site, workflow: Workflow) -> tuple[Problem, ...]:
    """Return what is wrong with the editable version, for its owner to mend."""
    parts = workflow_definitions.parts_of(definition(site, workflow.definition_id))
    return workflow_parts.compiled(site, parts, workflow.flow_class).problems


def update(
    site: Site,
    application_id: str,
    workflow_id: str,
    changes: Mapping[str, Any],
    principal: Principal | None = None,
    how: Strictness = _LOOSE,
    allowed: Allowed | None = None,
) -> Workflow:
    """Change the given columns and lists and nothing else; return the new state.

    ``triggers``, ``nodes`` and ``globals`` are replaced as wholes. ``allowed`` is
    shown the state that would be overwritten, in the same transaction, and may
    raise. Raises Invalid like ``create``, NotFound, and Conflict when others keep
    saving.
    """
    parts = given_parts(changes)
    columns = {c: v for c, v in changes.items() if c not in parts}
    cleaned = {
        column: clean_field(column, value)
        for column, value in columns.items()
        if column != "default_version_id"
    }
    if "flow_class" in cleaned:
        raise Invalid("flowClass cannot be changed once the flow exists", "flowClass")
    if "default_version_id" in columns:
        cleaned["default_version_id"] = columns["default_version_id"]
    for _ in range(_TRIES):
        saved = _update(
            site, application_id, workflow_id, cleaned, parts, principal, how, allowed
        )
        if saved is not None:
            site.timers.sync(workflow_id)
            return saved
    raise Conflict("Somebody else is saving this workflow. Send it again.")


def delete(site: Site, application_id: str, workflow_id: str) -> None:
    """Delete the workflow with its versions, storage and runs. Raises NotFound."""
    get(site, application_id, workflow_id)
    removal.empty_workflows(site, [workflow_id])
    with site.store.writing() as session:
        session.delete(loaded(session, application_id, workflow_id))
    site.timers.sync(workflow_id)


def loaded(session: Session, application_id: str, workflow_id: str) -> Workflow:
    """Return the workflow inside an open session. Raises NotFound."""
    found = session.get(Workflow, workflow_id) if is_id(workflow_id) else None
    if found is None or found.application_id != application_id:
        raise NotFound(MISSING)
    return found


def _update(
    site: Site,
    application_id: str,
    workflow_id: str,
    columns: Mapping[str, Any],
    parts: Mapping[str, Any],
    principal: Principal | None,
    how: Strictness,
    allowed: Allowed | None,
) -> Workflow | None:
    """Save once; None when somebody else saved since the check."""
    seen = get(site, application_id, workflow_id)
    if allowed is not None:
        # Checking the parts takes a while: not for what cannot be saved anyway.
        allowed(seen)
    before = definition(site, seen.definition_id)
    target = Target(application_id, workflow_id, seen.flow_class)
    old = workflow_definitions.parts_of(before)
    checked, is_new = old, False
    if parts:
        given = {name: parts.get(name, getattr(old, name)) for name in old.__slots__}
        checked = workflow_saving.checked(site, target, given, how).parts
        is_new = not workflow_saving.is_same(checked, old)
    now = site.clock.now()
    with site.store.writing() as session:
        workflow = loaded(session, application_id, workflow_id)
        if workflow.definition_id != seen.definition_id:
            return None
        if allowed is not None:
            allowed(workflow)
        _check_default(session, workflow_id, columns.get("default_version_id"))
        changed = changes_of(workflow, columns)
        for column in changed:
            setattr(workflow, column, columns[column])
        if is_new:
            number = workflow_saving.store(session, target, None, checked, before, now)
            workflow.definition_id = number
            session.flush()
            workflow_definitions.drop_unused(session, workflow_id)
        if changed or is_new:
            workflow.last_updated = now
            workflow.last_updated_by_id = principal.id if principal else None
            workflow.last_updated_by_type = principal.kind if principal else None
    return workflow


def _check_default(session: Session, workflow_id: str, version_id: Any) -> None:
    """Check that the version which is to run by default is one of this workflow."""
    if version_id is None:
        return
    found = None
    if isinstance(version_id, str):
        found = session.get(WorkflowVersion, version_id)
    if found is None or found.workflow_id != workflow_id:
        text = "defaultVersionId must be the id of a version of this flow, or null"
        raise Invalid(text, "defaultVersionId")
