"""``multipart/form-data`` to an object, within limits.

Apart because it is the one place that leans on Werkzeug's decoder: parts stay
in memory (the body already has its limit) and no file is ever written.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
)

from webhooks.ingress.cast import cast
from webhooks.ingress.fields import grouped
from webhooks.ingress.media_type import parse_media_type
from webhooks.ingress.text import decode_text

MAX_PARTS: Final = 1000
MAX_BOUNDARY_CHARACTERS: Final = 200


class MultipartProblem(Exception):
    """The body is not a form that we can read; the message says why."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file that came in a form; the name is the sender's and never a path."""

    name: str
    filename: str
    content_type: str
    size: int


@dataclass(slots=True)
class _Part:
    head: Field | File
    data: bytearray = field(default_factory=bytearray)


def parse_multipart(
    body: bytes, boundary: str, cast_buffers_as: str, annotate: bool
) -> tuple[dict[str, Any], tuple[FilePart, ...]]:
    """Return the form as an object, and its files' descriptions.

    Fields become strings, files become bytes cast as wanted, repeated names
    become lists. With ``annotate`` a file is an object of ``filename``,
    ``headers`` and ``payload``.

    Raises MultipartProblem when it is truncated, malformed or above 1,000 parts.
    """
    values: list[tuple[str, Any]] = []
    files: list[FilePart] = []
    for part in _parts(body, boundary):
        name = part.head.name or ""
        if isinstance(part.head, File):
            files.append(_described(part.head, name, len(part.data)))
            value: Any = cast(bytes(part.data), cast_buffers_as)
            if annotate:
                value = _annotated(part.head, value)
        else:
            kind = parse_media_type(part.head.headers.get("content-type"))
            value = decode_text(bytes(part.data), kind.parameters.get("charset", ""))
        values.append((name, value))
    return grouped(values), tuple(files)


def file_content(body: bytes, boundary: str, number: int) -> tuple[FilePart, bytes]:
    """Return the file of this number in the form, counted from 0.

    Raises MultipartProblem when the form cannot be read or has no such file.
    """
    left = number
    for part in _parts(body, boundary):
        if isinstance(part.head, File):
            if left == 0:
                name = part.head.name or ""
                described = _described(part.head, name, len(part.data))
                return described, bytes(part.data)
            left -= 1
    raise MultipartProblem("it has no such file")


def _parts(body: bytes, boundary: str) -> list[_Part]:
    if not 0 < len(boundary) <= MAX_BOUNDARY_CHARACTERS:
        raise MultipartProblem("its Content-Type names no usable boundary")
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"))
    decoder.receive_data(body)
    decoder.receive_data(None)
    parts: list[_Part] = []
    try:
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, Field | File):
                if len(parts) == MAX_PARTS:
                    raise MultipartProblem(f"it has more than {MAX_PARTS} parts")
                parts.append(_Part(event))
            elif isinstance(event, Data):
                parts[-1].data += event.data
    except ValueError:
        raise MultipartProblem("it is truncated or malformed") from None
    return parts


def _described(head: File, name: str, size: int) -> FilePart:
    kind = head.headers.get("content-type") or "application/octet-stream"
    return FilePart(name, head.filename, kind, size)


def _annotated(head: File, payload: Any) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in head.headers}
    return {"filename": head.filename, "headers": headers, "payload": payload}
