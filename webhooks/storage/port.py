"""The writer as everybody else sees it, and the plain one for one thread.

The server has the group-commit writer of ``writer.py``; commands and tests,
where nothing is patched and nobody waits in line, have ``PlainWriter``.
"""

import sqlite3
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from webhooks.errors import WebhooksError
from webhooks.storage.arbiter import Arbiter
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.db import open_connection
from webhooks.storage.faults import is_locked, unavailable

T = TypeVar("T")

# A job runs inside the open transaction. One that fails by its own fault is left
# out and the rest of the batch is committed; so only its first writing statement
# may fail that way.
Job = Callable[[sqlite3.Connection], T]

LOCK_PATIENCE_SECONDS = 5.0
_RETRY_SECONDS = 0.005


class Writer(Protocol):
    """What writing looks like from above."""

    arbiter: Arbiter
    file: DatabaseFile

    def submit(self, job: Job[T], size_bytes: int = 0) -> T:
        """Run the job and return its result once it is durable.

        Raises Unavailable when the batch could not be committed, and whatever
        the job itself raised.
        """

    def post(
        self,
        job: Job[T],
        size_bytes: int = 0,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> bool:
        """Run the job soon without waiting; False when too much is queued.

        ``then`` is called with the job's result once that is durable, and
        ``otherwise`` when that failed; they must not wait and must not raise.
        """

    def offload(self, function: Callable[[], T]) -> T:
        """Run a function that would block the process on a native thread."""

    def offload_in_turn(self, function: Callable[[], T]) -> T:
        """Run a function that would block, for somebody who has the turn.

        Apart from ``offload``, so that nobody keeps the turn while waiting for a
        thread that a search, a password or a name server has taken.
        """

    def checkpoint(self) -> None:
        """Move what is in the write-ahead log into the database file."""

    def close(self) -> None:
        """Finish what is queued and close the connection."""


def begin_immediate(connection: sqlite3.Connection, since: float | None = None) -> None:
    """Begin a write transaction, waiting for another process's lock.

    ``since`` is the monotonic time from which the patience counts (now, if not
    given): whoever stood in line for its turn has waited already, and the
    waiting of several writers must not add up.
    Raises Unavailable when the lock is still held after the patience, or when
    the database fails otherwise.
    """
    began = time.monotonic() if since is None else since
    deadline = began + LOCK_PATIENCE_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if not is_locked(error) or time.monotonic() >= deadline:
                raise unavailable(error) from error
            time.sleep(_RETRY_SECONDS)
        else:
            return


class PlainWriter:
    """Commits each job by itself, in the caller's thread."""

    def __init__(self, file: DatabaseFile, checkpoint_pages: int = 0) -> None:
        self.file = file
        self.arbiter = Arbiter()
        self._connection = open_connection(file.path, checkpoint_pages)

    def submit(self, job: Job[T], size_bytes: int = 0) -> T:
        """Run the job in a transaction of its own."""
        with self.arbiter.turn():
            self.file.check()
            begin_immediate(self._connection)
            try:
                result = job(self._connection)
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error) and not isinstance(
                    error, sqlite3.IntegrityError
                ):
                    raise unavailable(error) from error
                raise
            self.file.check()
            return result

    def post(
        self,
        job: Job[T],
        size_bytes: int = 0,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> bool:
        """Run the job at once; False when that failed."""
        try:
            result = self.submit(job, size_bytes)
        except (WebhooksError, sqlite3.Error):
            return False
        if then is not None:
            then(result)
        return True

    def offload(self, function: Callable[[], T]) -> T:
        """Run the function right here: nothing else waits in this process."""
        return function()

    def offload_in_turn(self, function: Callable[[], T]) -> T:
        """Run the function right here."""
        return function()

    def checkpoint(self) -> None:
        """Leave the log to the server, which may be running beside us."""

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
