"""Helpers that calculate: add subtract multiply divide ceil floor max min
scaleLinear. Values are cast to numbers as JavaScript does it, so what is no
number gives NaN and a division by zero an infinity.
"""

import math
from collections.abc import Callable
from typing import Any

from webhooks.payload.numbers import tidy_number
from webhooks.payload.values import UNDEFINED, to_number
from webhooks.templating.helper import Helper, HelperCall


def divided(left: float, right: float) -> float:
    """Return left / right; by zero it is an infinity, or NaN for zero."""
    if right:
        return left / right
    if not left or math.isnan(left) or math.isnan(right):
        return math.nan
    negative = (left < 0) != (math.copysign(1.0, right) < 0)
    return -math.inf if negative else math.inf


def add(call: HelperCall, a: Any = UNDEFINED, b: Any = UNDEFINED) -> float:
    """Return a + b."""
    return tidy_number(to_number(a) + to_number(b))


def subtract(call: HelperCall, a: Any = UNDEFINED, b: Any = UNDEFINED) -> float:
    """Return a - b."""
    return tidy_number(to_number(a) - to_number(b))


def multiply(call: HelperCall, a: Any = UNDEFINED, b: Any = UNDEFINED) -> float:
    """Return a * b."""
    return tidy_number(to_number(a) * to_number(b))


def divide(call: HelperCall, a: Any = UNDEFINED, b: Any = UNDEFINED) -> float:
    """Return a / b."""
    return tidy_number(divided(to_number(a), to_number(b)))


def ceil(call: HelperCall, value: Any = UNDEFINED) -> float:
    """Return the smallest whole number that is not below the value."""
    return _whole(to_number(value), math.ceil)


def floor(call: HelperCall, value: Any = UNDEFINED) -> float:
    """Return the largest whole number that is not above the value."""
    return _whole(to_number(value), math.floor)


def largest(call: HelperCall, *values: Any) -> float:
    """Return the largest of the values, NaN if one is no number."""
    return _extreme(max, values, -math.inf)


def smallest(call: HelperCall, *values: Any) -> float:
    """Return the smallest of the values, NaN if one is no number."""
    return _extreme(min, values, math.inf)


def scale_linear(
    call: HelperCall,
    from_low: Any = UNDEFINED,
    from_high: Any = UNDEFINED,
    to_low: Any = UNDEFINED,
    to_high: Any = UNDEFINED,
    value: Any = UNDEFINED,
) -> float:
    """Return the value moved from one range to the other, also outside of it."""
    low, high = to_number(from_low), to_number(from_high)
    start, end = to_number(to_low), to_number(to_high)
    share = divided(to_number(value) - low, high - low)
    return tidy_number(share * (end - start) + start)


def _whole(number: float, towards: Callable[[float], int]) -> float:
    return tidy_number(towards(number)) if math.isfinite(number) else number


def _extreme(
    choose: Callable[[list[float]], float], values: tuple[Any, ...], nothing: float
) -> float:
    numbers = [to_number(value) for value in values]
    if any(math.isnan(number) for number in numbers):
        return math.nan
    return choose(numbers) if numbers else nothing


_PAYLOAD = {"data": {"temp": 21.5, "text": "4"}}

HELPERS = (
    Helper(
        "add",
        add,
        "The sum of two numbers.",
        "a b",
        "{{add data.temp data.text}}",
        _PAYLOAD,
        "25.5",
    ),
    Helper(
        "subtract",
        subtract,
        "The first number less the second.",
        "a b",
        "{{subtract data.temp 1.5}}",
        _PAYLOAD,
        "20",
    ),
    Helper(
        "multiply",
        multiply,
        "The product of two numbers.",
        "a b",
        "{{multiply data.temp 2}}",
        _PAYLOAD,
        "43",
    ),
    Helper(
        "divide",
        divide,
        "The first number divided by the second.",
        "a b",
        "{{divide data.temp 4}}",
        _PAYLOAD,
        "5.375",
    ),
    Helper(
        "ceil",
        ceil,
        "The number rounded up to a whole one.",
        "value",
        "{{ceil data.temp}}",
        _PAYLOAD,
        "22",
    ),
    Helper(
        "floor",
        floor,
        "The number rounded down to a whole one.",
        "value",
        "{{floor data.temp}}",
        _PAYLOAD,
        "21",
    ),
    Helper(
        "max",
        largest,
        "The larger of two numbers.",
        "a b",
        "{{max data.temp 30}}",
        _PAYLOAD,
        "30",
    ),
    Helper(
        "min",
        smallest,
        "The smaller of two numbers.",
        "a b",
        "{{min data.temp 30}}",
        _PAYLOAD,
        "21.5",
    ),
    Helper(
        "scaleLinear",
        scale_linear,
        "The value moved from one range to another.",
        "fromLow fromHigh toLow toHigh value",
        "{{scaleLinear 0 10 0 100 data.text}}",
        _PAYLOAD,
        "40",
    ),
)
