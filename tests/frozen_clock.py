"""A clock for tests: it moves only when told to."""

from datetime import UTC, datetime

from webhooks.clock import Clock

START = datetime(2026, 1, 5, 10, 11, 12, 345000, UTC)


class FrozenClock:
    """Wall and monotonic time that ``move`` pushes forward together."""

    def __init__(self) -> None:
        self.wall_seconds = START.timestamp()
        self.monotonic_seconds = 1000.0
        self.clock = Clock(lambda: self.wall_seconds, lambda: self.monotonic_seconds)

    def move(self, seconds: float) -> None:
        """Let that many seconds pass."""
        self.wall_seconds += seconds
        self.monotonic_seconds += seconds

    def jump(self, seconds: float) -> None:
        """Set the wall clock alone, as an operator or NTP would."""
        self.wall_seconds += seconds
