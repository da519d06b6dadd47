"""Quick single reads of what has just been committed, past the ORM.

One read-only connection for short, indexed statements; whatever may take longer
belongs into a session on a native thread.
"""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webhooks.storage.db import open_reader
from webhooks.storage.faults import unavailable


class Reader:
    """One connection, used by one at a time."""

    def __init__(self, path: Path) -> None:
        self._connection = open_reader(path)
        self._connection.row_factory = sqlite3.Row
        self._lock = threading.Lock()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return a statement's rows. Raises Unavailable."""
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise unavailable(error) from error

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row, None if there is none. Raises Unavailable."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
