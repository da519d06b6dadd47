"""What a reply may carry, and what every ingress answer carries on the wire.

Replies are written by strangers' data as much as by their owner, and they leave
from the same origin as the pages of the person who is signed in. So there are
two gates: ``clean_reply`` when a reply is made, ``protect`` when it is sent.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from webhooks.errors import Invalid
from webhooks.ingress.reply import Headers, Reply

MAX_REPLY_BYTES: Final = 16 * 1024 * 1024
MAX_HEADERS: Final = 64
MAX_HEADER_VALUE_BYTES: Final = 8 * 1024

# The types that Losant's reply node lets through.
LOSANT_CONTENT_TYPES: Final = frozenset(
    {"application/json", "application/xml", "text/csv", "text/plain", "text/xml"}
)

_HTML = frozenset({"application/xhtml+xml", "text/html"})
_DROPPED = frozenset(
    {
        "alt-svc",
        "clear-site-data",
        "connection",
        "content-length",
        "content-security-policy",
        "content-security-policy-report-only",
        "date",
        "keep-alive",
        "nel",
        "referrer-policy",
        "report-to",
        "reporting-endpoints",
        "server",
        "service-worker-allowed",
        "set-cookie",
        "set-cookie2",
        "strict-transport-security",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-content-type-options",
        "x-xss-protection",
    }
)
_DROPPED_PREFIXES = (
    "access-control-",
    "content-security-policy",
    "proxy-",
    "public-key-pins",
)
_BODILESS = frozenset({204, 205, 304})

# RFC 9110 section 5.6.2, with a length that any client can hold.
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}")
_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")
# A comma would let a browser take what follows it as the real type.
_MEDIA_TYPE = re.compile(r"([\w!#$&^.+-]+/[\w!#$&^.+-]+)[ \t]*(;[^,]*)?", re.ASCII)

_SANDBOX = "sandbox allow-forms allow-scripts allow-popups allow-downloads allow-modals"
_STRICT_SANDBOX = "default-src 'none'; sandbox"


def _protection(policy: str) -> Headers:
    return (
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", policy),
        # The auditor of old browsers could be turned against a page; 0 is off.
        ("X-XSS-Protection", "0"),
        # The webhook's URL is a secret and must not reach linked sites.
        ("Referrer-Policy", "no-referrer"),
    )


_PROTECTION = _protection(_SANDBOX)
_STRICT_PROTECTION = _protection(_STRICT_SANDBOX)
_NO_STORE = ("Cache-Control", "no-store")
_ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
_EVERYWHERE = frozenset({*_PROTECTION, *_STRICT_PROTECTION, _NO_STORE})


# What is worth remembering of the headers that workflows send again and again.
_FEW: Final = 8
_SHORT: Final = 500


class WireReply(Reply):
    """A reply that already carries the protective headers.

    Only code in ``ingress`` makes one, so its policy headers are ours; whatever
    users write stays a plain ``Reply`` and loses such headers in ``protect``.
    """

    __slots__ = ()


def clean_reply(
    status: int,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    *,
    content_types: frozenset[str] | None = None,
    allow_html: bool = False,
    max_body_bytes: int = MAX_REPLY_BYTES,
) -> Reply:
    """Return what somebody wants to answer as a reply that is safe to keep.

    Headers that would change the connection, the cookies or the protection of
    this origin are left out in silence. With ``content_types`` any other type
    becomes ``application/json``, as Losant's reply node does it.

    Raises Invalid for a status outside 200-599, a header that cannot be sent,
    HTML where it is not allowed, and a body above ``max_body_bytes``.
    """
    if type(status) is not int or not 200 <= status <= 599:
        raise Invalid("statusCode must be a whole number from 200 to 599", "statusCode")
    if len(body) > max_body_bytes:
        raise Invalid(f"body must not exceed {max_body_bytes} bytes", "body")
    wanted = tuple(headers)
    if len(wanted) > MAX_HEADERS:
        raise Invalid(f"headers must not be more than {MAX_HEADERS}", "headers")
    small = len(wanted) < _FEW and len(repr(wanted)) < _SHORT
    types, others = (_sorted_headers if small else _sort_headers)(wanted)
    kind = _content_type(types, body, content_types, allow_html)
    return Reply(status, (*kind, *others), body)


def _sort_headers(headers: Headers) -> tuple[tuple[str, ...], Headers]:
    """Return the content types among the headers, and what else may be sent.

    Raises Invalid for a header that cannot be sent.
    """
    kept = [_checked_header(name, value) for name, value in headers]
    others = tuple(
        pair
        for pair in kept
        if not _is_dropped(pair[0]) and pair[0].lower() != "content-type"
    )
    types = tuple(value for name, value in kept if name.lower() == "content-type")
    return types, others


# Workflows send the same few again and again.
_sorted_headers = lru_cache(maxsize=256)(_sort_headers)


def protect(reply: Reply, method: str, allow_cors: bool = False) -> Reply:
    """Return the reply as it goes out: protected, and without a body if need be.

    Safe to call twice. ``method`` is the caller's, upper-case. A status below
    200 would leave the client waiting for another one and becomes 200.
    """
    if type(reply) is WireReply:
        if method == "HEAD" and reply.body:
            return WireReply(reply.status, reply.headers, b"")
        return reply
    return _dressed(reply, method, allow_cors, _PROTECTION)


def wire_reply(reply: Reply, extra: Headers = (), *, echoes: bool = False) -> WireReply:
    """Return a reply of our own making with the protection it needs.

    ``extra`` headers may be such as users cannot set. ``echoes`` is for answers
    that repeat the sender's text, as handshakes do: nothing may run or load.
    """
    protection = _STRICT_PROTECTION if echoes else _PROTECTION
    return _dressed(reply, "GET", False, (*protection, *extra))


def own_headers(headers: Headers) -> Headers:
    """Return a reply's headers without the protection that every answer has."""
    return tuple(pair for pair in headers if pair not in _EVERYWHERE)


