"""The codes themselves: made, written down, read and compared in constant time."""

import base64
import binascii
import hashlib
import hmac
from importlib import import_module
from typing import Final, Protocol, cast
from urllib.parse import unquote_to_bytes

from webhooks.ingress.signatures.contract import Algorithm, Encoding
from webhooks.ingress.signatures.keys import KeyProblem

DIGESTS: Final = {
    "hmac-sha1": "sha1",
    "hmac-sha256": "sha256",
    "hmac-sha384": "sha384",
    "hmac-sha512": "sha512",
    "sha256-concat": "sha256",
}


class _PublicKeys(Protocol):
    """The part of ``public_keys`` that is used here."""

    def fits(
        self, algorithm: Algorithm, key: bytes, signature: bytes, content: bytes
    ) -> bool: ...


def code(algorithm: Algorithm, key: bytes, content: bytes) -> bytes:
    """Return the code of the content: an HMAC, or a digest of key and content."""
    if algorithm == "sha256-concat":
        return hashlib.sha256(key + content).digest()
    return hmac.digest(key, content, DIGESTS[algorithm])


def fits(
    algorithm: Algorithm, key: bytes, signatures: list[bytes], content: bytes
) -> bool:
    """Tell whether one of the signatures is right. Raises KeyProblem."""
    if algorithm in DIGESTS:
        right = code(algorithm, key, content)
        return any(hmac.compare_digest(right, each) for each in signatures)
    return any(_public_keys().fits(algorithm, key, s, content) for s in signatures)


def body_digest(body: bytes) -> str:
    """Return the SHA-256 of a body in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def encode(raw: bytes, encoding: Encoding) -> str:
    """Return a code as text."""
    if encoding == "hex":
        return raw.hex()
    if encoding == "base64":
        return base64.b64encode(raw).decode()
    return base64.urlsafe_b64encode(raw).decode()


def decode(text: bytes, encoding: Encoding, *, unquote: bool = False) -> bytes | None:
    """Return the code that a text writes down, or None if it is none.

    Hexadecimal digits may be capitals. With ``unquote`` a text that is
    percent-encoded is taken too, without a plus becoming a space.
    """
    raw = _decoded(text, encoding)
    if raw is None and unquote and b"%" in text:
        raw = _decoded(unquote_to_bytes(text), encoding)
    return raw


def _decoded(text: bytes, encoding: Encoding) -> bytes | None:
    try:
        if encoding == "hex":
            return binascii.unhexlify(text)
        if encoding == "base64":
            return base64.b64decode(text, validate=True)
        padded = text + b"=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _public_keys() -> _PublicKeys:
    # Loaded with the first signature of this kind: the library costs 8 MB.
    try:
        module = import_module("webhooks.ingress.signatures.public_keys")
    except ImportError:
        raise KeyProblem(
            "this server lacks the package cryptography, which it needs"
        ) from None
    return cast(_PublicKeys, module)
