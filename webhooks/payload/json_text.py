"""JSON text into values: strict, and bounded before it is parsed.

Python's parser alone lets NaN and Infinity through, recurses until it raises a
RecursionError, and makes lone surrogates that no database or page can hold.
"""

import json
import math
import re
from typing import Any

from webhooks.payload.json_depth import MAX_DEPTH, JsonProblem, check_depth
from webhooks.payload.json_output import encode_json, to_plain
from webhooks.payload.numbers import tidy_number

__all__ = [
    "MAX_DEPTH",
    "JsonProblem",
    "check_depth",
    "encode_json",
    "parse_json",
    "to_plain",
]

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(text: str, *, keep_surrogates: bool = False) -> Any:
    """Return the value that the text describes.

    Of repeated keys the last counts. A surrogate without its partner becomes
    U+FFFD, unless the caller wants to see it and refuse it.

    Raises JsonProblem for everything that is not strict JSON, for nesting
    deeper than 100 and for numbers too large to hold.
    """
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


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise JsonProblem("a number in it is too large")
    # JavaScript has one kind of number: 3.0 is 3 wherever it is shown.
    return tidy_number(number)


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
