"""Bodies as values."""

import pytest

from tests.ingress.requests_factory import inbound
from webhooks.ingress.body import EMPTY_BODY, ParsedBody, parse_body

EVERY_BYTE = bytes(range(256)) * 16


def parsed(body: bytes, *headers: tuple[str, str], how: str = "array") -> ParsedBody:
    return parse_body(inbound(headers=headers, body=body), how, False)


def typed(body: bytes, content_type: str, how: str = "array") -> ParsedBody:
    return parsed(body, ("Content-Type", content_type), how=how)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "image/png", ""])
def test_no_bytes_are_none(kind: str) -> None:
    assert typed(b"", kind) == EMPTY_BODY


@pytest.mark.parametrize(
    "kind",
    ["application/json", "Application/JSON; charset=utf-8", "application/ld+json"],
)
def test_json_is_parsed(kind: str) -> None:
    assert typed(b'{"a":[1,null]}', kind) == ParsedBody({"a": [1, None]})


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"a":', '{"a":'),
        (b"NaN", "NaN"),
        (b"1e999", "1e999"),
        (b'"\xff"', '"\xff"'),
        (b"[" * 1000, "[" * 1000),
    ],
)
def test_bad_json_stays_text_with_the_problem_named(body: bytes, text: str) -> None:
    result = typed(body, "application/json")
    assert result.value == text
    assert result.problem is not None
    assert result.problem.startswith("The body is not valid JSON: ")


def test_a_form_becomes_an_object_of_strings() -> None:
    body = b"a=1&b=x+y%20z&c=&d&a=2&%C3%BC=%c3%9f&bad=%zz"
    assert typed(body, "application/x-www-form-urlencoded").value == {
        "a": ["1", "2"],
        "b": "x y z",
        "c": "",
        "d": "",
        "ü": "ß",
        "bad": "%zz",
    }


def test_a_forms_charset_is_honoured() -> None:
    kind = "application/x-www-form-urlencoded; charset=windows-1252"
    assert typed(b"price=5%80", kind).value == {"price": "5€"}


def test_a_form_has_at_most_1000_fields() -> None:
    kind = "application/x-www-form-urlencoded"
    body = b"&".join(b"f%d=" % number for number in range(1000))
    assert len(typed(body, kind).value) == 1000
    result = typed(body + b"&one=more", kind)
    assert result.value == (body + b"&one=more").decode()
    assert result.problem == "The form has more than 1000 fields."


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("array", [0, 128, 255]),
        ("binary", "\x00\x80\xff"),
        ("utf8", "\x00\ufffd\ufffd"),
        ("base64", "AID/"),
        ("hex", "0080ff"),
    ],
)
def test_bytes_are_cast_as_the_webhook_says(how: str, expected: object) -> None:
    assert typed(b"\x00\x80\xff", "application/octet-stream", how).value == expected


@pytest.mark.parametrize(
    ("how", "back"),
    [
        ("array", bytes),
        ("binary", lambda text: text.encode("latin-1")),
        ("hex", bytes.fromhex),
    ],
)
def test_casts_lose_nothing(how, back) -> None:  # type: ignore[no-untyped-def]
    value = typed(EVERY_BYTE, "application/octet-stream", how).value
    assert back(value) == EVERY_BYTE


@pytest.mark.parametrize("kind", ["image/png", "audio/ogg", "video/mp4", "font/woff"])
def test_media_are_bytes_even_when_they_look_like_text(kind: str) -> None:
    assert typed(b"ab", kind, "hex").value == "6162"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "image/svg+xml", "application/x-odd", ""]
)
def test_everything_else_is_text(kind: str) -> None:
    assert typed("<ü/>".encode(), kind).value == "<ü/>"


def test_unknown_types_with_other_bytes_are_cast() -> None:
    assert typed(b"\xff\xfe", "application/x-odd", "hex").value == "fffe"
    assert typed(b"a\x00b", "application/x-odd", "hex").value == "610062"
    assert typed(b"\xff\xfe", "", "hex").value == "fffe"


def test_text_in_no_known_charset_is_latin_1() -> None:
    assert typed(b"caf\xe9", "text/plain").value == "caf\xe9"
    assert typed(b"caf\xe9", "text/plain; charset=utf-8").value == "caf\xe9"


@pytest.mark.parametrize(
    "charset", ["zip", "rot13", "unicode_escape", "utf-7", "x" * 99]
)
def test_a_codec_that_is_no_charset_is_ignored(charset: str) -> None:
    kind = f'text/plain; charset="{charset}"'
    assert typed(rb"\x41+AGE-", kind).value == r"\x41+AGE-"


def test_a_named_charset_is_honoured() -> None:
    assert typed("día".encode("utf-16"), "text/plain;charset=UTF-16").value == "día"
    quoted = 'text/plain; format=flowed; charset="iso-8859-15"'
    assert typed(b"\xa4", quoted).value == "€"


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip", "DEFLATE"])
def test_a_compressed_body_stays_as_it_is(encoding: str) -> None:
    result = parsed(
        b"\x1f\x8b\x08",
        ("Content-Type", "application/json"),
        ("Content-Encoding", encoding),
        how="hex",
    )
    assert result == ParsedBody("1f8b08", "compressed")


def test_identity_is_no_compression() -> None:
    result = parsed(
        b"[1]", ("Content-Type", "application/json"), ("Content-Encoding", "identity")
    )
    assert result.value == [1]


@pytest.mark.parametrize(
    "text",
    ["<script>", "{{7*7}}", "${7*7}", "=cmd|' /C calc'!A0", "%n", "\x1b[31m", "\u202e"],
)
def test_hostile_text_is_just_text(text: str) -> None:
    assert typed(text.encode(), "text/plain").value == text
