"""The server's writer: INSERT in the hub, COMMIT in one native thread.

Whatever gathered while the previous COMMIT was syncing is the next batch: one
sync and one hand-over between threads per batch, and no timer. The design and
its alternatives were measured (``docs/performance.md``). This is one of three
modules that may import gevent, and it must be imported after patching.

Every failure wakes every waiting caller, and the thread survives any error.
"""

import logging
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import gevent
from gevent import monkey
from gevent.hub import Waiter, get_hub
from gevent.threadpool import ThreadPool

from webhooks.errors import Unavailable, WebhooksError
from webhooks.storage.arbiter import Arbiter
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.db import open_connection
from webhooks.storage.faults import is_locked, unavailable
from webhooks.storage.native_call import call_on
from webhooks.storage.port import LOCK_PATIENCE_SECONDS, Job

T = TypeVar("T")

BATCH_ROWS = 512
BATCH_BYTES = 8 * 1024 * 1024
QUEUE_ROWS = 20_000
_CHECKPOINT_PAGES = 1000
_RETRY_SECONDS = 0.005

_logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Entry:
    """One job in line; ``waiter`` is None when nobody waits for it."""

    job: Job[Any]
    size_bytes: int
    waiter: Any
    then: Callable[[Any], object] | None = None
    otherwise: Callable[[], object] | None = None
    since: float = field(default_factory=time.monotonic)
    result: Any = None
    error: BaseException | None = None


