"""Paths of a template as closures."""

from collections.abc import Callable
from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.frame import Frame, property_of, step_of
from webhooks.templating.scope import Scope
from webhooks.templating.syntax import PathNode

Getter = Callable[[Frame], Any]
_Steps = tuple[tuple[str, int | None], ...]


def path_getter(path: PathNode, scope: Scope) -> Getter:
    """Return the closure that finds the path's value, or UNDEFINED."""
    param = scope.block_param(path)
    steps = tuple(step_of(part) for part in path.parts)
    if param is not None:
        return _from_param(*param, steps[1:])
    if path.is_data:
        return _from_data(path.depth, steps)
    if path.depth:
        return _from_level(path.depth, steps)
    return _from_context(steps)


def _from_context(steps: _Steps) -> Getter:
    if not steps:
        return lambda frame: frame.context

    def get(frame: Frame) -> Any:
        value = frame.context
        for key, index in steps:
            if type(value) is dict:
                value = value.get(key, UNDEFINED)
            else:
                value = property_of(value, key, index)
        return value

    return get


def _from_level(depth: int, steps: _Steps) -> Getter:
    def get(frame: Frame) -> Any:
        depths = frame.depths
        return _follow(depths[depth] if depth < len(depths) else UNDEFINED, steps)

    return get


def _from_data(depth: int, steps: _Steps) -> Getter:
    def get(frame: Frame) -> Any:
        value: Any = frame.data
        for _ in range(depth):
            value = value.get("_parent", {})
        return _follow(value, steps)

    return get


def _from_param(level: int, place: int, steps: _Steps) -> Getter:
    def get(frame: Frame) -> Any:
        values = frame.params[level] if level < len(frame.params) else ()
        return _follow(values[place] if place < len(values) else UNDEFINED, steps)

    return get


def _follow(value: Any, steps: _Steps) -> Any:
    for key, index in steps:
        value = property_of(value, key, index)
    return value
