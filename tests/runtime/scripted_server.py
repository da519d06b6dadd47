"""A server on loopback that answers with exactly the bytes it is told to."""

import socket
import ssl
from collections.abc import Callable

from tests.runtime.loopback_server import LoopbackServer

Script = Callable[[socket.socket, bytes], None]


class ScriptedServer(LoopbackServer):
    """Runs one script per connection, in order; the last one repeats.

    A script gets the connection and the head of the request (with as much of
    the body as came along).
    """

    def __init__(self, *scripts: Script | bytes, tls: ssl.SSLContext | None = None):
        self.scripts = list(scripts)
        self._tls = tls
        self._taken = 0
        self.requests: list[bytes] = []

    def _take(self, connection: socket.socket) -> None:
        script = self.scripts[min(self._taken, len(self.scripts) - 1)]
        self._taken += 1
        with connection:
            self._run(connection, script)

    def _run(self, connection: socket.socket, script: Script | bytes) -> None:
        connection.settimeout(10)
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                head = self._head(connection)
                self.requests.append(head)
                if isinstance(script, bytes):
                    connection.sendall(script)
                else:
                    script(connection, head)
        except OSError:
            return

    def _head(self, connection: socket.socket) -> bytes:
        head = b""
        while b"\r\n\r\n" not in head:
            data = connection.recv(65536)
            if not data:
                break
            head += data
        return head


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """Return a complete response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body