def _dressed(
    reply: Reply, method: str, allow_cors: bool, protection: Headers
) -> WireReply:
    status = reply.status if reply.status >= 200 else 200
    bodiless = status in _BODILESS
    headers = []
    cached = False
    for pair in reply.headers:
        name = pair[0].lower()
        if _is_dropped(name) or (bodiless and name == "content-type"):
            continue
        cached = cached or name == "cache-control"
        headers.append(pair)
    headers += protection
    if not cached:
        headers.append(_NO_STORE)
    if allow_cors:
        headers.append(_ANY_ORIGIN)
    body = b"" if bodiless or method == "HEAD" else reply.body
    return WireReply(status, tuple(headers), body)


def _is_dropped(name: str) -> bool:
    name = name.lower()
    return name in _DROPPED or name.startswith(_DROPPED_PREFIXES)


def _checked_header(name: str, value: str) -> tuple[str, str]:
    if not isinstance(name, str) or _TOKEN.fullmatch(name) is None:
        raise Invalid(
            "headers must have names of letters, digits and !#$%&'*+-.^_`|~, "
            "at most 128 characters",
            "headers",
        )
    if not isinstance(value, str):
        raise Invalid(f"headers: {name} must be a string", "headers")
    value = value.strip(" \t")
    if len(value) > MAX_HEADER_VALUE_BYTES:
        raise Invalid(
            f"headers: {name} must not exceed {MAX_HEADER_VALUE_BYTES} bytes", "headers"
        )
    if not _is_latin_1(value) or _VALUE.fullmatch(value) is None:
        raise Invalid(
            f"headers: {name} may hold Latin-1 text without control characters only",
            "headers",
        )
    return name, value


def _is_latin_1(text: str) -> bool:
    return not text or max(text) <= "\xff"


def _content_type(
    types: Sequence[str],
    body: bytes,
    allowed: frozenset[str] | None,
    allow_html: bool,
) -> Headers:
    if len(types) > 1:
        raise Invalid("headers: Content-Type may be given once only", "headers")
    match = _MEDIA_TYPE.fullmatch(types[0]) if types else None
    if allowed is not None:
        if match is None or match[1].lower() not in allowed:
            return (("Content-Type", "application/json"),)
        return (("Content-Type", types[0]),)
    if not types:
        return (("Content-Type", _guess(body)),) if body else ()
    if match is None:
        raise Invalid("headers: Content-Type must be one media type", "headers")
    if match[1].lower() in _HTML and not allow_html:
        raise Invalid(
            f"headers: Content-Type {match[1]} is not allowed in a webhook's reply; "
            "send text/plain or application/json",
            "headers",
        )
    return (("Content-Type", types[0]),)


def _guess(body: bytes) -> str:
    try:
        body.decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain; charset=utf-8"
