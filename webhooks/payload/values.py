"""The values of a payload, and JavaScript's ways to convert and compare them.

Objects are dict, arrays list, dates aware datetime; ``UNDEFINED`` stands for
what is not there and is never stored inside a payload.
Source of the rules: ECMA-262, Type Conversion and Testing and Comparison.
"""

import math
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from webhooks.payload.numbers import number_text, parse_number, tidy_number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# Arrays nested deeper than this contribute nothing to a text; JavaScript says
# the same of arrays that contain themselves.
_TEXT_DEPTH = 100


class TooDeep(ValueError):
    """A value nests too deeply to be copied, or contains itself."""


class Undefined:
    """The type of ``UNDEFINED``, of which there is one."""

    _one: Self | None = None

    def __new__(cls) -> Self:
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"

    def __reduce__(self) -> str:
        return "UNDEFINED"


UNDEFINED: Final = Undefined()


def type_name(value: Any) -> str:
    """Return one of string number boolean object array date null undefined."""
    if value is None:
        return "null"
    for types, name in _TYPE_NAMES:
        if isinstance(value, types):
            return name
    return "object"


_TYPE_NAMES: Final[tuple[tuple[Any, str], ...]] = (
    (str, "string"),
    (bool, "boolean"),
    ((int, float), "number"),
    (dict, "object"),
    ((list, tuple), "array"),
    (datetime, "date"),
    (Undefined, "undefined"),
)


def is_truthy(value: Any) -> bool:
    """Tell whether JavaScript's ``if`` takes the value; empty arrays count."""
    if isinstance(value, dict | list | tuple | datetime):
        return True
    # Only NaN differs from itself.
    return bool(value) and value == value


def to_text(value: Any) -> str:
    """Return String(value), except that a date is its ISO text in UTC."""
    return _text(value, 0)


def _text(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if value is None:
        return "null"
    if isinstance(value, list | tuple):
        return _joined(value, depth)
    if isinstance(value, datetime):
        return date_text(value)
    return "undefined" if value is UNDEFINED else "[object Object]"


def _joined(items: Any, depth: int) -> str:
    if depth > _TEXT_DEPTH:
        return ""
    return ",".join(
        "" if item is None or item is UNDEFINED else _text(item, depth + 1)
        for item in items
    )


def date_text(moment: datetime) -> str:
    """Return the moment as toISOString() does: UTC, milliseconds, a Z."""
    try:
        text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    except OverflowError:
        return "Invalid Date"
    return text.removesuffix("+00:00") + "Z"


def date_milliseconds(moment: datetime) -> int | float:
    """Return the milliseconds since 1970 that a Date stands for."""
    return (moment - _EPOCH) // _MILLISECOND


def to_number(value: Any) -> int | float:
    """Return Number(value); a whole result is an int where it is exact."""
    if isinstance(value, int | float):
        return tidy_number(value)
    if isinstance(value, str):
        return parse_number(value)
    if value is None:
        return 0
    if isinstance(value, datetime):
        return date_milliseconds(value)
    if isinstance(value, list | tuple):
        return parse_number(to_text(value))
    return math.nan


def is_object(value: Any) -> bool:
    """Tell whether JavaScript compares the value by what it is, not by content."""
    return isinstance(value, dict | list | tuple | datetime)


def to_primitive(value: Any) -> Any:
    """Return the text of an object, and every other value as it is."""
    return to_text(value) if is_object(value) else value


def strictly_equal(left: Any, right: Any) -> bool:
    """Return left === right: the same type and content, or the same object."""
    if is_object(left) or is_object(right):
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def loosely_equal(left: Any, right: Any) -> bool:
    """Return left == right with JavaScript's conversions."""
    left_nothing = left is None or left is UNDEFINED
    right_nothing = right is None or right is UNDEFINED
    if left_nothing or right_nothing:
        return left_nothing and right_nothing
    if is_object(left) and is_object(right):
        return left is right
    left, right = to_primitive(left), to_primitive(right)
    if isinstance(left, str) and isinstance(right, str):
        return bool(left == right)
    return to_number(left) == to_number(right)


def copy_value(value: Any) -> Any:
    """Return a copy that shares no dict or list with the value.

    Raises TooDeep for a value that contains itself or nests too deeply.
    """
    try:
        return _copy(value)
    except RecursionError:
        raise TooDeep("the value nests too deeply to be copied") from None


def _copy(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return {
            key: _copy(item) if type(item) in _CONTAINERS else item
            for key, item in value.items()
        }
    if kind is list:
        return [_copy(item) if type(item) in _CONTAINERS else item for item in value]
    return value


_CONTAINERS: Final = (dict, list)
