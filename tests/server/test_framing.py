"""How a request's body is framed: whole and exact, or refused and not stored."""

from hashlib import sha256

import pytest

from tests.server.rows import accepted, rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import alive, chunked, head, post, send

LIMIT = 1024 * 1024
LENGTHS = ("+3", "-3", "0_3", "3, 3", "", "²", "9" * 5000)


@pytest.fixture
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook()


def test_it_refuses_a_length_beside_chunks(webhook: RemoteWebhook) -> None:
    """I01."""
    data = head(webhook, "Transfer-Encoding: chunked", "Content-Length: 3")
    assert send(webhook, data + b"3\r\nabc\r\n0\r\n\r\n").status == 400
    assert rows(webhook) == []
    alive(webhook)


@pytest.mark.parametrize("second", ["3", "4"])
def test_it_refuses_two_lengths(webhook: RemoteWebhook, second: str) -> None:
    """I02."""
    data = head(webhook, "Content-Length: 3", f"Content-Length: {second}")
    assert send(webhook, data + b"abc").status == 400
    assert rows(webhook) == []


@pytest.mark.parametrize("length", LENGTHS, ids=lambda length: length[:5] or "empty")
def test_it_refuses_odd_lengths(webhook: RemoteWebhook, length: str) -> None:
    """I03."""
    answer = send(webhook, head(webhook, f"Content-Length: {length}") + b"abc")
    assert answer.status == 400
    assert rows(webhook) == []


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("Transfer-Encoding: xchunked",), 501),
        (("Transfer-Encoding: identity", "Content-Length: 3"), 400),
        (("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), 400),
    ],
)
def test_it_refuses_odd_encodings(
    webhook: RemoteWebhook, lines: tuple[str, ...], status: int
) -> None:
    """I04 and I05."""
    assert (
        send(webhook, head(webhook, *lines) + b"3\r\nabc\r\n0\r\n\r\n").status == status
    )
    assert rows(webhook) == []


def test_it_refuses_chunks_in_http_1_0(webhook: RemoteWebhook) -> None:
    """I05."""
    data = f"POST {webhook.path} HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = send(webhook, data.encode() + b"3\r\nabc\r\n0\r\n\r\n")
    assert answer.status == 400
    assert rows(webhook) == []


def test_it_joins_chunks_and_leaves_out_trailers(webhook: RemoteWebhook) -> None:
    """I06."""
    body = b"3\r\nabc\r\n4;a=b\r\ndefg\r\n1\r\nh\r\n0\r\nX-T: 1\r\n\r\n"
    assert send(webhook, chunked(webhook, body)).status == 200
    (row,) = rows(webhook)
    assert row.body == b"abcdefgh"
    assert "x-t" not in dict(row.headers)


@pytest.mark.parametrize("size", ["zz", "-3", "0x3", ""])
def test_it_refuses_malformed_chunk_sizes(webhook: RemoteWebhook, size: str) -> None:
    """I07: plain Flask answers 500 and logs a traceback."""
    data = chunked(webhook, f"{size}\r\nabc\r\n0\r\n\r\n".encode())
    answer = send(webhook, data)
    assert answer.status == 400
    assert answer.json["type"] == "Validation"
    assert rows(webhook) == []
    alive(webhook)


def test_it_refuses_chunks_without_an_end(webhook: RemoteWebhook) -> None:
    """I08."""
    assert send(webhook, chunked(webhook, b"3\r\nabcX0\r\n\r\n")).status == 400
    assert rows(webhook) == []


def test_it_refuses_half_a_body(webhook: RemoteWebhook) -> None:
    """I10: plain Flask stores the three bytes and answers 200."""
    data = head(webhook, "Content-Length: 10") + b"abc"
    answer = send(webhook, data, half_close=True)
    assert answer.status == 400
    assert "3 of 10 bytes" in answer.json["message"]
    assert rows(webhook) == []


def test_it_refuses_half_a_chunk(webhook: RemoteWebhook) -> None:
    """I11."""
    answer = send(webhook, chunked(webhook, b"a\r\nabc"), half_close=True)
    assert answer.status == 400
    assert rows(webhook) == []


def test_it_refuses_chunks_whose_last_one_is_missing(webhook: RemoteWebhook) -> None:
    """I11: everything that was announced came, but not the end."""
    answer = send(webhook, chunked(webhook, b"3\r\nabc\r\n"), half_close=True)
    assert answer.status == 400
    assert rows(webhook) == []


@pytest.mark.parametrize("length", [LIMIT + 1, 99_999_999_999])
def test_it_refuses_a_long_body_before_it_came(
    webhook: RemoteWebhook, length: int
) -> None:
    """I14 and I17: not a byte of the body is sent."""
    answer = send(webhook, head(webhook, f"Content-Length: {length}"))
    assert answer.status == 413
    assert answer.json["type"] == "PayloadTooLarge"
    assert rows(webhook) == []
    alive(webhook)


def test_it_refuses_chunks_beyond_the_limit(webhook: RemoteWebhook) -> None:
    """I15: plain Flask cuts the body at the limit and answers 200."""
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (LIMIT + 1, b"x" * (LIMIT + 1))
    assert send(webhook, chunked(webhook, body)).status == 413
    assert rows(webhook) == []


def test_it_takes_exactly_the_limit(webhook: RemoteWebhook) -> None:
    """I16, announced and in chunks."""
    body = bytes(range(256)) * (LIMIT // 256)
    assert send(webhook, post(webhook, body)).status == 200
    pieces = b"%x\r\n%b\r\n0\r\n\r\n" % (LIMIT, body)
    assert send(webhook, chunked(webhook, pieces)).status == 200
    found = [sha256(row.body).hexdigest() for row in rows(webhook)]
    assert found == [sha256(body).hexdigest()] * 2


@pytest.mark.parametrize(
    ("target", "method"),
    [("{path}", "TRACE"), ("/webhooks/unknown", "POST"), ("{path}", "POST")],
)
def test_a_body_that_was_not_read_is_no_request(
    server: RunningServer, webhook: RemoteWebhook, target: str, method: str
) -> None:
    """I19: on a connection that is kept open."""
    hidden = f"GET {webhook.path}/smuggled HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    length = LIMIT + 1 if target == "{path}" and method == "POST" else len(hidden)
    line = f"{method} {target.format(path=webhook.path)} HTTP/1.1\r\nHost: x\r\n"
    data = f"{line}Content-Length: {length}\r\n\r\n".encode() + hidden
    received = server.raw(data, half_close=True)
    assert received.count(b"HTTP/1.1 ") == 1
    assert all(row.path != "/smuggled" for row in rows(webhook))


def test_no_length_and_no_chunks_are_no_body(webhook: RemoteWebhook) -> None:
    """I43."""
    assert send(webhook, head(webhook)).status == 200
    (row,) = accepted(webhook)
    assert row.body == b""


def test_it_asks_for_an_expected_body(webhook: RemoteWebhook) -> None:
    """I38."""
    received = webhook.server.raw(post(webhook, b"abc", "Expect: 100-continue"))
    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert send(webhook, post(webhook, b"abc", "Expect: foo")).status == 417
    (row,) = accepted(webhook)
    assert row.body == b"abc"
