"""Connections that go only where they may, and end when their time is over.

Apart from the client, which knows HTTP: here an address is resolved once, every
answer is checked, and the very address that was checked is connected to, so that
a name cannot point elsewhere between the check and the connection.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from types import TracebackType
from typing import Any, Final, Self

from urllib3.connection import HTTPConnection, HTTPSConnection

from webhooks.runtime.addresses import Network, is_bound_here, is_refused

CONNECT_SECONDS: Final = 10.0

Resolver = Callable[..., Sequence[tuple[Any, ...]]]


class OutboundRefused(Exception):
    """The request must not be made; the message says why and what to do."""


class OutboundFailed(Exception):
    """The request was made, or tried, and brought no usable answer."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where connections may go.

    ``allowed`` networks are open although private. ``own_hosts`` are this
    server's public names, which must not be called in a circle.
    """

    allowed: tuple[Network, ...] = ()
    own_hosts: Collection[str] = ()
    resolver: Resolver = socket.getaddrinfo
    is_own_address: Callable[[str], bool] = is_bound_here

    def addresses(self, host: str, port: int) -> Sequence[tuple[Any, ...]]:
        """Return what the host resolves to, if all of it may be connected to.

        Raises OutboundRefused when a single address is off limits, for it is
        not ours to choose among them, and OutboundFailed for unknown hosts.
        """
        try:
            found = self.resolver(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise OutboundFailed(f"the host {host} is unknown") from None
        if not found:
            raise OutboundFailed(f"the host {host} has no address")
        for *_, target in found:
            self._check(host, str(target[0]))
        return found

    def _check(self, host: str, address: str) -> None:
        if is_refused(address, self.allowed):
            raise OutboundRefused(
                f"{host} is at {address}, which is not a public address; the server's "
                "operator can open its network with SWITCHHOOK_ALLOW_PRIVATE_NETWORKS"
            )
        if any(ip_address(address) in network for network in self.allowed):
            return
        if host.rstrip(".").lower() in self.own_hosts or self.is_own_address(address):
            raise OutboundRefused(f"{host} is this server itself")


# For hosts that the operator has named: the address is theirs to choose.
ANYWHERE: Final = Route((ip_network("0.0.0.0/0"), ip_network("::/0")))


class Deadline:
    """A moment at which a request's connections are cut, whatever they wait for.

    Socket timeouts alone do not bound a request: a server that sends one byte
    now and then never meets them.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self.seconds = seconds
        self.is_over = False
        self._monotonic = monotonic
        self._end = monotonic() + seconds
        self._lock = threading.Lock()
        self._twins: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for twin in self._twins:
                twin.close()
            self._twins.clear()

    def left_seconds(self) -> float:
        """Return the time left. Raises OutboundFailed when there is none."""
        left = self._end - self._monotonic()
        if self.is_over or left <= 0:
            raise OutboundFailed(f"it took longer than {self.seconds:g} seconds")
        return left

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection too when the time is over."""
        # A twin, because TLS takes the first one's descriptor away.
        with self._lock:
            self._twins.append(connection.dup())

    def _cut(self) -> None:
        with self._lock:
            self.is_over = True
            for twin in self._twins:
                with contextlib.suppress(OSError):
                    twin.shutdown(socket.SHUT_RDWR)


def dial(route: Route, deadline: Deadline, host: str, port: int) -> socket.socket:
    """Return a connection to the first of the host's addresses that answers.

    Raises OutboundRefused and OutboundFailed.
    """
    addresses = route.addresses(host, port)
    for family, kind, protocol, _, target in addresses:
        timeout = min(deadline.left_seconds(), CONNECT_SECONDS)
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(target)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(deadline.left_seconds())
            deadline.watch(connection)
        except OSError:
            connection.close()
            continue
        except OutboundFailed:
            connection.close()
            raise
        return connection
    raise OutboundFailed(f"{host} does not answer on port {port}")


class GuardedHttp(HTTPConnection):
    """An HTTP connection that is made by ``dial``."""

    dial: Callable[[str, int], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.dial(self._dns_host, self.port)


class GuardedHttps(HTTPSConnection):
    """The same under TLS; the certificate must be for the host's name."""

    dial: Callable[[str, int], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.dial(self._dns_host, self.port)
