"""What each operator does with two values, or one, that are no objects.

Numbers behave as JavaScript's: no operator raises, and whole results are int
where they are exact. Source: ECMA-262, Numeric Types and Relational Operators.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from webhooks.payload.numbers import tidy_number, to_float
from webhooks.payload.values import (
    UNDEFINED,
    Undefined,
    is_truthy,
    loosely_equal,
    strictly_equal,
    to_number,
    to_text,
)

Number = int | float


def add(left: Any, right: Any) -> Any:
    """Return the sum, or the texts joined when one of the two is text."""
    if isinstance(left, str) or isinstance(right, str):
        return to_text(left) + to_text(right)
    return tidy_number(to_number(left) + to_number(right))


def subtract(left: Any, right: Any) -> Number:
    """Return the difference of two numbers."""
    return tidy_number(to_number(left) - to_number(right))


def multiply(left: Any, right: Any) -> Number:
    """Return the product of two numbers."""
    return tidy_number(to_number(left) * to_number(right))


def divide(left: Any, right: Any) -> Number:
    """Return the quotient; by zero it is infinite, and 0 / 0 is NaN."""
    dividend, divisor = to_number(left), to_number(right)
    if divisor:
        return tidy_number(dividend / divisor)
    if not dividend or math.isnan(dividend):
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1.0, divisor)


def remainder(left: Any, right: Any) -> Number:
    """Return what division leaves, with the sign of the dividend."""
    try:
        return tidy_number(math.fmod(to_number(left), to_number(right)))
    except ValueError:
        return math.nan


def power(left: Any, right: Any) -> Number:
    """Return left to the power of right."""
    base, exponent = to_float(to_number(left)), to_float(to_number(right))
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    try:
        return tidy_number(math.pow(base, exponent))
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 else math.inf
    except ValueError:
        # Zero to a negative power, or a root of a negative number.
        return math.nan if base else math.inf


def shift_left(left: Any, right: Any) -> Number:
    """Return left << right on 32 bits."""
    return _int32(_bits(left) << (_bits(right) & 31))


def shift_right(left: Any, right: Any) -> Number:
    """Return left >> right on 32 bits, keeping the sign."""
    return _int32(_bits(left)) >> (_bits(right) & 31)


def _bits(value: Any) -> int:
    number = to_number(value)
    return int(number) & 0xFFFFFFFF if math.isfinite(number) else 0


def _int32(bits: int) -> int:
    bits &= 0xFFFFFFFF
    return bits - 2**32 if bits >= 2**31 else bits


def _compare(compared: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(left: Any, right: Any) -> bool:
        if not (isinstance(left, str) and isinstance(right, str)):
            left, right = to_number(left), to_number(right)
        return compared(left, right)

    return compare


def type_of(value: Any) -> str:
    """Return what JavaScript's typeof says; null, arrays and dates are objects."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "undefined" if isinstance(value, Undefined) else "object"


@dataclass(frozen=True, slots=True)
class Operator:
    """A binary operator; of two with a higher ``level``, that one goes first.

    It has a function of two values, or tells by ``goes_on`` from the left one
    whether the right one is wanted instead of it.
    """

    level: int
    function: Callable[[Any, Any], Any] | None = None
    goes_on: Callable[[Any], bool] | None = None
    # Whether an object becomes its text or number first.
    converts: bool = True
    # Whether a date becomes its text where it could be a number.
    prefers_text: bool = False


BINARY: Final[dict[str, Operator]] = {
    "||": Operator(1, goes_on=lambda left: not is_truthy(left)),
    "??": Operator(1, goes_on=lambda left: left is None or left is UNDEFINED),
    "&&": Operator(2, goes_on=is_truthy),
    "===": Operator(3, strictly_equal, converts=False),
    "!==": Operator(3, lambda a, b: not strictly_equal(a, b), converts=False),
    "==": Operator(3, loosely_equal, prefers_text=True),
    "!=": Operator(3, lambda a, b: not loosely_equal(a, b), prefers_text=True),
    "<": Operator(4, _compare(lambda a, b: bool(a < b))),
    ">": Operator(4, _compare(lambda a, b: bool(a > b))),
    "<=": Operator(4, _compare(lambda a, b: bool(a <= b))),
    ">=": Operator(4, _compare(lambda a, b: bool(a >= b))),
    "<<": Operator(5, shift_left),
    ">>": Operator(5, shift_right),
    "+": Operator(6, add, prefers_text=True),
    "-": Operator(6, subtract),
    "*": Operator(7, multiply),
    "/": Operator(7, divide),
    "%": Operator(7, remainder),
}
POWER: Final = Operator(9, power)

UNARY: Final[dict[str, Callable[[Any], Any]]] = {
    "!": lambda value: not is_truthy(value),
    "-": lambda value: tidy_number(-to_number(value)),
    "+": to_number,
    "typeof": type_of,
}
# Those that need no number or text of an object.
KEEPS_OBJECTS: Final = {"!", "typeof"}


def both_are_objects(left: Any, right: Any) -> bool:
    """Tell whether == compares the two by what they are."""
    objects = (dict, list, datetime)
    return isinstance(left, objects) and isinstance(right, objects)
