"""How large a value is, about: counting ends as soon as the limit is passed."""

from typing import Any

# What anything costs beside its text, roughly as JSON has it.
_EACH = 4


def measure(value: Any, limit: int) -> int:
    """Return about how many bytes the value would have as JSON.

    A result above ``limit`` means no more than that it is larger.
    """
    kind = type(value)
    if kind is str:
        return _EACH + len(value)
    if kind is not dict and kind is not list:
        return _EACH
    size = 0
    left = [value]
    while left and size <= limit:
        container = left.pop()
        size += _EACH * (len(container) + 1)
        items = container
        if type(container) is dict:
            for key in container:
                size += len(key)
            items = container.values()
        for item in items:
            kind = type(item)
            if kind is str:
                size += len(item)
            elif kind is dict or kind is list:
                left.append(item)
    return size
