"""Being told to stop or to reload: every waiting caller is answered first."""

import http.client
import os
import signal
import socket
import time
from contextlib import closing

import pytest

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.parked import parked, released
from tests.server.rows import accepted, integrity
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import connect

CALLERS = 100
# As long as may be: nothing here ends because its own time is over.
PATIENT = {
    "SWITCHHOOK_REPLY_TIMEOUT_SECONDS": "120",
    "SWITCHHOOK_BODY_TIMEOUT_SECONDS": "30",
}


def test_stopping_answers_every_waiting_caller(start: Start) -> None:
    """O03, decision 19: 503 with Retry-After, exit code 0, process gone.

    They are answered at once: while the server still waits for a body.
    """
    server = start(**PATIENT).start()
    webhook = server.webhook(waitForReply=True)
    late = server.webhook()
    callers = parked(webhook, CALLERS)
    assert server.process is not None
    worker = server.worker_pid
    with begun(late) as body, connect(webhook) as stream:
        stream.sendall(stream_request(webhook))
        stream.recv(65536)
        began = time.monotonic()
        server.signal(signal.SIGTERM)
        released(callers)
        assert time.monotonic() - began < 3
        body.sendall(b"c")
        assert body.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(20) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert integrity(server.instance) == "ok"
    assert "Traceback" not in server.output
    again = start(server.instance).start()
    found = [row["response"] for row in look(again, webhook)]
    assert [answer["source"] for answer in found] == ["shutdown"] * CALLERS


def look(
    server: RunningServer, webhook: RemoteWebhook
) -> list[dict[str, dict[str, str]]]:
    answer = server.api("GET", f"{webhook.api_path}/deliveries?limit=200")
    items: list[dict[str, dict[str, str]]] = answer.json["items"]
    return items


def stream_request(webhook: RemoteWebhook) -> bytes:
    return (
        f"GET /api{webhook.api_path}/deliveries/stream HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {webhook.server.token}\r\n\r\n"
    ).encode()


def begun(webhook: RemoteWebhook) -> socket.socket:
    """Send all of a request but its last byte."""
    peer = connect(webhook)
    head = f"POST {webhook.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab"
    peer.sendall(head.encode())
    return peer


def test_what_was_begun_is_finished_while_the_server_stops(start: Start) -> None:
    """O03, O30 and P7: readiness ends at once, service does not.

    Nobody begins to wait for a reply that cannot come any more, and a client
    that keeps its connection open does not hold up the stop.
    """
    server = start(**PATIENT).start()
    webhook = server.webhook()
    waits = server.webhook(waitForReply=True)
    early = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(early), begun(webhook) as plain, begun(waits) as waiter:
        assert kept_open(early, "/readyz") == 200
        server.signal(signal.SIGTERM)
        until(lambda: is_unready(early), "it is not ready any more")
        waiter.sendall(b"c")
        received = waiter.recv(65536)
        assert received.startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After" in received
        plain.sendall(b"c")
        assert plain.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert server.process is not None
        assert server.process.wait(20) == 0
    assert len(accepted(webhook)) == 1
    assert accepted(waits) == []


def is_unready(connection: http.client.HTTPConnection) -> bool:
    """Tell whether it says so, or was asked to connect again and may not."""
    try:
        return kept_open(connection, "/readyz") == 503
    except ConnectionRefusedError:
        return True
    except ConnectionError:
        # We have paused for longer than a connection is kept open.
        connection.close()
        return False


def kept_open(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.status
