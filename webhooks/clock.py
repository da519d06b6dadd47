"""The only reader of the wall clock.

Code takes a ``Clock`` as an argument, so tests can hold time still. Waits and
deadlines use the monotonic clock: a jump of the wall clock must never change
how long something takes (promise P12).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor


@dataclass(frozen=True, slots=True)
class Clock:
    """Wall time in seconds since the epoch, and monotonic seconds."""

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic

    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""
        return datetime.fromtimestamp(self.wall(), UTC)

    def now_ms(self) -> int:
        """Return the current time in whole milliseconds since the epoch."""
        return int(self.wall() * 1000)


SYSTEM_CLOCK = Clock()


def from_ms(milliseconds: int) -> datetime:
    """Return the UTC time that many milliseconds after the epoch."""
    seconds, rest = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)


def to_ms(moment: datetime) -> int:
    """Return whole milliseconds since the epoch of an aware time."""
    return floor(moment.timestamp()) * 1000 + moment.microsecond // 1000


def iso(moment: datetime) -> str:
    """Return ``2026-01-05T10:11:12.345Z``, the form of every time in JSON."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}Z"
