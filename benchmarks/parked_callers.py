"""Thousands of callers in one thread: they send a request and wait for the answer.

epoll and plain sockets, because the client must cost far less than the server
that it measures.
"""

import select
import socket
import time
from collections import Counter
from types import TracebackType

from benchmarks.outcome import BenchmarkError
from benchmarks.server import HOST

_BODY = b'{"question": "what now?"}'
# Few enough not to overflow the server's backlog.
_CONNECTING = 200
_PARK_SECONDS = 90


class ParkedCallers:
    """Opens connections, sends one request on each, and collects the answers."""

    def __init__(self, port: int, path: str) -> None:
        self._address = (HOST, port)
        self._request = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(_BODY)}\r\n\r\n"
        ).encode() + _BODY
        self._sockets: dict[int, socket.socket] = {}
        self._epoll = select.epoll()
        self.statuses: Counter[str] = Counter()
        self.last_answer = 0.0

    def __enter__(self) -> "ParkedCallers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for caller in self._sockets.values():
            caller.close()
        self._epoll.close()

    @property
    def waiting(self) -> int:
        """How many have no answer yet."""
        return len(self._sockets)

    def park(self, number: int) -> None:
        """Connect and send. Raises BenchmarkError when somebody cannot."""
        deadline = time.monotonic() + _PARK_SECONDS
        started = connecting = 0
        while started < number or connecting:
            while started < number and connecting < _CONNECTING:
                self._connect()
                started += 1
                connecting += 1
            for descriptor, event in self._epoll.poll(1):
                if event & select.EPOLLOUT:
                    self._send(descriptor)
                    connecting -= 1
                else:
                    self._receive(descriptor)
            if time.monotonic() > deadline:
                raise BenchmarkError(f"Only {started - connecting} callers got in.")

    def collect(self, seconds: float) -> None:
        """Read answers until everybody has one, at most for that long."""
        deadline = time.monotonic() + seconds
        while self._sockets and time.monotonic() < deadline:
            for descriptor, _ in self._epoll.poll(0.1):
                self._receive(descriptor)

    def _connect(self) -> None:
        caller = socket.socket()
        caller.setblocking(False)
        caller.connect_ex(self._address)
        self._sockets[caller.fileno()] = caller
        self._epoll.register(caller, select.EPOLLOUT)

    def _send(self, descriptor: int) -> None:
        try:
            self._sockets[descriptor].sendall(self._request)
        except OSError as error:
            raise BenchmarkError(f"A caller was turned away: {error}") from None
        self._epoll.modify(descriptor, select.EPOLLIN)

    def _receive(self, descriptor: int) -> None:
        """Take an answer; it is small enough to come in one or two pieces."""
        caller = self._sockets[descriptor]
        try:
            start = caller.recv(65_536)
        except OSError:
            start = b""
        # The status line is enough: the rest is dropped with the connection.
        status = start[9:12].decode("latin-1") if start else "none"
        self.statuses[status] += 1
        self.last_answer = time.monotonic()
        self._epoll.unregister(descriptor)
        self._sockets.pop(descriptor).close()
