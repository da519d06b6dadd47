"""Pauses of runs that compute for long, so that requests are looked at between.

All runs share one thread. A sleep of nothing would let other runs go on, but not
requests: the loop looks at sockets only after fifty such turns. And many runs that
wake at once would all go on before the next look. So they pause one by one, in the
order in which they came, each for a moment of the clock; between two of them the
loop comes round.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

_MOMENT_SECONDS: Final = 0.0001


class Breath:
    """What runs that compute for long share; one per process."""

    def __init__(self, sleep: Callable[[float], object] = time.sleep) -> None:
        self._sleep = sleep
        self._lock = threading.Lock()
        # A plain lock in its place would go to whoever asks first, not next.
        self._line: deque[threading.Event] = deque()

    def take(self) -> None:
        """Let requests and other runs have their turn."""
        turn = threading.Event()
        with self._lock:
            self._line.append(turn)
            if self._line[0] is turn:
                turn.set()
        try:
            turn.wait()
            self._sleep(_MOMENT_SECONDS)
        finally:
            self._leave(turn)

    def _leave(self, turn: threading.Event) -> None:
        with self._lock:
            self._line.remove(turn)
            if self._line:
                self._line[0].set()
