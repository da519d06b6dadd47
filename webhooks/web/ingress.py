"""The door in front of Flask: ``/webhooks/<token>[/<path>]`` as a WSGI function.

It alone sees the raw path and the raw body, never redirects, and costs a
fraction of a Flask view. What happens to a request is decided elsewhere
(``services/ingress.py``); here WSGI becomes values and values become WSGI.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterable
from typing import Any

from webhooks.errors import Invalid, WebhooksError
from webhooks.ingress.reply import Reply, error_reply
from webhooks.ingress.reply_filter import protect
from webhooks.ingress.request import InboundRequest
from webhooks.runtime.budget import Share
from webhooks.services.ingress import receive
from webhooks.services.site import Site
from webhooks.web.body import MALFORMED, read_exactly
from webhooks.web.wire import status_line

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

PREFIX = "/webhooks/"

_FAULT = WebhooksError("Something went wrong here. It has been logged.")

_logger = logging.getLogger(__name__)


class Door:
    """Answers webhook URLs and hands everything else to the application."""

    def __init__(self, site: Site, inner: WsgiApp | None = None) -> None:
        self._site = site
        self._inner = inner or _nobody

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        target: str = environ.get("RAW_URI") or _target(environ)
        if not target.startswith(PREFIX):
            path = _without_origin(target)
            if not path.startswith(PREFIX):
                return self._inner(environ, start_response)
            target = path
        reply = self.answer(environ, target)
        body = reply.body
        headers = [*reply.headers]
        if body or reply.status not in {204, 304}:
            headers.append(("Content-Length", str(len(body))))
        start_response(status_line(reply.status), headers)
        return (body,)

    def answer(self, environ: Environ, target: str) -> Reply:
        """Return what the caller of a webhook's URL gets, whatever happens.

        ``target`` is the request's target as it came, in origin form.
        """
        site = self._site
        method: str = environ["REQUEST_METHOD"]
        share = Share(site.bodies)
        try:
            # A fragment is the client's own affair and no part of a target.
            path, _, query = target.partition("#")[0].partition("?")
            token, slash, rest = path[len(PREFIX) :].partition("/")
            endpoint = site.endpoints.find(token)
            request = InboundRequest(
                method=method,
                path=slash + rest or "/",
                raw_query=query,
                headers=_headers(environ),
                remote_address=environ.get("REMOTE_ADDR") or "",
                received_at=site.clock.now(),
            )
            read = lambda: _read(site, environ, share)  # noqa: E731  # hot path
            gone = (lambda: _gone(environ)) if endpoint.wait_for_reply else None
            return receive(
                site,
                endpoint,
                request,
                read,
                caller_gone=gone,
                body_stored=share.release,
            ).reply
        except WebhooksError as error:
            site.metrics.failures.labels(error.type).inc()
            return protect(error_reply(error), method)
        except Exception:  # outermost: a caller never sees a traceback
            _logger.exception("a webhook request failed")
            return protect(error_reply(_FAULT), method)
        finally:
            share.release()


def _nobody(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Stand in for the application where only webhook URLs arrive."""
    start_response(status_line(404), [("Content-Length", "0")])
    return (b"",)


def _target(environ: Environ) -> str:
    """Rebuild the target where the server does not give the raw one."""
    path: str = environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def _without_origin(target: str) -> str:
    """Return the path of an absolute-form target (``GET http://host/path``)."""
    if target.startswith("/"):
        return target
    _, _, rest = target.partition("://")
    return "/" + rest.partition("/")[2]


def _headers(environ: Environ) -> tuple[tuple[str, str], ...]:
    """Return the request's headers, in order and with repeats if we can know."""
    parsed = getattr(environ.get("wsgi.input"), "inbound_headers", None)
    if parsed is not None:
        return tuple((name.lower(), value) for name, value in parsed)
    headers = [
        (key[5:].replace("_", "-").lower(), value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    ]
    for key, name in (
        ("CONTENT_TYPE", "content-type"),
        ("CONTENT_LENGTH", "content-length"),
    ):
        if environ.get(key):
            headers.append((name, environ[key]))
    return tuple(headers)


def _read(site: Site, environ: Environ, share: Share) -> bytes:
    """Read the body within the limits of size, time and memory."""
    reader = environ.get("switchhook.read_body")
    limit: int = site.settings.max_body_bytes
    if reader is not None:
        body: bytes = reader(
            environ, limit, site.settings.body_timeout_seconds, share.take
        )
        return body
    try:
        return read_exactly(environ, limit, share.take)
    except (OSError, ValueError):
        raise Invalid(MALFORMED) from None


def _gone(environ: Environ) -> bool:
    """Tell whether the caller has closed its connection.

    Looks at the socket without taking anything from it: a caller that waits
    has sent its request, so an end of stream means that it has gone.
    """
    connection = environ.get("gunicorn.socket")
    if connection is None:
        return False
    # What gevent wraps never blocks; a copy is made of what would.
    inner = getattr(connection, "_sock", None)
    if inner is not None:
        return _ended(inner)
    try:
        probe = socket.socket(fileno=os.dup(connection.fileno()))
    except OSError:
        return True
    with probe:
        probe.settimeout(0)
        return _ended(probe)


def _ended(connection: Any) -> bool:
    try:
        return bool(connection.recv(1, socket.MSG_PEEK) == b"")
    except BlockingIOError:
        return False
    except OSError:
        return True
