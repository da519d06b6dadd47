"""Looking for stored requests by what has no index, on a native thread.

Apart because it must use nothing that waits cooperatively: a raw connection of
its own, no session, no pool, no log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from webhooks.clock import to_ms
from webhooks.services.delivery_filter import DeliveryFilter
from webhooks.services.delivery_order import bounds_of, newest_first
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.search_bound import SearchBound
from webhooks.storage.db import open_reader

_STEP: Final = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries to find, of which webhooks; the bounds are exclusive."""

    webhook_ids: Sequence[str]
    query: DeliveryQuery
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers, newest first, and where to go on.

    ``searched_to_ms`` is the time down to which all have been looked at, when
    the search was over before it had found enough.
    """

    seqs: list[int]
    onward: int | None = None
    searched_to_ms: int | None = None


def find(path: Path, wanted: Wanted, limit: int, bound: SearchBound) -> Found:
    """Return at most ``limit`` deliveries that fit, within the bound."""
    connection = open_reader(path)
    try:
        return _found(connection, wanted, limit, bound)
    finally:
        connection.close()


def _found(
    connection: Connection, wanted: Wanted, limit: int, bound: SearchBound
) -> Found:
    query = wanted.query
    filter_ = DeliveryFilter(connection, query, wanted.webhook_ids)
    times = [
        None if moment is None else to_ms(moment)
        for moment in (query.received_from, query.received_to)
    ]
    bounds = bounds_of(connection, wanted.after, wanted.before, *times)
    order = newest_first(
        connection, wanted.webhook_ids, query.status, bounds, limit + 1
    )
    found: list[int] = []
    step = limit + 1
    while True:
        most = min(step, bound.rows_left)
        seqs = list(islice(order, most))
        for seq, has_text in filter_.fitting(seqs):
            if has_text:
                if len(found) == limit:
                    return Found(found, found[-1])
                found.append(seq)
            if bound.is_over():
                return _cut(connection, found, seq)
        if len(seqs) < most:
            return Found(found)
        bound.count(len(seqs))
        if bound.is_over():
            return _cut(connection, found, seqs[-1])
        step = _STEP


def _cut(connection: Connection, found: list[int], looked: int) -> Found:
    """Return what was found until the search was over, with ``looked`` the last."""
    row = connection.execute(
        "SELECT received_at FROM delivery WHERE seq = ?", (looked,)
    ).fetchone()
    return Found(found, looked, None if row is None else row[0])
