"""JavaScript's numbers: their text, and what text reads as a number.

Apart from the other values because both directions have rules of their own.
Source: ECMA-262, Number::toString and StringToNumber.
"""

import math
import re
from decimal import Decimal
from typing import Final

# Whole numbers beyond this are not exact in JavaScript.
EXACT: Final = 2**53

# What JavaScript's trim() and \s take as blank.
BLANKS: Final = (
    " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_BASES = {"0x": 16, "0o": 8, "0b": 2}
_INFINITIES = {
    "Infinity": math.inf,
    "+Infinity": math.inf,
    "-Infinity": -math.inf,
}


def tidy_number(value: float) -> int | float:
    """Return a whole number as int where it is exact, and every other as float.

    Keeps minus zero, and turns whole numbers beyond 2**53 into what JavaScript
    would have, so that no sequence of sums can grow a number without bound.
    """
    if isinstance(value, int):
        if -EXACT <= value <= EXACT:
            return int(value)
        return to_float(value)
    if -EXACT < value < EXACT and value.is_integer():
        return int(value) if value or math.copysign(1.0, value) > 0 else value
    return value


def to_float(value: float) -> float:
    """Return the nearest double; beyond their range, an infinity."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def parse_number(text: str) -> int | float:
    """Return what Number(text) is: 0 for blank text, NaN for what is no number."""
    text = text.strip(BLANKS)
    if not text:
        return 0
    if _WHOLE.match(text):
        return int(text) if text[0] != "-" or text.strip("-0") else -0.0
    if _DECIMAL.match(text):
        return tidy_number(float(text))
    base = _BASES.get(text[:2].lower())
    if base is not None:
        return _with_base(text[2:], base)
    return _INFINITIES.get(text, math.nan)


def _with_base(digits: str, base: int) -> int | float:
    if not digits.isalnum() or not digits.isascii():
        return math.nan
    try:
        return tidy_number(int(digits, base))
    except ValueError:
        return math.nan


def number_text(value: float) -> str:
    """Return the number as JavaScript prints it: 1, 0.1, 1e+21, NaN, Infinity.

    Whole numbers of up to 21 digits keep them all, even where JavaScript would
    have rounded them.
    """
    if isinstance(value, int):
        if -(10**21) < value < 10**21:
            return str(int(value))
        value = to_float(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"
    if value.is_integer() and abs(value) < 1e21:
        if abs(value) <= EXACT:
            return str(int(value))
        # The shortest digits that stand for the number, and zeros behind them.
        return f"{Decimal(repr(value)):f}".partition(".")[0]
    text = repr(float(value))
    if "e" not in text:
        return text
    digits, _, exponent = text.partition("e")
    return _shift(digits, int(exponent))


def _shift(digits: str, exponent: int) -> str:
    """Return digits times ten to the exponent, without it down to 1e-6."""
    if not -7 < exponent < 0:
        return f"{digits}e{exponent:+d}"
    sign = "-" * digits.startswith("-")
    return f"{sign}0.{'0' * (-exponent - 1)}{digits.lstrip('-').replace('.', '')}"
