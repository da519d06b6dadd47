"""Name-value pairs as queries and HTML forms write them.

Apart because the query string, URL-encoded bodies and handshakes share the rules:
pairs stand between ``&``, a plus is a space, and a repeated name makes a list.
"""

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import unquote_to_bytes

from webhooks.ingress.text import decode_text

Value = TypeVar("Value")


def split_fields(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the decoded pairs in order; a name without ``=`` has an empty value."""
    pairs = []
    for part in data.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            pairs.append((_unquote(name), _unquote(value)))
    return pairs


def query_fields(raw_query: str) -> dict[str, str | list[str]]:
    """Return the query as an object of strings, with lists for repeated names."""
    if not raw_query:
        return {}
    pairs = split_fields(raw_query.encode("latin-1", "replace"))
    return grouped((decode_text(name), decode_text(value)) for name, value in pairs)


def first_query_values(raw_query: str) -> dict[bytes, bytes]:
    """Return the query as bytes; of repeated names the first counts."""
    values: dict[bytes, bytes] = {}
    if raw_query:
        for name, value in split_fields(raw_query.encode("latin-1", "replace")):
            values.setdefault(name, value)
    return values


def grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value | list[Value]]:
    """Return an object of the pairs in which repeated names hold lists."""
    lists: dict[str, list[Value]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value)
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in lists.items()
    }


def _unquote(data: bytes) -> bytes:
    if b"+" in data:
        data = data.replace(b"+", b" ")
    return unquote_to_bytes(data) if b"%" in data else data
