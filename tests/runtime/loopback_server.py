"""What servers of tests have in common: a listener on loopback and its thread."""

import contextlib
import socket
import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class LoopbackServer(ABC):
    """Takes connections in a thread of its own for as long as it is entered.

    ``done`` is set when the test is over, for whoever waits or keeps silent.
    """

    port: int = 0

    def __enter__(self) -> Self:
        self.done = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.done.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._take(connection)

    @abstractmethod
    def _take(self, connection: socket.socket) -> None:
        """Serve a connection, or have it served."""
