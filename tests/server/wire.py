"""HTTP as bytes: requests that no client library would send, and their answers."""

import http.client
import io
import socket
from typing import Any

from tests.server.running import Answer, RemoteWebhook

ALIVE_SECONDS = 4.0


def head(
    webhook: RemoteWebhook, *lines: str, method: str = "POST", suffix: str = ""
) -> bytes:
    """Return the head of a request to a webhook that closes its connection."""
    target = f"{webhook.path}{suffix}"
    first = (f"{method} {target} HTTP/1.1", "Host: test", "Connection: close")
    return "\r\n".join((*first, *lines, "", "")).encode("latin-1")


def post(webhook: RemoteWebhook, body: bytes, *lines: str) -> bytes:
    """Return a whole POST with its length."""
    return head(webhook, f"Content-Length: {len(body)}", *lines) + body


def chunked(webhook: RemoteWebhook, body: bytes, *lines: str) -> bytes:
    """Return a whole POST in chunks of the bytes given."""
    return head(webhook, "Transfer-Encoding: chunked", *lines) + body


class _Bytes:
    """What ``HTTPResponse`` needs of a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> io.BytesIO:
        return io.BytesIO(self._data)


def parse(received: bytes, method: str = "POST") -> Answer:
    """Return the first answer in the bytes that came back."""
    assert received, "the connection was closed without an answer"
    response = http.client.HTTPResponse(_Bytes(received), method=method)  # type: ignore[arg-type]
    response.begin()
    return Answer(response.status, response.headers, response.read())


def send(webhook: RemoteWebhook, data: bytes, half_close: bool = False) -> Answer:
    """Send bytes to a webhook's server and return the answer."""
    return parse(webhook.server.raw(data, half_close=half_close))


def connect(webhook: RemoteWebhook, seconds: float = 60) -> socket.socket:
    """Open a connection to a webhook's server."""
    return socket.create_connection(("127.0.0.1", webhook.server.port), timeout=seconds)


def receive_all(peer: socket.socket) -> bytes:
    """Return everything until the server closes; a reset ends it too."""
    received = bytearray()
    try:
        while piece := peer.recv(65536):
            received += piece
    except (TimeoutError, ConnectionError):
        return bytes(received)
    return bytes(received)


def alive(webhook: RemoteWebhook) -> None:
    """Check that a good request on a new connection is answered soon.

    Within a second on a machine of its own; tests share theirs.
    """
    assert webhook.send(timeout=ALIVE_SECONDS).status == 200
