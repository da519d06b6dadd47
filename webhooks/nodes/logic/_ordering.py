"""The order in which arrays are sorted: JavaScript's comparison, made total.

JavaScript compares text with text by its characters and everything else as
numbers, which is no order at all once an array holds both. Here texts that are
no numbers then stand behind the numbers. As in lodash's orderBy null, undefined
and NaN come last.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from webhooks.payload.values import UNDEFINED, to_number, to_primitive


def sorted_by(
    items: Sequence[Any], key: Callable[[Any], Any], descending: bool
) -> list[Any]:
    """Return the items in the order of their keys; equal ones keep theirs."""
    keys = [to_primitive(key(item)) for item in items]
    texts_only = all(isinstance(each, str) or _is_last(each) for each in keys)
    place = _place_of_text if texts_only else _place
    places = [place(each) for each in keys]
    order = sorted(range(len(items)), key=places.__getitem__, reverse=descending)
    return [items[index] for index in order]


def _is_last(value: Any) -> bool:
    return value is None or value is UNDEFINED or value != value


def _place_of_text(value: Any) -> tuple[int, float, str]:
    return (1, 0, value) if isinstance(value, str) else _place(value)


def _place(value: Any) -> tuple[int, float, str]:
    """Return where a value stands: its kind, and its place within the kind."""
    if value is None:
        return (2, 0, "")
    if value is UNDEFINED:
        return (3, 0, "")
    number = to_number(value)
    if not math.isnan(number):
        return (0, number, "")
    return (1, 0, value) if isinstance(value, str) else (4, 0, "")
