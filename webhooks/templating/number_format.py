"""Numbers as text by the format language of d3-format, ``,.2f`` for instance.

The language is ``[[fill]align][sign][symbol][0][width][,][.precision][~][type]``
(https://d3js.org/d3-format). Signs and SI prefixes are those of versions 2 and 3
with the default US English locale: negative numbers carry U+2212, a real minus.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from webhooks.payload.numbers import to_float
from webhooks.payload.values import to_text
from webhooks.templating.number_digits import (
    exponential,
    fixed,
    in_radix,
    nearest_integer,
    precise,
    rounded,
    shortest_digits,
    shortest_integer,
    significant,
)

DEFAULT_FORMAT = ",.6"
MAX_WIDTH = 1_000
MINUS = "\N{MINUS SIGN}"

_LANGUAGE = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[+\-( ])?(?P<symbol>[$#])?"
    r"(?P<zero>0)?(?P<width>\d+)?(?P<comma>,)?(?:\.(?P<precision>\d+))?"
    r"(?P<trim>~)?(?P<type>[a-zA-Z%])?",
    re.ASCII,
)
_SI_PREFIXES = ("y", "z", "a", "f", "p", "n", "µ", "m", "", *"kMGTPEZY")
_TYPES = frozenset("%bcdefgoprsXx")
_SIGNIFICANT = frozenset("gprs")
_WITHOUT_FRACTION = frozenset("boxXc")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format, read. Make one with :func:`number_format`."""

    fill: str
    align: str
    sign: str
    symbol: str
    zero: bool
    width: int
    comma: bool
    precision: int
    trim: bool
    type: str

    def __call__(self, number: float) -> str:
        """Return the number as text."""
        if self.type == "c":
            return self._laid_out(self.prefix, "", to_text(number) + self.suffix)
        value = to_float(number)
        text, unit = self._digits(abs(value))
        if self.trim:
            text = _trimmed(text)
        negative = _is_negative(value) and (self.sign == "+" or not _is_zero(text))
        whole, rest = (text, "")
        if self.type not in _WITHOUT_FRACTION:
            whole, rest = _split_after_digits(text)
        closing = ")" if negative and self.sign == "(" else ""
        prefix = self._sign_of(negative) + self.prefix
        return self._laid_out(prefix, whole, rest + unit + self.suffix + closing)

    @property
    def prefix(self) -> str:
        """What the symbol puts before the digits."""
        if self.symbol == "#" and self.type in {"b", "o", "x", "X"}:
            return "0" + self.type.lower()
        return "$" if self.symbol == "$" else ""

    @property
    def suffix(self) -> str:
        """What the type puts after the digits."""
        return "%" if self.type in {"%", "p"} and self.symbol != "$" else ""

    def _sign_of(self, negative: bool) -> str:
        if negative:
            return "(" if self.sign == "(" else MINUS
        return self.sign if self.sign in {"+", " "} else ""

    def _digits(self, value: float) -> tuple[str, str]:
        """Return the digits of a number not below zero, and its SI prefix."""
        if value != value:
            return "NaN", ""
        match self.type:
            case "s":
                return _si(value, self.precision)
            case "f" | "%":
                return fixed(
                    value * (100 if self.type == "%" else 1), self.precision
                ), ""
            case "r" | "p":
                return rounded(
                    value * (100 if self.type == "p" else 1), self.precision
                ), ""
            case "e":
                return exponential(value, self.precision), ""
            case "d":
                return _integer(value), ""
            case "g":
                return precise(value, self.precision), ""
            case radix:
                return in_radix(value, radix), ""

    def _laid_out(self, prefix: str, whole: str, rest: str) -> str:
        """Group, pad and align the parts of the text."""
        if self.comma and not self.zero:
            whole = _grouped(whole)
        missing = max(0, self.width - len(prefix) - len(whole) - len(rest))
        padding = self.fill * missing
        if self.comma and self.zero:
            limit = self.width - len(rest) if missing else None
            whole, padding = _grouped(padding + whole, limit), ""
        match self.align:
            case "<":
                return prefix + whole + rest + padding
            case "=":
                return prefix + padding + whole + rest
            case "^":
                left = missing // 2 if padding else 0
                return padding[:left] + prefix + whole + rest + padding[left:]
            case _:
                return padding + prefix + whole + rest


