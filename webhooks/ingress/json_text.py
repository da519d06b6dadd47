"""JSON from the bytes of a request, whose charset its sender may name.

What may stand in it is the payload's business.
"""

from typing import Any, Final

from webhooks.ingress.text import known_charset
from webhooks.payload.json_text import (
    MAX_DEPTH,
    JsonProblem,
    check_depth,
    parse_json,
)

_BYTE_ORDER_MARK: Final = "\ufeff"

__all__ = ["MAX_DEPTH", "JsonProblem", "check_depth", "load_json"]


def load_json(data: bytes, charset: str = "", *, keep_surrogates: bool = False) -> Any:
    """Return the value that the bytes describe.

    They are read as UTF-8, with or without a byte order mark, unless
    ``charset`` names another known one.

    Raises JsonProblem for what is not text in that charset, and for all that
    ``parse_json`` refuses.
    """
    name = known_charset(charset) or "utf-8"
    try:
        # Python's own codec that takes a byte order mark is not in C.
        is_utf_8 = name in {"utf-8", "ascii"}
        text = data.decode("utf-8" if is_utf_8 else name)
    except UnicodeDecodeError:
        raise JsonProblem(f"it is not text in {name.upper()}") from None
    if is_utf_8 and text.startswith(_BYTE_ORDER_MARK):
        text = text[1:]
    return parse_json(text, keep_surrogates=keep_surrogates)
