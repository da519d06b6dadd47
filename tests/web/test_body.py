"""Reading a body exactly."""

import io
from typing import Any

import pytest

from webhooks.errors import Invalid, TooLarge, Unavailable
from webhooks.web.body import declared_length, read_exactly


def environ(body: bytes, length: int | None = None) -> dict[str, Any]:
    if length is None:
        return {"wsgi.input": io.BytesIO(body), "HTTP_TRANSFER_ENCODING": "chunked"}
    return {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(length)}


def read(given: dict[str, Any], limit: int = 10) -> bytes:
    return read_exactly(given, limit, lambda size: None)


@pytest.mark.parametrize("size", [0, 1, 9, 10])
def test_it_returns_every_byte_up_to_the_limit(size: int) -> None:
    body = bytes(range(size))
    assert read(environ(body)) == body
    assert read(environ(body, size)) == body


def test_it_leaves_what_belongs_to_the_next_request() -> None:
    given = environ(b"abcGET / HTTP/1.1", 3)
    given["wsgi.input"] = io.BytesIO(b"abc")
    assert read(given) == b"abc"


def test_it_refuses_one_byte_too_many() -> None:
    """I15: plain Flask cuts it and says nothing."""
    with pytest.raises(TooLarge):
        read(environ(bytes(11)))


def test_it_refuses_an_announced_length_without_reading() -> None:
    given = {"CONTENT_LENGTH": "11", "wsgi.input": None}
    with pytest.raises(TooLarge):
        read(given)


def test_it_refuses_half_a_body() -> None:
    """I10."""
    with pytest.raises(Invalid, match="3 of 9 bytes"):
        read(environ(b"abc", 9))


def test_no_body_is_not_waited_for() -> None:
    assert read({"wsgi.input": None}) == b""
    assert declared_length({}) == 0
    assert declared_length({"CONTENT_LENGTH": ""}) == 0
    assert declared_length({"HTTP_TRANSFER_ENCODING": "chunked"}) is None


def test_every_piece_is_accounted_for() -> None:
    sizes: list[int] = []
    read_exactly(environ(bytes(100_000), 100_000), 200_000, sizes.append)
    assert sum(sizes) == 100_000
    assert max(sizes) <= 65_536

    def refuse(size: int) -> None:
        raise Unavailable("full")

    with pytest.raises(Unavailable):
        read_exactly(environ(b"abc", 3), 10, refuse)
