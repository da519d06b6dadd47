"""Looking for stored requests by what has no index, on a native thread.

Apart because it must use nothing that waits cooperatively: a raw connection of
its own, no session, no pool, no log.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.storage.db import open_reader

# A search reads bodies; it looks at this many deliveries and then hands out a
# cursor to go on from, so that no search can hold up the server.
SEARCHED = 2_000

# In these very words the condition lets SQLite use the index of what was not
# accepted; a bound status alone does not.
NOT_ACCEPTED = "status <> 'accepted'"

_ROW = "SELECT path, raw_query, headers, body, status FROM delivery WHERE seq = ?"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries to find: bounds are exclusive, ``text`` may be empty."""

    webhook_id: str
    status: str | None
    method: str | None
    before: int | None
    after: int | None
    text: str


def find(path: Path, wanted: Wanted, limit: int) -> tuple[list[int], int | None]:
    """Return the numbers of deliveries, newest first, and where to go on.

    Without a text every delivery counts that is of the right kind. What may be
    a secret is not searched: whoever may search, but not see it, could guess
    it letter by letter.
    """
    connection = open_reader(path)
    try:
        most = SEARCHED if wanted.text else limit + 1
        candidates = _of_the_kind(connection, wanted, most)
        if not wanted.text:
            found = candidates[:limit]
            return found, found[-1] if len(candidates) > limit else None
        found = _with_text(connection, candidates, wanted.text, limit)
    finally:
        connection.close()
    if len(found) == limit:
        return found, found[-1]
    return found, candidates[-1] if len(candidates) == SEARCHED else None


def _of_the_kind(connection: Connection, wanted: Wanted, most: int) -> list[int]:
    conditions = ["webhook_id = ?"]
    values: list[str | int] = [wanted.webhook_id]
    for condition, value in (
        ("status = ?", wanted.status),
        ("method = ?", wanted.method),
        ("seq < ?", wanted.before),
        ("seq > ?", wanted.after),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if wanted.status not in {None, "accepted"}:
        conditions.append(NOT_ACCEPTED)
    rows = connection.execute(
        f"SELECT seq FROM delivery WHERE {' AND '.join(conditions)} "  # noqa: S608  # constant text
        "ORDER BY seq DESC LIMIT ?",
        (*values, most),
    )
    return [row[0] for row in rows]


def _with_text(
    connection: Connection, candidates: Sequence[int], text: str, limit: int
) -> list[int]:
    wanted = text.casefold()
    found: list[int] = []
    for seq in candidates:
        row = connection.execute(_ROW, (seq,)).fetchone()
        if row is not None and _holds(row, wanted):
            found.append(seq)
            if len(found) == limit:
                break
    return found


def _holds(row: tuple[str, str, str, bytes, str], wanted: str) -> bool:
    path, query, headers, body, status = row
    shown_query = "" if is_secret_query(status) else query
    return (
        wanted in f"{path}?{shown_query}".casefold()
        or wanted in _shown_headers(headers).casefold()
        or wanted in body.decode("utf-8", "replace").casefold()
    )


def _shown_headers(stored: str) -> str:
    return "\n".join(
        name if is_secret_header(name) else f"{name}: {value}"
        for name, value in json.loads(stored)
    )
