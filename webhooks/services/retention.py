"""What is kept, and deleting the rest: by age, database size and free disk.

Deliveries go oldest first. For the two limits of space only finished ones go:
not those that a caller or a script still has to do with. Age takes everything
but waiting callers.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from webhooks.errors import Unavailable
from webhooks.services import expired_rows, usage
from webhooks.services.site import Site
from webhooks.storage.pruning import Candidate, Pruner, Step

_DAY_MS = 86_400_000
# Callers wait in the server's memory, which a command beside it cannot see:
# an open answer younger than any wait is left alone.
_LONGEST_WAIT = timedelta(seconds=150)
# A wall clock that gained this much on the monotonic one was set, or is wrong.
_JUMP_SECONDS = 3600.0
_MARGIN = 20
_LOOK_AGAIN_SECONDS = 30.0
_OLDEST = "SELECT received_at FROM delivery ORDER BY seq LIMIT 1"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep deleted, or would have; ``bytes`` is an estimate."""

    deliveries: int = 0
    bytes: int = 0
    expired: int = 0
    seconds: float = 0.0


class _Tally:
    """Counts what the steps of one sweep deleted."""

    def __init__(self) -> None:
        self.deliveries = 0
        self.bytes = 0

    def add(self, step: Step) -> None:
        self.deliveries += step.deleted
        self.bytes += step.bytes


