"""Signatures that are checked with a public key: Ed25519 and ECDSA P-256.

Apart, and loaded only when the first of them arrives, because ``cryptography``
costs about 8 MB of memory that most installations never need.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from webhooks.ingress.signatures.contract import Algorithm
from webhooks.ingress.signatures.keys import KeyProblem


def fits(algorithm: Algorithm, key: bytes, signature: bytes, content: bytes) -> bool:
    """Tell whether the signature is right.

    ``key`` is the raw key for Ed25519 and a DER SubjectPublicKeyInfo for ECDSA.
    Raises KeyProblem for a key of another kind.
    """
    try:
        if algorithm == "ed25519":
            _ed25519(key).verify(signature, content)
        else:
            _p256(key).verify(signature, content, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=256)
def _ed25519(key: bytes) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(key)
    except ValueError:
        raise KeyProblem("it is no Ed25519 public key of 32 bytes") from None


@lru_cache(maxsize=256)
def _p256(key: bytes) -> EllipticCurvePublicKey:
    try:
        loaded = load_der_public_key(key)
    except (UnsupportedAlgorithm, ValueError):
        raise KeyProblem("it is no public key") from None
    if not isinstance(loaded, EllipticCurvePublicKey) or not isinstance(
        loaded.curve, SECP256R1
    ):
        raise KeyProblem("it is no public key on the curve P-256")
    return loaded
