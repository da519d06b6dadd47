"""Clients that stall in sending or reading are cut off, and nobody else waits."""

import functools
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.rows import accepted, rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import connect, head, parse, post, receive_all, send

STALLED = 300
DEADLINE_SECONDS = 1
# One byte each 0.2 seconds: ten seconds.
LONG_BODY = 50
_ESTABLISHED = "01"
LARGE = 12 * 1024 * 1024
SHORT_WRITES = Path(__file__).resolve().parent / "mutants" / "short_writes.conf.py"


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that waits one second for a body."""
    folder: Path = tmp_path_factory.mktemp("impatient")
    running = RunningServer(
        folder / "instance",
        SWITCHHOOK_RATE_LIMIT="0",
        SWITCHHOOK_PEER_RATE_LIMIT="0",
        SWITCHHOOK_BODY_TIMEOUT_SECONDS=str(DEADLINE_SECONDS),
    )
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def webhook(impatient: RunningServer) -> RemoteWebhook:
    return impatient.webhook()


def served(webhook: RemoteWebhook) -> bool:
    """Send a good request in one piece: nothing of it can be late."""
    return send(webhook, post(webhook, b"{}")).status == 200


def test_a_body_that_stalls_is_cut_off(webhook: RemoteWebhook) -> None:
    """I12: the socket stays open, the answer comes at the deadline."""
    with connect(webhook) as peer:
        peer.sendall(head(webhook, "Content-Length: 10") + b"abc")
        answer = parse(receive_all(peer))
    assert answer.status == 408
    assert answer.json["type"] == "RequestTimeout"
    assert rows(webhook) == []
    assert served(webhook)


def test_the_deadline_is_for_the_whole_body(webhook: RemoteWebhook) -> None:
    """I13: each byte comes soon enough, the body as a whole does not."""
    with connect(webhook) as peer:
        peer.sendall(head(webhook, f"Content-Length: {LONG_BODY}"))
        peer.settimeout(0.2)
        received = b""
        for _ in range(LONG_BODY - 1):
            try:
                peer.sendall(b"a")
                received = peer.recv(65536)
            except TimeoutError:
                continue
            except ConnectionError:
                # Answered and closed while we were about to send.
                received = receive_all(peer)
            break
    assert parse(received).status == 408
    assert rows(webhook) == []


def test_the_api_has_the_same_deadline(webhook: RemoteWebhook) -> None:
    """I12 on a path that is not a webhook's."""
    data = b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
    answer = parse(webhook.server.raw(data))
    assert answer.status == 408
    assert answer.json["type"] == "RequestTimeout"


def test_many_stalled_bodies_harm_nobody(webhook: RemoteWebhook) -> None:
    """O17, smaller: a good request is served meanwhile, all the others get 408."""
    stalled = head(webhook, "Content-Length: 10") + b"abc"
    with ExitStack() as stack:
        peers = []
        for _ in range(STALLED):
            # Begun at once: who only connects is cut off as well.
            peers.append(stack.enter_context(connect(webhook)))
            peers[-1].sendall(stalled)
        assert served(webhook)
        answers = [parse(receive_all(peer)).status for peer in peers]
    assert answers == [408] * STALLED
    assert len(accepted(webhook)) == 1


def test_heads_that_never_end_are_cut_off(webhook: RemoteWebhook) -> None:
    """Finding 5: the keep-alive time is the deadline for a head."""
    with connect(webhook, seconds=10) as peer:
        peer.sendall(f"POST {webhook.path} HTTP/1.1\r\nHost: x\r\nX-A".encode())
        assert peer.recv(65536) == b""
    assert rows(webhook) == []


def test_a_client_that_does_not_read_is_dropped(start: Start) -> None:
    """O18, smaller: large answers that nobody takes end at the write deadline."""
    server = start(
        SWITCHHOOK_MAX_BODY_BYTES=str(LARGE), SWITCHHOOK_BODY_TIMEOUT_SECONDS="30"
    )
    webhook = server.start("-c", str(SHORT_WRITES)).webhook()
    assert webhook.send(bytes(LARGE)).status == 200
    (delivery,) = webhook.deliveries()
    path = f"/api{webhook.api_path}/deliveries/{delivery['id']}/body"
    with ExitStack() as stack:
        readers = [stack.enter_context(stalled_reader(server, path)) for _ in range(4)]
        assert served(webhook)
        for reader in readers:
            until(functools.partial(is_dropped, server, reader), "it is dropped")
            received = receive_all(reader)
            assert received.startswith(b"HTTP/1.1 200 ")
            assert len(received) < LARGE
    assert served(webhook)
    assert "Traceback" not in server.output


def stalled_reader(server: RunningServer, path: str) -> socket.socket:
    """Ask for a large answer and do not read it."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.settimeout(60)
    peer.connect(("127.0.0.1", server.port))
    bearer = f"Authorization: Bearer {server.token}"
    peer.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{bearer}\r\n\r\n".encode())
    return peer


def is_dropped(server: RunningServer, reader: socket.socket) -> bool:
    """Tell whether the server's end of a connection is none of its any more."""
    ends = f":{server.port:04X}", f":{reader.getsockname()[1]:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines():
        _, local, remote, state, *_ = line.split()
        if (local[-5:], remote[-5:]) == ends:
            return state != _ESTABLISHED
    return True
