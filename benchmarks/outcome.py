"""What a measurement hands over: lines of text against goals, and failures."""

from dataclasses import dataclass, field


class BenchmarkError(Exception):
    """A measurement could not be made; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measured number.

    ``limit`` is the goal in the unit of ``value``: reached from above when
    ``more_is_better``, else from below. Without a limit the number is shown
    for comparison only. ``text`` is the number as people read it.
    """

    what: str
    value: float
    text: str
    goal: str = ""
    limit: float | None = None
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        """``met``, ``not met``, or nothing without a goal."""
        if self.limit is None:
            return ""
        good = (
            self.value >= self.limit
            if self.more_is_better
            else self.value <= self.limit
        )
        return "met" if good else "**not met**"


@dataclass(slots=True)
class Outcome:
    """What one part of the benchmark found out."""

    lines: list[Line] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
