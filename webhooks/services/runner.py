"""The run pool of a serving instance: who runs now, who is queued, who waits.

Runs are in the database before they begin. What is in memory is only the order
and the waking; a run that is lost there is found again at the next start.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from webhooks.errors import Unavailable
from webhooks.ids import new_id
from webhooks.runtime.alarm import Alarm
from webhooks.runtime.run_queue import RunQueue
from webhooks.services import run_rows, run_ticket
from webhooks.services.run_execution import abandon, execute, patiently
from webhooks.services.run_rows import NewRun
from webhooks.services.run_starter import MakeTicket
from webhooks.services.site import Site
from webhooks.storage.models.run import UNFINISHED

# The index of unfinished runs is used where its own condition is repeated.
_NEXT = (
    "SELECT seq FROM run WHERE application_id = ? AND status = 'queued' "  # noqa: S608  # constant text
    f"AND {UNFINISHED} ORDER BY seq LIMIT ?"
)
# From one application to the next in the index, over all that each has in line.
_WITH_QUEUED = (
    "WITH RECURSIVE line (application_id) AS ("  # noqa: S608  # constant text
    f"SELECT min(application_id) FROM run WHERE status = 'queued' AND {UNFINISHED} "
    "UNION ALL SELECT (SELECT min(r.application_id) FROM run r "
    f"WHERE r.status = 'queued' AND r.{UNFINISHED} "
    "AND r.application_id > line.application_id) "
    "FROM line WHERE line.application_id IS NOT NULL) "
    "SELECT application_id FROM line WHERE application_id IS NOT NULL"
)
_WAITING = f"SELECT seq, due_at FROM run WHERE status = 'waiting' AND {UNFINISHED}"  # noqa: S608  # constant text
_GROUP = "SELECT application_id FROM run WHERE seq = ?"
_MOMENT_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.02

_logger = logging.getLogger(__name__)


class Runner:
    """Takes runs to the engine."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.boot = new_id()
        self.alarm = Alarm(site.clock.monotonic)
        self.queue = RunQueue(self._take, self._refill)
        # Runs whose wait is over. A number may be in line twice; the second
        # must not cut short a later wait of the same run.
        self._awake: set[int] = set()

    def begin(self) -> None:
        """Take up what is left in the database, and start waking what waits.

        Runs that wait keep their remaining time, measured from now on by the
        monotonic clock.
        """
        now_ms = self._site.clock.now_ms()
        for row in self._site.reader.rows(_WAITING):
            self.schedule(row["seq"], ((row["due_at"] or 0) - now_ms) / 1000)
        self.look_for_more()
        self.alarm.start()

    def look_for_more(self) -> None:
        """Notice runs that another process has queued (a command)."""
        for row in self._site.reader.rows(_WITH_QUEUED):
            self.queue.note_more(row["application_id"])

    def end(self, patience_seconds: float) -> None:
        """Start nothing more, and let what runs come to its end for a while."""
        self.alarm.stop()
        self.queue.close()
        deadline = time.monotonic() + patience_seconds
        while self.queue.running and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    # -- new runs --------------------------------------------------------------

    def admit(self, runs: Sequence[NewRun]) -> None:
        """Say for each run, before it is stored, whether it starts at once.

        ``stored`` or ``dropped`` must follow.
        """
        for run in runs:
            if self.queue.reserve(run.application_id):
                run.status, run.boot = "running", self.boot
            else:
                run.status, run.boot = "queued", None

    def stored(
        self,
        runs: Sequence[NewRun],
        seqs: Sequence[int],
        make_ticket: MakeTicket | None = None,
    ) -> None:
        """Start what has a slot, and queue the rest."""
        for run, seq in zip(runs, seqs, strict=True):
            if not seq:
                self.dropped([run])
            elif run.status == "running":
                work = self._start(run, seq, make_ticket)
                self.queue.run(run.application_id, work)
            else:
                self.queue.put(run.application_id, seq)

    def dropped(self, runs: Sequence[NewRun]) -> None:
        """Forget runs that could not be stored."""
        for run in runs:
            if run.boot is not None:
                self.queue.give_back(run.application_id)
            else:
                self.queue.forget(run.application_id)

    def start(self, runs: Sequence[NewRun], delivery_seq: int | None = None) -> None:
        """Store runs, and start or queue them. Raises Unavailable."""
        self.admit(runs)
        try:
            job = run_rows.insert_all(runs, delivery_seq)
            seqs = self._site.store.writer.submit(job)
        except BaseException:
            self.dropped(runs)
            raise
        self.stored(runs, seqs)

    def _start(
        self, run: NewRun, seq: int, make_ticket: MakeTicket | None
    ) -> Callable[[], None]:
        def work() -> None:
            if make_ticket is not None:
                execute(self._site, make_ticket(run, seq))
            else:
                self._run_ticket(seq)

        return work

    def retry(self, work: Callable[[], None]) -> None:
        """Do something in a moment, in a thread of its own."""

        def begin() -> None:
            threading.Thread(target=work, name="retry", daemon=True).start()

        self.alarm.set(work, _MOMENT_SECONDS, begin)

    # -- waiting runs ----------------------------------------------------------

    def schedule(self, seq: int, seconds: float) -> None:
        """Go on with a waiting run after so many seconds, and not before."""
        # It may be in line already, for a time that it was planned for before.
        self._awake.discard(seq)
        self.alarm.set(("run", seq), seconds, lambda: self._due(seq))

    def unschedule(self, seq: int) -> None:
        """Take back what ``schedule`` was told."""
        self.alarm.cancel(("run", seq))

    def _due(self, seq: int) -> None:
        try:
            row = self._site.reader.row(_GROUP, (seq,))
        except Unavailable as error:
            _logger.error("run %d does not go on yet: %s", seq, error.message)
            self.schedule(seq, _RETRY_SECONDS)
            return
        if row is not None:
            self._awake.add(seq)
            self.queue.put(row["application_id"], seq, announced=False)

    # -- taking runs -----------------------------------------------------------

    def _refill(self, application_id: str, limit: int) -> list[int]:
        rows = self._site.reader.rows(_NEXT, (application_id, limit))
        return [row["seq"] for row in rows]

    def _take(self, seq: int) -> None:
        site = self._site
        if site.draining:
            return
        waited = seq in self._awake
        job = run_rows.claim(seq, self.boot, site.clock.now_ms(), waited=waited)
        try:
            taken = site.store.writer.submit(job)
        except Unavailable as error:
            _logger.error("run %d was not taken: %s", seq, error.message)
            # One that is queued is found by the next look for more.
            if waited:
                self.schedule(seq, _RETRY_SECONDS)
            return
        self._awake.discard(seq)
        if taken:
            self._run_ticket(seq)

    def _run_ticket(self, seq: int) -> None:
        site = self._site
        ticket = patiently(site, lambda: run_ticket.read(site.reader, seq))
        if ticket is None:
            return
        if ticket.enabled:
            execute(site, ticket)
        else:
            abandon(site, ticket)
