"""A download that the server breaks off looks broken, and holds nobody up."""

import http.client
import re
import signal
from contextlib import closing
from urllib.parse import urlencode, urlsplit

import pytest

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.running import EMAIL, PASSWORD, RunningServer

# More than what a socket takes while nobody reads.
PIECES = 40
PIECE_BYTES = 1_000_000


def cookies(server: RunningServer) -> str:
    """Sign in as Alice and return what her browser then sends."""
    page = server.ask("GET", "/login")
    given = dict(kept.split("=", 1) for kept in kept_of(page.headers))
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.body.decode())
    assert token is not None
    form = {"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
    headers = {
        "Cookie": written(given),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = server.ask("POST", "/login", urlencode(form), headers)
    assert answer.status == 303
    given |= dict(kept.split("=", 1) for kept in kept_of(answer.headers))
    return written(given)


def kept_of(headers: http.client.HTTPMessage) -> list[str]:
    return [one.partition(";")[0] for one in headers.get_all("Set-Cookie", [])]


def written(given: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in given.items())


def is_draining(server: RunningServer) -> bool:
    try:
        return server.ask("GET", "/readyz").status != 200
    except OSError:
        return True


def test_a_stopping_server_breaks_a_download_off(start: Start) -> None:
    server = start().start()
    hook = server.webhook()
    for _ in range(PIECES):
        assert hook.send(b"x" * PIECE_BYTES).status == 200
    path = f"/applications/{hook.application_id}/deliveries/export?format=har"
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    with closing(connection):
        connection.request("GET", path, headers={"Cookie": cookies(server)})
        response = connection.getresponse()
        assert response.status == 200
        response.read(1000)
        server.signal(signal.SIGTERM)
        until(lambda: is_draining(server), "the server drains")
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            response.read()
    assert server.process is not None
    assert server.process.wait(20) == 0
    assert "Traceback" not in server.output
