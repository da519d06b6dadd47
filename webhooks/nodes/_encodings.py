"""Text to bytes and back, in the encodings that nodes offer.

The names are those of Node.js, which Losant's nodes take: utf8, base64,
base64url, hex, latin1 (also called binary) and ascii. Apart from the nodes
because hashing, signing and outbound requests share it.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Final

from webhooks.workflows.errors import NodeError

NAMES: Final = "utf8, base64, base64url, hex, latin1, ascii"


Reader = Callable[[str], bytes]
Writer = Callable[[bytes], str]


def to_bytes(text: str, encoding: str) -> bytes:
    """Return the bytes that a text stands for; a blank encoding means utf8.

    Raises NodeError for an unknown encoding and for text that is not in it.
    """
    reader = _READERS.get(_name(encoding, "utf8"))
    if reader is None:
        raise _unknown(encoding)
    try:
        return reader(text)
    except ValueError:
        message = f"The text is not in the encoding {encoding or 'utf8'}."
        raise NodeError(message, "InvalidEncoding") from None


def to_text(data: bytes, encoding: str, default: str = "utf8") -> str:
    """Return bytes as text; what is not UTF-8 becomes U+FFFD as in Node.js.

    Raises NodeError for an unknown encoding.
    """
    writer = _WRITERS.get(_name(encoding, default))
    if writer is None:
        raise _unknown(encoding)
    return writer(data)


def _name(encoding: str, default: str) -> str:
    return encoding.strip().lower().replace("-", "") or default


def _unknown(encoding: str) -> NodeError:
    message = f"{encoding} is not an encoding; there are {NAMES}."
    return NodeError(message, "InvalidEncoding")


def _read_base64(text: str) -> bytes:
    plain = "".join(text.split()).rstrip("=").translate(_PLAIN_ALPHABET)
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def _write_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


_PLAIN_ALPHABET: Final = str.maketrans("-_", "+/")

_READERS: Final[Mapping[str, Reader]] = {
    "utf8": lambda text: text.encode("utf-8", "replace"),
    "base64": _read_base64,
    "base64url": _read_base64,
    "hex": bytes.fromhex,
    # Code points above 255 keep their low byte, as in Node.js.
    "latin1": lambda text: bytes(ord(character) & 255 for character in text),
    "binary": lambda text: bytes(ord(character) & 255 for character in text),
    "ascii": lambda text: bytes(ord(character) & 255 for character in text),
}

_WRITERS: Final[Mapping[str, Writer]] = {
    "utf8": lambda data: data.decode("utf-8", "replace"),
    "base64": lambda data: base64.b64encode(data).decode(),
    "base64url": _write_base64url,
    "hex": bytes.hex,
    "latin1": lambda data: data.decode("latin-1"),
    "binary": lambda data: data.decode("latin-1"),
    "ascii": lambda data: bytes(byte & 127 for byte in data).decode("ascii"),
}
