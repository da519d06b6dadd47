"""A server that lets through only as many requests as a test says: runs that ask it
last exactly as long as they should.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_EVERYBODY = 10_000


class Gate(ThreadingHTTPServer):
    """Answers a request once it is let through."""

    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.turns = threading.Semaphore(0)

    def let(self, count: int = _EVERYBODY) -> None:
        """Let so many requests through, those that wait and those to come."""
        self.turns.release(count)


class _Request(BaseHTTPRequestHandler):
    server: Gate

    def do_GET(self) -> None:
        self.server.turns.acquire()
        # Whoever asked may have been stopped meanwhile.
        with suppress(OSError):
            self.send_response(204)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def gate() -> Iterator[Gate]:
    """Serve for the block, and let everybody go at its end."""
    with Gate() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.let()
            server.shutdown()
            thread.join()
