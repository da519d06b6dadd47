"""What follows a body that was given up half-way is never taken for a request.

Apart from the slow senders, because here the connection could go on.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.rows import rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import connect, receive_all

HIDDEN = "GET /healthz HTTP/1.1\r\nHost: hidden\r\n\r\n"


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that waits one second for a body."""
    folder: Path = tmp_path_factory.mktemp("half_read")
    running = RunningServer(
        folder / "instance", SWITCHHOOK_BODY_TIMEOUT_SECONDS="1"
    ).start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def webhook(impatient: RunningServer) -> RemoteWebhook:
    return impatient.webhook()


def given_up(webhook: RemoteWebhook, path: str, framing: str, begin: str) -> bytes:
    """Stall in a body, go on once the answer is there, and return what came."""
    with connect(webhook) as peer:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n{begin}"
        peer.sendall(head.encode())
        answer = peer.recv(65536)
        try:
            peer.sendall(HIDDEN.encode())
        except ConnectionError:
            return answer
        return answer + receive_all(peer)


@pytest.mark.parametrize(
    ("framing", "begin"),
    [
        ("Transfer-Encoding: chunked", "64\r\nabc"),
        ("Content-Length: 3", "ab"),
    ],
)
def test_the_rest_of_a_late_body_is_no_request(
    webhook: RemoteWebhook, framing: str, begin: str
) -> None:
    received = given_up(webhook, webhook.path, framing, begin)
    assert received.startswith(b"HTTP/1.1 408 ")
    assert received.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in received
    assert rows(webhook) == []


def test_neither_is_it_on_a_path_of_the_api(webhook: RemoteWebhook) -> None:
    received = given_up(webhook, "/api/me", "Transfer-Encoding: chunked", "64\r\nabc")
    assert received.startswith(b"HTTP/1.1 408 ")
    assert received.count(b"HTTP/1.1 ") == 1


def test_a_malformed_chunk_ends_the_connection(webhook: RemoteWebhook) -> None:
    received = given_up(webhook, webhook.path, "Transfer-Encoding: chunked", "zz\r\n")
    assert received.startswith(b"HTTP/1.1 400 ")
    assert received.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in received