class GroupCommitWriter:
    """Commits many callers' jobs together; made once, inside the hub."""

    def __init__(self, file: DatabaseFile) -> None:
        self.file = file
        self._hub: Any = get_hub()
        self.arbiter = Arbiter(self._later)
        self._connection = open_connection(file.path, _CHECKPOINT_PAGES)
        self._pending: deque[_Entry] = deque()
        self._batch: list[_Entry] = []
        self._ticket = False
        self._closing = False
        self._commit_error: BaseException | None = None
        self._committed: Any = self._hub.loop.async_()
        self._committed.start(self._on_committed)
        self._turn_thread = ThreadPool(1, hub=self._hub)
        self._go = monkey.get_original("_thread", "allocate_lock")()
        self._go.acquire()
        monkey.get_original("_thread", "start_new_thread")(self._commit_loop, ())

    def submit(self, job: Job[T], size_bytes: int = 0) -> T:
        """Queue the job, wait until its batch is durable, return its result."""
        if self._closing:
            raise Unavailable("The server is shutting down. Send it again later.")
        if len(self._pending) >= QUEUE_ROWS:
            raise Unavailable("Too much is waiting to be stored. Send it again later.")
        entry = _Entry(job, size_bytes, Waiter())
        self._enqueue(entry)
        entry.waiter.get()
        if entry.error is not None:
            raise entry.error
        result: T = entry.result
        return result

    def post(
        self,
        job: Job[T],
        size_bytes: int = 0,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> bool:
        """Queue the job without waiting; False when too many are queued."""
        if self._closing or len(self._pending) >= QUEUE_ROWS:
            return False
        self._enqueue(_Entry(job, size_bytes, None, then, otherwise))
        return True

    def offload(self, function: Callable[[], T]) -> T:
        """Run a function on a native thread while the hub goes on."""
        return call_on(self._hub.threadpool.apply, function)

    def offload_in_turn(self, function: Callable[[], T]) -> T:
        """The same for whoever has the turn, on a thread kept for that."""
        return call_on(self._turn_thread.apply, function)

    def checkpoint(self) -> None:
        """Write the log back into the file and cut it to nothing, in turn."""
        with self.arbiter.turn():
            self.offload_in_turn(
                lambda: self._connection.execute(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                ).fetchall()
            )

    def close(self) -> None:
        """Commit what is queued, then stop the thread and close."""
        while not self._closing:
            while self._pending or self._batch:
                gevent.sleep(0.001)
            with self.arbiter.turn():
                # Something may have come while we stood in line.
                if not self._pending:
                    self._end()

    def _end(self) -> None:
        self._closing = True
        self._go.release()
        self._committed.close()
        self._connection.close()
        self._turn_thread.kill()

    def _enqueue(self, entry: _Entry) -> None:
        self._pending.append(entry)
        if not self._ticket:
            self._ticket = True
            # One round of the loop lets everybody who is ready join the batch.
            self._hub.loop.run_callback(self._ask)

    def _ask(self) -> None:
        self.arbiter.request(self._on_turn)

    def _on_turn(self) -> None:
        if gevent.getcurrent() is self._hub:
            self._begin()
        else:
            self._hub.loop.run_callback(self._begin)

    def _begin(self) -> None:
        try:
            self.file.check()
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if is_locked(error):
                self._wait_for_lock(error)
            else:
                # Should an earlier one still be open, no other could ever begin.
                self._roll_back()
                self._fail(self._take(), unavailable(error), error)
            return
        except WebhooksError as error:
            self._fail(self._take(), error, error)
            return
        batch = self._take()
        try:
            self._run(batch)
        except sqlite3.Error as error:
            self._roll_back()
            self._fail(batch, unavailable(error), error)
        else:
            self._batch = batch
            self._go.release()

    def _take(self) -> list[_Entry]:
        batch: list[_Entry] = []
        size_bytes = 0
        while self._pending and len(batch) < BATCH_ROWS and size_bytes < BATCH_BYTES:
            entry = self._pending.popleft()
            size_bytes += entry.size_bytes
            batch.append(entry)
        return batch

    def _run(self, batch: list[_Entry]) -> None:
        """Run every job; one that fails by its own fault is left out.

        Raises sqlite3.Error when the database itself failed: then SQLite may
        have rolled back everything, so the batch is lost as a whole.
        """
        for entry in batch:
            try:
                entry.result = entry.job(self._connection)
            except sqlite3.IntegrityError as error:
                entry.error = error
            except sqlite3.Error:
                raise
            except Exception as error:  # noqa: BLE001  # belongs to that job's caller
                entry.error = error

    def _wait_for_lock(self, error: sqlite3.Error) -> None:
        """Keep the turn and try again soon; give up on whoever waited too long."""
        oldest = time.monotonic() - LOCK_PATIENCE_SECONDS
        expired: list[_Entry] = []
        while self._pending and self._pending[0].since <= oldest:
            expired.append(self._pending.popleft())
        if not self._pending:
            self._fail(expired, unavailable(error), error)
            return
        self._later(_RETRY_SECONDS, self._begin)
        self._wake(expired, unavailable(error))

    def _fail(
        self, batch: list[_Entry], answer: WebhooksError, cause: BaseException
    ) -> None:
        _logger.error("nothing stored for %d jobs: %s", len(batch), cause)
        if isinstance(cause, sqlite3.Error):
            self.file.failed(cause)
        self._end_turn()
        self._wake(batch, answer)

    def _on_committed(self) -> None:
        batch, self._batch = self._batch, []
        error = self._commit_error
        answer: WebhooksError | None = None
        if error is None:
            self.file.trouble = None
            try:
                self.file.check()
            except WebhooksError as gone:
                answer = gone
        else:
            # Here and not in the thread, which must not log: the log's lock
            # belongs to the hub.
            self._roll_back()
            answer = unavailable(error)
            _logger.error("commit of %d jobs failed: %s", len(batch), error)
            self.file.failed(error)
        # The next batch begins first: its sync overlaps with these answers.
        self._end_turn()
        self._wake(batch, answer)

    def _end_turn(self) -> None:
        self._ticket = bool(self._pending)
        self.arbiter.release()
        if self._ticket:
            self._ask()

    def _wake(self, batch: list[_Entry], answer: WebhooksError | None) -> None:
        for entry in batch:
            if answer is not None:
                entry.error = answer
            if entry.waiter is not None:
                entry.waiter.switch(None)
                continue
            try:
                if entry.error is not None:
                    if entry.otherwise is not None:
                        entry.otherwise()
                elif entry.then is not None:
                    entry.then(entry.result)
            except Exception:  # the others in the batch are still waiting
                _logger.exception("telling of a stored job failed")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                _logger.exception("rolling back failed")

    def _later(self, seconds: float, then: Callable[[], None]) -> None:
        timer = self._hub.loop.timer(seconds)

        def fire() -> None:
            timer.close()
            then()

        timer.start(fire)

    def _commit_loop(self) -> None:
        """Run in the native thread: the only place that waits for the disk."""
        while True:
            self._go.acquire()
            if self._closing:
                return
            try:
                self._connection.execute("COMMIT")
                self._commit_error = None
            except Exception as error:  # noqa: BLE001  # the thread must survive
                self._commit_error = error
            self._committed.send()
