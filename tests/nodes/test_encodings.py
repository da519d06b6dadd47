"""Encodings: Node's names, its leniency, and text that is not encoded so."""

import pytest

from webhooks.nodes._encodings import to_bytes, to_text
from webhooks.workflows.errors import NodeError


@pytest.mark.parametrize(
    ("encoding", "text", "data"),
    [
        ("utf8", "é", b"\xc3\xa9"),
        ("", "é", b"\xc3\xa9"),
        ("UTF-8", "é", b"\xc3\xa9"),
        ("base64", "/+8=", b"\xff\xef"),
        ("base64url", "_-8", b"\xff\xef"),
        ("hex", "ffef", b"\xff\xef"),
        ("latin1", "\xff", b"\xff"),
        ("binary", "\xff", b"\xff"),
        ("ascii", "a", b"a"),
    ],
)
def test_text_and_bytes_become_one_another(
    encoding: str, text: str, data: bytes
) -> None:
    assert to_bytes(text, encoding) == data
    assert to_text(data, encoding) == text


@pytest.mark.parametrize("text", ["_-8", "/+8", " /+\n8= "])
def test_base64_is_read_in_both_alphabets_and_without_padding(text: str) -> None:
    assert to_bytes(text, "base64") == b"\xff\xef"


@pytest.mark.parametrize(
    ("text", "encoding"), [("zz", "hex"), ("%", "base64"), ("a", "rot13")]
)
def test_what_cannot_be_read_stops_the_run(text: str, encoding: str) -> None:
    with pytest.raises(NodeError) as caught:
        to_bytes(text, encoding)
    assert caught.value.name == "InvalidEncoding"


def test_bytes_that_are_no_utf8_become_replacement_characters() -> None:
    assert to_text(b"a\xff", "utf8") == "a\ufffd"
