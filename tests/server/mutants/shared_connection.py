"""The mutation of finding 8: one connection, used by several threads at once.

A failed BEGIN of one thread rolls back the row of another, whose COMMIT then
commits the row of a third: acknowledged and gone.
"""

import sqlite3
from typing import Any, TypeVar

from webhooks.storage.port import Job
from webhooks.storage.writer import GroupCommitWriter

T = TypeVar("T")


class SharedConnection(GroupCommitWriter):
    """Commits each job by itself, on whatever native thread is free."""

    def submit(self, job: Job[T], size_bytes: int = 0) -> T:
        """Store on a native thread, with the connection that all of them use."""
        return self.offload(lambda: self._store(job))

    def _store(self, job: Job[Any]) -> Any:
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                result = job(self._connection)
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                self._roll_back()
            else:
                return result
