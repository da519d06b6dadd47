"""Public and private keys from PEM text, for signing and for tokens.

Apart from the nodes that use them because they share what is accepted: PEM
only, no passwords, and no key so large that using it would take seconds.
"""

from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import load_pem_x509_certificate

from webhooks.workflows.errors import NodeError

MOST_BITS: Final = 8192
_MOST_CHARACTERS: Final = 64 * 1024


def is_pem(text: str) -> bool:
    """Tell whether a text is meant as a key or certificate."""
    return "-----BEGIN " in text


def private_key(pem: str) -> Any:
    """Return a private key of any kind. Raises NodeError."""
    return _loaded(pem, "private")


def public_key(pem: str) -> Any:
    """Return the public key of a key, private key or certificate.

    Raises NodeError.
    """
    if "PRIVATE KEY-----" in pem:
        return _loaded(pem, "private").public_key()
    if "BEGIN CERTIFICATE-----" in pem:
        return _loaded(pem, "certificate").public_key()
    return _loaded(pem, "public")


def _loaded(pem: str, kind: str) -> Any:
    if len(pem) > _MOST_CHARACTERS:
        raise NodeError("The key is too large.", "InvalidKey")
    data = pem.strip().encode("utf-8", "replace")
    key: Any
    try:
        if kind == "private":
            key = load_pem_private_key(data, password=None)
        elif kind == "certificate":
            key = load_pem_x509_certificate(data)
        else:
            key = load_pem_public_key(data)
    except TypeError:
        raise NodeError("Keys with a password cannot be used.", "InvalidKey") from None
    except (ValueError, UnsupportedAlgorithm):
        message = f"This is not a {kind} key in PEM form."
        raise NodeError(message, "InvalidKey") from None
    sized = key.public_key() if kind == "certificate" else key
    if getattr(sized, "key_size", 0) > MOST_BITS:
        message = f"Keys of more than {MOST_BITS} bits cannot be used."
        raise NodeError(message, "InvalidKey")
    return key
