"""Blocks that compare two values: eq ne gt gte lt lte includes.

Apart from expressions because each is a block with an ``{{else}}``; the order of
values is JavaScript's (ECMA-262, IsLessThan), and equality is strict.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from webhooks.payload.values import (
    UNDEFINED,
    date_milliseconds,
    is_object,
    strictly_equal,
    to_number,
    to_primitive,
    to_text,
)
from webhooks.templating.helper import Helper, HelperCall

_Test = Callable[[Any, Any], bool]


def is_less(left: Any, right: Any) -> bool:
    """Return left < right: texts by their characters, all else as numbers."""
    left, right = _comparable(left), _comparable(right)
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return to_number(left) < to_number(right)


def is_at_most(left: Any, right: Any) -> bool:
    """Return left <= right, which is false where one of them is no number."""
    left, right = _comparable(left), _comparable(right)
    if isinstance(left, str) and isinstance(right, str):
        return left <= right
    return to_number(left) <= to_number(right)


def holds(collection: Any, value: Any) -> bool:
    """Tell whether an array, an object's values or a text include a value."""
    if isinstance(collection, str):
        return value is not UNDEFINED and to_text(value) in collection
    if isinstance(collection, dict):
        collection = list(collection.values())
    if not isinstance(collection, list | tuple):
        return False
    return any(strictly_equal(item, value) for item in collection)


def _comparable(value: Any) -> Any:
    if isinstance(value, datetime):
        return date_milliseconds(value)
    return to_primitive(value) if is_object(value) else value


def _block(test: _Test) -> Callable[..., str]:
    def render(call: HelperCall, left: Any = UNDEFINED, right: Any = UNDEFINED) -> str:
        return call.fn() if test(left, right) else call.inverse()

    return render


def _helper(name: str, test: _Test, meaning: str, example: str) -> Helper:
    return Helper(
        name=name,
        function=_block(test),
        summary=f"Renders the block if {meaning}, otherwise its else part.",
        arguments="a b",
        example=f"{{{{#{name} {example}}}}}yes{{{{else}}}}no{{{{/{name}}}}}",
        example_payload={"data": {"count": 5, "tags": ["hot", "dry"]}},
        example_result="yes",
        block=True,
    )


HELPERS = (
    _helper("eq", strictly_equal, "a === b", "data.count 5"),
    _helper("ne", lambda a, b: not strictly_equal(a, b), "a !== b", "data.count '5'"),
    _helper("gt", lambda a, b: is_less(b, a), "a > b", "data.count 4"),
    _helper("gte", lambda a, b: is_at_most(b, a), "a >= b", "data.count 5"),
    _helper("lt", is_less, "a < b", "data.count 10"),
    _helper("lte", is_at_most, "a <= b", "data.count 5"),
    _helper(
        "includes",
        holds,
        "the array, text or object's values a include b",
        "data.tags 'dry'",
    ),
)
