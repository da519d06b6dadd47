"""Who takes new runs and plans timers: the contracts, and what commands have.

A command stores runs as queued and leaves timers alone; the server beside it
notices both within seconds.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from webhooks.services import run_rows
from webhooks.services.run_rows import NewRun
from webhooks.services.run_ticket import RunTicket
from webhooks.storage.store import Store

MakeTicket = Callable[[NewRun, int], RunTicket]


class RunStarter(Protocol):
    """Starts runs. ``boot`` names the process in the rows that it takes."""

    boot: str

    def admit(self, runs: Sequence[NewRun]) -> None:
        """Say for each run, before it is stored, whether it starts at once.

        ``stored`` or ``dropped`` must follow.
        """

    def stored(
        self,
        runs: Sequence[NewRun],
        seqs: Sequence[int],
        make_ticket: MakeTicket | None = None,
    ) -> None:
        """Start what has a slot, and queue the rest."""

    def dropped(self, runs: Sequence[NewRun]) -> None:
        """Forget runs that could not be stored."""

    def start(self, runs: Sequence[NewRun], delivery_seq: int | None = None) -> None:
        """Store runs, and start or queue them. Raises Unavailable."""

    def retry(self, work: Callable[[], None]) -> None:
        """Do something in a moment, in a thread of its own."""

    def schedule(self, seq: int, seconds: float) -> None:
        """Go on with a waiting run after so many seconds."""

    def unschedule(self, seq: int) -> None:
        """Take back what ``schedule`` was told."""


class TimerPlan(Protocol):
    """Plans the timers of workflows."""

    def sync(self, workflow_id: str) -> None:
        """Take over the timers that a workflow has now."""


class QueuedRuns:
    """Stores runs for the server to find."""

    boot = ""

    def __init__(self, store: Store) -> None:
        self._store = store

    def admit(self, runs: Sequence[NewRun]) -> None:
        """Queue them all."""
        for run in runs:
            run.status, run.boot = "queued", None

    def stored(
        self,
        runs: Sequence[NewRun],
        seqs: Sequence[int],
        make_ticket: MakeTicket | None = None,
    ) -> None:
        """Leave them to the server."""

    def dropped(self, runs: Sequence[NewRun]) -> None:
        """Forget nothing: nothing was kept."""

    def start(self, runs: Sequence[NewRun], delivery_seq: int | None = None) -> None:
        """Store the runs. Raises Unavailable."""
        self.admit(runs)
        self._store.writer.submit(run_rows.insert_all(runs, delivery_seq))

    def retry(self, work: Callable[[], None]) -> None:
        """Do it now."""
        work()

    def schedule(self, seq: int, seconds: float) -> None:
        """Leave it to the server."""

    def unschedule(self, seq: int) -> None:
        """Leave it to the server, which will find the run taken back."""


class NoTimers:
    """Plans nothing."""

    def sync(self, workflow_id: str) -> None:
        """Leave it to the server."""
