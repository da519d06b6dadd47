"""Runs as they end, for those who look at their workflow.

Runs end in another order than they began, so the number of the last one seen is
not enough to go on from: a mark says when it was seen as well.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import undefer

from webhooks.clock import from_ms
from webhooks.runtime.live import Dropped, Watcher
from webhooks.services.site import Site
from webhooks.storage.models import Run

MOST_AT_ONCE: Final = 50
_PAUSE_SECONDS: Final = 0.15
_HEARTBEAT_SECONDS: Final = 15.0
# How far back a run may have begun that ended while nobody listened.
_LONGEST_BACK: Final = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where somebody has seen runs: the highest number, and when."""

    seq: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Runs that have changed, the oldest first, with their steps.

    ``left_out`` counts those that were too many. Empty when nothing happened for
    a while.
    """

    runs: tuple[Run, ...]
    left_out: int
    mark: Mark


def run_events(
    site: Site,
    workflow_id: str,
    after: Mark | None,
    pause_seconds: float = _PAUSE_SECONDS,
) -> Iterator[Batch]:
    """Yield runs of a workflow as they end or begin to wait, from a mark on.

    What happens within a pause comes at once. No session is held between two
    yields. Ends when the reader falls behind or the server stops: it connects
    again with its last mark.
    """
    with site.live.watch(workflow_id) as watcher:
        mark = Mark(_newest(site, workflow_id), site.clock.now_ms())
        wanted = None if after is None else _since(after)
        yield _batch(site, workflow_id, wanted, mark)
        while True:
            try:
                seqs = _changed(watcher, pause_seconds)
            except Dropped:
                return
            # Before looking: what ends while we look is shown twice, not never.
            mark = Mark(mark.seq, site.clock.now_ms())
            wanted = Run.seq.in_(seqs) if seqs else None
            batch = _batch(site, workflow_id, wanted, mark)
            mark = batch.mark
            yield batch


def _changed(watcher: Watcher, pause_seconds: float) -> set[int]:
    """Return the numbers that come together; none after a while without any."""
    number = watcher.get(_HEARTBEAT_SECONDS)
    if number is None:
        return set()
    time.sleep(pause_seconds)
    seqs = {number}
    while (number := watcher.get(0)) is not None:
        seqs.add(number)
    return seqs


def _since(mark: Mark) -> ColumnElement[bool]:
    lowest = max(0, mark.seq - _LONGEST_BACK)
    return or_(
        Run.seq > mark.seq,
        (Run.seq > lowest) & (Run.finished_at >= from_ms(mark.at_ms)),
    )


def _newest(site: Site, workflow_id: str) -> int:
    newest = select(Run.seq).where(Run.workflow_id == workflow_id)
    with site.store.reading() as session:
        return session.scalar(newest.order_by(Run.seq.desc()).limit(1)) or 0


def _batch(
    site: Site, workflow_id: str, wanted: ColumnElement[bool] | None, mark: Mark
) -> Batch:
    """Return the newest of the wanted runs; steps are loaded of those alone."""
    if wanted is None:
        return Batch((), 0, mark)
    of_these = (Run.workflow_id == workflow_id, wanted)
    numbers = select(Run.seq).where(*of_these).order_by(Run.seq.desc())
    with site.store.reading() as session:
        seqs = list(session.scalars(numbers.limit(_LONGEST_BACK)))
        shown = seqs[:MOST_AT_ONCE]
        rows = select(Run).where(Run.seq.in_(shown)).order_by(Run.seq)
        runs = tuple(session.scalars(rows.options(undefer(Run.steps))))
    newest = max(mark.seq, *seqs[:1], 0)
    return Batch(runs, len(seqs) - len(shown), Mark(newest, mark.at_ms))
