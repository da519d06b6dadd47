"""The digits of a number as JavaScript's toFixed, toExponential and toPrecision.

Apart from the format language because these are rules of ECMAScript (20.1.3):
they round the exact binary value, a tie upwards, where Python rounds a tie to
the even digit. All of them take numbers that are not negative.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from math import floor, isfinite

# Large enough for every digit of the largest double with 20 decimals.
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_PLAIN_BELOW = 1e21


def shortest_integer(value: float) -> str:
    """Return a whole number's shortest exact digits, never with an exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def shortest_digits(value: float) -> str:
    """Return the fewest significant digits that tell a double from all others."""
    return "".join(map(str, Decimal(repr(value)).normalize().as_tuple().digits))


def significant(value: float, digits: int) -> tuple[str, int] | None:
    """Return that many significant digits and the exponent of the first one.

    ``None`` for zero, NaN and infinity, which have no first digit.
    """
    if not isfinite(value) or value == 0:
        return None
    rounding = Context(prec=digits, rounding=ROUND_HALF_UP)
    rounded = rounding.plus(Decimal(value))
    text = "".join(map(str, rounded.as_tuple().digits))
    return text.ljust(digits, "0")[:digits], rounded.adjusted()


def fixed(value: float, decimals: int) -> str:
    """Return the number with exactly that many decimals (``toFixed``)."""
    if not isfinite(value):
        return "Infinity"
    if value >= _PLAIN_BELOW:
        # Python and JavaScript write these alike: 1e+21, 1.5e+300.
        return repr(value)
    unit = Decimal(1).scaleb(-decimals)
    return format(Decimal(value).quantize(unit, context=_EXACT), "f")


def exponential(value: float, decimals: int) -> str:
    """Return one digit, that many decimals and an exponent (``toExponential``)."""
    if not isfinite(value):
        return "Infinity"
    digits, exponent = significant(value, decimals + 1) or ("0" * (decimals + 1), 0)
    return _with_exponent(digits, exponent)


def precise(value: float, digits: int) -> str:
    """Return that many significant digits, with an exponent if it is shorter
    (``toPrecision``)."""
    if not isfinite(value):
        return "Infinity"
    text, exponent = significant(value, digits) or ("0" * digits, 0)
    if exponent < -6 or exponent >= digits:
        return _with_exponent(text, exponent)
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + text
    return _with_point(text, exponent + 1)


def rounded(value: float, digits: int) -> str:
    """Return the number rounded to significant digits, never with an exponent."""
    found = significant(value, digits)
    if found is None:
        return "0" if value == 0 else "Infinity"
    text, exponent = found
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + text
    return _with_point(text.ljust(exponent + 1, "0"), exponent + 1)


def nearest_integer(value: float) -> float:
    """Return the nearest whole number, a half upwards (``Math.round``)."""
    if not isfinite(value):
        return value
    whole = floor(value)
    return float(whole + (value - whole >= 0.5))


def in_radix(value: float, kind: str) -> str:
    """Return the nearest whole number in base 2, 8 or 16 (``b o x X``)."""
    if not isfinite(value):
        return "INFINITY" if kind == "X" else "Infinity"
    return format(int(nearest_integer(value)), kind)


def _with_point(digits: str, whole: int) -> str:
    return digits if len(digits) <= whole else f"{digits[:whole]}.{digits[whole:]}"


def _with_exponent(digits: str, exponent: int) -> str:
    sign = "-" if exponent < 0 else "+"
    return f"{_with_point(digits, 1)}e{sign}{abs(exponent)}"
