"""A stored request as a line for the shell that sends it again, byte for byte.

Apart from the pages because it is quoting and nothing else: what a sender wrote
must arrive as it was, and must never become a command of its own.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.storage.models import Delivery

# More than this in one line is nothing to paste; the body is a file then.
MOST_BODY_BYTES: Final = 256 * 1024
# Linux takes no longer arguments, but from commands of the shell itself.
LONGEST_WORD: Final = 64 * 1024

# What curl writes by itself, and what only held for the original's connection.
_LEFT_OUT: Final = frozenset(
    {"connection", "content-length", "expect", "host", "transfer-encoding"}
)
# What curl would add if nobody said anything.
_UNASKED: Final = ("Accept", "User-Agent")
_PLAIN = re.compile(rb"[A-Za-z0-9_./:@%+,-]+")
# Control characters, which a terminal may obey, and those that change the
# direction of what is read.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
_UNPRINTABLE = re.compile(rb"[^\t\n\x20-\x7e]")
_NEXT: Final = " \\\n  "


@dataclass(frozen=True, slots=True)
class CurlCommand:
    """The text; ``body_file`` names the file that it reads the body from, if any."""

    text: str
    body_file: str | None = None


def curl_command(delivery: Delivery, webhook_url: str, revealed: bool) -> CurlCommand:
    """Return the command; the delivery's body must have been loaded.

    Secrets are ``$SECRET`` (then ``$SECRET_2`` …) unless revealed: the caller
    decides who may ask for that.
    """
    names = _secret_names()
    url = _url(delivery, webhook_url, revealed, names)
    method = method_option(delivery.method, bool(delivery.size))
    parts = [f"curl {method} --path-as-is -g {url}"]
    parts += _headers(delivery, revealed, names)
    body = delivery.body
    if not body:
        return CurlCommand(_NEXT.join(parts))
    if len(body) > MOST_BODY_BYTES:
        name = f"delivery-{delivery.id}.bin"
        return CurlCommand(_NEXT.join([*parts, f"--data-binary @{name}"]), name)
    if _is_text(body) and not body.startswith(b"@") and len(body) <= LONGEST_WORD:
        return CurlCommand(_NEXT.join([*parts, f"--data-binary {quoted(body)}"]))
    source = f"printf %s {quoted(body)}"
    if not _is_text(body):
        source = f"printf %s {base64.b64encode(body).decode()} | base64 -d"
    return CurlCommand(f"{source} | " + _NEXT.join([*parts, "--data-binary @-"]))


def quoted(data: bytes) -> str:
    """Return bytes as one word of bash or zsh, whatever they are but NUL."""
    if _PLAIN.fullmatch(data):
        return data.decode()
    text = data.decode("utf-8", "replace")
    if "\ufffd" not in text and _CONTROL.search(text) is None:
        return "'" + text.replace("'", "'\\''") + "'"
    escaped = data.replace(b"\\", b"\\\\").replace(b"'", b"\\'")
    return f"$'{_UNPRINTABLE.sub(_escape, escaped).decode()}'"


def _escape(match: re.Match[bytes]) -> bytes:
    return b"\\x%02x" % match[0][0]


def method_option(method: str, has_body: bool) -> str:
    """Return the words by which curl knows the method."""
    if method != "HEAD":
        return f"-X {quoted(_bytes(method))}"
    # curl cannot be told of a body here, and then waits for one that never comes.
    return "-X HEAD --max-time 10" if has_body else "--head"


def _url(
    delivery: Delivery, webhook_url: str, revealed: bool, names: Iterator[str]
) -> str:
    path = "" if delivery.path == "/" else delivery.path
    url = _bytes(f"{webhook_url}{path}")
    if not delivery.raw_query:
        return quoted(url)
    if is_secret_query(delivery.status) and not revealed:
        return f'{quoted(url + b"?")}"${next(names)}"'
    return quoted(url + b"?" + _bytes(delivery.raw_query))


def _headers(delivery: Delivery, revealed: bool, names: Iterator[str]) -> Iterator[str]:
    given = set()
    for name, value in delivery.headers:
        given.add(name.lower())
        if name.lower() in _LEFT_OUT:
            continue
        shown = _bytes(_titled(name))
        if not value:
            yield f"-H {quoted(shown + b';')}"
        elif is_secret_header(name) and not revealed:
            yield f'-H {quoted(shown + b": ")}"${next(names)}"'
        else:
            yield f"-H {quoted(shown + b': ' + _bytes(value))}"
    unasked = [*_UNASKED, *(["Content-Type"] if delivery.size else [])]
    for name in unasked:
        if name.lower() not in given:
            yield f"-H {name}:"
    if delivery.size:
        yield "-H Expect:"


def _secret_names() -> Iterator[str]:
    yield "SECRET"
    number = 2
    while True:
        yield f"SECRET_{number}"
        number += 1


def _is_text(body: bytes) -> bool:
    """Tell whether the body is text that a shell's word can hold."""
    try:
        return "\0" not in body.decode()
    except UnicodeDecodeError:
        return False


def _titled(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


def _bytes(text: str) -> bytes:
    """Return the bytes of what was kept with one character a byte."""
    try:
        return text.encode("latin-1")
    except UnicodeError:
        return text.encode()
