"""Identifiers and secrets: what they look like and how they are made."""

import base64
import hashlib
import os
import re
import secrets

_OBJECT_ID = re.compile(r"[A-Fa-f0-9]{24}")
_WEBHOOK_TOKEN = re.compile(r"[a-z2-7]{26}")


def new_id() -> str:
    """Return a random id of 24 hexadecimal digits, the form of Losant's ids."""
    return secrets.token_hex(12)


def new_delivery_id(now_ms: int) -> str:
    """Return an id that begins with its time, in the form of Losant's ids.

    Eight digits are the second and sixteen are random: not to be guessed, and
    neighbours in time are neighbours in the index, which saves most of the
    pages that a batch would otherwise have to write.
    """
    return f"{now_ms // 1000 & 0xFFFFFFFF:08x}{_random()}"


class _Randomness:
    """Random digits, asked from the system for many at once: asking is what costs.

    Without a lock, as taking from a list is one step: no two get the same.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        # Parent and child would both hand out what is left.
        os.register_at_fork(after_in_child=self._pieces.clear)

    def __call__(self) -> str:
        """Return 64 random bits in hexadecimal that nobody has got before."""
        try:
            return self._pieces.pop()
        except IndexError:
            digits = os.urandom(4096).hex()
            first, *others = (digits[at : at + 16] for at in range(0, 8192, 16))
            self._pieces += others
            return first


_random = _Randomness()


def is_id(text: str) -> bool:
    """Tell whether the text has the form of an id."""
    return _OBJECT_ID.fullmatch(text) is not None


def new_webhook_token() -> str:
    """Return the secret part of a webhook's URL: 128 random bits.

    26 lower-case base32 characters: safe in any URL, readable aloud, and
    selected whole by a double click.
    """
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def is_webhook_token(text: str) -> bool:
    """Tell whether the text could be a webhook token at all."""
    return _WEBHOOK_TOKEN.fullmatch(text) is not None


def new_secret(prefix: str = "") -> str:
    """Return a URL-safe secret of 256 random bits behind ``prefix``."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret as hex: what is stored in its place.

    A fast hash is right here, because every secret that is looked up by its
    digest carries at least 128 random bits. Passwords are hashed elsewhere.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
