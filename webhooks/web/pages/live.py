"""Live view: new deliveries as server-sent events, rendered like the list's rows."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from webhooks.errors import TooMany
from webhooks.services import deliveries, webhooks
from webhooks.services.applications import Application
from webhooks.services.deliveries import Delivery
from webhooks.services.webhooks import Webhook
from webhooks.web import security
from webhooks.web.current import current_site
from webhooks.web.long_answers import while_allowed
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
_RETRY_MS: Final = 3000
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
    """Stream each delivery of the webhook from ``Last-Event-ID`` (or ``after``) on."""
    security.check_same_origin()
    site, application = current_site(), this_application()
    webhook = webhooks.get(site, application.id, webhook_id)
    last_seen = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    number = int(last_seen[:18]) if last_seen[:18].isdecimal() else None
    # Once the stream has begun there is no status left to say this with.
    if len(site.live) >= site.live.limit:
        raise TooMany("Too many live views are open. Close one and try again.", 10)
    streams: Streams = current_app.extensions[_EXTENSION]
    close = streams.take(visitor().session.id)
    rows = deliveries.events(site, application.id, webhook_id, number, answers=True)
    rows = while_allowed(
        rows,
        partial(is_still_let_in, site, visitor(), "deliveries.stream", application.id),
        site.clock.monotonic,
    )
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    render = partial(_row, app, request.environ, application, webhook)
    response = Response(
        _events(rows, render, number or 0), mimetype="text/event-stream"
    )
    response.call_on_close(close)
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(
    rows: Iterator[Delivery | None], render: Callable[[Delivery], str], newest: int
) -> Iterator[str]:
    yield f"retry: {_RETRY_MS}\n\n"
    for row in rows:
        if row is None:
            yield ": still here\n\n"
            continue
        lines = [line for line in render(row).splitlines() if line.strip()]
        data = "".join(f"data: {line}\n" for line in lines)
        # What was answered since has an older number, which must not become
        # the one that a reconnecting browser resumes from.
        number = f"id: {row.seq}\n" if row.seq > newest else ""
        newest = max(newest, row.seq)
        yield f"{number}event: delivery\n{data}\n"


def _row(
    app: Flask,
    environ: dict[str, Any],
    application: Application,
    webhook: Webhook,
    delivery: Delivery,
) -> str:
    """Render a row in a context of its own: none is held while we wait."""
    with app.request_context(environ):
        return render_template(
            "webhooks/_delivery.html",
            application=application,
            webhook=webhook,
            delivery=delivery,
        )
