"""Live view: new and changed deliveries as server-sent events."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from webhooks.errors import TooMany
from webhooks.runtime.live_feed import Dropped
from webhooks.services import deliveries, webhooks
from webhooks.services.site import Site
from webhooks.web import security
from webhooks.web.current import current_site
from webhooks.web.long_answers import while_allowed
from webhooks.web.pages.live_frames import DeliveryFrames
from webhooks.web.pages.visitor import (
    is_still_let_in,
    require,
    this_application,
    visitor,
)

live_pages = Blueprint(
    "live",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>",
)

STREAMS_PER_SESSION: Final = 20
_RETRY_MS: Final = 2000
_HEARTBEAT_SECONDS: Final = 15.0
# What the system keeps for a reader that does not read. It is small, so that the
# writer's deadline begins soon and not after megabytes.
_UNREAD_BYTES: Final = 64 * 1024
_EXTENSION: Final = "switchhook_streams"


class Streams:
    """Counts open streams, so that one browser cannot take all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Counter[str] = Counter()

    def take(self, key: str) -> Callable[[], None]:
        """Count one more; call the result once it is closed. Raises TooMany."""
        with self._lock:
            if self._open[key] >= STREAMS_PER_SESSION:
                raise TooMany(
                    "Too many live pages are open in this browser. Close some.", 10
                )
            self._open[key] += 1
        closed = threading.Event()

        def close() -> None:
            with self._lock:
                if not closed.is_set():
                    closed.set()
                    self._open[key] -= 1
                    if not self._open[key]:
                        del self._open[key]

        return close


def register(app: Flask) -> None:
    """Give an application its count of open streams."""
    app.extensions[_EXTENSION] = Streams()


@live_pages.get("/stream")
@require("deliveries.stream")
def stream(webhook_id: str) -> ResponseReturnValue:
    """Stream rows of the webhook from ``Last-Event-ID`` (or ``after``) on."""
    site, application = current_site(), this_application()
    webhooks.get(site, application.id, webhook_id)
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    return streamed(_parts(app, site, webhook_id, _last_seen()), "deliveries.stream")


def streamed(parts: Iterator[str], action: str) -> Response:
    """Return server-sent events that end when the visitor may not see them any more.

    Raises Forbidden for another site's page, and TooMany when too many are open.
    """
    security.check_same_origin()
    site, application = current_site(), this_application()
    # Once the stream has begun there is no status left to say this with.
    if len(site.live) >= site.live.limit:
        raise TooMany("Too many live views are open. Close one and try again.", 10)
    # Before a place is taken, which nobody would give back if this failed.
    _keep_little(request.environ.get("gunicorn.socket"))
    streams: Streams = current_app.extensions[_EXTENSION]
    close = streams.take(visitor().session.id)
    allowed = while_allowed(
        parts,
        partial(is_still_let_in, site, visitor(), action, application.id),
        site.clock.monotonic,
    )
    response = Response(allowed, mimetype="text/event-stream")
    response.call_on_close(close)
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _last_seen() -> int | None:
    given = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    text = given[:18]
    return int(text) if text.isascii() and text.isdecimal() else None


def _keep_little(connection: Any) -> None:
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD_BYTES)


def _parts(
    app: Flask, site: Site, webhook_id: str, last_seen: int | None
) -> Iterator[str]:
    """Yield what the page missed, then what everybody is sent.

    No session is held between two parts. Ends when the reader falls behind or
    the server stops: the page reconnects with the last number it saw.
    """
    yield f"retry: {_RETRY_MS}\n\n"
    frames = DeliveryFrames(app, site, webhook_id)
    newest = deliveries.newest_seq(site, webhook_id)
    with site.live.follow(webhook_id, newest, frames.next) as feed:
        # What comes twice around here is the same row, and replaces itself.
        position = feed.position
        if last_seen is not None:
            missed = frames.since(last_seen)
            if missed:
                yield missed
        while True:
            try:
                found = feed.read(position, _HEARTBEAT_SECONDS)
            except Dropped:
                return
            position += len(found)
            yield "".join(frame.text for frame in found) or ": still here\n\n"
