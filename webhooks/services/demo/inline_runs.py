"""Runs that are over when they have been started: for telling a story in order."""

import threading
from collections.abc import Callable, Sequence

from webhooks.ids import new_id
from webhooks.services import run_rows, run_ticket
from webhooks.services.run_execution import execute
from webhooks.services.run_rows import NewRun
from webhooks.services.run_starter import MakeTicket
from webhooks.services.site import Site


class InlineRuns:
    """Takes each run to its end, or to where it waits, before it returns.

    Stands where a server has its pool; see ``RunStarter``.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self.boot = new_id()

    def admit(self, runs: Sequence[NewRun]) -> None:
        """Every run starts at once."""
        for run in runs:
            run.status, run.boot = "running", self.boot

    def stored(
        self,
        runs: Sequence[NewRun],
        seqs: Sequence[int],
        make_ticket: MakeTicket | None = None,
    ) -> None:
        """Run them, one after the other."""
        for run, seq in zip(runs, seqs, strict=True):
            ticket = make_ticket(run, seq) if make_ticket else None
            ticket = ticket or run_ticket.read(self._site.reader, seq)
            if ticket is not None:
                execute(self._site, ticket)

    def dropped(self, runs: Sequence[NewRun]) -> None:
        """Forget nothing: nothing was kept."""

    def start(self, runs: Sequence[NewRun], delivery_seq: int | None = None) -> None:
        """Store the runs and run them. Raises Unavailable."""
        self.admit(runs)
        job = run_rows.insert_all(runs, delivery_seq)
        self.stored(runs, self._site.store.writer.submit(job))

    def retry(self, work: Callable[[], None]) -> None:
        """Do it in a thread: whoever asks may hold what it needs."""
        threading.Thread(target=work, name="retry", daemon=True).start()

    def schedule(self, seq: int, seconds: float) -> None:
        """Leave it waiting: the server that comes later goes on with it."""

    def unschedule(self, seq: int) -> None:
        """Leave it, likewise."""
