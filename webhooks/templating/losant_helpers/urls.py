"""Helpers for URLs: encodeURIComponent and its family, queryStringEncode.

The sets of characters that stay are ECMA-262's (URI Handling Functions) and, for
the query string, those of Node's querystring.stringify.
"""

import re
from typing import Any
from urllib.parse import quote

from webhooks.payload.values import UNDEFINED, to_text
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall

_MARKS = "-_.!~*'()"
_RESERVED = ";/?:@&=+$,#"
_ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2})+|%")


def encode(text: str, kept: str = "") -> str:
    """Return text with all but letters, digits, marks and ``kept`` as %XX.

    :raises RenderError: if the text holds half a surrogate pair.
    """
    try:
        return quote(text, safe=_MARKS + kept)
    except UnicodeEncodeError:
        raise RenderError("URI malformed: the text holds half a character") from None


def decode(text: str, kept: str = "") -> str:
    """Return text with %XX decoded, but for those that stand for ``kept``.

    :raises RenderError: if an escape is incomplete or no UTF-8.
    """

    def decoded(match: re.Match[str]) -> str:
        try:
            run = bytes.fromhex(match[0].replace("%", "")).decode()
        except ValueError:
            run = ""
        if not run:
            raise RenderError(f"URI malformed: {match[0][:30]!r} cannot be decoded")
        return "".join(f"%{ord(char):02X}" if char in kept else char for char in run)

    return _ESCAPES.sub(decoded, text)


def encode_component(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return encodeURIComponent(value)."""
    return encode(to_text(value))


def decode_component(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return decodeURIComponent(value)."""
    return decode(to_text(value))


def encode_address(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return encodeURI(value)."""
    return encode(to_text(value), _RESERVED)


def decode_address(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return decodeURI(value)."""
    return decode(to_text(value), _RESERVED)


def query_string_encode(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return an object as a query string; arrays repeat their key."""
    if not isinstance(value, dict):
        return ""
    return "&".join(
        f"{encode(str(key))}={encode(_primitive(item))}"
        for key, items in value.items()
        for item in (items if isinstance(items, list | tuple) else (items,))
    )


def _primitive(value: Any) -> str:
    return to_text(value) if isinstance(value, str | bool | int | float) else ""


_PAYLOAD = {"data": {"name": "a b&c", "path": "/a b?x=1"}}

HELPERS = (
    Helper(
        "encodeURIComponent",
        encode_component,
        "The text as one part of a URL.",
        "text",
        "{{encodeURIComponent data.name}}",
        _PAYLOAD,
        "a%20b%26c",
    ),
    Helper(
        "decodeURIComponent",
        decode_component,
        "The text that a part of a URL stands for.",
        "text",
        "{{{decodeURIComponent 'a%20b%26c'}}}",
        {},
        "a b&c",
    ),
    Helper(
        "encodeURI",
        encode_address,
        "The text as a whole URL: what separates its parts stays.",
        "text",
        "{{{encodeURI data.path}}}",
        _PAYLOAD,
        "/a%20b?x=1",
    ),
    Helper(
        "decodeURI",
        decode_address,
        "The text that a URL stands for: what separates its parts stays encoded.",
        "text",
        "{{decodeURI 'a%20b%26c'}}",
        {},
        "a b%26c",
    ),
    Helper(
        "queryStringEncode",
        query_string_encode,
        "The object as a query string; use three braces to keep its &.",
        "object",
        "{{{queryStringEncode data}}}",
        _PAYLOAD,
        "name=a%20b%26c&path=%2Fa%20b%3Fx%3D1",
    ),
)
