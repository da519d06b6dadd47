"""Signing and checking signatures, for Crypto Sign and Crypto Verify.

The words are those of Node.js, which Losant's nodes hand on to it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from webhooks.nodes._encodings import to_bytes
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall

_HASHES: Final[Mapping[str, Callable[[], hashes.HashAlgorithm]]] = {
    "MD5": hashes.MD5,
    "SHA1": hashes.SHA1,
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
}
_PSS: Final = "RSA_PKCS1_PSS_PADDING"
_PADDINGS: Final = ("RSA_PKCS1_PADDING", _PSS)
_PLAIN_DSA: Final = "ieee-p1363"


def key_text(node: NodeCall) -> str:
    """Return the key's PEM text. Raises NodeError when there is none."""
    if node.text("credentialNameTemplate"):
        message = "There are no credentials here; put the key itself into the node."
        raise NodeError(message, "NotSupportedHere")
    text = node.text("keyTemplate")
    if not text:
        raise NodeError("There is no key.", "InvalidKey")
    return text


def signed_data(node: NodeCall) -> bytes:
    """Return the bytes that are or were signed. Raises NodeError."""
    return to_bytes(node.text("dataTemplate"), node.text("dataEncodingTemplate"))


def sign(node: NodeCall, key: Any, data: bytes) -> bytes:
    """Return the signature of data. Raises NodeError for an unfit key."""
    algorithm = _hash(node)
    try:
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, _padding(node, algorithm, PSS.MAX_LENGTH), algorithm)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return _written(node, key, key.sign(data, ec.ECDSA(algorithm)))
        if isinstance(key, dsa.DSAPrivateKey):
            return _written(node, key, key.sign(data, algorithm))
        if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
            return key.sign(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NodeError(f"The data cannot be signed: {error}.", "CryptoError") from None
    raise NodeError("This kind of key cannot sign.", "InvalidKey")


def is_signed(node: NodeCall, key: Any, signature: bytes, data: bytes) -> bool:
    """Tell whether a signature is right. Raises NodeError for an unfit key."""
    algorithm = _hash(node)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            padding = _padding(node, algorithm, PSS.AUTO)
            key.verify(signature, data, padding, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_read(node, key, signature), data, ec.ECDSA(algorithm))
        elif isinstance(key, dsa.DSAPublicKey):
            key.verify(_read(node, key, signature), data, algorithm)
        elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
            key.verify(signature, data)
        else:
            raise NodeError("This kind of key cannot verify.", "InvalidKey")
    except InvalidSignature:
        return False
    except (ValueError, UnsupportedAlgorithm) as error:
        message = f"The signature cannot be checked: {error}."
        raise NodeError(message, "CryptoError") from None
    return True


def _hash(node: NodeCall) -> hashes.HashAlgorithm:
    word = node.text("algorithmTemplate").strip()
    name = word.upper().replace("-", "") or "SHA256"
    if name not in _HASHES:
        message = f"{word} is not one of {', '.join(_HASHES)}."
        raise NodeError(message, "UnsupportedAlgorithm")
    return _HASHES[name]()


def _padding(
    node: NodeCall, algorithm: hashes.HashAlgorithm, salt: Any
) -> PSS | PKCS1v15:
    word = node.text("paddingTemplate").strip() or _PADDINGS[0]
    if word not in _PADDINGS:
        message = f"{word} is not one of {', '.join(_PADDINGS)}."
        raise NodeError(message, "UnsupportedAlgorithm")
    return PSS(MGF1(algorithm), salt) if word == _PSS else PKCS1v15()


def _is_plain(node: NodeCall) -> bool:
    word = node.text("dsaEncodingTemplate").strip().lower() or "der"
    if word not in ("der", _PLAIN_DSA):
        message = f"{word} is not one of der, {_PLAIN_DSA}."
        raise NodeError(message, "UnsupportedAlgorithm")
    return word == _PLAIN_DSA


def _part_length(key: Any) -> int:
    """Return the bytes of each half of a plain signature (IEEE P1363)."""
    if isinstance(key, dsa.DSAPrivateKey | dsa.DSAPublicKey):
        bits = key.parameters().parameter_numbers().q.bit_length()
        return (bits + 7) // 8
    return int(key.key_size + 7) // 8


def _written(node: NodeCall, key: Any, der: bytes) -> bytes:
    if not _is_plain(node):
        return der
    length = _part_length(key)
    first, second = decode_dss_signature(der)
    return first.to_bytes(length, "big") + second.to_bytes(length, "big")


def _read(node: NodeCall, key: Any, signature: bytes) -> bytes:
    if not _is_plain(node):
        return signature
    length = _part_length(key)
    if len(signature) != 2 * length:
        raise InvalidSignature
    first, second = signature[:length], signature[length:]
    return encode_dss_signature(
        int.from_bytes(first, "big"), int.from_bytes(second, "big")
    )
