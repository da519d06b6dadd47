"""What a run has used of what it may: steps, time, and what it wrote.

Apart from the engine because it is the same whatever the run does.
"""

from typing import Any

from webhooks.payload.size import measure
from webhooks.workflows.errors import LimitReached
from webhooks.workflows.node_call import Box
from webhooks.workflows.world import World


class Budget:
    """The use that one run has made of its limits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._limits = world.limits
        self._began = self._breathed = world.monotonic()
        self._spent = 0.0
        self.steps = 0
        self.written = 0

    def elapsed(self) -> float:
        """Return the seconds since the run began, without those nobody ran it."""
        return self._spent + self._world.monotonic() - self._began

    def step(self, queued: int) -> None:
        """Count a step, and let others have a turn. Raises LimitReached.

        ``queued`` are the nodes that will run later: a run that has more of them
        than steps left can only fill the memory.
        """
        world, limits = self._world, self._limits
        self.steps += 1
        if self.steps + queued > limits.steps:
            raise LimitReached(f"The run took more than {limits.steps} steps.")
        now = world.monotonic()
        if now - self._breathed > limits.breath_seconds:
            world.breathe()
            self._breathed = world.monotonic()
        self.check_time(self._spent + now - self._began)

    def check_time(self, elapsed: float) -> None:
        """Raise LimitReached when so many seconds are too long for a run."""
        seconds = self._limits.seconds
        if elapsed > seconds:
            text = f"The run took longer than {seconds:g} seconds."
            raise LimitReached(text, "TimeLimit")

    def box(self, payload: Any) -> Box:
        """Return a box that takes no more than the run may still write."""
        limits = self._limits
        room = min(limits.value_bytes, limits.bytes - self.written)
        return Box(payload, room)

    def count(self, value: Any) -> None:
        """Count what the run itself puts into a payload. Raises LimitReached."""
        box = self.box(value)
        box.wrote(value)
        self.written += box.written

    def check_kept(self, values: list[Any]) -> None:
        """Raise LimitReached when a run that waits would keep too much."""
        if measure(values, self._limits.bytes) > self._limits.bytes:
            text = "The paths that wait hold too much to be kept."
            raise LimitReached(text, "PayloadTooLarge")

    def to_json(self) -> dict[str, Any]:
        """Return what was used as JSON."""
        used = {"spent": self.elapsed(), "steps": self.steps}
        return {**used, "written": self.written}

    def restore(self, raw: dict[str, Any], soonest: float) -> None:
        """Go on from what was used when the run began to wait for ``soonest``.

        Time in which nobody could run it is not the workflow's.
        """
        self._spent = max(raw["spent"], soonest)
        self.steps, self.written = raw["steps"], raw["written"]
