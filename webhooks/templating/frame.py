"""Where in the payload a part of a template stands while it runs."""

from collections.abc import Callable, Mapping
from typing import Any

from webhooks.payload.path_text import as_index
from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import RenderError
from webhooks.templating.run import Run

# Given the frame it is used from, the context and the @-variables.
PartialBody = Callable[["Frame", Any, Mapping[str, Any]], str]

_NONE: Mapping[str, Any] = {}


class Frame:
    """What a closure of a template gets.

    ``depths`` holds the contexts from this one outwards, ``params`` the values
    of block parameters from the innermost block outwards.
    """

    __slots__ = ("context", "data", "depths", "params", "partials", "run")

    def __init__(
        self,
        context: Any,
        depths: tuple[Any, ...],
        data: Mapping[str, Any],
        params: tuple[tuple[Any, ...], ...],
        partials: Mapping[str, PartialBody],
        run: Run,
    ) -> None:
        self.context = context
        self.depths = depths
        self.data = data
        self.params = params
        self.partials = partials
        self.run = run


def root_frame(payload: Any, run: Run) -> Frame:
    """Return the frame of a whole template."""
    return Frame(payload, (payload,), {"root": payload}, (), _NONE, run)


def guarded(closure: Callable[[Frame], Any], frame: Frame) -> Any:
    """Return what the closure does; raises RenderError where it nests too deeply."""
    try:
        return closure(frame)
    except RecursionError:
        raise RenderError("it nests too deeply") from None


def inner_depths(frame: Frame, context: Any) -> tuple[Any, ...]:
    """Return the depths with the context in front, unless it stands there."""
    same = frame.depths[0] if frame.depths else UNDEFINED
    if context is same or (
        type(context) is type(same)
        and isinstance(context, str | int | float)
        and context == same
    ):
        return frame.depths
    return (context, *frame.depths)


def property_of(value: Any, key: str, index: int | None) -> Any:
    """Return one property as JavaScript finds it, or UNDEFINED."""
    if isinstance(value, dict):
        return value.get(key, UNDEFINED)
    if isinstance(value, list | tuple | str):
        if index is not None:
            return value[index] if index < len(value) else UNDEFINED
        if key == "length":
            return len(value)
    return UNDEFINED


def step_of(key: str) -> tuple[str, int | None]:
    """Return the key with the index that it also is, if it is one."""
    return key, as_index(key)
