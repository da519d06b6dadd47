"""Calls at a time to come, in memory; time is monotonic.

Setting the clock neither shortens nor lengthens a wait (promise P12). What has
to survive a restart is written down by whoever sets the call.
"""

import heapq
import logging
import threading
from collections.abc import Callable, Hashable

Call = Callable[[], None]

# Entries that mean nothing any more, beyond as many as mean something.
_SPARE = 64

_logger = logging.getLogger(__name__)


class Alarm:
    """One thread that sleeps until the next call is due."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._wake = threading.Condition()
        self._heap: list[tuple[float, int, Hashable]] = []
        self._calls: dict[Hashable, tuple[int, Call]] = {}
        self._count = 0
        self._stopped = False

    def __len__(self) -> int:
        return len(self._calls)

    def set(self, key: Hashable, seconds: float, call: Call) -> None:
        """Call once after so many seconds; replaces what the key had."""
        with self._wake:
            self._count += 1
            due = self._monotonic() + max(0.0, seconds)
            self._calls[key] = (self._count, call)
            heapq.heappush(self._heap, (due, self._count, key))
            self._compact()
            if self._heap[0][1] == self._count:
                self._wake.notify()

    def cancel(self, key: Hashable) -> bool:
        """Take back a call; False if there is none any more."""
        with self._wake:
            return self._calls.pop(key, None) is not None

    def start(self) -> None:
        """Begin in a thread of its own."""
        threading.Thread(target=self._loop, name="alarm", daemon=True).start()

    def stop(self) -> None:
        """Make no more calls; returns at once."""
        with self._wake:
            self._stopped = True
            self._wake.notify()

    def fire(self) -> float | None:
        """Make every call that is due; return the seconds to the next one."""
        while True:
            with self._wake:
                call, seconds = self._due()
            if call is None:
                return seconds
            try:
                call()
            except Exception:  # outermost: the other calls have to be made
                _logger.exception("a call at its time failed")

    def _compact(self) -> None:
        """Drop what was replaced or cancelled, before it outgrows the rest."""
        if len(self._heap) > 2 * len(self._calls) + _SPARE:
            self._heap = [
                entry
                for entry in self._heap
                if self._calls.get(entry[2], (0,))[0] == entry[1]
            ]
            heapq.heapify(self._heap)

    def _due(self) -> tuple[Call | None, float | None]:
        while self._heap and not self._stopped:
            due, count, key = self._heap[0]
            current = self._calls.get(key)
            if current is None or current[0] != count:
                heapq.heappop(self._heap)
                continue
            seconds = due - self._monotonic()
            if seconds > 0:
                return None, seconds
            heapq.heappop(self._heap)
            del self._calls[key]
            return current[1], None
        return None, None

    def _loop(self) -> None:
        while not self._stopped:
            self.fire()
            with self._wake:
                call, seconds = self._due_in()
                if not self._stopped and not call:
                    self._wake.wait(seconds)

    def _due_in(self) -> tuple[bool, float | None]:
        """Tell whether a call is due now, and else the seconds to the next."""
        if not self._heap:
            return False, None
        seconds = self._heap[0][0] - self._monotonic()
        return seconds <= 0, seconds
