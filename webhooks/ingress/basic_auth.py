"""The user name and password that a webhook may ask of its callers."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from webhooks.errors import Unauthorized
from webhooks.ingress.text import decode_text

CHALLENGE: Final = ("WWW-Authenticate", 'Basic realm="webhook", charset="UTF-8"')


def check(username: str, password: str, authorization: Sequence[str]) -> None:
    """Pass a caller who knows both halves; with neither half set, pass everybody.

    A half that is not set must then be empty in the caller's header. Both
    halves are always compared, in constant time, so that neither the time nor
    the answer tells which one was wrong.

    Raises Unauthorized. Source: RFC 7617.
    """
    if not username and not password:
        return
    given = _credentials(authorization)
    if given is None:
        raise Unauthorized("This webhook needs a user name and a password.")
    # Not "and": the second half must be compared whatever the first gave.
    if not _equal(given[0], username) & _equal(given[1], password):
        raise Unauthorized("The user name or the password is wrong.")


def _credentials(authorization: Sequence[str]) -> tuple[str, str] | None:
    if len(authorization) != 1:
        return None
    scheme, _, encoded = authorization[0].strip(" \t").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded.strip(" "), validate=True)
    except (binascii.Error, ValueError):
        return None
    username, colon, password = decode_text(decoded).partition(":")
    return (username, password) if colon else None


def _equal(given: str, expected: str) -> bool:
    # Hashed first, because comparing alone would tell the length.
    return hmac.compare_digest(
        hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest(),
        hashlib.sha256(expected.encode("utf-8", "surrogatepass")).digest(),
    )
