"""Payload paths: where a workflow reads and writes.

Reading never fails. Writing makes what is missing on the way, and is bounded,
so that no path can fill the memory.
"""

from functools import lru_cache
from typing import Any, Final

from webhooks.payload.path_text import PathError, Step, parse_steps, trimmed
from webhooks.payload.values import UNDEFINED

__all__ = ["MAX_INDEX", "Path", "PathError"]

# Writing to a higher index would make a list of as many nulls.
MAX_INDEX: Final = 10_000
# They mean something else wherever JavaScript reads the payload.
_REFUSED: Final = {"__proto__", "constructor", "prototype"}


class Path:
    """A parsed path; equal texts give the same object.

    ``text`` is the path without blanks around it. The blank path names nothing,
    the single dot the whole payload: what writing to them means is the caller's
    business.
    """

    __slots__ = ("_steps", "is_blank", "is_whole", "text")

    def __init__(self, text: str, steps: tuple[Step, ...]) -> None:
        self.text = text
        self.is_blank = not text
        self.is_whole = text == "."
        self._steps = steps

    @classmethod
    def parse(cls, text: str) -> "Path":
        """Return the path that the text describes; raises PathError."""
        return _parse(text)

    def __repr__(self) -> str:
        return f"Path({self.text!r})"

    def get(self, payload: Any) -> Any:
        """Return what is there, or UNDEFINED; ``length`` of lists and text too."""
        if self.is_blank:
            return UNDEFINED
        value = payload
        for key, index, _ in self._steps:
            if type(value) is dict:
                value = value.get(key, UNDEFINED)
            else:
                value = _item(value, key, index)
        return value

    def has(self, payload: Any) -> bool:
        """Tell whether something is there; null counts."""
        return self.get(payload) is not UNDEFINED

    def set(self, payload: Any, value: Any) -> None:
        """Put the value there; UNDEFINED deletes what is there.

        Missing parents are made, a list where the next step is a number in
        brackets; parents that hold neither names nor places are replaced.
        Raises PathError where that is impossible.
        """
        if value is UNDEFINED:
            self.delete(payload)
            return
        last = self._last_step()
        target = payload
        for step, following in zip(self._steps, self._steps[1:], strict=False):
            child = _item(target, step.key, step.place)
            if not isinstance(child, dict | list):
                child = [] if following.makes_list else {}
                self._put(target, step, child)
            target = child
        self._put(target, last, value)

    def delete(self, payload: Any) -> None:
        """Take away what is there, if anything is; a list closes the gap.

        Raises PathError for the blank path and the whole payload.
        """
        last = self._last_step()
        target = payload
        for step in self._steps[:-1]:
            target = _item(target, step.key, step.place)
        if isinstance(target, dict):
            target.pop(last.key, None)
        elif isinstance(target, list) and last.place is not None:
            del target[last.place : last.place + 1]

    def placed(self, payload: Any, value: Any) -> Any:
        """Return a payload that has the value there; the given one stays as it is.

        What does not lie on the way is shared by both. Raises PathError.
        """
        whole = self._opened(payload)
        self.set(whole, value)
        return whole

    def removed(self, payload: Any) -> Any:
        """Return a payload without what is there; the given one stays as it is.

        Raises PathError.
        """
        whole = self._opened(payload)
        self.delete(whole)
        return whole

    def _opened(self, payload: Any) -> Any:
        """Return the payload with fresh containers on the way to the last step."""
        whole = target = payload.copy() if isinstance(payload, dict | list) else payload
        for step in self._steps[:-1]:
            child = _item(target, step.key, step.place)
            if not isinstance(child, dict | list):
                break
            child = child.copy()
            self._put(target, step, child)
            target = child
        return whole

    def _last_step(self) -> Step:
        if not self._steps:
            raise PathError("the blank path and the whole payload take no value")
        for step in self._steps:
            if step.key in _REFUSED:
                raise PathError(f"{step.key} is no name to write to")
        return self._steps[-1]

    def _put(self, target: Any, step: Step, value: Any) -> None:
        if isinstance(target, dict):
            target[step.key] = value
            return
        if not isinstance(target, list):
            raise PathError("the payload is neither an object nor an array")
        index = step.place
        if index is None:
            raise PathError(f"{self.text}: an array has no place named {step.key}")
        if index >= len(target):
            if index > MAX_INDEX:
                raise PathError(f"{self.text}: an index is at most {MAX_INDEX}")
            target.extend([None] * (index + 1 - len(target)))
        target[index] = value


@lru_cache(maxsize=10_000)
def _parse(text: str) -> Path:
    text = trimmed(text)
    return Path(text, () if text in {"", "."} else parse_steps(text))


def _item(value: Any, key: str, index: int | None) -> Any:
    """Return one step's item of any value, or UNDEFINED."""
    if isinstance(value, dict):
        return value.get(key, UNDEFINED)
    if isinstance(value, list | str):
        if index is not None:
            return value[index] if index < len(value) else UNDEFINED
        if key == "length":
            return len(value)
    return UNDEFINED
