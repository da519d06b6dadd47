"""Rows that mean nothing any more: sign-ins that are over, old failures."""

from datetime import timedelta

from sqlalchemy import Delete, func, select
from sqlalchemy import delete as delete_from

from webhooks.services.sessions import IDLE_LIMIT, LIFE_LIMIT
from webhooks.services.site import Site
from webhooks.storage.models import LoginAttempt, Session, UserToken

_FAILURES_FORGOTTEN_AFTER = timedelta(days=1)


def delete(site: Site, dry_run: bool = False) -> int:
    """Delete them and return how many, or only count them."""
    now = site.clock.now()
    over = (
        (UserToken, UserToken.expiration_date <= now),
        (
            Session,
            (Session.last_used <= now - IDLE_LIMIT)
            | (Session.creation_date <= now - LIFE_LIMIT),
        ),
        (LoginAttempt, LoginAttempt.last_failure <= now - _FAILURES_FORGOTTEN_AFTER),
    )
    with site.store.reading() as session:
        found = sum(
            session.scalar(select(func.count()).select_from(model).where(condition))
            or 0
            for model, condition in over
        )
    if found and not dry_run:
        statements: list[Delete] = [
            delete_from(model).where(condition) for model, condition in over
        ]
        with site.store.writing() as session:
            for statement in statements:
                session.execute(statement)
    return found
