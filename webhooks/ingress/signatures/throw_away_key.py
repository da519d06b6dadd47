"""A key pair that is made for one test request and forgotten."""

import base64

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from webhooks.ingress.signatures.contract import Algorithm, KeyKind
from webhooks.ingress.signatures.keys import WHPK


def sign(algorithm: Algorithm, kind: KeyKind, content: bytes) -> tuple[bytes, str]:
    """Return a signature and the public key as a provider of this kind shows it."""
    if algorithm == "ed25519":
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return key.sign(content), _written(public, kind)
    curve_key = generate_private_key(SECP256R1())
    public = curve_key.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return curve_key.sign(content, ECDSA(SHA256())), _written(public, kind)


def _written(public: bytes, kind: KeyKind) -> str:
    if kind == "hex":
        return public.hex()
    prefix = WHPK if kind == "whpk" else ""
    return prefix + base64.b64encode(public).decode()
