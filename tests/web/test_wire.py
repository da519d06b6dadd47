"""Replies as bytes."""

from webhooks.ingress.reply import Reply
from webhooks.web import wire


def test_a_response_is_complete() -> None:
    reply = Reply(418, (("A", "1"), ("A", "\xe9")), b"tea")
    head, _, body = wire.response_bytes(reply, close=True).partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 418 I'm a Teapot"
    assert lines[1:5] == [
        b"A: 1",
        b"A: \xe9",
        b"Content-Length: 3",
        b"Connection: close",
    ]
    assert lines[5].startswith(b"Date: ")
    assert body == b"tea"


def test_a_reply_without_content_has_no_length() -> None:
    assert b"Content-Length" not in wire.response_bytes(Reply(204), close=False)
    assert b"Content-Length: 0\r\n" in wire.response_bytes(Reply(200), close=False)


def test_large_heads_of_scripts_are_not_kept_in_memory() -> None:
    before = wire._head.cache_info().currsize
    for number in range(20):
        headers = tuple((f"X-{n}", str(number)) for n in range(40))
        wire.response_bytes(Reply(200, headers), close=False)
    assert wire._head.cache_info().currsize == before
