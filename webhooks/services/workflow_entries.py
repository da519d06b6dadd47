"""Values that outlive runs: the statements, and what may be kept.

Source of the limits: the page on workflow storage in Losant's documentation.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, Final

from webhooks.payload.json_text import encode_json, parse_json
from webhooks.payload.values import UNDEFINED, to_number
from webhooks.storage.port import Job
from webhooks.storage.reader import Reader

STORAGE: Final = "storage"
NODE: Final = "node"
LONGEST_KEY: Final = 255
LARGEST_VALUE: Final = 16 * 1024
MOST_ENTRIES: Final = 10_000
# All values at once: what a payload may hold.
LARGEST_TOTAL: Final = 5 * 1024 * 1024

_WHERE = "WHERE workflow_id = ? AND space = ? AND key = ?"
_GET = f"SELECT value FROM workflow_entry {_WHERE}"  # noqa: S608  # constant text
_SOME = (
    "SELECT key, value FROM workflow_entry WHERE workflow_id = ? AND space = ? "
    "AND key > ? ORDER BY key LIMIT 200"
)
_COUNT = "SELECT count(*) FROM workflow_entry WHERE workflow_id = ? AND space = ?"
_PUT = (
    "INSERT INTO workflow_entry (workflow_id, space, key, value, last_updated) "
    "VALUES (?, ?, ?, ?, ?) ON CONFLICT (workflow_id, space, key) "
    "DO UPDATE SET value = excluded.value, last_updated = excluded.last_updated"
)
# Many at once, so that not every new value has to look for the oldest ones.
_FORGET = (
    "DELETE FROM workflow_entry WHERE rowid IN (SELECT rowid FROM workflow_entry "
    "WHERE workflow_id = ? AND space = ? ORDER BY last_updated LIMIT 100)"
)
_DELETE = f"DELETE FROM workflow_entry {_WHERE} RETURNING value"  # noqa: S608  # the same


class EntryRefused(ValueError):
    """A value cannot be kept; the message says why."""


def read(reader: Reader, workflow_id: str, space: str, key: str) -> str | None:
    """Return a value as JSON text, None if there is none."""
    row = reader.row(_GET, (workflow_id, space, key))
    return None if row is None else row["value"]


def read_all(reader: Reader, workflow_id: str, space: str) -> dict[str, str]:
    """Return every value as JSON text by its key.

    In parts, so that nobody has to wait while a full storage is read. Raises
    EntryRefused when they are too much for a payload.
    """
    found: dict[str, str] = {}
    size, last = 0, ""
    while rows := reader.rows(_SOME, (workflow_id, space, last)):
        for row in rows:
            found[row["key"]] = row["value"]
            size += len(row["value"])
        if size > LARGEST_TOTAL:
            text = f"All stored values together have more than {LARGEST_TOTAL} bytes."
            raise EntryRefused(text)
        last = rows[-1]["key"]
    return found


def put(workflow_id: str, space: str, key: str, text: str, now_ms: int) -> Job[None]:
    """Keep a value. The job raises EntryRefused when it is too large."""

    def job(connection: sqlite3.Connection) -> None:
        _put(connection, workflow_id, space, key, text, now_ms)

    return job


def take(workflow_id: str, space: str, key: str, now_ms: int) -> Job[str | None]:
    """Forget a value; the job returns it as JSON text."""

    def job(connection: sqlite3.Connection) -> str | None:
        row = connection.execute(_DELETE, (workflow_id, space, key)).fetchone()
        return None if row is None else row[0]

    return job


def change(
    workflow_id: str,
    space: str,
    key: str,
    function: Callable[[Any], Any],
    now_ms: int,
) -> Job[None]:
    """Replace a value by what a function makes of it; UNDEFINED forgets it.

    The function is called inside the transaction, with UNDEFINED for a value
    that is missing. The job raises EntryRefused, and whatever it raises.
    """

    def job(connection: sqlite3.Connection) -> None:
        row = connection.execute(_GET, (workflow_id, space, key)).fetchone()
        held = UNDEFINED if row is None else parse_json(row[0])
        value = function(held)
        if value is UNDEFINED:
            connection.execute(_DELETE, (workflow_id, space, key)).fetchone()
        else:
            text = encode_json(value)
            _put(connection, workflow_id, space, key, text, now_ms)

    return job


def add(
    workflow_id: str, space: str, key: str, amount: float, now_ms: int
) -> Job[float]:
    """Add to a number, 0 when there is none; the job returns the sum.

    The job raises EntryRefused when the value is not a number.
    """

    def job(connection: sqlite3.Connection) -> float:
        row = connection.execute(_GET, (workflow_id, space, key)).fetchone()
        held = 0 if row is None else parse_json(row[0])
        if isinstance(held, bool) or not isinstance(held, int | float):
            raise EntryRefused(f"The stored value of {key} is not a number.")
        total = to_number(held + amount)
        _put(connection, workflow_id, space, key, encode_json(total), now_ms)
        return total

    return job


def _put(
    connection: sqlite3.Connection,
    workflow_id: str,
    space: str,
    key: str,
    text: str,
    now_ms: int,
) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise EntryRefused(f"A key has 1 to {LONGEST_KEY} characters.")
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_VALUE:
        raise EntryRefused(f"A stored value has at most {LARGEST_VALUE} bytes.")
    if connection.execute(_GET, (workflow_id, space, key)).fetchone() is None:
        _make_room(connection, workflow_id, space)
    connection.execute(_PUT, (workflow_id, space, key, text, now_ms))


def _make_room(connection: sqlite3.Connection, workflow_id: str, space: str) -> None:
    """Refuse one value too many; of what nodes remember, forget the oldest.

    Their keys may come from requests: no sender may use them up for good.
    """
    count = connection.execute(_COUNT, (workflow_id, space)).fetchone()[0]
    if count < MOST_ENTRIES:
        return
    if space != NODE:
        raise EntryRefused(f"A workflow stores at most {MOST_ENTRIES} values.")
    connection.execute(_FORGET, (workflow_id, space))
