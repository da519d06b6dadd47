"""The live view over real sockets: a reader that never reads (fault case U12)."""

import http.client
import re
import socket
import time
from collections.abc import Iterator

import pytest

from tests.server.running import EMAIL, PASSWORD, RemoteWebhook, RunningServer
from webhooks.runtime.live_feed import PAUSE_SECONDS
from webhooks.web.pages.live import STREAMS_PER_SESSION
from webhooks.web.worker import WRITE_TIMEOUT_SECONDS

# The fault case's bound; the writer's deadline is half of it.
DROPPED_WITHIN_SECONDS = 60
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def cookies_of(server: RunningServer) -> str:
    """Sign in and return the cookies."""
    page = server.ask("GET", "/login")
    form = str(page.headers["Set-Cookie"]).partition(";")[0]
    token = TOKEN.search(page.body.decode())
    assert token is not None
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    values = {"email": EMAIL, "password": PASSWORD, "csrf_token": token[1]}
    body = "&".join(
        f"{name}={value.replace(' ', '+')}" for name, value in values.items()
    )
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": form}
    connection.request("POST", "/login", body, kind)
    response = connection.getresponse()
    assert response.status == 303
    given = [v.partition(";")[0] for k, v in response.getheaders() if k == "Set-Cookie"]
    connection.close()
    return "; ".join(pair for pair in given if pair.startswith("switchhook="))


class Viewers:
    """Streams of one session, each on a connection of its own."""

    def __init__(self, webhook: RemoteWebhook) -> None:
        self.webhook = webhook
        self.cookies = cookies_of(webhook.server)
        self.open: list[socket.socket] = []

    def status(self) -> int:
        """Open one more and return what the server says; it stays open if it may."""
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.settimeout(30)
        made.connect(("127.0.0.1", self.webhook.server.port))
        head = f"GET {self.webhook.api_path}/stream HTTP/1.1\r\nHost: x\r\n"
        made.sendall(f"{head}Cookie: {self.cookies}\r\n\r\n".encode())
        status = int(made.recv(12).split()[1])
        self.open.append(made)
        return status


@pytest.fixture
def viewers(server: RunningServer) -> Iterator[Viewers]:
    made = Viewers(server.webhook())
    yield made
    for each in made.open:
        each.close()


def test_readers_that_never_read_are_dropped_and_ingress_goes_on(
    viewers: Viewers,
) -> None:
    webhook = viewers.webhook
    for _ in range(STREAMS_PER_SESSION):
        assert viewers.status() == 200
    assert viewers.status() == 429
    deadline = time.monotonic() + WRITE_TIMEOUT_SECONDS + DROPPED_WITHIN_SECONDS
    answers = set()
    while viewers.status() == 429 and time.monotonic() < deadline:
        for _ in range(20):
            answers.add(webhook.send(suffix="/" + "x" * 180).status)
        # What comes faster than it can be looked at is only counted, and that fills
        # nobody's buffers.
        time.sleep(PAUSE_SECONDS)
    assert answers == {200}
    assert time.monotonic() < deadline
