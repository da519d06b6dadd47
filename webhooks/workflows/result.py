"""How a run ends, or that it waits."""

from dataclasses import dataclass
from typing import Any

from webhooks.workflows.trace import Trace


@dataclass(frozen=True, slots=True)
class RunError:
    """An error with the node that it came from, and the payload it had."""

    name: str
    message: str
    node_id: str
    node_type: str
    stack: tuple[str, ...] = ()
    payload: Any = None


class KeptError(Exception):
    """A parallel loop has ended, and one of its iterations had failed.

    ``frame`` is the one around the loop.
    """

    def __init__(self, frame: int | None, error: RunError) -> None:
        super().__init__(error.message)
        self.frame = frame
        self.error = error


@dataclass(slots=True)
class RunResult:
    """How a run ended, or that it waits.

    ``status`` is ``succeeded``, ``failed`` or ``waiting``; then ``state`` is
    where it goes on and ``wait_seconds`` how long it waits at least.
    """

    status: str
    trace: Trace
    error: RunError | None = None
    paths_completed: int = 0
    state: dict[str, Any] | None = None
    wait_seconds: float = 0.0
