"""Rows that mean nothing any more: sign-ins that are over, very old counts."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Delete, func, select
from sqlalchemy import delete as delete_from

from webhooks.services.sessions import IDLE_LIMIT, LIFE_LIMIT
from webhooks.services.site import Site
from webhooks.storage.models import (
    DeliveryCount,
    DeliveryIdentity,
    LoginAttempt,
    RunCount,
    Session,
    UserToken,
    Webhook,
    Workflow,
)

# Longer than a year, so that one can be compared with the one before.
COUNTS_FORGOTTEN_AFTER = timedelta(days=400)
_EPOCH = datetime.fromtimestamp(0, UTC)
_HOUR = timedelta(hours=1)
_FAILURES_FORGOTTEN_AFTER = timedelta(days=1)


def delete(site: Site, dry_run: bool = False) -> int:
    """Delete them and return how many, or only count them."""
    now = site.clock.now()
    oldest_hour = (now - COUNTS_FORGOTTEN_AFTER - _EPOCH) // _HOUR
    over = (
        (UserToken, UserToken.expiration_date <= now),
        (
            Session,
            (Session.last_used <= now - IDLE_LIMIT)
            | (Session.creation_date <= now - LIFE_LIMIT),
        ),
        (DeliveryIdentity, DeliveryIdentity.expires_at <= site.clock.now_ms()),
        (LoginAttempt, LoginAttempt.last_failure <= now - _FAILURES_FORGOTTEN_AFTER),
        # By its first column too, so that the key is used and nothing is scanned.
        (
            DeliveryCount,
            DeliveryCount.webhook_id.in_(select(Webhook.id))
            & (DeliveryCount.hour < oldest_hour),
        ),
        (
            RunCount,
            RunCount.workflow_id.in_(select(Workflow.id))
            & (RunCount.hour < oldest_hour),
        ),
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
