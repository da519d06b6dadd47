"""Counting failures per key over a short time, in memory and within bounds.

For guesses that cost us little; what must survive a restart (sign-ins) is kept
in the database instead.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

_MOST_KEYS = 10_000


class FailureCounter:
    """At most ``limit`` failures per key in ``window_seconds``.

    ``now`` gives monotonic seconds. When too many keys are known the one that
    failed longest ago is forgotten.
    """

    def __init__(
        self, limit: int, window_seconds: float, now: Callable[[], float]
    ) -> None:
        self.limit = limit
        self.window_seconds = window_seconds
        self._now = now
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def failed(self, key: str) -> int:
        """Count a failure; return 0, or seconds to wait when it is one too many."""
        with self._lock:
            now = self._now()
            since, count = self._known.get(key, (now, 0))
            if now - since >= self.window_seconds:
                since, count = now, 0
            self._known[key] = (since, count + 1)
            self._known.move_to_end(key)
            if len(self._known) > _MOST_KEYS:
                self._known.popitem(last=False)
            if count < self.limit:
                return 0
            return max(1, round(since + self.window_seconds - now))
