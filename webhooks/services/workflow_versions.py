"""Published versions of a workflow: immutable but for notes and ``enabled``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webhooks.access import Principal
from webhooks.errors import Conflict, Invalid, NotFound
from webhooks.ids import is_id, new_id
from webhooks.services import (
    applications,
    workflow_definitions,
    workflow_saving,
    workflow_search,
    workflows,
)
from webhooks.services.paging import ListQuery, Page, fetch
from webhooks.services.site import Site
from webhooks.services.workflow_rules import changes_of, clean_version_field
from webhooks.services.workflow_saving import Strictness, Target, given_parts
from webhooks.services.workflow_search import FlowFilter
from webhooks.storage.models import Workflow, WorkflowVersion

MISSING: Final = "Flow version was not found"
CHANGEABLE: Final = ("notes", "enabled")
MOST: Final = 1000
_LOOSE: Final = Strictness()

_SORT = {
    "version": WorkflowVersion.version.collate("NOCASE"),
    "name": Workflow.name.collate("NOCASE"),
    "creationDate": WorkflowVersion.creation_date,
    "lastUpdated": WorkflowVersion.last_updated,
    "id": WorkflowVersion.id,
}
_FILTERS = {"version": WorkflowVersion.version, "name": Workflow.name}


@dataclass(frozen=True, slots=True)
class Removed:
    """How many versions were deleted, and how many could not be."""

    removed: int
    failed: int


def list_(
    site: Site,
    application_id: str,
    workflow_id: str,
    query: ListQuery | None = None,
    wanted: Any = None,
) -> Page[WorkflowVersion]:
    """Return a page of a workflow's versions, without develop.

    ``wanted`` is a query in JSON. Raises NotFound and Invalid.
    """
    statement = (
        select(WorkflowVersion)
        .join(Workflow, Workflow.id == WorkflowVersion.workflow_id)
        .where(WorkflowVersion.workflow_id == workflow_id)
    )
    if wanted is not None:
        condition = workflow_search.condition(wanted, workflow_search.VERSION_COLUMNS)
        statement = statement.where(condition)
    with site.store.reading() as session:
        workflows.loaded(session, application_id, workflow_id)
        return fetch(session, statement, query or ListQuery("version"), _SORT, _FILTERS)


def by_name(
    site: Site,
    application_id: str,
    version: str | None,
    query: ListQuery,
    wanted: FlowFilter,
) -> Page[WorkflowVersion]:
    """Return a page of the versions with this name, or any, of wanted workflows.

    Raises NotFound and Invalid.
    """
    statement = (
        select(WorkflowVersion)
        .join(Workflow, Workflow.id == WorkflowVersion.workflow_id)
        .where(
            Workflow.application_id == application_id,
            *([] if version is None else [WorkflowVersion.version == version]),
            *workflow_search.conditions(wanted),
        )
    )
    with site.store.reading() as session:
        applications.loaded(session, application_id)
        return fetch(session, statement, query, _SORT, _FILTERS)


def create(
    site: Site,
    application_id: str,
    workflow_id: str,
    fields: Mapping[str, Any],
    principal: Principal | None = None,
    how: Strictness = _LOOSE,
    allow_replacement: bool = False,
    version_id: str | None = None,
) -> WorkflowVersion:
    """Publish a version; nothing is taken over from develop.

    With ``allow_replacement`` a version of the same name is replaced and keeps
    its id. Raises Invalid as for workflows, NotFound, and Conflict for a name
    that is taken and for too many versions.
    """
    if "version" not in fields:
        raise Invalid("version is required", "version")
    parts = given_parts(fields)
    columns = {
        c: clean_version_field(c, v) for c, v in fields.items() if c not in parts
    }
    flow_class = workflows.get(site, application_id, workflow_id).flow_class
    target = Target(application_id, workflow_id, flow_class)
    checked = workflow_saving.checked(site, target, parts, how).parts
    now = site.clock.now()
    new = WorkflowVersion(
        id=version_id or new_id(),
        workflow_id=workflow_id,
        definition_id=0,
        created_by_id=principal.id if principal else None,
        created_by_type=principal.kind if principal else None,
        creation_date=now,
        last_updated=now,
        **columns,
    )
    with site.store.writing() as session:
        workflows.loaded(session, application_id, workflow_id)
        old = _of_name(session, workflow_id, columns["version"])
        if old is not None:
            _make_room(session, old, allow_replacement)
            new.id = old.id
        _check_count(session, workflow_id)
        session.add(new)
        session.flush()
        number = workflow_saving.store(session, target, new.id, checked, None, now)
        new.definition_id = number
        session.flush()
        workflow_definitions.drop_unused(session, workflow_id)
    site.timers.sync(workflow_id)
    return new


def get(
    site: Site, application_id: str, workflow_id: str, version: str
) -> WorkflowVersion:
    """Return a version by its id or its name. Raises NotFound."""
    with site.store.reading() as session:
        return _loaded(session, application_id, workflow_id, version)


def update(
    site: Site,
    application_id: str,
    workflow_id: str,
    version: str,
    changes: Mapping[str, Any],
) -> WorkflowVersion:
    """Change notes or ``enabled``. Raises Invalid and NotFound."""
    for column in changes:
        if column not in CHANGEABLE:
            raise Invalid(f"{column} of a version cannot be changed", column)
    cleaned = {c: clean_version_field(c, v) for c, v in changes.items()}
    with site.store.writing() as session:
        row = _loaded(session, application_id, workflow_id, version)
        changed = changes_of(row, cleaned)
        for column in changed:
            setattr(row, column, cleaned[column])
        if changed:
            row.last_updated = site.clock.now()
    site.timers.sync(workflow_id)
    return row


def delete(site: Site, application_id: str, workflow_id: str, version: str) -> None:
    """Delete a version. Raises NotFound, and Conflict for the default version."""
    with site.store.writing() as session:
        row = _loaded(session, application_id, workflow_id, version)
        workflow = workflows.loaded(session, application_id, workflow_id)
        if workflow.default_version_id == row.id:
            raise Conflict(
                "This is the default version. Choose another one, or develop, first."
            )
        session.delete(row)
        session.flush()
        workflow_definitions.drop_unused(session, workflow_id)
    site.timers.sync(workflow_id)


def delete_many(
    site: Site, application_id: str, workflow_id: str, wanted: Any
) -> Removed:
    """Delete the versions that a query in JSON describes, but for the default.

    Raises Invalid for a query that cannot be understood, and NotFound.
    """
    condition = workflow_search.condition(wanted, workflow_search.VERSION_COLUMNS)
    with site.store.writing() as session:
        workflow = workflows.loaded(session, application_id, workflow_id)
        rows = session.scalars(
            select(WorkflowVersion).where(
                WorkflowVersion.workflow_id == workflow_id, condition
            )
        ).all()
        going = [row for row in rows if row.id != workflow.default_version_id]
        for row in going:
            session.delete(row)
        session.flush()
        workflow_definitions.drop_unused(session, workflow_id)
    site.timers.sync(workflow_id)
    return Removed(len(going), len(rows) - len(going))


def default_name(site: Site, workflow: Workflow) -> str:
    """Return the name of the version that runs by default; "" for develop."""
    if workflow.default_version_id is None:
        return ""
    with site.store.reading() as session:
        found = session.get(WorkflowVersion, workflow.default_version_id)
    return found.version if found is not None else ""


def owners_of(site: Site, rows: Sequence[WorkflowVersion]) -> dict[str, Workflow]:
    """Return the workflows of versions by id."""
    wanted = select(Workflow).where(Workflow.id.in_({row.workflow_id for row in rows}))
    with site.store.reading() as session:
        return {row.id: row for row in session.scalars(wanted)}


def _loaded(
    session: Session, application_id: str, workflow_id: str, version: str
) -> WorkflowVersion:
    workflows.loaded(session, application_id, workflow_id)
    found = session.get(WorkflowVersion, version) if is_id(version) else None
    if found is None or found.workflow_id != workflow_id:
        found = _of_name(session, workflow_id, version)
    if found is None:
        raise NotFound(MISSING)
    return found


def _of_name(session: Session, workflow_id: str, name: str) -> WorkflowVersion | None:
    return session.scalar(
        select(WorkflowVersion).where(
            WorkflowVersion.workflow_id == workflow_id, WorkflowVersion.version == name
        )
    )


def _make_room(session: Session, old: WorkflowVersion, allowed: bool) -> None:
    if not allowed:
        raise Conflict(
            f"The version {old.version} exists. "
            "Send allowReplacement=true to replace it."
        )
    session.delete(old)
    session.flush()


def _check_count(session: Session, workflow_id: str) -> None:
    ids = select(WorkflowVersion.id).where(WorkflowVersion.workflow_id == workflow_id)
    if len(session.scalars(ids.limit(MOST)).all()) >= MOST:
        raise Conflict(f"A workflow must not have more than {MOST} versions.")
