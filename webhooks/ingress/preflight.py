"""Methods that a webhook takes, and the question of browsers whether it does."""

import re
from typing import Final

from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.reply import Headers, Reply
from webhooks.ingress.reply_filter import wire_reply
from webhooks.ingress.request import InboundRequest

METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

_ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
_HEADER_NAMES = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z, ]{1,1024}")
_PREFLIGHT_SECONDS = "600"


def preflight(endpoint: Endpoint, request: InboundRequest) -> Reply | None:
    """Answer a browser's CORS question, if this is one and the webhook allows it."""
    if request.method != "OPTIONS" or not endpoint.allow_cors:
        return None
    asked = request.header("Access-Control-Request-Method")
    if asked is None or request.header("Origin") is None:
        return None
    headers: Headers = (
        _ANY_ORIGIN,
        ("Access-Control-Allow-Methods", ", ".join(allowed_methods(endpoint))),
        # A star would not cover Authorization, so the list asked for is granted.
        ("Access-Control-Allow-Headers", _header_names(request) or "*"),
        ("Access-Control-Max-Age", _PREFLIGHT_SECONDS),
        ("Vary", "Access-Control-Request-Headers"),
    )
    return wire_reply(Reply(204), headers)


def _header_names(request: InboundRequest) -> str:
    names = request.header("Access-Control-Request-Headers") or ""
    return names if _HEADER_NAMES.fullmatch(names) else ""


def allowed_methods(endpoint: Endpoint) -> tuple[str, ...]:
    """Return the methods that the webhook takes, in order."""
    if endpoint.allowed_methods is None:
        return METHODS
    return tuple(sorted(endpoint.allowed_methods & frozenset(METHODS)))
