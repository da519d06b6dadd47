"""A broker on loopback that understands as much MQTT 3.1.1 as a publisher says."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.runtime.loopback_server import LoopbackServer

CONNECT, PUBLISH, DISCONNECT = 1, 3, 14
ACCEPTED, NOT_AUTHORISED = 0, 5


@dataclass
class MqttBroker(LoopbackServer):
    """Confirms what it gets, as long as it is told to.

    ``verdict`` is its answer to a connection, None for no answer at all.
    """

    verdict: int | None = ACCEPTED
    confirms: bool = True
    port: int = 0
    connects: list[bytes] = field(default_factory=list)
    messages: list[tuple[str, bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        return super().__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def cut(self) -> None:
        """Break every connection."""
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _take(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._connections.append(connection)
        thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                while head := stream.read(1):
                    length = shift = 0
                    while True:
                        byte = stream.read(1)[0]
                        length |= (byte & 0x7F) << shift
                        shift += 7
                        if byte < 0x80:
                            break
                    self._obey(connection, head[0], stream.read(length))
            except (OSError, IndexError):
                return

    def _obey(self, connection: socket.socket, head: int, packet: bytes) -> None:
        if head >> 4 == CONNECT:
            self.connects.append(packet)
            if self.verdict is not None:
                connection.sendall(bytes([0x20, 2, 0, self.verdict]))
        elif head >> 4 == PUBLISH:
            size = int.from_bytes(packet[:2])
            topic, rest = packet[2 : 2 + size].decode(), packet[2 + size :]
            self.messages.append((topic, rest[2:]))
            if self.confirms:
                connection.sendall(b"\x40\x02" + rest[:2])
