"""JSON from strangers: strict, and bounded before it is parsed.

Python's parser alone lets NaN and Infinity through, recurses until it raises a
RecursionError, and makes lone surrogates that no database or page can hold.
"""

import json
import math
import re
from typing import Any, Final

from webhooks.ingress.text import known_charset

MAX_DEPTH: Final = 100

# Possessive and with an optional closing quote, so that it never looks back:
# the scan stays linear whatever the text is.
_PIECE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonProblem(Exception):
    """The text is not JSON that we take; the message says why."""


def load_json(data: bytes, charset: str = "", *, keep_surrogates: bool = False) -> Any:
    """Return the value that the bytes describe.

    They are read as UTF-8, with or without a byte order mark, unless
    ``charset`` names another known one. Of repeated keys the last counts. A
    surrogate without its partner becomes U+FFFD, unless the caller wants to see
    it and refuse it.

    Raises JsonProblem for everything that is not strict JSON, for nesting
    deeper than 100 and for numbers too large to hold.
    """
    name = known_charset(charset) or "utf-8"
    try:
        text = data.decode("utf-8-sig" if name in {"utf-8", "ascii"} else name)
    except UnicodeDecodeError:
        raise JsonProblem(f"it is not text in {name.upper()}") from None
    check_depth(text)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise JsonProblem(f"{error.msg} ({where})") from None
    except ValueError:
        # Python's limit on the digits of a whole number.
        raise JsonProblem("a number in it has too many digits") from None
    if keep_surrogates or not _SURROGATE_ESCAPE.search(text):
        return value
    return _repaired(value)


def check_depth(text: str) -> None:
    """Raise JsonProblem when brackets nest deeper than 100; takes linear time."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise JsonProblem(f"it nests deeper than {MAX_DEPTH} levels")
        elif piece in "]}":
            depth -= 1


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise JsonProblem("a number in it is too large")
    return number


def _refuse_constant(name: str) -> None:
    raise JsonProblem(f"{name} is not a JSON value")


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse_constant)


def _repaired(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_repaired(item) for item in value]
    if isinstance(value, dict):
        return {_repaired(key): _repaired(item) for key, item in value.items()}
    return value
