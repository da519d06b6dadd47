"""What a run needs from outside: ports, clocks, and other workflows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from webhooks.clock import SYSTEM_CLOCK
from webhooks.workflows.graph import Workflow
from webhooks.workflows.limits import Limits
from webhooks.workflows.ports import Ports

Loader = Callable[[str, str], tuple[int, Workflow]]
"""Finds a custom node's workflow by id and version. Raises NodeError."""

ById = Callable[[int], Workflow]
"""Finds the workflow of a definition."""


_USUAL = Limits()


@dataclass(slots=True)
class World:
    """What a run needs from outside. ``breathe`` lets others have a turn."""

    ports: Ports
    now: Callable[[], datetime]
    load: Loader
    by_id: ById
    monotonic: Callable[[], float] = SYSTEM_CLOCK.monotonic
    breathe: Callable[[], object] = lambda: None
    limits: Limits = _USUAL
