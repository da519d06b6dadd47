"""Turns at writing: first come, first served.

SQLite takes one writer at a time. Ingress batches and every other write wait
here instead of inside SQLite, so that nobody starves and no greenlet blocks
the process. A turn lasts from BEGIN until COMMIT has returned.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# After this much uninterrupted writing another process gets a chance.
_BUSY_SECONDS = 0.020
_PAUSE_SECONDS = 0.001


def _pause_here(seconds: float, then: Callable[[], None]) -> None:
    time.sleep(seconds)
    then()


class Arbiter:
    """Grants one turn at a time in the order of asking.

    ``later(seconds, then)`` must call ``then`` after the delay; a server gives
    its event loop's timer, so that a pause costs nobody's time.
    """

    def __init__(
        self, later: Callable[[float, Callable[[], None]], None] = _pause_here
    ) -> None:
        self._later = later
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._taken = False
        self._busy_since = 0.0

    @property
    def taken(self) -> bool:
        """Whether somebody has the turn now."""
        return self._taken

    def request(self, start: Callable[[], None]) -> None:
        """Call ``start`` when the turn has come: now, or from a later release.

        ``start`` must not wait and must not raise; whoever got the turn calls
        ``release`` exactly once.
        """
        with self._lock:
            if self._taken:
                self._waiting.append(start)
                return
            self._taken = True
            self._busy_since = time.monotonic()
        start()

    def release(self) -> None:
        """Hand the turn on to whoever asked first."""
        with self._lock:
            pause = (
                bool(self._waiting)
                and time.monotonic() - self._busy_since >= _BUSY_SECONDS
            )
        if pause:
            self._later(_PAUSE_SECONDS, self._resume)
        else:
            self._next()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, hold it for the block, and hand it on."""
        granted = threading.Event()
        self.request(granted.set)
        try:
            granted.wait()
        except BaseException:
            self._withdraw(granted)
            raise
        try:
            yield
        finally:
            self.release()

    def _resume(self) -> None:
        self._busy_since = time.monotonic()
        self._next()

    def _next(self) -> None:
        with self._lock:
            if not self._waiting:
                self._taken = False
                return
            start = self._waiting.popleft()
        start()

    def _withdraw(self, granted: threading.Event) -> None:
        """Give up a place in the queue, or the turn if it came meanwhile."""
        with self._lock:
            for index, start in enumerate(self._waiting):
                if getattr(start, "__self__", None) is granted:
                    del self._waiting[index]
                    return
        self.release()
