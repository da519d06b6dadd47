"""Which page of a list an address asks for."""

from collections.abc import Mapping
from typing import Final

_MOST_DIGITS: Final = 6


def page_number(arguments: Mapping[str, str]) -> int:
    """Return the number in ``page``, counted from 0; 0 for anything odd."""
    number = arguments.get("page", "")[:_MOST_DIGITS]
    return int(number) if number.isascii() and number.isdecimal() else 0
