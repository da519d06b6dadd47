"""Values into JSON text, as JavaScript's JSON.stringify writes it.

Apart from reading, whose concern is what strangers send: here the concern is
that numbers, dates and what is undefined come out as others expect them.
"""

import json
import math
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any, Final

from webhooks.payload.json_depth import JsonProblem, check_depth, too_deep
from webhooks.payload.numbers import number_text
from webhooks.payload.values import UNDEFINED, date_text

# Reading stops at 100 levels; a workflow may wrap what it read a few times.
MAX_OUTPUT_DEPTH: Final = 200


def encode_json(
    value: Any, indent: int | str | None = None, *, ascii: bool = False
) -> str:
    """Return JSON.stringify(value, null, indent).

    NaN and the infinities become null, dates their ISO text; what is undefined
    is left out of objects and null elsewhere. ``ascii`` escapes the rest.
    Raises JsonProblem for a value that contains itself or nests too deeply.
    """
    spacer = _spacer(indent)
    if not spacer:
        text = _quick(value, ascii)
        if text is not None:
            return text
    quote = json.encoder.encode_basestring_ascii if ascii else _quote
    return "".join(_Writer(spacer, quote).pieces(value, 0))


def to_plain(value: Any) -> Any:
    """Return a deep copy that JSON can hold: what reading its text would give.

    Raises JsonProblem as encode_json does.
    """
    return _plain(value, 0)


def _spacer(indent: int | str | None) -> str:
    if isinstance(indent, str):
        return indent[:10]
    return " " * min(indent or 0, 10)


_quote = json.encoder.encode_basestring


class _NotQuick(Exception):
    """The value holds what Python's encoder writes differently."""


def _date_or_fail(value: Any) -> str:
    if isinstance(value, datetime):
        return date_text(value)
    raise _NotQuick


_QUICK = {
    ascii: json.JSONEncoder(
        ensure_ascii=ascii,
        allow_nan=False,
        separators=(",", ":"),
        default=_date_or_fail,
    )
    for ascii in (False, True)
}
# How Python writes floats that JavaScript writes otherwise: with nothing but a
# zero behind the point, or with an exponent. Text may look the same, which only
# costs time.
_OTHERWISE = re.compile(r"[\[:,]-?\d+(?:\.0[\],}]|(?:\.\d+)?e[-+])")


def _quick(value: Any, ascii: bool) -> str | None:
    try:
        text = _QUICK[ascii].encode(value)
    except (_NotQuick, ValueError, RecursionError):
        return None
    if type(value) is float or _OTHERWISE.search(text):
        return None
    check_depth(text, MAX_OUTPUT_DEPTH)
    return text


class _Writer:
    def __init__(self, spacer: str, quote: Any) -> None:
        self._spacer = spacer
        self._quote = quote
        self._colon = ": " if spacer else ":"

    def pieces(self, value: Any, depth: int) -> Iterator[str]:
        value = _scalar(value)
        if isinstance(value, str):
            yield self._quote(value)
        elif isinstance(value, dict):
            yield from self._list("{}", self._members(value, depth), depth)
        elif isinstance(value, list | tuple):
            items = (self.pieces(item, depth + 1) for item in value)
            yield from self._list("[]", items, depth)
        else:
            yield _literal(value)

    def _members(self, value: dict[Any, Any], depth: int) -> Iterator[Iterator[str]]:
        for key, item in value.items():
            if item is not UNDEFINED:
                name = self._quote(str(key)) + self._colon
                yield chain((name,), self.pieces(item, depth + 1))

    def _list(
        self, brackets: str, items: Iterator[Iterator[str]], depth: int
    ) -> Iterator[str]:
        if depth == MAX_OUTPUT_DEPTH:
            raise too_deep(MAX_OUTPUT_DEPTH)
        gap = f"\n{self._spacer * (depth + 1)}" if self._spacer else ""
        separator = brackets[0] + gap
        for item in items:
            yield separator
            yield from item
            separator = "," + gap
        if separator[0] != ",":
            yield brackets
        else:
            yield (f"\n{self._spacer * depth}" if gap else "") + brackets[1]


def _scalar(value: Any) -> Any:
    """Return what JSON has instead of a value that it cannot hold."""
    if value is UNDEFINED:
        return None
    if isinstance(value, datetime):
        return date_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    raise JsonProblem(f"{type(value).__name__} has no form in JSON")


def _plain(value: Any, depth: int) -> Any:
    value = _scalar(value)
    if isinstance(value, dict):
        if depth == MAX_OUTPUT_DEPTH:
            raise too_deep(MAX_OUTPUT_DEPTH)
        return {
            str(key): _plain(item, depth + 1)
            for key, item in value.items()
            if item is not UNDEFINED
        }
    if isinstance(value, list | tuple):
        if depth == MAX_OUTPUT_DEPTH:
            raise too_deep(MAX_OUTPUT_DEPTH)
        return [_plain(item, depth + 1) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    raise JsonProblem(f"{type(value).__name__} has no form in JSON")
