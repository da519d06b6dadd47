"""What a caller gets."""

import json
from dataclasses import dataclass
from typing import Any

from webhooks.errors import WebhooksError

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete HTTP answer; ``Content-Length`` is added by the door."""

    status: int
    headers: Headers = ()
    body: bytes = b""


def json_reply(status: int, value: Any, headers: Headers = ()) -> Reply:
    """Return a reply whose body is ``value`` as JSON."""
    body = json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
    return Reply(status, (("Content-Type", "application/json"), *headers), body)


def text_reply(status: int, text: str, headers: Headers = ()) -> Reply:
    """Return a plain-text reply in UTF-8."""
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return Reply(status, (kind, *headers), text.encode())


def error_reply(error: WebhooksError, headers: Headers = ()) -> Reply:
    """Return the error in the API's shape: ``{"type", "message"}``."""
    retry_after = getattr(error, "retry_after_seconds", None)
    if retry_after is not None:
        headers = (*headers, ("Retry-After", str(retry_after)))
    allowed = getattr(error, "allowed", ())
    if allowed:
        headers = (*headers, ("Allow", ", ".join(allowed)))
    value = {"type": error.type, "message": error.message}
    return json_reply(error.status, value, headers)
