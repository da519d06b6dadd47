"""A stranger's bytes as something to look at: laid out, as they are, or in hex.

Always text, always short enough for a page; whole bodies are downloaded. JSON
is laid out by moving blanks only, so that numbers, repeated keys and their
order are shown as they were sent. What is no JSON is shown as it came.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.services.site import Site

SHOWN_BYTES: Final = 64 * 1024
_HEX_BYTES: Final = 4 * 1024
_HEX_WIDTH: Final = 16
_LAID_OUT_CHARACTERS: Final = 200_000
# To lay out more than this may take longer than the server can be held.
_LAID_OUT_HERE_BYTES: Final = 4 * 1024
VIEWS: Final = ("pretty", "raw", "tree", "hex")

# Strings, punctuation, or anything else up to the next of them; possessive, so
# that the scan stays linear.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},:]|[^\s"\[\]{},:]++', re.DOTALL)
_JSON_TYPE = re.compile(r"[^;]*[/+]json\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownBody:
    """What the page shows; ``note`` says what is not as it was sent."""

    text: str
    view: str
    size: int
    truncated: bool = False
    note: str = ""


def shown_body(body: bytes, content_type: str, view: str) -> ShownBody:
    """Return the body's text for a view: ``pretty``, ``raw`` or ``hex``.

    Bytes that are no text are shown in hex unless ``raw`` is asked for. What has
    a view of its own beside text (``tree``) falls back to ``pretty``.
    """
    if view not in {"raw", "hex"}:
        view = "pretty"
    if view == "hex" or (view == "pretty" and is_binary(body)):
        return _hex(body)
    head = body[:SHOWN_BYTES]
    truncated = len(body) > SHOWN_BYTES
    text = head.decode("utf-8", "replace")
    note = ""
    if "\ufffd" in text and not truncated:
        note = "Bytes that are not UTF-8 text are shown as \ufffd."
    if view == "pretty" and not truncated and looks_like_json(text, content_type):
        try:
            load_json(body)
        except JsonProblem as problem:
            note = f"Shown as it came, because it is not JSON that we take: {problem}."
        else:
            text, truncated = laid_out(text)
    if view == "pretty":
        text = text.replace("\r\n", "\n")
    return ShownBody(text, view, len(body), truncated, note)


def body_shown(site: Site, body: bytes, content_type: str, view: str) -> ShownBody:
    """Return the same, long ones from a native thread."""
    if len(body) <= _LAID_OUT_HERE_BYTES:
        return shown_body(body, content_type, view)
    return site.store.writer.offload(lambda: shown_body(body, content_type, view))


def is_binary(body: bytes) -> bool:
    """Tell whether the bytes are rather no text, by the first of them."""
    head = body[:1024]
    try:
        # Bit by bit, because a character may have been cut in two at the end.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return b"\0" in head


def looks_like_json(text: str, content_type: str) -> bool:
    """Tell whether laying out as JSON makes sense."""
    if _JSON_TYPE.match(content_type):
        return True
    return text.lstrip()[:1] in {"{", "["} and text.rstrip()[-1:] in {"}", "]"}


def laid_out(text: str) -> tuple[str, bool]:
    """Return JSON with one value a line, and whether its end was cut off."""
    out: list[str] = []
    length = depth = 0
    previous = ""
    for match in _TOKEN.finditer(text):
        part = match[0]
        if part in "]}":
            depth = max(0, depth - 1)
        piece = _blanks_before(part, previous, depth) + part
        if part in "[{":
            depth += 1
        out.append(piece)
        length += len(piece)
        if length > _LAID_OUT_CHARACTERS:
            return "".join(out), True
        previous = part
    return "".join(out), False


def _blanks_before(part: str, previous: str, depth: int) -> str:
    if not previous or part in ",:":
        return ""
    if previous == ":":
        return " "
    if previous in "[{" and part in "]}":
        return ""
    if previous in "[{," or part in "]}":
        return "\n" + "  " * depth
    return " "


def _hex(body: bytes) -> ShownBody:
    head = body[:_HEX_BYTES]
    lines = []
    for start in range(0, len(head), _HEX_WIDTH):
        row = head[start : start + _HEX_WIDTH]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(f"{start:06x}  {row.hex(' '):<47}  {text}")
    return ShownBody("\n".join(lines), "hex", len(body), len(body) > _HEX_BYTES)
