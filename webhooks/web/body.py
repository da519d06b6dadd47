"""Reading a request's body exactly, or refusing it.

Plain Flask answers 200 to half a body and cuts an over-long chunked one
without a word; both would be acknowledged data loss. This reader compares the
length, asks for one byte more than the limit, and is bounded in time by the
server (``worker.py`` adds the deadline and knows the parser's errors).
"""

from collections.abc import Callable
from typing import Any

from webhooks.errors import Invalid, TooLarge

_STEP = 65_536
MALFORMED = "The request's body is malformed."

# Called with every piece's length; may raise to stop the reading.
Account = Callable[[int], None]


def declared_length(environ: dict[str, Any]) -> int | None:
    """Return the announced length of the body in bytes, None when chunked."""
    text = environ.get("CONTENT_LENGTH")
    if text:
        return int(text)
    return None if environ.get("HTTP_TRANSFER_ENCODING") else 0


def too_large(limit_bytes: int) -> TooLarge:
    """Return the error for a body over the limit."""
    return TooLarge(f"The request's body is larger than {limit_bytes} bytes.")


def read_exactly(environ: dict[str, Any], limit_bytes: int, account: Account) -> bytes:
    """Return the whole body.

    Raises TooLarge over the limit (at once when the length is announced) and
    Invalid when the sender went away half-way.
    """
    declared = declared_length(environ)
    if declared == 0:
        return b""
    if declared is not None and declared > limit_bytes:
        raise too_large(limit_bytes)
    body = bytearray()
    read = environ["wsgi.input"].read
    # Never past the announced end: there, some servers wait for more.
    end = limit_bytes + 1 if declared is None else declared
    while piece := read(min(_STEP, end - len(body))):
        body += piece
        account(len(piece))
        if len(body) > limit_bytes:
            raise too_large(limit_bytes)
        if len(body) == declared:
            break
    if declared is not None and len(body) != declared:
        raise Invalid(
            f"The request's body is incomplete: {len(body)} of {declared} bytes came."
        )
    return bytes(body)
