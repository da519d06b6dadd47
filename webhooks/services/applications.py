"""Applications: the fences around webhooks, tokens and people."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from webhooks.access import Principal
from webhooks.errors import Invalid, NotFound
from webhooks.ids import is_id, new_id
from webhooks.services import removal
from webhooks.services.application_globals import clean_globals
from webhooks.services.paging import ListQuery, Page, fetch
from webhooks.services.site import Site
from webhooks.services.text_rules import clean_text
from webhooks.storage.models import (
    ApiToken,
    Application,
    Membership,
    User,
    Webhook,
    Workflow,
)

MISSING = "Application was not found"
LONGEST_NAME = 255
LONGEST_DESCRIPTION = 1024

_SORT = {
    "name": Application.name.collate("NOCASE"),
    "creationDate": Application.creation_date,
    "lastUpdated": Application.last_updated,
    "ownerId": Application.owner_id,
    "id": Application.id,
}
_FILTERS = {"name": Application.name}

# Counters that exist in Losant's summaries for things that we do not have yet.
_ABSENT = ("dataTableCount", "deviceCount", "integrationCount", "keyCount")


def list_(
    site: Site, principal: Principal, query: ListQuery | None = None
) -> Page[Application]:
    """Return a page of the applications that the principal may know of."""
    statement = select(Application)
    if principal.kind == "apiToken":
        statement = statement.where(Application.id == principal.application_id)
    elif not principal.is_admin:
        mine = tuple(principal.roles)
        statement = statement.where(Application.id.in_(mine) if mine else false())
    with site.store.reading() as session:
        return fetch(session, statement, query or ListQuery(), _SORT, _FILTERS)


def create(
    site: Site, principal: Principal | None, name: str, description: str = ""
) -> Application:
    """Create an application; the user who creates it becomes its owner.

    Without a principal (the command line) it has no owner, and administrators
    look after it. Raises Invalid for an unusable name or description.
    """
    now = site.clock.now()
    owner_id = principal.id if principal and principal.kind == "user" else None
    application = Application(
        id=new_id(),
        name=clean_text(name, "name", 1, LONGEST_NAME),
        description=clean_text(description, "description", 0, LONGEST_DESCRIPTION),
        owner_id=None,
        globals=[],
        creation_date=now,
        last_updated=now,
    )
    with site.store.writing() as session:
        if owner_id is not None and session.get(User, owner_id) is None:
            owner_id = None
        application.owner_id = owner_id
        session.add(application)
        session.flush()
        if owner_id is not None:
            session.add(
                Membership(
                    user_id=owner_id, application_id=application.id, role="owner"
                )
            )
    return application


def get(site: Site, application_id: str) -> Application:
    """Return the application with this id. Raises NotFound."""
    with site.store.reading() as session:
        return loaded(session, application_id)


def update(site: Site, application_id: str, changes: Mapping[str, Any]) -> Application:
    """Change ``name``, ``description`` or ``globals``; return the new state.

    Raises Invalid for a value that cannot be used, and NotFound.
    """
    cleaned = {column: _cleaned(column, value) for column, value in changes.items()}
    with site.store.writing() as session:
        application = loaded(session, application_id)
        for column, value in cleaned.items():
            setattr(application, column, value)
        if cleaned:
            application.last_updated = site.clock.now()
        return application


def delete(site: Site, application_id: str) -> None:
    """Delete the application with everything in it; waiting callers are let go.

    Raises NotFound.
    """
    get(site, application_id)
    with site.store.reading() as session:
        webhook_ids = session.scalars(
            select(Webhook.id).where(Webhook.application_id == application_id)
        ).all()
        workflow_ids = session.scalars(
            select(Workflow.id).where(Workflow.application_id == application_id)
        ).all()
    removal.empty_workflows(site, workflow_ids)
    removal.empty(site, webhook_ids)
    with site.store.writing() as session:
        session.delete(loaded(session, application_id))
    for workflow_id in workflow_ids:
        site.timers.sync(workflow_id)


def set_globals(
    site: Site, application_id: str, globals_: Iterable[Mapping[str, Any]]
) -> Application:
    """Replace the application's globals by the given list.

    Raises Invalid if an entry cannot be used, and NotFound.
    """
    return update(site, application_id, {"globals": globals_})


def summary(site: Site, application_id: str) -> dict[str, int]:
    """Return how many of each kind of thing the application holds."""
    return summaries(site, [application_id])[application_id]


def summaries(site: Site, application_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the summaries of several applications, by id, in three queries."""
    ids = list(application_ids)
    with site.store.reading() as session:
        webhooks = _counted(session, Webhook.application_id, ids)
        tokens = _counted(session, ApiToken.application_id, ids)
        flows = _counted(session, Workflow.application_id, ids)
    return {
        each: {
            **dict.fromkeys(_ABSENT, 0),
            "apiTokenCount": tokens.get(each, 0),
            "flowCount": flows.get(each, 0),
            "webhookCount": webhooks.get(each, 0),
        }
        for each in ids
    }


def loaded(session: Session, application_id: str) -> Application:
    """Return the application inside an open session. Raises NotFound."""
    found = session.get(Application, application_id) if is_id(application_id) else None
    if found is None:
        raise NotFound(MISSING)
    return found


def _counted(
    session: Session, column: InstrumentedAttribute[str], ids: list[str]
) -> dict[str, int]:
    counts = select(column, func.count()).where(column.in_(ids)).group_by(column)
    return {row[0]: row[1] for row in session.execute(counts)}


def _cleaned(column: str, value: Any) -> Any:
    if column == "name":
        return clean_text(value, "name", 1, LONGEST_NAME)
    if column == "description":
        return clean_text(value, "description", 0, LONGEST_DESCRIPTION)
    if column == "globals":
        return clean_globals(value)
    raise Invalid(f"{column} of an application cannot be changed", column)
