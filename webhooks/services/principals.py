"""Who is calling: users and bearer tokens as principals."""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from webhooks.access import Principal
from webhooks.errors import TooMany, Unauthorized
from webhooks.ids import digest
from webhooks.services import users
from webhooks.services.site import Site
from webhooks.storage.models import ApiToken, User, UserToken

# One text for every reason, so that nothing can be learned from it.
REFUSAL = "A valid API token is required: Authorization: Bearer TOKEN."
_THROTTLED = "Too many wrong tokens came from this address. Try again later."
_LONGEST_TOKEN = 256
_NOTED_EVERY = timedelta(minutes=1)
_ALL_USER = frozenset({"all.User"})

Token = TypeVar("Token", ApiToken, UserToken)


def for_user(site: Site, user: User, scopes: frozenset[str] = _ALL_USER) -> Principal:
    """Return the principal of a user who is signed in; may be inactive by now.

    Raises Unauthorized if so.
    """
    if not user.is_active:
        raise Unauthorized(REFUSAL)
    return _as_principal(user, users.roles_of(site, user.id), scopes)


def for_bearer(site: Site, token: str, remote_address: str) -> Principal:
    """Return the principal behind a bearer token.

    Raises Unauthorized, with the same text whatever is wrong with the token,
    and TooMany for wrong ones beyond 100 in 10 seconds from one address. A
    right token always passes: others behind the same address may be guessing.
    """
    principal = _recognised(site, token)
    if principal is not None:
        return principal
    wait_seconds = site.wrong_tokens.failed(remote_address)
    if wait_seconds:
        raise TooMany(_THROTTLED, wait_seconds)
    raise Unauthorized(REFUSAL)


def _recognised(site: Site, token: str) -> Principal | None:
    if not token.isascii() or not 1 <= len(token) <= _LONGEST_TOKEN:
        return None
    wanted = digest(token)
    now = site.clock.now()
    found: ApiToken | UserToken | None
    with site.store.reading() as session:
        found = session.scalar(select(ApiToken).where(ApiToken.token_hash == wanted))
        if found is not None:
            principal = _of_api_token(found, now)
        else:
            found = session.scalar(
                select(UserToken).where(UserToken.token_hash == wanted)
            )
            principal = _of_user_token(session, found, now)
    if principal is not None and found is not None:
        _note_use(site, found, now)
    return principal


def _of_api_token(token: ApiToken, now: datetime) -> Principal | None:
    expired = token.expiration_date is not None and token.expiration_date <= now
    if expired or token.status != "active":
        return None
    return Principal(
        kind="apiToken",
        id=token.id,
        name=token.name,
        scopes=frozenset(token.scope),
        application_id=token.application_id,
    )


def _of_user_token(
    session: Session, token: UserToken | None, now: datetime
) -> Principal | None:
    if token is None or token.expiration_date <= now:
        return None
    user = session.get(User, token.user_id)
    if user is None or not user.is_active:
        return None
    roles = users.roles_within(session, user.id)
    return _as_principal(user, roles, frozenset(token.scope))


def _as_principal(
    user: User, roles: dict[str, str], scopes: frozenset[str]
) -> Principal:
    return Principal(
        kind="user",
        id=user.id,
        name=user.name or user.email,
        scopes=scopes,
        is_admin=user.is_admin,
        roles=roles,
    )


def _note_use(site: Site, token: ApiToken | UserToken, now: datetime) -> None:
    """Remember when the token was used, once a minute and without waiting.

    A time that lies ahead (the clock was set back) is corrected as well.
    """
    last = token.last_used
    if last is not None and timedelta(0) <= now - last < _NOTED_EVERY:
        return
    table = "api_token" if isinstance(token, ApiToken) else "user_token"
    statement = f"UPDATE {table} SET last_used = ? WHERE id = ?"  # noqa: S608  # two fixed names
    values = (site.clock.now_ms(), token.id)
    site.store.writer.post(lambda connection: connection.execute(statement, values))
