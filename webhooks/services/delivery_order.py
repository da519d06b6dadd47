"""The numbers of deliveries, newest first, as indexes have them.

Apart from the search, because nothing here reads a delivery but to find a time:
one look into an index for each webhook, merged.
"""

import heapq
from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Final

# In these very words the condition lets SQLite use the index of what was not
# accepted; a bound status alone does not.
NOT_ACCEPTED: Final = "status <> 'accepted'"

_LARGEST_STEP: Final = 1_000
_LAST: Final = 2**63 - 1
# Deliveries are numbered as they are stored, which is a little after they came.
_SLACK_MS: Final = 10 * 60 * 1000


def newest_first(
    connection: Connection,
    webhook_ids: Sequence[str],
    status: str | None,
    bounds: tuple[int, int],
    first_step: int,
) -> Iterator[int]:
    """Yield the numbers between two exclusive bounds, the highest first."""
    step = first_step if len(webhook_ids) == 1 else 1
    each = [_of(connection, key, status, bounds, step) for key in webhook_ids]
    return heapq.merge(*each, reverse=True)


def _of(
    connection: Connection,
    webhook_id: str,
    status: str | None,
    bounds: tuple[int, int],
    step: int,
) -> Iterator[int]:
    condition, values = "", [webhook_id]
    # An accepted one has no index and is found by reading it.
    if status not in {None, "accepted"}:
        condition = f"AND status = ? AND {NOT_ACCEPTED}"
        values.append(str(status))
    after, before = bounds
    while True:
        rows = connection.execute(
            f"SELECT seq FROM delivery WHERE webhook_id = ? {condition} "  # noqa: S608  # constant text
            "AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            (*values, after, before, step),
        ).fetchall()
        for row in rows:
            yield row[0]
        if len(rows) < step:
            return
        before, step = rows[-1][0], min(step * 8, _LARGEST_STEP)


def bounds_of(
    connection: Connection,
    after: int | None,
    before: int | None,
    from_ms: int | None,
    to_ms: int | None,
) -> tuple[int, int]:
    """Return exclusive bounds that hold all deliveries of a time.

    Somewhat more than those of the time: they are not numbered quite as they
    came. Where the machine's clock was wrong for a while, those near the wrong
    times may be left out.
    """
    low = -1 if after is None else after
    high = _LAST if before is None else before
    if from_ms is not None:
        low = max(low, _first_since(connection, from_ms - _SLACK_MS) - 1)
    if to_ms is not None:
        high = min(high, _first_since(connection, to_ms + _SLACK_MS))
    return low, high


def _first_since(connection: Connection, moment_ms: int) -> int:
    """Return the lowest number of those that came at a moment or later."""
    newest = connection.execute("SELECT max(seq) FROM delivery").fetchone()[0] or 0
    low, high = 0, newest + 1
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(
            "SELECT seq, received_at FROM delivery WHERE seq >= ? ORDER BY seq LIMIT 1",
            (middle,),
        ).fetchone()
        if row is None or row[1] >= moment_ms:
            high = middle
        else:
            low = row[0] + 1
    return low
