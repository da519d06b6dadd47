"""Who runs next: slots for runs, shared fairly between applications.

Runs of one application start in the order in which they were put; between
applications the turns go round, and none may take every slot, so a workflow
that loops or floods holds up nobody else. What does not fit into memory stays
in the database and is asked for when there is room again.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

Work = Callable[[], None]
Refill = Callable[[str, int], Sequence[int]]
Start = Callable[[int], None]

SLOTS = 128
SLOTS_EACH = 96
QUEUED_EACH = 10_000
_REFILL = 500

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Group:
    """One application: numbers of queued runs, and how many are under way.

    ``coming`` counts runs that are being stored and will be put; ``more`` is
    true while the database holds queued runs that are not in memory, and
    ``fetching`` while somebody reads them.
    """

    queued: deque[int] = field(default_factory=deque)
    running: int = 0
    coming: int = 0
    more: bool = False
    fetching: bool = False

    @property
    def has_line(self) -> bool:
        """Whether a new run has to stand in line, so as not to overtake."""
        return bool(self.queued or self.coming or self.more or self.fetching)


class RunQueue:
    """Gives slots to runs. ``start`` runs a queued one by its number;
    ``refill`` reads an application's next queued numbers from the database.
    """

    def __init__(
        self,
        start: Start,
        refill: Refill,
        slots: int = SLOTS,
        slots_each: int = SLOTS_EACH,
        queued_each: int = QUEUED_EACH,
    ) -> None:
        self._start = start
        self._refill = refill
        self._slots = slots
        self._slots_each = slots_each
        self._queued_each = queued_each
        self._lock = threading.Lock()
        self._groups: dict[str, _Group] = {}
        self._turns: deque[str] = deque()
        self._running = 0
        self._work: queue.SimpleQueue[tuple[str, Work] | None] = queue.SimpleQueue()
        self._workers = 0
        self._assigned = 0
        self._closed = False

    @property
    def running(self) -> int:
        """How many runs are under way."""
        return self._running

    @property
    def queued(self) -> int:
        """How many runs wait in memory."""
        with self._lock:
            return sum(len(group.queued) for group in self._groups.values())

    def reserve(self, name: str) -> bool:
        """Take a slot for a run that is about to be stored; False to queue it.

        After True ``run`` or ``give_back`` must follow, after False ``put`` or
        ``forget``: a later run must not overtake one that is being stored.
        """
        with self._lock:
            group = self._groups.get(name)
            if group is None:
                group = self._groups[name] = _Group()
            if self._closed or group.has_line or not self._has_room(group):
                group.coming += 1
                return False
            self._take(group)
            return True

    def run(self, name: str, work: Work) -> None:
        """Run something in the slot that was reserved, even after ``close``."""
        with self._lock:
            closed = self._closed
            spawn = not closed and self._hand_over(name, work)
        if closed:
            # The workers are leaving.
            self._thread(partial(self._perform, name, work))
        if spawn:
            self._thread(self._loop)

    def give_back(self, name: str) -> None:
        """Let go of a reserved slot."""
        self._release(name)

    def forget(self, name: str) -> None:
        """Take back what ``reserve`` was told would come."""
        with self._lock:
            self._groups[name].coming -= 1
            self._tidy(name)

    def put(self, name: str, number: int, *, announced: bool = True) -> None:
        """Queue a stored run; ``announced`` if ``reserve`` was asked before.

        A run that was not announced is kept in memory in any case: it has waited
        there, and ``refill`` does not know it.
        """
        with self._lock:
            group = self._groups.setdefault(name, _Group())
            full = group.more or len(group.queued) >= self._queued_each
            if announced:
                group.coming -= 1
            if announced and (full or group.fetching):
                group.more = True
            else:
                group.queued.append(number)
            if name not in self._turns:
                self._turns.append(name)
        self.pump()

    def note_more(self, name: str) -> None:
        """Say that the database holds queued runs of an application."""
        with self._lock:
            group = self._groups.setdefault(name, _Group())
            group.more = True
            if name not in self._turns:
                self._turns.append(name)
        self.pump()

    def pump(self) -> None:
        """Start whatever there is room for."""
        while (step := self._step()) is not None:
            step()

    def close(self) -> None:
        """Start nothing any more; what is queued stays in the database."""
        with self._lock:
            self._closed = True
        for _ in range(self._workers):
            self._work.put(None)

    def _has_room(self, group: _Group) -> bool:
        return self._running < self._slots and group.running < self._slots_each

    def _take(self, group: _Group) -> None:
        group.running += 1
        self._running += 1

    def _step(self) -> Work | None:
        """Take the next run in turn; return what is left to do without the lock."""
        with self._lock:
            found = None if self._closed else self._next()
            if found is None:
                return None
            name, number = found
            if number is None:
                return partial(self._fetch, name)
            if self._hand_over(name, partial(self._start, number)):
                return partial(self._thread, self._loop)
            return _nothing

    def _next(self) -> tuple[str, int | None] | None:
        """Return the next application and run; no run means: ask the database."""
        for _ in range(len(self._turns)):
            name = self._turns.popleft()
            group = self._groups[name]
            if not (group.queued or group.more or group.fetching):
                continue
            self._turns.append(name)
            if not self._has_room(group):
                continue
            if group.queued:
                self._take(group)
                return name, group.queued.popleft()
            if not group.fetching:
                group.more, group.fetching = False, True
                return name, None
        return None

    def _fetch(self, name: str) -> None:
        try:
            numbers = self._refill(name, _REFILL)
        except Exception:  # outermost: the next round may work
            _logger.exception("queued runs could not be read")
            numbers = []
        with self._lock:
            group = self._groups[name]
            group.queued.extend(numbers)
            group.more = group.more or len(numbers) == _REFILL
            group.fetching = False
            self._tidy(name)

    def _release(self, name: str) -> None:
        with self._lock:
            group = self._groups[name]
            group.running -= 1
            self._running -= 1
            self._tidy(name)
            waits = bool(self._turns)
        if waits:
            self.pump()

    def _tidy(self, name: str) -> None:
        """Forget an application that has nothing here any more."""
        group = self._groups[name]
        if not (group.running or group.has_line):
            del self._groups[name]
            if name in self._turns:
                self._turns.remove(name)

    def _hand_over(self, name: str, work: Work) -> bool:
        """Give work to the workers, in order; True if one more is needed.

        Work that is assigned and not over never exceeds the workers, so none
        waits behind another that takes its time.
        """
        self._work.put((name, work))
        self._assigned += 1
        if self._assigned <= self._workers:
            return False
        self._workers += 1
        return True

    @staticmethod
    def _thread(target: Work) -> None:
        threading.Thread(target=target, name="run", daemon=True).start()

    def _loop(self) -> None:
        while (item := self._work.get()) is not None:
            self._perform(*item, assigned=True)

    def _perform(self, name: str, work: Work, *, assigned: bool = False) -> None:
        try:
            work()
        except Exception:  # outermost loop: the others have to go on
            _logger.exception("a run failed in a way that nobody expected")
        finally:
            if assigned:
                with self._lock:
                    self._assigned -= 1
            self._release(name)


def _nothing() -> None:
    """Leave it to a worker that is free."""
