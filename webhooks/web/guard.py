"""What stands before Flask on every path but the webhooks' own.

Flask must not read bodies by itself (``body.py`` says why), so it gets them
complete. And a server that was started with several processes is refused
here, since nothing else would notice before replies go astray.
"""

import io
import re
from collections.abc import Iterable

from webhooks.errors import Invalid, Unavailable, WebhooksError
from webhooks.ingress.reply import error_reply, text_reply
from webhooks.ingress.reply_filter import protect
from webhooks.runtime.budget import Share
from webhooks.runtime.instance_lock import InstanceHeld
from webhooks.services import start
from webhooks.services.site import Site
from webhooks.web.body import MALFORMED, declared_length, read_exactly
from webhooks.web.ingress import Environ, StartResponse, WsgiApp

# Forms and API calls need this much, however little senders may send.
_SMALLEST_LIMIT_BYTES = 1024 * 1024
# Workflows are larger, and come by the file; forms and JSON wrap a little more
# around the 8 MiB that a file may have.
_WORKFLOWS = re.compile(r"/(api/)?applications/[^/]+/(flows|workflows)(/|$)")
_WORKFLOWS_LIMIT_BYTES = (8 * 1024 + 64) * 1024

_MANY = Unavailable(
    "This server was started with several processes. Switchhook needs exactly "
    "one: start it with the gunicorn.conf.py that comes with it.",
    60,
)


def _refuse(
    environ: Environ, start_response: StartResponse, error: WebhooksError
) -> Iterable[bytes]:
    if environ.get("PATH_INFO", "").startswith(("/api/", "/webhooks/")):
        reply = error_reply(error)
    else:
        extra = tuple(h for h in error_reply(error).headers if h[0] != "Content-Type")
        reply = text_reply(error.status, error.message + "\n", extra)
    reply = protect(reply, environ["REQUEST_METHOD"])
    headers = [*reply.headers, ("Content-Length", str(len(reply.body)))]
    start_response(f"{reply.status} Refused", headers)
    return (reply.body,)


class OneProcess:
    """Refuses everything when another process serves the same directory."""

    def __init__(self, site: Site, inner: WsgiApp) -> None:
        self._site = site
        self._inner = inner

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ.get("wsgi.multiprocess"):
            return _refuse(environ, start_response, _MANY)
        if self._site.lock is None:
            try:
                start.claim(self._site)
            except InstanceHeld as error:
                held = Unavailable(f"Nothing was stored. {error.reason}", 60)
                return _refuse(environ, start_response, held)
        return self._inner(environ, start_response)


class WholeBody:
    """Hands the application a body that is complete and within the limit."""

    def __init__(self, site: Site, inner: WsgiApp) -> None:
        self._site = site
        self._inner = inner

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if declared_length(environ) == 0:
            # An empty stream: nothing behind us may wait for the socket.
            environ["wsgi.input"] = io.BytesIO()
            return self._inner(environ, start_response)
        share = Share(self._site.bodies)
        try:
            body = self._read(environ, share)
        except WebhooksError as error:
            return _refuse(environ, start_response, error)
        finally:
            share.release()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._inner(environ, start_response)

    def _read(self, environ: Environ, share: Share) -> bytes:
        settings = self._site.settings
        reader = environ.get("switchhook.read_body")
        limit = max(settings.max_body_bytes, _smallest_limit(environ))
        if reader is not None:
            body: bytes = reader(
                environ, limit, settings.body_timeout_seconds, share.take
            )
            return body
        try:
            return read_exactly(environ, limit, share.take)
        except (OSError, ValueError):
            raise Invalid(MALFORMED) from None


def _smallest_limit(environ: Environ) -> int:
    if _WORKFLOWS.match(environ.get("PATH_INFO", "")):
        return _WORKFLOWS_LIMIT_BYTES
    return _SMALLEST_LIMIT_BYTES
