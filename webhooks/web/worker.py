"""The gunicorn worker: everything that only the server can do.

One of three modules that may import gevent and gunicorn. It bounds reading
and writing in time, and keeps the headers as they came. The master process
loads this module before anything is patched, so it imports next to nothing.
"""

from collections.abc import Callable
from typing import Any

import gevent
from gunicorn.http.body import LengthReader
from gunicorn.http.errors import ParseException
from gunicorn.workers.ggevent import GeventWorker

from webhooks.errors import Invalid, RequestTimedOut
from webhooks.ingress.reply import Reply
from webhooks.web.body import MALFORMED, Account, read_exactly
from webhooks.web.wire import response_bytes

WRITE_TIMEOUT_SECONDS = 30
WEBHOOKS = "/webhooks/"

# The door's ``answer``: from an environment and a target to a reply.
Answer = Callable[[dict[str, Any], str], Reply]


def read_body(
    environ: dict[str, Any], limit_bytes: int, deadline_seconds: float, account: Account
) -> bytes:
    """Return the exact body within one deadline for all of it.

    Raises TooLarge, Invalid for an incomplete or malformed body, and
    RequestTimedOut.
    """
    if _has_arrived(environ["wsgi.input"]):
        return read_exactly(environ, limit_bytes, account)
    timeout = gevent.Timeout(deadline_seconds)
    timeout.start()
    try:
        return read_exactly(environ, limit_bytes, account)
    except gevent.Timeout as expired:
        if expired is not timeout:
            raise
        # What was read last is lost, so nobody knows where the next request
        # begins: gunicorn closes a connection whose body has this mark. It sets
        # it for errors, but a timeout is none (no subclass of Exception).
        environ["wsgi.input"].failed = True
        raise RequestTimedOut(
            f"The request's body did not come within {deadline_seconds} seconds."
        ) from None
    except (ParseException, OSError, ValueError):
        raise Invalid(MALFORMED) from None
    finally:
        timeout.close()


def _has_arrived(stream: Any) -> bool:
    """Tell whether the whole body came with the head, so that nothing can wait.

    So it is with nearly every webhook request, and a timer costs more than the
    reading. gunicorn's buffer holds exactly what was not read yet.
    """
    reader = stream.reader
    if type(reader) is not LengthReader:
        return False
    return bool(reader.unreader.buf.getbuffer().nbytes >= reader.length)


def _settle(configuration: Any) -> None:
    """Keep gunicorn's settings as plain attributes: nothing changes them any more.

    It computes each at every access, and reads some twenty for each request.
    """
    values = {name: each.get() for name, each in configuration.settings.items()}
    configuration.__dict__.update(values)


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's gevent worker with bounded sockets.

    ``application`` is the Flask application behind what gunicorn calls;
    ``door``, once set, answers webhook URLs directly.
    """

    application: Any
    wsgi: Any
    door: Answer | None = None

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve one connection; a client that does not read is dropped.

        Skips ``GeventWorker.handle``, whose only act is to make the socket
        wait without end.
        """
        client.settimeout(WRITE_TIMEOUT_SECONDS)
        super(GeventWorker, self).handle(listener, client, addr)

    def handle_request(
        self, listener_name: Any, req: Any, sock: Any, addr: Any
    ) -> None:
        """Serve one request, with its headers kept in order and repeated."""
        req.body.inbound_headers = req.headers
        try:
            door = self.door
            if door is not None and req.uri.startswith(WEBHOOKS):
                self._answer_webhook(door, req, sock, addr)
            else:
                super().handle_request(listener_name, req, sock, addr)
        except TimeoutError:
            # gunicorn would log a traceback for each client that is too slow.
            raise StopIteration from None

    def _answer_webhook(self, door: Answer, req: Any, sock: Any, addr: Any) -> None:
        """Answer a webhook's URL without a WSGI environment's detours.

        The same door as under WSGI, in about half the time (docs/performance.md).
        """
        if req._expected_100_continue:
            sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        environ = {
            "REQUEST_METHOD": req.method,
            "REMOTE_ADDR": addr[0],
            "wsgi.input": req.body,
            "gunicorn.socket": sock,
            "switchhook.read_body": read_body,
        }
        for name, value in req.headers:
            if name == "CONTENT-LENGTH":
                environ["CONTENT_LENGTH"] = value
            elif name == "TRANSFER-ENCODING":
                environ["HTTP_TRANSFER_ENCODING"] = value
        try:
            reply = door(environ, req.uri)
        except gevent.GreenletExit:
            # Stopped for good while somebody still waited: nothing to say.
            raise StopIteration from None
        close = not self.alive or req.should_close() or req.body.failed
        data = response_bytes(reply, close)
        sent = sock.send(data)
        if sent < len(data):
            sock.sendall(data[sent:])
        gevent.sleep(0)
        if close:
            raise StopIteration

    def give_way(self) -> None:
        """Let other connections run: one busy sender must not starve the rest."""
        gevent.sleep(0)

    def load_wsgi(self) -> None:
        """Load the application and hand it what only the server can do."""
        super().load_wsgi()
        _settle(self.cfg)
        application = self.wsgi

        def served(environ: dict[str, Any], start_response: Any) -> Any:
            environ["switchhook.read_body"] = read_body
            return application(environ, start_response)

        self.application = application
        self.wsgi = served
