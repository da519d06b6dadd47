"""Browser sessions: rows that can be listed, and ended one by one.

Flask's signed cookie alone could not be revoked, so the browser holds a random
secret of which only the hash is stored here.
"""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select

from webhooks.clock import to_ms
from webhooks.ids import digest, new_id, new_secret
from webhooks.services.site import Site
from webhooks.storage.models import Session, User

IDLE_LIMIT = timedelta(hours=12)
LIFE_LIMIT = timedelta(days=7)
# How often "last used" is written at most: reading pages should not write.
_TOUCH_EVERY = timedelta(minutes=1)


def start(
    site: Site, user_id: str, remote_address: str, user_agent: str
) -> tuple[Session, str]:
    """Open a session and return it with the secret for the browser's cookie."""
    secret = new_secret()
    now = site.clock.now()
    row = Session(
        id=new_id(),
        secret_hash=digest(secret),
        user_id=user_id,
        remote_address=remote_address[:64],
        user_agent=user_agent[:255],
        creation_date=now,
        last_used=now,
    )
    with site.store.writing() as database:
        database.add(row)
    return row, secret


def find(site: Site, secret: str) -> tuple[Session, User] | None:
    """Return the session of a cookie and its user, or None if it is over.

    A session ends 12 hours after its last use, 7 days after its start, and as
    soon as its user is no longer active.
    """
    if not secret or len(secret) > 128 or not secret.isascii():
        return None
    statement = (
        select(Session, User)
        .join(User, User.id == Session.user_id)
        .where(Session.secret_hash == digest(secret), User.is_active)
    )
    with site.store.reading() as database:
        found = database.execute(statement).one_or_none()
    if found is None:
        return None
    row, user = found
    if is_over(site, row):
        return None
    now = site.clock.now()
    if now - row.last_used >= _TOUCH_EVERY:
        site.store.writer.post(_touch(row.id, to_ms(now)))
    return row, user


def user_of(site: Site, session_id: str) -> User | None:
    """Return the active user whose session this is, or None if it is over.

    Looking does not count as a use.
    """
    statement = (
        select(Session, User)
        .join(User, User.id == Session.user_id)
        .where(Session.id == session_id, User.is_active)
    )
    with site.store.reading() as database:
        found = database.execute(statement).one_or_none()
    if found is None or is_over(site, found[0]):
        return None
    return found[1]


def is_over(site: Site, row: Session) -> bool:
    """Tell whether the session's time is up."""
    now = site.clock.now()
    return now - row.last_used >= IDLE_LIMIT or now - row.creation_date >= LIFE_LIMIT


def list_(site: Site, user_id: str) -> list[Session]:
    """Return the user's sessions that are still open, last used first."""
    statement = (
        select(Session)
        .where(Session.user_id == user_id)
        .order_by(Session.last_used.desc(), Session.id)
    )
    with site.store.reading() as database:
        rows = list(database.scalars(statement))
    return [row for row in rows if not is_over(site, row)]


def end(site: Site, user_id: str, session_id: str) -> None:
    """End one session of the user; ending it twice is no error."""
    statement = delete(Session).where(
        Session.id == session_id, Session.user_id == user_id
    )
    with site.store.writing() as database:
        database.execute(statement)


def end_others(site: Site, user_id: str, kept_id: str) -> None:
    """End every session of the user but one."""
    statement = delete(Session).where(Session.user_id == user_id, Session.id != kept_id)
    with site.store.writing() as database:
        database.execute(statement)


def _touch(session_id: str, now_ms: int) -> Callable[[sqlite3.Connection], object]:
    def job(connection: sqlite3.Connection) -> object:
        return connection.execute(
            "UPDATE session SET last_used = ? WHERE id = ?", (now_ms, session_id)
        )

    return job
