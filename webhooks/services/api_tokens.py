"""API tokens of an application: made, listed, switched off, deleted."""

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webhooks.access import ACTIONS, Principal, known_scopes
from webhooks.errors import Forbidden, Invalid, NotFound
from webhooks.ids import digest, is_id, new_id, new_secret
from webhooks.services import applications
from webhooks.services.paging import ListQuery, Page, fetch
from webhooks.services.site import Site
from webhooks.services.text_rules import clean_text
from webhooks.storage.models import ApiToken

MISSING = "API token was not found"
PREFIX = "swh_app_"
STATUSES = ("active", "inactive")
DEFAULT_SCOPE = ("all.Application",)
LONGEST_NAME = 255
LONGEST_DESCRIPTION = 1024
_SHOWN_CHARACTERS = len(PREFIX) + 6

_SORT = {
    "name": ApiToken.name.collate("NOCASE"),
    "status": ApiToken.status,
    "creationDate": ApiToken.creation_date,
    "lastUpdated": ApiToken.last_updated,
    "expirationDate": ApiToken.expiration_date,
    "id": ApiToken.id,
}
_FILTERS = {"name": ApiToken.name, "status": ApiToken.status}


def list_(
    site: Site, application_id: str, query: ListQuery | None = None
) -> Page[ApiToken]:
    """Return a page of the application's tokens. Raises NotFound."""
    statement = select(ApiToken).where(ApiToken.application_id == application_id)
    with site.store.reading() as session:
        applications.loaded(session, application_id)
        return fetch(session, statement, query or ListQuery(), _SORT, _FILTERS)


def create(
    site: Site,
    application_id: str,
    principal: Principal | None,
    name: str,
    description: str = "",
    scope: Sequence[str] = DEFAULT_SCOPE,
    expiration_date: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Create a token; return it with its secret, which is never seen again.

    ``principal`` is who creates it (None: the command line) and cannot give
    away more than it has itself.
    Raises Invalid, Forbidden for a scope beyond the creator's, and NotFound.
    """
    now = site.clock.now()
    scopes = _clean_scope(scope)
    if expiration_date is not None:
        _check_expiration(expiration_date, now)
    if principal is not None:
        _check_power(principal, application_id, frozenset(scopes))
    secret = new_secret(PREFIX)
    token = ApiToken(
        id=new_id(),
        application_id=application_id,
        name=clean_text(name, "name", 1, LONGEST_NAME),
        description=clean_text(description, "description", 0, LONGEST_DESCRIPTION),
        token_hash=digest(secret),
        token_prefix=secret[:_SHOWN_CHARACTERS],
        scope=scopes,
        status="active",
        expiration_date=expiration_date,
        creator_id=principal.id if principal else "",
        creator_type=principal.kind if principal else "user",
        creator_name=principal.name if principal else "command line",
        creation_date=now,
        last_updated=now,
        last_used=None,
    )
    with site.store.writing() as session:
        applications.loaded(session, application_id)
        session.add(token)
        session.flush()
    return token, secret


def get(site: Site, application_id: str, token_id: str) -> ApiToken:
    """Return the token if it belongs to the application. Raises NotFound."""
    with site.store.reading() as session:
        return _loaded(session, application_id, token_id)


def update(
    site: Site, application_id: str, token_id: str, changes: Mapping[str, Any]
) -> ApiToken:
    """Change ``name``, ``description`` or ``status``; return the new state.

    Raises Invalid and NotFound.
    """
    cleaned = {column: _cleaned(column, value) for column, value in changes.items()}
    with site.store.writing() as session:
        token = _loaded(session, application_id, token_id)
        for column, value in cleaned.items():
            setattr(token, column, value)
        if cleaned:
            token.last_updated = site.clock.now()
        return token


def delete(site: Site, application_id: str, token_id: str) -> None:
    """Delete the token; whoever still uses it is unknown from now on.

    Raises NotFound.
    """
    with site.store.writing() as session:
        session.delete(_loaded(session, application_id, token_id))


def _loaded(session: Session, application_id: str, token_id: str) -> ApiToken:
    found = session.get(ApiToken, token_id) if is_id(token_id) else None
    if found is None or found.application_id != application_id:
        raise NotFound(MISSING)
    return found


def _cleaned(column: str, value: Any) -> Any:
    if column == "name":
        return clean_text(value, "name", 1, LONGEST_NAME)
    if column == "description":
        return clean_text(value, "description", 0, LONGEST_DESCRIPTION)
    if column == "status":
        if not isinstance(value, str) or value not in STATUSES:
            raise Invalid(f"status must be one of {', '.join(STATUSES)}", "status")
        return value
    raise Invalid(f"{column} of an API token cannot be changed", column)


def _check_expiration(moment: datetime, now: datetime) -> None:
    # The last year that there is could leave it by a change of time zone.
    if moment.tzinfo is None or moment.year >= MAXYEAR or moment <= now:
        text = "expirationDate must be a time in the future, before the year 9999"
        raise Invalid(text, "expirationDate")


def _clean_scope(scope: Sequence[str]) -> list[str]:
    if isinstance(scope, str) or not scope:
        raise Invalid("scope must be a list of at least one scope", "scope")
    unknown = [each for each in scope if each not in known_scopes()]
    if unknown:
        raise Invalid(f"scope: {unknown[0]} is not a known scope", "scope")
    if len(set(scope)) != len(scope):
        raise Invalid("scope must not name a scope twice", "scope")
    return list(scope)


def _check_power(
    principal: Principal, application_id: str, scopes: frozenset[str]
) -> None:
    """Refuse a token that could do or see what its creator cannot."""
    token = Principal("apiToken", "", "", scopes, application_id=application_id)
    for action in sorted(ACTIONS):
        if token.may(action, application_id) and not (
            principal.may(action, application_id)
        ):
            raise Forbidden(f"scope permits {action}, which you may not do yourself")
    if token.sees_secrets(application_id) and not (
        principal.sees_secrets(application_id)
    ):
        raise Forbidden("scope would show secrets that you may not see yourself")
