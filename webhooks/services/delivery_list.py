"""Pages of stored requests, newest first: a webhook's, or all of an application.

What an index can tell is read at once; the rest is a search on a native thread,
bounded in time, which says how far back it came.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from webhooks.clock import from_ms
from webhooks.errors import Invalid, NotFound
from webhooks.ids import is_id
from webhooks.services.delivery_order import NOT_ACCEPTED
from webhooks.services.delivery_query import DeliveryQuery, check
from webhooks.services.delivery_search import Found, Wanted, find
from webhooks.services.search_bound import SearchBound
from webhooks.services.site import Site
from webhooks.services.webhooks import url
from webhooks.storage.models import Delivery, Webhook

INLINE_BODY_BYTES: Final = 64 * 1024
# A search that is over names a cursor, from which the next one goes on.
SEARCH_SECONDS: Final = 1.0
SEARCHED = 200_000

_CURSOR = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One page, newest first; ``next_cursor`` goes on into ``before``.

    ``searched_to`` is set when the search took too long to fill the page: all
    that came since have been looked at.
    """

    items: list[Delivery]
    next_cursor: str | None
    searched_to: datetime | None = None


def list_(
    site: Site, application_id: str, webhook_id: str | None, query: DeliveryQuery
) -> DeliveryPage:
    """Return a page of deliveries of a webhook, None for all, newest first.

    Small bodies are loaded with their rows. Raises NotFound and Invalid.
    """
    with site.store.reading() as session:
        wanted = wanted_of(session, application_id, webhook_id, query)
        if webhook_id is not None and not query.must_sift:
            items = _loaded(session, _rows(webhook_id, wanted).limit(query.limit + 1))
            more = len(items) > query.limit
            items = items[: query.limit]
            return DeliveryPage(items, str(items[-1].seq) if more else None)
    found = search(site, wanted)
    with site.store.reading() as session:
        rows = select(Delivery).where(Delivery.seq.in_(found.seqs))
        items = _loaded(session, rows.order_by(Delivery.seq.desc()))
    onward, moment = found.onward, found.searched_to_ms
    return DeliveryPage(
        items,
        None if onward is None else str(onward),
        None if moment is None else from_ms(moment),
    )


def webhook_names(site: Site, application_id: str) -> dict[str, str]:
    """Return the names of an application's webhooks by their ids, in order."""
    rows = (
        select(Webhook.id, Webhook.name)
        .where(Webhook.application_id == application_id)
        .order_by(Webhook.name, Webhook.id)
    )
    with site.store.reading() as session:
        return {key: name for key, name in session.execute(rows)}  # noqa: C416  # typed


def webhook_places(site: Site, application_id: str) -> dict[str, tuple[str, str]]:
    """Return name and public address of an application's webhooks by their ids."""
    rows = select(Webhook).where(Webhook.application_id == application_id)
    with site.store.reading() as session:
        found = list(session.scalars(rows))
    return {row.id: (row.name, url(site, row)) for row in found}


def wanted_of(
    session: Session, application_id: str, webhook_id: str | None, query: DeliveryQuery
) -> Wanted:
    """Return what to search for, with the webhooks and the cursors as numbers.

    Raises NotFound and Invalid.
    """
    check(query)
    webhook_ids = _webhook_ids(session, application_id, webhook_id)
    before, after = (
        None if given is None else cursor(session, webhook_ids, given, field)
        for given, field in ((query.before, "before"), (query.after, "after"))
    )
    return Wanted(webhook_ids, query, before, after)


def search(site: Site, wanted: Wanted) -> Found:
    """Search on a native thread; ends when nobody waits for it any more."""
    path = site.store.writer.file.path
    with site.searches:
        bound = SearchBound(site.clock.monotonic, SEARCH_SECONDS, SEARCHED)
        try:
            return site.store.writer.offload(
                lambda: find(path, wanted, wanted.query.limit, bound)
            )
        finally:
            bound.cancel()


def cursor(session: Session, webhook_ids: Sequence[str], given: str, field: str) -> int:
    """Return the number that a cursor or a delivery's id stands for.

    Raises Invalid when it is neither.
    """
    if is_id(given):
        row = session.execute(
            select(Delivery.seq, Delivery.webhook_id).where(
                Delivery.id == given.lower()
            )
        ).first()
        if row is not None and row.webhook_id in webhook_ids:
            return int(row.seq)
    elif _CURSOR.fullmatch(given):
        return int(given)
    raise Invalid(f"{field} must be a cursor or the id of a delivery", field)


def _webhook_ids(
    session: Session, application_id: str, webhook_id: str | None
) -> list[str]:
    rows = select(Webhook.id).where(Webhook.application_id == application_id)
    if webhook_id is not None:
        rows = rows.where(Webhook.id == webhook_id)
    found = list(session.scalars(rows))
    if webhook_id is not None and not found:
        raise NotFound("Webhook was not found")
    return found


def _rows(webhook_id: str, wanted: Wanted) -> Select[Delivery]:
    rows = select(Delivery).where(Delivery.webhook_id == webhook_id)
    status = wanted.query.status
    if status is not None:
        rows = rows.where(Delivery.status == status)
        if status != "accepted":
            rows = rows.where(text(NOT_ACCEPTED))
    if wanted.before is not None:
        rows = rows.where(Delivery.seq < wanted.before)
    if wanted.after is not None:
        rows = rows.where(Delivery.seq > wanted.after)
    return rows.order_by(Delivery.seq.desc())


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
