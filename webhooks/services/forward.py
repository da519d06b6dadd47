"""Sending a stored request on to another server, with the body byte for byte.

Apart from the replay, which stays inside: this goes out to wherever somebody
says, so it goes through the guard, is written into the log, and is rationed.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from webhooks.errors import Conflict, Invalid, TooMany
from webhooks.ingress.endpoint import RateLimit
from webhooks.ingress.reply import Headers
from webhooks.runtime.http_client import OutboundFailed, OutboundRefused
from webhooks.services.replay import lacks_its_body
from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.services.site import Site
from webhooks.storage.models import Delivery

_logger = logging.getLogger(__name__)

RATE: Final = RateLimit(30, 60)
SECONDS: Final = 30.0
MOST_ANSWER_BYTES: Final = 5 * 1024 * 1024

# They are about the connection on which the request came, or ours to write.
_NEVER_SENT: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to send a delivery, and what of it.

    ``names`` are the headers to send, in small letters, None for all that are no
    secrets. Those that may be secrets are only sent ``with_secrets``, and so is
    a query that may hold one. ``with_target`` adds path and query to the URL.
    """

    url: str
    names: frozenset[str] | None = None
    with_secrets: bool = False
    with_target: bool = False


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What came back, from which address, after how long."""

    url: str
    status: int
    headers: Headers
    body: bytes
    duration_ms: float


def sendable(delivery: Delivery) -> list[str]:
    """Return the names of the headers that can be sent on, as they were given."""
    steering = {
        name.strip().lower()
        for key, value in delivery.headers
        if key.lower() == "connection"
        for name in value.split(",")
    }
    left_out = _NEVER_SENT | steering
    names = [name.lower() for name, _ in delivery.headers]
    return [name for name in dict.fromkeys(names) if name not in left_out]


def forward(site: Site, delivery: Delivery, wish: Wish, who: str) -> Forwarded:
    """Send a delivery on and return the answer, whatever its status.

    A redirect is returned and not followed. ``who`` goes into the log.
    The delivery's body must have been loaded. Raises Invalid for what must not
    be sent, Conflict when no answer came or the body is not known, and TooMany.
    """
    if lacks_its_body(delivery):
        raise Conflict(
            "This request was refused before its body was read, so its body is "
            "not known. Ask the sender to send it again."
        )
    wait = site.forwards.admit(delivery.application_id, RATE)
    if wait is not None:
        text = f"{RATE.requests} requests a minute can be sent on. Wait a little."
        raise TooMany(text, max(1, round(wait)))
    url = _target(delivery, wish)
    began = site.clock.monotonic()
    try:
        response = site.outbound.request(
            delivery.method,
            url,
            headers=_headers(delivery, wish),
            body=delivery.body,
            timeout_seconds=SECONDS,
            max_bytes=MOST_ANSWER_BYTES,
            max_redirects=0,
        )
    except OutboundRefused as error:
        _note(delivery, wish, who, "refused")
        raise Invalid(f"The request was not sent: {error}.", "url") from None
    except OutboundFailed as error:
        _note(delivery, wish, who, "failed")
        raise Conflict(f"The request was sent, but {error}.") from None
    duration_ms = (site.clock.monotonic() - began) * 1000
    _note(delivery, wish, who, str(response.status))
    return Forwarded(
        response.url, response.status, response.headers, response.body, duration_ms
    )


def _target(delivery: Delivery, wish: Wish) -> str:
    url = wish.url.strip().partition("#")[0]
    if not wish.with_target:
        return url
    base, _, query = url.partition("?")
    if delivery.path != "/":
        base = base.rstrip("/") + delivery.path
    hidden = is_secret_query(delivery.status) and not wish.with_secrets
    parts = [part for part in (query, "" if hidden else delivery.raw_query) if part]
    return "?".join([base, "&".join(parts)]) if parts else base


def _headers(delivery: Delivery, wish: Wish) -> dict[str, str]:
    wanted = [
        name
        for name in sendable(delivery)
        if (wish.names is None or name in wish.names)
        and (wish.with_secrets or not is_secret_header(name))
    ]
    return {name: _joined(name, _values(delivery, name)) for name in wanted}


def _values(delivery: Delivery, wanted: str) -> Iterable[str]:
    return (value for name, value in delivery.headers if name.lower() == wanted)


def _joined(name: str, values: Iterable[str]) -> str:
    """Return repeated headers as one, which means the same (RFC 9110, 5.3)."""
    return ("; " if name == "cookie" else ", ").join(values)


def _note(delivery: Delivery, wish: Wish, who: str, outcome: str) -> None:
    host = wish.url.strip().partition("://")[2].partition("/")[0].partition("?")[0]
    _logger.info(
        "%s sent delivery %s on to %r: %s",
        *(who, delivery.id, host.rpartition("@")[2][:200], outcome),
    )
