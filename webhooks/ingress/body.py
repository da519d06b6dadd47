"""The body's bytes as the value that workflows and scripts see.

A body that is not what its type says is no error of the webhook: it is kept as
text, with the problem named, so that nothing sent is ever lost.
"""

from dataclasses import dataclass
from typing import Any, Final

from webhooks.ingress.cast import cast
from webhooks.ingress.fields import grouped, split_fields
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.media_type import MediaType, parse_media_type
from webhooks.ingress.multipart import FilePart, MultipartProblem, parse_multipart
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.text import decode_text

MAX_FORM_FIELDS: Final = 1000


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """A body's value, why it could not be parsed (if so), and files in it."""

    value: Any
    problem: str | None = None
    files: tuple[FilePart, ...] = ()


EMPTY_BODY: Final = ParsedBody(None)


def parse_body(
    request: InboundRequest, cast_buffers_as: str, annotate_multipart: bool
) -> ParsedBody:
    """Return the request's body as a value.

    No bytes are None. JSON, URL-encoded and multipart forms are parsed; a
    failure leaves the raw text and a ``problem``. Types that promise bytes
    (images, archives, octet-stream …), a compressed body, and bytes of an
    unknown type that are not UTF-8 text are cast as ``cast_buffers_as`` says.
    Everything else is text.
    """
    body = request.body
    if not body:
        return EMPTY_BODY
    encoding = (request.header("Content-Encoding") or "").strip(" \t").lower()
    if encoding not in {"", "identity"}:
        return ParsedBody(cast(body, cast_buffers_as), "compressed")
    kind = parse_media_type(request.header("Content-Type"))
    if kind.is_json:
        return _json(body, kind)
    if kind.essence == "application/x-www-form-urlencoded":
        return _form(body, kind)
    if kind.essence == "multipart/form-data":
        return _multipart(body, kind, cast_buffers_as, annotate_multipart)
    if kind.is_binary or not (kind.is_text or _looks_like_text(body, kind)):
        return ParsedBody(cast(body, cast_buffers_as))
    return ParsedBody(_text(body, kind))


def _json(body: bytes, kind: MediaType) -> ParsedBody:
    try:
        return ParsedBody(load_json(body, kind.parameters.get("charset", "")))
    except JsonProblem as problem:
        return ParsedBody(_text(body, kind), f"The body is not valid JSON: {problem}.")


def _form(body: bytes, kind: MediaType) -> ParsedBody:
    if body.count(b"&") >= MAX_FORM_FIELDS:
        problem = f"The form has more than {MAX_FORM_FIELDS} fields."
        return ParsedBody(_text(body, kind), problem)
    charset = kind.parameters.get("charset", "")
    pairs = split_fields(body)
    value = grouped(
        (decode_text(name, charset), decode_text(text, charset)) for name, text in pairs
    )
    return ParsedBody(value)


def _multipart(
    body: bytes, kind: MediaType, cast_buffers_as: str, annotate: bool
) -> ParsedBody:
    boundary = kind.parameters.get("boundary", "")
    try:
        value, files = parse_multipart(body, boundary, cast_buffers_as, annotate)
    except MultipartProblem as problem:
        text = f"The form could not be read: {problem}."
        return ParsedBody(_text(body, kind), text)
    return ParsedBody(value, files=files)


def _text(body: bytes, kind: MediaType) -> str:
    return decode_text(body, kind.parameters.get("charset", ""))


def _looks_like_text(body: bytes, kind: MediaType) -> bool:
    if kind.parameters.get("charset"):
        return True
    if b"\0" in body:
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
