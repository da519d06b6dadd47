"""Where a run stands: the tasks that are left and the frames around them.

A frame is something that has to wait for paths inside it: a loop, one of its
iterations, or a custom node's workflow. All of it can be written as JSON, so
that a run that waits can go on in another process.
"""

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webhooks.clock import from_ms, to_ms
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.errors import LimitReached

# The only key of what stands for a value that JSON has no word for.
_MARK = "\u0000value"
_UNDEFINED = "undefined"
# What is kept is read back with a bound on its depth.
_DEEPEST = 150


@dataclass(slots=True)
class Frame:
    """Something that waits; ``live`` counts the paths inside that have not ended.

    ``definition`` names the workflow whose nodes run inside; None is the run's own.
    ``node`` is the node that opened the frame, in the workflow around it.
    """

    id: int
    kind: str
    parent: int | None
    node: str
    payload: Any
    definition: int | None
    step: int | None = None
    live: int = 1
    # A loop's: what is left to do and what came out.
    items: list[Any] = field(default_factory=list)
    next: int = 0
    parallel: bool = False
    item_path: str = ""
    result_path: str | None = None
    value_path: str | None = None
    results: dict[str, Any] = field(default_factory=dict)
    left: bool = False
    error: dict[str, Any] | None = None
    # An iteration's, or a custom node's: the first one that was reached counts.
    settled: bool = False
    result: Any = None
    output: int = 0


@dataclass(slots=True)
class Task:
    """A node that is to run with a payload.

    ``step`` is the one that led here; ``fresh`` marks a payload that is not that
    step's. ``due`` is set for a node that has run and waits to go on: seconds
    since the run began.
    """

    node: str
    payload: Any
    frame: int | None = None
    step: int | None = None
    fresh: bool = False
    due: float | None = None


def to_json(value: Any, depth: int = 0) -> Any:
    """Return a payload as JSON that ``from_json`` turns back, dates included.

    Raises LimitReached for one that nests too deeply.
    """
    if depth > _DEEPEST:
        text = "A payload that nests this deeply cannot be kept over a wait."
        raise LimitReached(text, "PayloadTooDeep")
    if isinstance(value, dict):
        kept = {key: to_json(item, depth + 1) for key, item in value.items()}
        # Somebody's own object with that key must not be taken for ours.
        return {_MARK: kept} if kept.keys() == {_MARK} else kept
    if isinstance(value, list):
        return [to_json(item, depth + 1) for item in value]
    if isinstance(value, datetime):
        return {_MARK: to_ms(value)}
    if value is UNDEFINED:
        return {_MARK: _UNDEFINED}
    if isinstance(value, float) and not math.isfinite(value):
        return {_MARK: str(value)}
    return value


def from_json(value: Any) -> Any:
    """Return a payload that ``to_json`` wrote."""
    if isinstance(value, dict):
        if value.keys() == {_MARK}:
            return _marked(value[_MARK])
        return {key: from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    return value


def _marked(held: Any) -> Any:
    if isinstance(held, dict):
        return {_MARK: from_json(held[_MARK])}
    if isinstance(held, str):
        return UNDEFINED if held == _UNDEFINED else float(held)
    return from_ms(held)


def task_json(task: Task) -> dict[str, Any]:
    """Return a waiting task as JSON."""
    return {
        "node": task.node,
        "payload": to_json(task.payload),
        "frame": task.frame,
        "step": task.step,
        "due": task.due,
    }


def read_task(raw: dict[str, Any]) -> Task:
    """Return the task that ``task_json`` wrote."""
    payload, frame = from_json(raw["payload"]), raw["frame"]
    return Task(raw["node"], payload, frame, raw["step"], due=raw["due"])
