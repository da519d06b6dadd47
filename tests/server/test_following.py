"""Scripts that follow a webhook: the work queue and the stream, over a restart."""

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from tests.server.conftest import Start
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import connect

TAKEN = 60


def take(webhook: RemoteWebhook, wait: float = 0, query: str = "") -> Any:
    path = f"{webhook.api_path}/deliveries/next?wait={wait}{query}"
    answer = webhook.server.api("POST", path)
    assert answer.status in {200, 204}, answer.body
    return answer.json if answer.status == 200 else None


def test_two_scripts_never_get_the_same_delivery(server: RunningServer) -> None:
    webhook = server.webhook()
    assert take(webhook) is None
    for number in range(TAKEN):
        webhook.send(json.dumps(number))

    def script(_: int) -> list[int]:
        found = []
        while (delivery := take(webhook)) is not None:
            found.append(delivery["body"])
        return found

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(script, range(6)))
    assert Counter(n for part in found for n in part) == Counter(range(TAKEN))
    assert all(part == sorted(part) for part in found)


def test_a_script_that_waits_is_woken(server: RunningServer) -> None:
    webhook = server.webhook()
    assert take(webhook) is None
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(take, webhook, 20)
        webhook.send(b'"news"')
        assert waiting.result(10)["body"] == "news"


@contextmanager
def stream(
    webhook: RemoteWebhook, last: str = ""
) -> Iterator[http.client.HTTPResponse]:
    """Open the stream of a webhook's deliveries."""
    address = ("127.0.0.1", webhook.server.port)
    connection = http.client.HTTPConnection(*address, timeout=60)
    headers = {"Authorization": f"Bearer {webhook.server.token}"}
    if last:
        headers["Last-Event-ID"] = last
    try:
        path = f"/api{webhook.api_path}/deliveries/stream"
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        assert response.status == 200
        assert response.readline().startswith(b"retry:")
        yield response
    finally:
        connection.close()


def event(response: http.client.HTTPResponse) -> tuple[str, Any]:
    """Return the next event's id and data."""
    number, data = "", None
    while line := response.readline():
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "id":
            number = value
        elif name == "data":
            data = json.loads(value)
        elif not name and data is not None:
            return number, data
    raise AssertionError("the stream has ended")


def test_a_follower_misses_nothing_over_a_restart(start: Start) -> None:
    """The stream resumes behind the last event; queue and leases are durable."""
    server = start().start()
    webhook = server.webhook()
    assert take(webhook) is None
    with stream(webhook) as response:
        webhook.send(b"1")
        last, seen = event(response)
        assert seen["body"] == 1
        webhook.send(b"2")
        webhook.send(b"3")
        assert take(webhook, query="&lease=3600")["body"] == 1
        held = take(webhook, query="&lease=3600")
        assert held["body"] == 2
        assert server.stop() == 0
        ended = response.read()
    assert ended.count(b"event: delivery") == 2
    server.start()
    webhook.send(b"4")
    with stream(webhook, last) as response:
        assert [event(response)[1]["body"] for _ in range(3)] == [2, 3, 4]
        webhook.send(b"5")
        assert event(response)[1]["body"] == 5
    assert [take(webhook)["body"] for _ in range(3)] == [3, 4, 5]
    assert take(webhook) is None
    path = f"{webhook.api_path}/deliveries/{held['id']}/ack"
    assert server.api("POST", path).status == 200


def test_a_reader_that_does_not_keep_up_is_let_go(server: RunningServer) -> None:
    """U12: it reads nothing; requests are not held up, and nothing is lost."""
    webhook = server.webhook()
    body = json.dumps("x" * 60_000)
    bearer = f"Authorization: Bearer {server.token}"
    path = f"/api{webhook.api_path}/deliveries/stream"
    with connect(webhook) as slow, stream(webhook) as good:
        slow.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{bearer}\r\n\r\n".encode())
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: webhook.send(body).status, range(400)))
        assert answers == [200] * 400
        first, _ = event(good)
    with stream(webhook, str(int(first) - 1)) as again:
        numbers = [int(event(again)[0]) for _ in range(400)]
    assert numbers == list(range(int(first), int(first) + 400))


def test_an_odd_event_id_is_refused(server: RunningServer) -> None:
    webhook = server.webhook()
    path = f"/api{webhook.api_path}/deliveries/stream"
    for odd in ("x", "-1", "1" * 30, "1;2"):
        headers = {"Authorization": f"Bearer {server.token}", "Last-Event-ID": odd}
        answer = server.ask("GET", path, headers=headers)
        assert (answer.status, answer.json["type"]) == (400, "Validation")
