"""What the workflows made of deliveries, in a word for each row of a list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from webhooks.services.site import Site
from webhooks.storage.models import Run

# The worst first; what is queued or waits will yet run.
_WORST: Final = ("failed", "interrupted", "running", "cancelled", "succeeded")
_SEEN_AS: Final = {"queued": "running", "waiting": "running"}


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The worst status among a delivery's runs, and how many have it."""

    status: str
    count: int
    of: int

    @property
    def words(self) -> str:
        """The status, with numbers where there are several runs."""
        if self.of == 1:
            return self.status
        if self.count == self.of:
            return f"{self.of} {self.status}"
        return f"{self.count} of {self.of} {self.status}"


def run_outcomes(site: Site, delivery_seqs: Iterable[int]) -> dict[int, RunOutcome]:
    """Return the outcome for each of these deliveries that started a workflow."""
    wanted = tuple(delivery_seqs)
    if not wanted:
        return {}
    counted = (
        select(Run.delivery_seq, Run.status, func.count())
        .where(Run.delivery_seq.in_(wanted))
        .group_by(Run.delivery_seq, Run.status)
    )
    counts: dict[int, Counter[str]] = {}
    with site.store.reading() as session:
        for seq, status, count in session.execute(counted):
            if seq is not None:
                shown = _SEEN_AS.get(status, status)
                counts.setdefault(seq, Counter())[shown] += count
    return {seq: _outcome(found) for seq, found in counts.items()}


def _outcome(counts: Counter[str]) -> RunOutcome:
    worst = next(status for status in _WORST if counts[status])
    return RunOutcome(worst, counts[worst], counts.total())
