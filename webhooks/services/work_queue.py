"""A webhook's durable work queue: every delivery to one script at a time.

Taking is a lease; acknowledging it or replying to its caller ends it, else
the delivery is given out again. See ``models/work_queue.py`` for how the
queue stays free of cost for ingress.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from webhooks.errors import Invalid, NotFound
from webhooks.runtime.live import Dropped
from webhooks.services.deliveries import UNKNOWN
from webhooks.services.delivery_list import cursor
from webhooks.services.site import Site
from webhooks.storage.models import Delivery, QueueItem, Webhook, WorkQueue

MOST_WAIT_SECONDS = 60
MOST_LEASE_SECONDS = 3600

# Leases run out without anybody telling us; a waiting call looks this often.
_LOOK_AGAIN_SECONDS = 1.0
# What one statement may ask for; all callers that wait can be more.
_MOST_NUMBERS = 500


@dataclass(frozen=True, slots=True)
class TakeQuery:
    """``since`` is a cursor or delivery id behind which a new queue begins.

    ``waiting`` gives only deliveries whose caller still waits for a reply.
    """

    wait_seconds: float = 0.0
    lease_seconds: int = 60
    since: str | None = None
    waiting: bool = False


def take(
    site: Site, application_id: str, webhook_id: str, query: TakeQuery
) -> Delivery | None:
    """Lease the oldest accepted delivery that nobody holds, or return None.

    Waits up to ``wait_seconds`` for one; the queue begins with the first call.
    Raises NotFound, Invalid, and TooMany when too many scripts wait already.
    """
    if not 0 <= query.wait_seconds <= MOST_WAIT_SECONDS:
        raise Invalid(f"wait must be from 0 to {MOST_WAIT_SECONDS} seconds", "wait")
    if not 1 <= query.lease_seconds <= MOST_LEASE_SECONDS:
        raise Invalid(f"lease must be from 1 to {MOST_LEASE_SECONDS} seconds", "lease")
    _begin(site, application_id, webhook_id, query.since)
    deadline = site.clock.monotonic() + query.wait_seconds
    while True:
        # A new watcher for each look: one that was dropped in a burst of news
        # must not end the wait.
        with site.work.watch(webhook_id) as watcher:
            taken = _lease(site, webhook_id, query)
            if taken is not None:
                return taken
            left = deadline - site.clock.monotonic()
            if left <= 0:
                return None
            try:
                watcher.get(min(left, _LOOK_AGAIN_SECONDS))
            except Dropped:
                if site.work.closed:
                    return None


def ack(site: Site, application_id: str, webhook_id: str, delivery_id: str) -> None:
    """End the lease of a delivery: its work is done.

    Saying so twice, or after a reply has said it, changes nothing.
    Raises NotFound.
    """
    with site.store.writing() as session:
        seq = session.scalar(
            select(Delivery.seq).where(
                Delivery.id == delivery_id,
                Delivery.webhook_id == webhook_id,
                Delivery.application_id == application_id,
            )
        )
        queue = session.get(WorkQueue, webhook_id)
        if seq is None or queue is None:
            raise NotFound(UNKNOWN)
        item = session.get(QueueItem, seq)
        if item is not None:
            _finish(session, item)
        elif seq > queue.cursor:
            # Still to be given out: nobody can have worked on it.
            raise NotFound(UNKNOWN)


def _finish(session: Session, item: QueueItem) -> None:
    """Forget the item, or remember it as done while the cursor is before it."""
    queue = session.get(WorkQueue, item.webhook_id)
    if queue is not None and queue.cursor >= item.delivery_seq:
        session.delete(item)
    else:
        item.acknowledged = True


def _begin(site: Site, application_id: str, webhook_id: str, since: str | None) -> None:
    """Start the queue at the first call; afterwards ``since`` is ignored."""
    with site.store.reading() as session:
        webhook = session.get(Webhook, webhook_id)
        if webhook is None or webhook.application_id != application_id:
            raise NotFound("Webhook was not found")
        if session.get(WorkQueue, webhook_id) is not None:
            return
    with site.store.writing() as session:
        if session.get(WorkQueue, webhook_id) is not None:
            return
        if since is None:
            start = session.scalar(
                select(Delivery.seq)
                .where(Delivery.webhook_id == webhook_id)
                .order_by(Delivery.seq.desc())
                .limit(1)
            )
        else:
            start = cursor(session, [webhook_id], since, "since")
        session.add(WorkQueue(webhook_id=webhook_id, cursor=start or 0))


def _lease(site: Site, webhook_id: str, query: TakeQuery) -> Delivery | None:
    """Take one delivery, if there is one to take.

    Looking comes first and holds no turn: most calls find nothing.
    """
    with site.store.reading() as session:
        if _candidate(session, site, webhook_id, query.waiting) is None:
            return None
    with site.store.writing() as session:
        row = _candidate(session, site, webhook_id, query.waiting)
        if row is None:
            return None
        until = site.clock.now() + timedelta(seconds=query.lease_seconds)
        session.merge(
            QueueItem(
                delivery_seq=row.seq,
                webhook_id=webhook_id,
                lease_until=until,
                acknowledged=False,
            )
        )
        queue = session.get_one(WorkQueue, webhook_id)
        if not query.waiting and row.seq > queue.cursor:
            queue.cursor = row.seq
            session.execute(
                delete(QueueItem).where(
                    QueueItem.webhook_id == webhook_id,
                    QueueItem.acknowledged,
                    QueueItem.delivery_seq <= row.seq,
                )
            )
    return row


def _candidate(
    session: Session, site: Site, webhook_id: str, waiting: bool
) -> Delivery | None:
    accepted = (
        select(Delivery)
        .where(Delivery.webhook_id == webhook_id, Delivery.status == "accepted")
        .options(undefer(Delivery.body))
        .order_by(Delivery.seq)
        .limit(1)
    )
    now = site.clock.now()
    held = select(QueueItem.delivery_seq).where(
        QueueItem.webhook_id == webhook_id,
        QueueItem.acknowledged | (QueueItem.lease_until > now),
    )
    if waiting:
        # By number: with ids SQLite would read all that the webhook ever got.
        callers = sorted(caller.seq for caller in site.replies.waiting(webhook_id))
        for first in range(0, len(callers), _MOST_NUMBERS):
            some = callers[first : first + _MOST_NUMBERS]
            row = session.scalar(
                accepted.where(Delivery.seq.in_(some), Delivery.seq.not_in(held))
            )
            if row is not None:
                return row
        return None
    expired = (
        select(QueueItem.delivery_seq)
        .where(
            QueueItem.webhook_id == webhook_id,
            QueueItem.acknowledged.is_(False),
            QueueItem.lease_until <= now,
        )
        .order_by(QueueItem.delivery_seq)
        .limit(1)
    )
    cursor_now = select(WorkQueue.cursor).where(WorkQueue.webhook_id == webhook_id)
    again = session.scalar(accepted.where(Delivery.seq.in_(expired)))
    fresh = session.scalar(
        accepted.where(
            Delivery.seq > cursor_now.scalar_subquery(), Delivery.seq.not_in(held)
        )
    )
    found = [row for row in (again, fresh) if row is not None]
    return min(found, key=lambda row: row.seq, default=None)
