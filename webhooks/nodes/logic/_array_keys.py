"""Arrays looked at by a key of their elements: grouped, keyed, without repeats."""

from collections.abc import Callable, Sequence
from typing import Any

from webhooks.nodes._limits import check_items
from webhooks.payload.path import Path, PathError
from webhooks.payload.values import UNDEFINED, is_object, to_text


def property_of(element: Any, name: str) -> Any:
    """Return an element's property; a dotted name also leads further inside."""
    if not isinstance(element, dict):
        return UNDEFINED
    if name in element:
        return element[name]
    try:
        return Path.parse(name).get(element)
    except PathError:
        return UNDEFINED


def grouped(items: Sequence[Any], name: str) -> dict[str, list[Any]]:
    """Return the elements by the text of their property."""
    groups: dict[str, list[Any]] = {}
    for each in items:
        groups.setdefault(to_text(property_of(each, name)), []).append(each)
    return groups


def keyed(items: Sequence[Any], name: str) -> dict[str, Any]:
    """Return the last element for each text of the property."""
    return {to_text(property_of(each, name)): each for each in items}


def distinct(items: Sequence[Any], key: Callable[[Any], Any]) -> list[Any]:
    """Return the first element for each key; NaN equals itself here.

    Objects and arrays are the same only when they are one and the same.
    """
    first: dict[Any, Any] = {}
    for each in items:
        first.setdefault(_identity(key(each)), each)
    return list(first.values())


def _identity(value: Any) -> Any:
    if is_object(value):
        return (id(value),)
    if isinstance(value, bool):
        return (value, "boolean")
    # NaN is the only value that differs from itself.
    return ("NaN", 0) if value != value else value


def flat(items: Sequence[Any]) -> list[Any]:
    """Return the elements of all arrays inside arrays. Raises NodeError."""
    result: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for each in waiting[-1]:
            if isinstance(each, list):
                waiting.append(iter(each))
                break
            result.append(each)
            check_items(len(result), "The array")
        else:
            waiting.pop()
    return result
