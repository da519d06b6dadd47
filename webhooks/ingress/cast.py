"""Bytes as a value that JSON can hold: the five forms of ``castBuffersAs``.

Source: the webhook's ``castBuffersAs`` in the schemas of Losant's API client.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Final

from webhooks.errors import Invalid

Castable = str | list[int]

_CASTS: Final[Mapping[str, Callable[[bytes], Castable]]] = {
    "array": list,
    "binary": lambda data: data.decode("latin-1"),
    "utf8": lambda data: data.decode("utf-8", "replace"),
    "base64": lambda data: base64.b64encode(data).decode("ascii"),
    "hex": bytes.hex,
}
CASTS: Final = tuple(_CASTS)


def cast(data: bytes, how: str) -> Castable:
    """Return the bytes as ``array`` (whole numbers), ``binary`` (one Latin-1
    character a byte), ``utf8`` (bad bytes replaced), ``base64`` or ``hex``.

    Raises Invalid for any other form.
    """
    if how not in _CASTS:
        raise Invalid(f"castBuffersAs must be one of {', '.join(CASTS)}")
    return _CASTS[how](data)
