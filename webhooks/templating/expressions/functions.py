"""The functions and constants of expressions.

Source: Losant's documentation of expressions for the names, ECMA-262 (the Math
object) for what they return.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from webhooks.payload.numbers import tidy_number, to_float
from webhooks.payload.values import UNDEFINED, is_object, strictly_equal, to_text
from webhooks.templating.expressions.operators import power

Number = int | float

CONSTANTS: Final[dict[str, Any]] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": UNDEFINED,
    "E": math.e,
    "PI": math.pi,
    "NaN": math.nan,
    "Infinity": math.inf,
}


@dataclass(frozen=True, slots=True)
class Function:
    """``least`` and ``most`` count the arguments; None for as many as wanted."""

    call: Callable[..., Any]
    least: int = 1
    most: int | None = 1
    # Whether every argument becomes a number first.
    takes_numbers: bool = True
    # Whether it goes through its arguments, so that their size costs.
    scans: bool = False


def _of_real(
    function: Callable[..., float], overflow: Callable[[float], float] | None = None
) -> Function:
    """Return a function that gives NaN where it is not defined."""

    def call(number: Number) -> Number:
        value = to_float(number)
        try:
            return tidy_number(function(value))
        except OverflowError:
            return overflow(value) if overflow else value
        except ValueError:
            return math.nan

    return Function(call)


def _logarithm(function: Callable[[float], float]) -> Function:
    return _of_real(lambda value: function(value) if value else -math.inf)


def _whole(function: Callable[[float], int]) -> Function:
    """Return a function to whole numbers, which leaves NaN and infinities alone."""

    def call(number: Number) -> Number:
        return tidy_number(function(number)) if math.isfinite(number) else number

    return Function(call)


def _round(number: float) -> int:
    whole = math.floor(number)
    return whole if number - whole < 0.5 else whole + 1


def _atanh(value: float) -> float:
    return math.copysign(math.inf, value) if abs(value) == 1 else math.atanh(value)


def _atan2(y: Number, x: Number) -> Number:
    return tidy_number(math.atan2(y, x))


def _chosen(
    choose: Callable[..., Number], of_none: float
) -> Callable[..., int | float]:
    def call(*numbers: Number) -> Number:
        if any(math.isnan(number) for number in numbers):
            return math.nan
        return choose(numbers, default=of_none)

    return call


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, str | list | dict) else UNDEFINED


def _includes(container: Any, item: Any) -> bool:
    if isinstance(container, str):
        return to_text(item) in container
    if not isinstance(container, list):
        return False
    if is_object(item):
        return any(member is item for member in container)
    # Python's own search is far faster, but takes 1 for true.
    return item in container and any(
        strictly_equal(member, item) for member in container
    )


def _infinite(value: float) -> float:
    return math.inf


def _signed_infinite(value: float) -> float:
    return math.copysign(math.inf, value)


FUNCTIONS: Final[dict[str, Function]] = {
    "abs": _of_real(abs),
    "ceil": _whole(math.ceil),
    "floor": _whole(math.floor),
    "round": _whole(_round),
    "trunc": _whole(math.trunc),
    "sqrt": _of_real(math.sqrt),
    "pow": Function(power, 2, 2),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
    "exp": _of_real(math.exp, _infinite),
    "sin": _of_real(math.sin),
    "cos": _of_real(math.cos),
    "tan": _of_real(math.tan),
    "asin": _of_real(math.asin),
    "acos": _of_real(math.acos),
    "atan": _of_real(math.atan),
    "atan2": Function(_atan2, 2, 2),
    "sinh": _of_real(math.sinh, _signed_infinite),
    "cosh": _of_real(math.cosh, _infinite),
    "tanh": _of_real(math.tanh),
    "asinh": _of_real(math.asinh),
    "acosh": _of_real(math.acosh),
    "atanh": _of_real(_atanh),
    "min": Function(_chosen(min, math.inf), 0, None),
    "max": Function(_chosen(max, -math.inf), 0, None),
    "length": Function(_length, takes_numbers=False),
    "includes": Function(_includes, 2, 2, takes_numbers=False, scans=True),
}
