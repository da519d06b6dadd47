"""The time of a story: it stands where the teller puts it, and work takes a little.

Apart from ``clock.py``, because no other part of the program may set the time.
"""

from datetime import datetime
from random import Random
from typing import Final

from webhooks.clock import Clock

# What each look at the stop-watch takes: so steps have durations, and the same ones
# each time that the story is told.
_TICK_SECONDS: Final = (0.000_02, 0.000_9)


class StoryClock:
    """Wall and monotonic time that only ``move_to``, ``pass_`` and looks move."""

    def __init__(self, begin: datetime, random: Random) -> None:
        self._seconds = begin.timestamp()
        self._random = random
        self.clock = Clock(lambda: self._seconds, self._looked_at)

    def move_to(self, moment: datetime) -> None:
        """Go on to a moment; one that lies behind changes nothing."""
        self._seconds = max(self._seconds, moment.timestamp())

    def pass_(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._seconds += seconds

    def _looked_at(self) -> float:
        self._seconds += self._random.uniform(*_TICK_SECONDS)
        return self._seconds