class Retention:
    """Keeps one instance within its limits; remembers when it last looked."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._last_sweep: tuple[float, float] | None = None
        self._not_before = 0.0

    def sweep(self, dry_run: bool = False) -> Swept:
        """Delete what is too old or too much, and what means nothing any more.

        Raises Unavailable when the database cannot be written to.
        """
        site = self._site
        started = site.clock.monotonic()
        tally = _Tally()
        with closing(Pruner(site.store.writer)) as pruner:
            if site.settings.retention_days and not self._clock_was_set(dry_run):
                self._delete_old(pruner, tally, dry_run)
                self._delete_old_runs(pruner, dry_run)
            self._make_room(pruner, tally, dry_run)
            expired = expired_rows.delete(site, dry_run)
            if not dry_run:
                self._give_back(pruner)
        seconds = site.clock.monotonic() - started
        swept = Swept(tally.deliveries, tally.bytes, expired, seconds)
        if not dry_run and (swept.deliveries or swept.expired):
            _logger.info("retention: %s", swept)
        return swept

    def relieve(self) -> None:
        """Look whether a limit of space is met, and make room at once if so.

        Called every second. When nothing more can go, ``site.trouble`` holds
        the reason until there is room again.
        """
        site = self._site
        try:
            now = self._measured()
            broken = usage.reason(site, now)
            if broken and site.clock.monotonic() >= self._not_before:
                self._relieve_now()
                broken = usage.reason(site, self._measured())
                wait = _LOOK_AGAIN_SECONDS if broken else 0.0
                self._not_before = site.clock.monotonic() + wait
        except Unavailable:
            # Whoever wants to store something is told so by the writer.
            return
        if broken and site.trouble is None:
            _logger.error("nothing is stored any more: %s", broken)
        site.trouble = (
            f"Nothing was stored: {broken}. Send it again later." if broken else None
        )

    def _relieve_now(self) -> None:
        tally = _Tally()
        with closing(Pruner(self._site.store.writer)) as pruner:
            self._make_room(pruner, tally, dry_run=False)
        if tally.deliveries:
            _logger.warning(
                "deleted %d finished deliveries to make room", tally.deliveries
            )

    def _measured(self) -> usage.Usage:
        measured = usage.measure(self._site)
        self._site.metrics.database_bytes.set(measured.database_bytes)
        self._site.metrics.free_bytes.set(measured.free_bytes)
        return measured

    def _clock_was_set(self, dry_run: bool) -> bool:
        """Tell whether the wall clock jumped ahead since the last sweep.

        Then nothing is deleted for its age this time: a clock that is wrong
        for a moment must not cost data (promise P12).
        """
        clock = self._site.clock
        wall, monotonic = clock.wall(), clock.monotonic()
        last = self._last_sweep
        if not dry_run:
            self._last_sweep = wall, monotonic
        if last is None:
            return False
        gained = (wall - last[0]) - (monotonic - last[1])
        if gained > _JUMP_SECONDS:
            _logger.warning(
                "the clock jumped ahead by %d s: deleting by age is left out once",
                gained,
            )
        return gained > _JUMP_SECONDS

    def _waits(self, candidate: Candidate) -> bool:
        """Tell whether a caller may still be waiting for this answer."""
        if candidate.reply_id is None or not candidate.unanswered:
            return False
        oldest = self._site.clock.now_ms() - _LONGEST_WAIT / timedelta(milliseconds=1)
        registered = self._site.replies.find(candidate.reply_id) is not None
        return registered or candidate.received_at_ms > oldest

    def _delete_old(self, pruner: Pruner, tally: _Tally, dry_run: bool) -> None:
        days = self._site.settings.retention_days
        cutoff_ms = self._site.clock.now_ms() - days * _DAY_MS
        old = 0

        def wanted(candidate: Candidate) -> bool:
            nonlocal old
            if candidate.received_at_ms >= cutoff_ms:
                return False
            old += 1
            return not self._waits(candidate)

        def more(step: Step) -> bool:
            # Deliveries lie in the order of their times, but for clocks that
            # were set back: the walk ends where a whole step is young.
            nonlocal old
            found, old = old, 0
            return found > 0

        self._walk(pruner, tally, wanted, more, dry_run)

    def _delete_old_runs(self, pruner: Pruner, dry_run: bool) -> None:
        """Delete the runs of timers and buttons; those of deliveries go with them."""
        site = self._site
        before_ms = site.clock.now_ms() - site.settings.retention_days * _DAY_MS
        while not dry_run and not site.draining:
            if not pruner.step_of_old_runs(before_ms):
                return

    def _make_room(self, pruner: Pruner, tally: _Tally, dry_run: bool) -> None:
        site = self._site
        left = usage.excess(site, usage.measure(site))
        if dry_run:
            left -= tally.bytes
        while left > 0:
            goal = left + site.settings.max_database_bytes // _MARGIN
            freed = 0 if dry_run else self._delete_runs(pruner, goal, self._oldest())
            before = tally.bytes
            self._delete_finished(pruner, tally, before + goal - freed, dry_run)
            if dry_run:
                return
            freed += tally.bytes - before
            if not freed and not self._delete_runs(pruner, goal):
                return
            self._give_back(pruner)
            left = usage.excess(site, usage.measure(site))

    def _oldest(self) -> int:
        """Return when the oldest delivery came in; now if there is none."""
        row = self._site.reader.row(_OLDEST)
        return self._site.clock.now_ms() if row is None else int(row[0])

    def _delete_runs(
        self, pruner: Pruner, goal: int, before_ms: int | None = None
    ) -> int:
        """Delete runs of timers and buttons until about so many bytes are free.

        Only those before a time, so that they last as long as deliveries do.
        Returns how many bytes they took.
        """
        freed = 0
        if before_ms is None:
            before_ms = self._site.clock.now_ms()
        while freed < goal and not self._site.draining:
            step_bytes = pruner.step_of_old_runs(before_ms, goal - freed)
            if not step_bytes:
                break
            freed += step_bytes
        return freed

    def _delete_finished(
        self, pruner: Pruner, tally: _Tally, goal: int, dry_run: bool
    ) -> None:
        chosen = tally.bytes

        def wanted(candidate: Candidate) -> bool:
            nonlocal chosen
            if chosen >= goal or candidate.queued or self._waits(candidate):
                return False
            chosen += candidate.bytes
            return True

        self._walk(pruner, tally, wanted, lambda step: chosen < goal, dry_run)

    def _walk(
        self,
        pruner: Pruner,
        tally: _Tally,
        wanted: Callable[[Candidate], bool],
        more: Callable[[Step], bool],
        dry_run: bool,
    ) -> None:
        after_seq = 0
        while not self._site.draining:
            step = pruner.step(after_seq, wanted, dry_run)
            tally.add(step)
            after_seq = step.last_seq
            if not step.seen or not more(step):
                return

    def _give_back(self, pruner: Pruner) -> None:
        pruner.shrink(lambda: self._site.draining)
        self._site.store.writer.checkpoint()


def sweep(site: Site, dry_run: bool = False) -> Swept:
    """Sweep once, as a command beside the server does."""
    return Retention(site).sweep(dry_run)
