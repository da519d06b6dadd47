"""Looking at stored requests: newest first, one by one, and as they come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session, undefer
from sqlalchemy.orm.attributes import set_committed_value

from webhooks.errors import Invalid, NotFound
from webhooks.ids import is_id
from webhooks.runtime.live import Dropped
from webhooks.services.delivery_search import NOT_ACCEPTED, Wanted, find
from webhooks.services.site import Site
from webhooks.storage.models import Delivery, Webhook

STATUSES = ("accepted", "refused", "handshake", "duplicate")
DEFAULT_LIMIT = 50
MOST = 200
INLINE_BODY_BYTES = 64 * 1024

_HEARTBEAT_SECONDS = 15.0
_CURSOR = re.compile(r"[0-9]{1,18}")
UNKNOWN = "Delivery was not found"


@dataclass(frozen=True, slots=True)
class DeliveryQuery:
    """Which deliveries: ``before`` and ``after`` are cursors or delivery ids.

    ``q`` is text to find in path, query, headers or body, at most 255 long.
    """

    limit: int = DEFAULT_LIMIT
    before: str | None = None
    after: str | None = None
    status: str | None = None
    method: str | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One page, newest first; ``next_cursor`` goes on into ``before``."""

    items: list[Delivery]
    next_cursor: str | None


def list_(
    site: Site, application_id: str, webhook_id: str, query: DeliveryQuery
) -> DeliveryPage:
    """Return a page of a webhook's deliveries, newest first.

    Small bodies are loaded with their rows. Raises NotFound and Invalid.
    """
    _check(query)
    with site.store.reading() as session:
        _require_webhook(session, application_id, webhook_id)
        wanted = _wanted(session, webhook_id, query)
        if not wanted.text and wanted.method is None:
            items = _loaded(session, _rows(wanted).limit(query.limit + 1))
            more = len(items) > query.limit
            items = items[: query.limit]
            return DeliveryPage(items, str(items[-1].seq) if more else None)
    path = site.store.writer.file.path
    with site.searches:
        found, onward = site.store.writer.offload(
            lambda: find(path, wanted, query.limit)
        )
    with site.store.reading() as session:
        rows = select(Delivery).where(Delivery.seq.in_(found))
        items = _loaded(session, rows.order_by(Delivery.seq.desc()))
    return DeliveryPage(items, None if onward is None else str(onward))


def latest_of(
    site: Site, application_id: str, limit: int = 20
) -> list[tuple[Delivery, str]]:
    """Return an application's newest deliveries with their webhooks' names.

    One look into the index for each webhook finds those with the newest
    deliveries; the newest of all can only be among that many of them.
    """
    newest = (
        select(func.max(Delivery.seq))
        .where(Delivery.webhook_id == Webhook.id)
        .correlate(Webhook)
        .scalar_subquery()
    )
    webhooks = (
        select(Webhook.id, Webhook.name)
        .where(Webhook.application_id == application_id, newest.is_not(None))
        .order_by(newest.desc())
        .limit(limit)
    )
    rows: list[Delivery] = []
    with site.store.reading() as session:
        names = {key: name for key, name in session.execute(webhooks)}  # noqa: C416
        for webhook_id in names:
            rows += session.scalars(
                select(Delivery)
                .where(Delivery.webhook_id == webhook_id)
                .order_by(Delivery.seq.desc())
                .limit(limit)
            )
    rows.sort(key=lambda row: row.seq, reverse=True)
    return [(row, names[row.webhook_id]) for row in rows[:limit]]


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
    site: Site,
    application_id: str,
    webhook_id: str,
    last_seq: int | None,
    answers: bool = False,
) -> Iterator[Delivery | None]:
    """Yield deliveries as they come, and None when nothing came for a while.

    ``last_seq`` resumes behind a delivery already seen; without it the stream
    begins with what comes from now on. With ``answers`` a delivery is yielded
    once more when its waiting caller has been answered. No session is held
    between two yields.
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
            elif number < 0 and answers:
                yield from _again(site, -number)


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


def _again(site: Site, seq: int) -> Iterator[Delivery]:
    with site.store.reading() as session:
        row = session.get(Delivery, seq, options=(undefer(Delivery.body),))
    if row is not None:
        yield row


def _loaded(session: Session, rows: Select[Delivery]) -> list[Delivery]:
    """Return the rows, the small ones with their bodies."""
    items = list(session.scalars(rows))
    small = [row.seq for row in items if row.size <= INLINE_BODY_BYTES]
    found = select(Delivery.seq, Delivery.body).where(Delivery.seq.in_(small))
    bodies = {seq: body for seq, body in session.execute(found)}  # noqa: C416  # typed
    for row in items:
        if row.seq in bodies:
            set_committed_value(row, "body", bodies[row.seq])
    return items


def _check(query: DeliveryQuery) -> None:
    if not 1 <= query.limit <= MOST:
        raise Invalid(f"limit must be from 1 to {MOST}", "limit")
    if query.status is not None and query.status not in STATUSES:
        raise Invalid(f"status must be one of {', '.join(STATUSES)}", "status")
    if query.q is not None and len(query.q) > 255:
        raise Invalid("q must be at most 255 characters", "q")


def _require_webhook(session: Session, application_id: str, webhook_id: str) -> None:
    found = session.scalar(
        select(Webhook.id).where(
            Webhook.id == webhook_id, Webhook.application_id == application_id
        )
    )
    if found is None:
        raise NotFound("Webhook was not found")


def _wanted(session: Session, webhook_id: str, query: DeliveryQuery) -> Wanted:
    """Return the query with its cursors as numbers."""
    before, after = (
        None if given is None else cursor(session, webhook_id, given, field)
        for given, field in ((query.before, "before"), (query.after, "after"))
    )
    method = None if query.method is None else query.method.upper()
    return Wanted(webhook_id, query.status, method, before, after, query.q or "")


def _rows(wanted: Wanted) -> Select[Delivery]:
    rows = select(Delivery).where(Delivery.webhook_id == wanted.webhook_id)
    if wanted.status is not None:
        rows = rows.where(Delivery.status == wanted.status)
        if wanted.status != "accepted":
            rows = rows.where(text(NOT_ACCEPTED))
    if wanted.before is not None:
        rows = rows.where(Delivery.seq < wanted.before)
    if wanted.after is not None:
        rows = rows.where(Delivery.seq > wanted.after)
    return rows.order_by(Delivery.seq.desc())


def cursor(session: Session, webhook_id: str, given: str, field: str) -> int:
    """Return the number that a cursor or a delivery's id stands for.

    Raises Invalid when it is neither.
    """
    if is_id(given):
        seq: int | None = session.scalar(
            select(Delivery.seq).where(
                Delivery.id == given.lower(), Delivery.webhook_id == webhook_id
            )
        )
        if seq is not None:
            return seq
    elif _CURSOR.fullmatch(given):
        return int(given)
    raise Invalid(f"{field} must be a cursor or the id of a delivery", field)
