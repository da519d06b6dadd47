"""Webhooks as their list shows them: with what came in last, and how much.

Apart from the webhooks themselves: it reads counts and deliveries, at once and
on a native thread.
"""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Final

from sqlalchemy import select

from webhooks.clock import from_ms
from webhooks.errors import Invalid
from webhooks.services.hour_counts import Deliveries, Pair, this_hour
from webhooks.services.native_reading import read
from webhooks.services.paging import PAGE_LIMIT, like_pattern
from webhooks.services.site import Site
from webhooks.storage.models import Webhook

HOURS: Final = 24
_FIELDS: Final = {
    "name": "name COLLATE NOCASE, id",
    "created": "creation_date DESC, id",
    "last": "newest IS NULL, newest DESC, id",
}
SORTS: Final = tuple(_FIELDS)

_MATCHING: Final = (
    "FROM webhook WHERE application_id = :application "
    "AND name LIKE :pattern ESCAPE '\\'"
)
_FOUND: Final = (
    "SELECT id, (SELECT max(seq) FROM delivery d WHERE d.webhook_id = webhook.id) "  # noqa: S608  # constant text
    f"AS newest {_MATCHING} ORDER BY {{}} LIMIT :limit OFFSET :offset"
)
_TOTAL: Final = f"SELECT count(*) {_MATCHING}"
_RECEIVED: Final = "SELECT received_at FROM delivery WHERE seq = ?"

_Times = dict[str, int | None]
_Counts = dict[str, dict[int, Pair]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page: names that hold ``words``, in one of ``SORTS``; 0 is the first."""

    words: str
    sort: str
    number: int
    per_page: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading has found: ids with times, how many in all, and counts."""

    times: _Times
    total: int
    counts: _Counts
    since: int


@dataclass(frozen=True, slots=True)
class ListedWebhook:
    """A webhook, its newest request, its last 24 hours, and who waits now.

    ``hours`` are accepted and refused requests, the oldest hour first.
    """

    webhook: Webhook
    last: datetime | None
    hours: tuple[Pair, ...]
    waiting: int

    @property
    def total(self) -> int:
        """How many requests there were in these hours."""
        return sum(accepted + refused for accepted, refused in self.hours)


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """One page; ``total_count`` counts every webhook that fits."""

    items: list[ListedWebhook]
    total_count: int


def page(site: Site, application_id: str, wanted: Wanted) -> WebhookPage:
    """Return a page of an application's webhooks. Raises Invalid for another sort."""
    now = this_hour(site)

    def reading(connection: Connection) -> Found:
        counts = Deliveries(connection, application_id)
        return find(connection, application_id, wanted, counts, now)

    return listed(site, read(site, reading))


def find(
    connection: Connection,
    application_id: str,
    wanted: Wanted,
    counts: Deliveries,
    now: int,
) -> Found:
    """Read what a page shows, with counts up to the hour ``now``.

    Raises Invalid for a sort that is none of ``SORTS``.
    """
    if wanted.sort not in SORTS:
        raise Invalid(f"sort must be one of {', '.join(SORTS)}", "sort")
    values = {
        "application": application_id,
        "pattern": like_pattern(f"*{wanted.words}*"),
        "limit": wanted.per_page,
        "offset": min(wanted.number, PAGE_LIMIT) * wanted.per_page,
    }
    found = connection.execute(_FOUND.format(_FIELDS[wanted.sort]), values).fetchall()
    times = {key: _received(connection, newest) for key, newest in found}
    total = connection.execute(_TOTAL, values).fetchone()[0]
    since = now - HOURS + 1
    return Found(times, total, counts.each(list(times), since), since)


def listed(site: Site, found: Found) -> WebhookPage:
    """Return the page for what was read, with who waits just now."""
    with site.store.reading() as session:
        rows = session.scalars(select(Webhook).where(Webhook.id.in_(found.times)))
        webhooks = {row.id: row for row in rows}
    waiting = site.replies.counts()
    hours = range(found.since, found.since + HOURS)
    items = []
    for webhook_id, received_ms in found.times.items():
        webhook = webhooks.get(webhook_id)
        # It may have been deleted between the two looks.
        if webhook is not None:
            last = None if received_ms is None else from_ms(received_ms)
            counts = found.counts.get(webhook_id, {})
            day = tuple(counts.get(hour, (0, 0)) for hour in hours)
            items.append(ListedWebhook(webhook, last, day, waiting[webhook_id]))
    return WebhookPage(items, found.total)


def _received(connection: Connection, seq: int | None) -> int | None:
    row = None if seq is None else connection.execute(_RECEIVED, (seq,)).fetchone()
    return None if row is None else int(row[0])
