"""Helpers that make values for other helpers: obj array merge.

Apart because what they return is meant for subexpressions, not for printing.
"""

from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.helper import Helper, HelperCall


def make_object(call: HelperCall) -> dict[str, Any]:
    """Return an object of the named arguments, without undefined ones."""
    return {name: value for name, value in call.hash.items() if value is not UNDEFINED}


def make_array(call: HelperCall, *values: Any) -> list[Any]:
    """Return an array of the arguments; undefined becomes null."""
    return [None if value is UNDEFINED else value for value in values]


def merge(call: HelperCall, *values: Any) -> dict[str, Any]:
    """Return one object with the keys of all; the last one that has a key wins."""
    merged: dict[str, Any] = {}
    for value in values:
        if isinstance(value, dict):
            merged.update(value)
    return merged


HELPERS = (
    Helper(
        "obj",
        make_object,
        "An object of the named arguments.",
        "name=value ...",
        "{{jsonEncode (obj id=data.id ok=true)}}",
        {"data": {"id": 7}},
        '{"id":7,"ok":true}',
    ),
    Helper(
        "array",
        make_array,
        "An array of the arguments.",
        "value ...",
        "{{jsonEncode (array data.id 'b' null)}}",
        {"data": {"id": 7}},
        '[7,"b",null]',
    ),
    Helper(
        "merge",
        merge,
        "One object with the keys of all; the last one that has a key wins.",
        "object ...",
        "{{jsonEncode (merge data (obj b=3))}}",
        {"data": {"a": 1, "b": 2}},
        '{"a":1,"b":3}',
    ),
)
