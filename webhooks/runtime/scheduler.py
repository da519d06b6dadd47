"""One loop that starts recurring jobs when they are due.

The loop itself only beats and starts; each job runs in a thread of its own (a
greenlet in the server), so that a long one delays neither the heart nor the
other jobs. Time is monotonic: setting the clock neither skips nor doubles one.
"""

import functools
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_TICK_SECONDS = 1.0
# Instances that were started together should not all sweep at once.
_SPREAD = 0.1
_SPREAD_FROM_SECONDS = 60.0

_RANDOM = secrets.SystemRandom()
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every ``interval_seconds``, first after one interval."""

    name: str
    interval_seconds: float
    function: Callable[[], object]


def _in_a_thread(name: str, work: Callable[[], None]) -> None:
    threading.Thread(target=work, name=f"job {name}", daemon=True).start()


class Scheduler:
    """Runs jobs until it is stopped; no job ever runs twice at the same time.

    ``chance`` gives random numbers from 0 to 1; ``launch`` runs a job apart
    from the loop.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        monotonic: Callable[[], float],
        chance: Callable[[], float] = _RANDOM.random,
        launch: Callable[[str, Callable[[], None]], None] = _in_a_thread,
    ) -> None:
        self._jobs = tuple(jobs)
        self._monotonic = monotonic
        self._chance = chance
        self._launch = launch
        self._running: set[str] = set()
        self._stopped = threading.Event()
        self._last_beat = now = monotonic()
        self._due = {job.name: now + self._interval(job) for job in self._jobs}

    @property
    def silence_seconds(self) -> float:
        """How long ago the loop last beat."""
        return self._monotonic() - self._last_beat

    def start(self) -> None:
        """Begin the loop in a thread of its own."""
        threading.Thread(target=self._loop, name="scheduler", daemon=True).start()

    def stop(self) -> None:
        """End the loop; returns at once, and no further job is started."""
        self._stopped.set()

    def tick(self) -> None:
        """Beat, and start every job that is due and not running already."""
        now = self._last_beat = self._monotonic()
        for job in self._jobs:
            if now < self._due[job.name] or job.name in self._running:
                continue
            self._due[job.name] = now + self._interval(job)
            self._running.add(job.name)
            try:
                self._launch(job.name, functools.partial(self._run, job))
            except BaseException:
                # Not begun, so nobody would ever take it off the list.
                self._running.discard(job.name)
                raise

    def _loop(self) -> None:
        while not self._stopped.wait(_TICK_SECONDS):
            try:
                self.tick()
            except Exception:  # outermost loop: it has to go on
                _logger.exception("the scheduler stumbled")

    def _run(self, job: Job) -> None:
        try:
            # Its thread may get its first moment after the stop.
            if not self._stopped.is_set():
                job.function()
        except Exception:  # outermost loop: the next round may work
            _logger.exception("job %s failed", job.name)
        finally:
            self._running.discard(job.name)

    def _interval(self, job: Job) -> float:
        """Return a job's interval, spread a little when it is a long one."""
        if job.interval_seconds < _SPREAD_FROM_SECONDS:
            return job.interval_seconds
        return job.interval_seconds * (1 + _SPREAD * self._chance())
