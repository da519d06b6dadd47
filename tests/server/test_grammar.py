"""The grammar of HTTP: what is refused, and what is stored as it came."""

import time

import pytest

from tests.server.rows import Row, accepted, rows
from tests.server.running import Answer, RemoteWebhook, RunningServer
from tests.server.wire import alive, connect, head, parse, post, receive_all, send

METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")


@pytest.fixture
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook()


def raw_head(webhook: RemoteWebhook, line: bytes) -> bytes:
    start = f"POST {webhook.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    return start.encode() + line + b"\r\nContent-Length: 0\r\n\r\n"


def only(webhook: RemoteWebhook) -> Row:
    (row,) = rows(webhook)
    return row


@pytest.mark.parametrize(
    "line",
    [
        b"A: b\r\n c",
        b"A : b",
        b"A",
        b": b",
        b"A\0: b",
        b"A: b\0c",
        b"A: b\rc",
        b"A: b\nc",
        b"A: \x1b[31m",
        b"Host: y",
        b"Content-Type: a/b\r\nContent-Type: a/c",
    ],
)
def test_it_refuses_a_malformed_header(webhook: RemoteWebhook, line: bytes) -> None:
    """I20, I26 and the control byte of I42."""
    assert send(webhook, raw_head(webhook, line)).status == 400
    assert rows(webhook) == []
    alive(webhook)


@pytest.mark.parametrize(("count", "status"), [(97, 200), (98, 431)])
def test_it_takes_a_hundred_headers(
    webhook: RemoteWebhook, count: int, status: int
) -> None:
    """I21: three more come with the request."""
    line = b"\r\n".join(b"X-%d: 1" % number for number in range(count))
    assert send(webhook, raw_head(webhook, line)).status == status
    assert len(rows(webhook)) == (status == 200)


@pytest.mark.parametrize("size", [8_300, 9_000_000])
def test_it_refuses_a_huge_header(webhook: RemoteWebhook, size: int) -> None:
    """I21: 431, or a reset while it is still being sent."""
    with connect(webhook) as peer:
        try:
            peer.sendall(raw_head(webhook, b"X: " + b"a" * size))
        except ConnectionError:
            return
        received = receive_all(peer)
    assert not received or parse(received).status == 431
    assert rows(webhook) == []


@pytest.mark.parametrize(("size", "status"), [(4_000, 200), (8_300, 414)])
def test_it_limits_the_request_line(
    webhook: RemoteWebhook, size: int, status: int
) -> None:
    """I22."""
    answer = send(webhook, head(webhook, suffix="/" + "a" * size))
    assert answer.status == status
    assert len(rows(webhook)) == (status == 200)


def test_it_drops_headers_with_an_underscore(webhook: RemoteWebhook) -> None:
    """I23: a proxy could not tell them from its own."""
    assert send(webhook, head(webhook, "X_Real_Ip: 1.2.3.4")).status == 200
    row = only(webhook)
    assert "1.2.3.4" not in str(row.headers)


def test_it_keeps_repeated_headers_in_order(webhook: RemoteWebhook) -> None:
    """I25."""
    assert send(webhook, head(webhook, "X-D: 1", "X-E: 0", "X-D: 2")).status == 200
    kept = [pair for pair in only(webhook).headers if pair[0].startswith("x-")]
    assert kept == [["x-d", "1"], ["x-e", "0"], ["x-d", "2"]]


@pytest.mark.parametrize("line", ["Host: ", "Host: a b", 'Host: "><script>', "X: y"])
def test_an_odd_host_is_never_used(webhook: RemoteWebhook, line: str) -> None:
    """I27."""
    data = f"POST {webhook.path} HTTP/1.1\r\n{line}\r\nConnection: close\r\n\r\n"
    answer = send(webhook, data.encode())
    assert answer.status in {200, 400}
    assert b"script" not in answer.body


@pytest.mark.parametrize("method", METHODS)
def test_it_takes_every_method(webhook: RemoteWebhook, method: str) -> None:
    """I29."""
    answer = send(webhook, head(webhook, method=method))
    assert (answer.status, answer.json) == (200, {"success": True})
    assert only(webhook).method == method


def test_head_is_answered_without_a_body(webhook: RemoteWebhook) -> None:
    """I29."""
    received = webhook.server.raw(head(webhook, method="HEAD"))
    assert received.startswith(b"HTTP/1.1 200 ")
    assert received.endswith(b"\r\n\r\n")
    assert only(webhook).method == "HEAD"


