"""P13: ten thousand waiting callers, and a new request is still answered.

The number is smaller where the limit of open files does not allow it; the
test's name holds it.
"""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.running import RemoteWebhook, RunningServer

_OURS = 500
_SOFT, _HARD = resource.getrlimit(resource.RLIMIT_NOFILE)
COUNT = min(10_000, _HARD - _OURS)


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process open as many files as it may."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (_HARD, _HARD))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (_SOFT, _HARD))


def waiting(server: RunningServer) -> int:
    """Return how many callers wait, as the metrics have it."""
    text = server.ask("GET", "/metrics").body.decode()
    (line,) = (
        line
        for line in text.splitlines()
        if line.startswith("switchhook_waiting_callers ")
    )
    return int(float(line.split()[1]))


@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("count", [COUNT])
def test_a_new_request_is_answered_within_a_second(start: Start, count: int) -> None:
    server = start().start()
    parked = server.webhook(waitForReply=True, replyTimeoutSeconds=120)
    plain = server.webhook()
    request = (
        f"POST {parked.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}"
    ).encode()
    with ExitStack() as sockets:
        for _ in range(count):
            address = ("127.0.0.1", server.port)
            caller = sockets.enter_context(socket.create_connection(address, 60))
            caller.sendall(request)
        until(lambda: waiting(server) == count, "all callers wait", seconds=60)
        # The promise is about the server; the machine may be busy otherwise.
        assert min(_seconds_for_an_answer(plain) for _ in range(5)) < 1.0


def _seconds_for_an_answer(webhook: RemoteWebhook) -> float:
    began = time.monotonic()
    assert webhook.send().status == 200
    return time.monotonic() - began
