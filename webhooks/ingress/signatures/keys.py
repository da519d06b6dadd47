"""From the text of a secret to the bytes of a key.

The same prefix means two things: Standard Webhooks' ``whsec_`` is followed by
Base64 that is decoded, Stripe's is part of the key. So the scheme decides.
"""

import base64
import binascii
from functools import lru_cache
from typing import Final

from webhooks.ingress.signatures.contract import KeyKind, Scheme

WHSEC: Final = "whsec_"
WHPK: Final = "whpk_"
_PUBLIC_BYTES: Final = 32


class KeyProblem(ValueError):
    """A secret cannot be a key of this kind; the message does not show it."""


@lru_cache(maxsize=4096)
def key_bytes(secret: str, kind: KeyKind, suffix: str = "") -> bytes:
    """Return the key that a secret's text stands for.

    ``whpk`` and ``spki`` are public keys and come out as their raw bytes.
    Raises KeyProblem.
    """
    if not secret:
        raise KeyProblem("it is empty")
    if kind == "text":
        return (secret + suffix).encode("utf-8", "surrogatepass")
    if kind == "hex":
        return _from_hex(secret)
    prefix = {"whsec": WHSEC, "whpk": WHPK}.get(kind, "")
    return _from_base64(secret.removeprefix(prefix), padded=kind != "whsec")


def fits(scheme: Scheme, secret: str) -> bool:
    """Tell whether a secret is meant for this scheme, by its prefix."""
    if not secret.startswith(scheme.secret_prefix):
        return False
    if scheme.key == "whpk":
        return secret.startswith(WHPK)
    if scheme.key == "whsec":
        return not secret.startswith(WHPK)
    return True


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise KeyProblem("it is no hexadecimal text") from None


def _from_base64(text: str, *, padded: bool) -> bytes:
    if not padded:
        text += "=" * (-len(text) % 4)
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyProblem("it is no Base64 text") from None
    if not key:
        raise KeyProblem("it is empty")
    return key