@pytest.mark.parametrize("method", ["PURGE", "M-SEARCH", "FOOBAR", "TRACE"])
def test_it_refuses_unknown_methods(webhook: RemoteWebhook, method: str) -> None:
    """I30 and I32: nothing of the request comes back."""
    answer = send(webhook, head(webhook, "Cookie: s=secret", method=method))
    assert answer.status == 405
    assert "POST" in (answer.headers["Allow"] or "")
    assert b"secret" not in answer.body
    assert accepted(webhook) == []


@pytest.mark.parametrize("method", ["post", "P", "A" * 21])
def test_it_refuses_malformed_methods(webhook: RemoteWebhook, method: str) -> None:
    """I31."""
    assert send(webhook, head(webhook, method=method)).status == 400
    assert rows(webhook) == []


def test_it_refuses_raw_bytes_in_the_target(webhook: RemoteWebhook) -> None:
    """I35."""
    assert send(webhook, head(webhook, suffix="/caf\xe9")).status == 400
    assert rows(webhook) == []


@pytest.mark.parametrize(
    ("suffix", "path", "query"),
    [
        ("/a#frag", "/a", ""),
        ("/a?b=1#frag", "/a", "b=1"),
        ("#frag", "/", ""),
        ("//a/../%2f%0a?x=%zz&&", "//a/../%2f%0a", "x=%zz&&"),
    ],
)
def test_it_keeps_the_raw_target_but_for_a_fragment(
    webhook: RemoteWebhook, suffix: str, path: str, query: str
) -> None:
    """I37, and finding 17 on raw paths."""
    assert send(webhook, head(webhook, suffix=suffix)).status == 200
    row = only(webhook)
    assert (row.path, row.raw_query) == (path, query)


def test_it_takes_a_target_with_its_origin(webhook: RemoteWebhook) -> None:
    """RFC 9112 section 3.2.2: a server must accept the absolute form."""
    data = head(webhook, suffix="/a?b").replace(b"POST ", b"POST http://x.test", 1)
    assert send(webhook, data).status == 200
    assert (only(webhook).path, only(webhook).raw_query) == ("/a", "b")


def test_a_websocket_handshake_is_refused(webhook: RemoteWebhook) -> None:
    """I39."""
    lines = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
    data = f"GET {webhook.path} HTTP/1.1\r\nHost: x\r\n" + "\r\n".join((*lines, "", ""))
    answer = send(webhook, data.encode())
    assert answer.status == 400
    assert "WebSocket" in answer.json["message"]


@pytest.mark.parametrize(
    "data",
    [
        bytes.fromhex("1603010200010001fc0303") + bytes(64),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\n\r\n",
        b"\xff\xfe\x00\r\n\r\n",
    ],
)
def test_other_protocols_are_turned_away(webhook: RemoteWebhook, data: bytes) -> None:
    """I40: an error, or the connection closed by the deadline for heads."""
    with connect(webhook, seconds=8) as peer:
        peer.sendall(data)
        began = time.monotonic()
        received = receive_all(peer)
        assert time.monotonic() - began < 6
    assert not received or received.startswith(b"HTTP/1.1 4"), received
    alive(webhook)


@pytest.mark.parametrize("value", ["caf\xe9", "caf\xc3\xa9", "a\x85b", "\xff"])
def test_it_keeps_odd_header_values(webhook: RemoteWebhook, value: str) -> None:
    """I42: latin-1 text as WSGI has it, so no byte is lost."""
    assert send(webhook, head(webhook, f"X-V: {value}")).status == 200
    assert dict(only(webhook).headers)["x-v"] == value
    shown = webhook.server.api("GET", f"{webhook.api_path}/deliveries")
    assert shown.status == 200
    assert "\x85".encode() not in shown.body


def test_every_refusal_leaves_the_log_clean(server: RunningServer) -> None:
    """The rule over all of A: no traceback."""
    webhook = server.webhook()
    answers: list[Answer] = [
        send(webhook, post(webhook, b"abc", "Content-Encoding: gzip")),
        send(webhook, head(webhook, "Content-Length: x")),
    ]
    assert [answer.status for answer in answers] == [200, 400]
    assert "Traceback" not in server.output