@lru_cache(maxsize=256)
def number_format(text: str) -> NumberFormat:
    """Return the format that a text describes.

    :raises ValueError: if it is not in the language, or wider than 1,000.
    """
    match = _LANGUAGE.fullmatch(text)
    if match is None or len(match["width"] or "") > 4 or len(text) > 100:
        raise ValueError(f"{text[:100]!r} is not a number format such as ',.2f'")
    width = int(match["width"] or 0)
    if width > MAX_WIDTH:
        raise ValueError(f"a number cannot be padded to more than {MAX_WIDTH:,}")
    kind, comma, trim = match["type"] or "", bool(match["comma"]), bool(match["trim"])
    precision = int(match["precision"]) if match["precision"] else None
    if kind == "n":
        kind, comma = "g", True
    elif kind not in _TYPES:
        # No type, and every unknown one, means ".12~g".
        kind, trim = "g", True
        precision = 12 if precision is None else precision
    fill, align = match["fill"] or " ", match["align"] or ">"
    zero = bool(match["zero"]) or (fill == "0" and align == "=")
    return NumberFormat(
        fill="0" if zero else fill,
        align="=" if zero else align,
        sign=match["sign"] or "-",
        symbol=match["symbol"] or "",
        zero=zero,
        width=width,
        comma=comma,
        precision=_supported(precision, kind),
        trim=trim,
        type=kind,
    )


def format_number(number: float, text: str = DEFAULT_FORMAT) -> str:
    """Return a number in a format of the language.

    :raises ValueError: if the format is not in the language.
    """
    return number_format(text)(number)


def _supported(precision: int | None, kind: str) -> int:
    if precision is None:
        return 6
    if kind in _SIGNIFICANT:
        return max(1, min(21, precision))
    return max(0, min(20, precision))


def _is_negative(value: float) -> bool:
    return value < 0 or (value == 0 and str(value).startswith("-"))


def _is_zero(text: str) -> bool:
    """Whether JavaScript's Number() makes zero of the digits."""
    try:
        return float(text) == 0
    except ValueError:
        return False


def _integer(value: float) -> str:
    whole = nearest_integer(value)
    return "∞" if whole == float("inf") else shortest_integer(whole)


def _si(value: float, precision: int) -> tuple[str, str]:
    """Return the digits of a multiple of a power of 1,000, and that power's name."""
    found = significant(value, precision)
    if found is None:
        return precise(value, precision), ""
    digits, exponent = found
    thousands = max(-8, min(8, exponent // 3))
    whole = exponent - thousands * 3 + 1
    if whole >= len(digits):
        text = digits.ljust(whole, "0")
    elif whole > 0:
        text = f"{digits[:whole]}.{digits[whole:]}"
    else:
        # Less than one yocto: the places before the first digit count too.
        text = "0." + "0" * -whole + _leading(value, precision + whole - 1)
    return text, _SI_PREFIXES[8 + thousands]


def _leading(value: float, digits: int) -> str:
    """Return that many digits of a number, or the shortest ones that tell it."""
    found = significant(value, digits) if digits > 0 else None
    return found[0] if found else shortest_digits(value)


def _split_after_digits(text: str) -> tuple[str, str]:
    for index, char in enumerate(text):
        if not char.isdigit():
            return text[:index], text[index:]
    return text, ""


def _trimmed(text: str) -> str:
    """Drop the zeros at the end of the decimals, before an exponent or a unit."""
    match = re.match(r"(\d*)(\.\d*?)(0*)(?!\d)(.*)", text)
    if match is None:
        return text
    return match[1] + ("" if match[2] == "." else match[2]) + match[4]


def _grouped(digits: str, limit: int | None = None) -> str:
    """Put a comma before every three digits from the right, as far as fits.

    ``limit`` is the number of characters that the text may have.
    """
    groups: list[str] = []
    end, length = len(digits), 0
    while end > 0:
        size = 3
        if limit is not None and length + size + 1 > limit:
            size = max(1, limit - length)
        groups.append(digits[max(0, end - size) : end])
        end -= size
        length += size + 1
        if limit is not None and length > limit:
            break
    return ",".join(reversed(groups))
