"""Forms with files."""

import pytest

from tests.ingress.requests_factory import inbound
from webhooks.ingress.body import ParsedBody, parse_body
from webhooks.ingress.multipart import FilePart

KIND = 'multipart/form-data; boundary="b0"'


def part(disposition: str, body: str, *headers: str) -> str:
    lines = [f"Content-Disposition: form-data; {disposition}", *headers]
    return "--b0\r\n" + "\r\n".join(lines) + f"\r\n\r\n{body}\r\n"


def parsed(
    body: str | bytes, kind: str = KIND, how: str = "hex", annotate: bool = False
) -> ParsedBody:
    data = body.encode() if isinstance(body, str) else body
    request = inbound(headers=(("Content-Type", kind),), body=data)
    return parse_body(request, how, annotate)


def test_fields_are_strings_and_files_are_cast() -> None:
    body = (
        part('name="note"', "grüß")
        + part('name="photo"; filename="a.bin"', "\x00\x01", "Content-Type: image/png")
        + "--b0--\r\n"
    )
    result = parsed(body)
    assert result.value == {"note": "grüß", "photo": "0001"}
    assert result.files == (FilePart("photo", "a.bin", "image/png", 2),)
    assert result.problem is None


def test_repeated_names_make_lists() -> None:
    body = part('name="a"', "1") + part('name="a"', "2") + "--b0--"
    assert parsed(body).value == {"a": ["1", "2"]}


def test_files_can_carry_their_description() -> None:
    head = 'name="f"; filename="a.txt"'
    body = part(head, "hi", "Content-Type: text/plain") + part('name="x"', "y")
    assert parsed(body + "--b0--", annotate=True).value == {
        "f": {
            "filename": "a.txt",
            "headers": {
                "content-disposition": f"form-data; {head}",
                "content-type": "text/plain",
            },
            "payload": "6869",
        },
        "x": "y",
    }


@pytest.mark.parametrize(
    "filename", ["../../etc/passwd", "C:\\\\x", "<b>.txt", "a\x00b", ""]
)
def test_a_files_name_is_only_ever_text(filename: str) -> None:
    result = parsed(part(f'name="f"; filename="{filename}"', "hi") + "--b0--")
    assert result.problem is None
    assert result.value == {"f": "6869"}


def test_a_fields_charset_is_honoured() -> None:
    head = b'--b0\r\nContent-Disposition: form-data; name="a"\r\n'
    kind = b"Content-Type: text/plain; charset=iso-8859-15\r\n\r\n"
    assert parsed(head + kind + b"\xa4\r\n--b0--").value == {"a": "€"}


def test_an_empty_form_is_an_empty_object() -> None:
    assert parsed("--b0--\r\n").value == {}


def test_a_thousand_parts_are_the_limit() -> None:
    many = "".join(part(f'name="{number}"', "") for number in range(1000))
    assert len(parsed(many + "--b0--").value) == 1000
    result = parsed(many + part('name="more"', "") + "--b0--")
    assert result.problem == "The form could not be read: it has more than 1000 parts."


def test_a_long_field_is_no_problem() -> None:
    result = parsed(part('name="a"', "x" * 600_000) + "--b0--")
    assert len(result.value["a"]) == 600_000


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (part('name="a"', "1"), KIND),
        (part('name="a"', "1") + "--b0--", "multipart/form-data"),
        (part('name="a"', "1") + "--b0--", "multipart/form-data; boundary=other"),
        (
            part('name="a"', "1") + "--b0--",
            f"multipart/form-data; boundary={'x' * 201}",
        ),
        ("--b0\r\nContent-Type: text/plain\r\n\r\nx\r\n--b0--", KIND),
        ("--b0\r\nContent-Disposition: form-data", KIND),
        ("nothing like a form", KIND),
    ],
)
def test_what_cannot_be_read_stays_text(body: str, kind: str) -> None:
    result = parsed(body, kind)
    assert result.value == body
    assert result.problem is not None
    assert result.problem.startswith("The form could not be read: ")
    assert result.files == ()


def test_bytes_in_a_parts_header_that_are_no_text_are_a_problem() -> None:
    body = b'--b0\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--b0--'
    assert parsed(body).problem is not None
