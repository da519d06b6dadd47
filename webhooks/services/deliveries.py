"""Looking at stored requests: pages of them, one by one, and as they come."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased, undefer

from webhooks.errors import NotFound
from webhooks.runtime.live import Dropped
from webhooks.services.delivery_list import DeliveryPage, list_
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.site import Site
from webhooks.storage.models import Delivery, Webhook

__all__ = [
    "Delivery",
    "DeliveryPage",
    "DeliveryQuery",
    "events",
    "get",
    "latest_of",
    "list_",
    "newest_seq",
]

_HEARTBEAT_SECONDS = 15.0
UNKNOWN = "Delivery was not found"


def _newest_of_all() -> Select[Delivery, str]:
    newest = (
        select(func.max(Delivery.seq))
        .where(Delivery.webhook_id == Webhook.id)
        .correlate(Webhook)
        .scalar_subquery()
    )
    limit: BindParameter[int] = bindparam("limit")
    called = (
        select(Webhook.id, Webhook.name)
        .where(
            Webhook.application_id == bindparam("application_id"), newest.is_not(None)
        )
        .order_by(newest.desc())
        .limit(limit)
        .subquery()
    )
    one = aliased(Delivery)
    numbers = (
        select(one.seq)
        .where(one.webhook_id == called.c.id)
        .order_by(one.seq.desc())
        .limit(limit)
        .correlate(called)
    )
    return (
        select(Delivery, called.c.name)
        .join(called, Delivery.seq.in_(numbers))
        .order_by(Delivery.seq.desc())
        .limit(limit)
    )


_NEWEST_OF_ALL: Final = _newest_of_all()


def latest_of(
    site: Site, application_id: str, limit: int = 20
) -> list[tuple[Delivery, str]]:
    """Return an application's newest deliveries with their webhooks' names.

    One look into the index for each webhook finds those that were called last,
    and in as many of them are the newest of all: few rows are read as a whole.
    """
    values = {"application_id": application_id, "limit": limit}
    with site.store.reading() as session:
        return [(row, name) for row, name in session.execute(_NEWEST_OF_ALL, values)]


def get(site: Site, application_id: str, webhook_id: str, delivery_id: str) -> Delivery:
    """Return one delivery with its body and response. Raises NotFound."""
    with site.store.reading() as session:
        row = session.scalar(
            select(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.webhook_id == webhook_id,
                Delivery.application_id == application_id,
            )
            .options(undefer(Delivery.body), undefer(Delivery.response_body))
        )
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def newest_seq(site: Site, webhook_id: str) -> int:
    """Return the number of a webhook's newest delivery, 0 if there is none."""
    with site.store.reading() as session:
        return (
            session.scalar(
                select(Delivery.seq)
                .where(Delivery.webhook_id == webhook_id)
                .order_by(Delivery.seq.desc())
                .limit(1)
            )
            or 0
        )


def events(
    site: Site, application_id: str, webhook_id: str, last_seq: int | None
) -> Iterator[Delivery | None]:
    """Yield deliveries as they come, and None when nothing came for a while.

    ``last_seq`` resumes behind a delivery already seen; without it the stream
    begins with what comes from now on. No session is held between two yields.
    Ends when the watcher falls behind or the server stops: the reader
    reconnects with the last number it saw and misses nothing.
    """
    with site.store.reading() as session:
        _require_webhook(session, application_id, webhook_id)
    with site.live.watch(webhook_id) as watcher:
        seen = newest_seq(site, webhook_id) if last_seq is None else last_seq
        while True:
            for row in _after(site, webhook_id, seen):
                seen = row.seq
                yield row
            try:
                number = watcher.get(_HEARTBEAT_SECONDS)
            except Dropped:
                return
            if number is None:
                yield None


def _after(site: Site, webhook_id: str, seq: int) -> Iterator[Delivery]:
    while True:
        with site.store.reading() as session:
            rows = list(
                session.scalars(
                    select(Delivery)
                    .where(Delivery.webhook_id == webhook_id, Delivery.seq > seq)
                    .options(undefer(Delivery.body))
                    .order_by(Delivery.seq)
                    .limit(50)
                )
            )
        yield from rows
        if len(rows) < 50:
            return
        seq = rows[-1].seq


def _require_webhook(session: Session, application_id: str, webhook_id: str) -> None:
    found = session.scalar(
        select(Webhook.id).where(
            Webhook.id == webhook_id, Webhook.application_id == application_id
        )
    )
    if found is None:
        raise NotFound("Webhook was not found")
