"""JSON Web Tokens as text: made, read, and checked (RFC 7515, RFC 7519).

Built on the algorithms of PyJWT alone: its own encoder lets a custom header
choose the algorithm, and its decoder reads the clock itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.utils import base64url_decode, base64url_encode

from webhooks.nodes._keys import is_pem, private_key, public_key
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.workflows.errors import NodeError

ALGORITHMS: Final = (
    *("HS256", "HS384", "HS512"),
    *("RS256", "RS384", "RS512"),
    *("PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
)
MOST_CHARACTERS: Final = 256 * 1024
# The names of the errors are those of jsonwebtoken, which Losant runs on.
_INVALID: Final = "JsonWebTokenError"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart; nothing of it was checked yet.

    ``claims`` is text when the token does not hold JSON.
    """

    header: dict[str, Any]
    claims: Any
    signature: bytes
    signature_text: str
    signed: bytes


def create_token(
    claims: Any, header: Mapping[str, Any], secret: str, algorithm: str
) -> str:
    """Return a signed token. Raises NodeError for an unfit secret or algorithm."""
    if algorithm not in ALGORITHMS:
        message = f"{algorithm} is not one of {', '.join(ALGORITHMS)}."
        raise NodeError(message, _INVALID)
    full_header = {"typ": "JWT", **header, "alg": algorithm}
    try:
        texts = (encode_json(full_header), encode_json(claims))
    except JsonProblem as problem:
        raise NodeError(f"The token cannot be written: {problem}.", _INVALID) from None
    signed = b".".join(base64url_encode(text.encode()) for text in texts)
    try:
        method = jwt.get_algorithm_by_name(algorithm)
        key = secret if algorithm.startswith("HS") else private_key(secret)
        signature = method.sign(signed, method.prepare_key(key))
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NodeError(f"The token cannot be signed: {error}.", _INVALID) from None
    return (signed + b"." + base64url_encode(signature)).decode()


def read_token(text: str) -> Token:
    """Return a token's parts. Raises NodeError for text that is no token."""
    text = text.strip().removeprefix("Bearer ").strip()
    if len(text) > MOST_CHARACTERS or _TOKEN.fullmatch(text) is None:
        raise NodeError("jwt malformed", _INVALID)
    parts = text.split(".")
    try:
        header = parse_json(base64url_decode(parts[0]).decode())
        claims = base64url_decode(parts[1]).decode()
        signature = base64url_decode(parts[2])
        signed = f"{parts[0]}.{parts[1]}".encode()
    except (ValueError, JsonProblem):
        raise NodeError("jwt malformed", _INVALID) from None
    if not isinstance(header, dict):
        raise NodeError("jwt malformed", _INVALID)
    return Token(header, _json_or_text(claims), signature, parts[2], signed)


def check_token(token: Token, secret: str, issuer: str, now: float) -> None:
    """Raise NodeError unless the token is signed with the secret and holds now.

    The kind of the secret decides which algorithms may have been used, never
    the token: else a public key could serve as the secret of an HMAC.
    """
    if not token.signature:
        raise NodeError("jwt signature is required", _INVALID)
    if "crit" in token.header:
        raise NodeError("the token has a critical header", _INVALID)
    key: Any = public_key(secret) if is_pem(secret) else secret
    algorithm = token.header.get("alg")
    if not isinstance(algorithm, str) or not algorithm.startswith(_families(key)):
        raise NodeError("invalid algorithm", _INVALID)
    if algorithm not in ALGORITHMS:
        raise NodeError("invalid algorithm", _INVALID)
    try:
        method = jwt.get_algorithm_by_name(algorithm)
        right = method.verify(token.signed, method.prepare_key(key), token.signature)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NodeError(f"The token cannot be checked: {error}.", _INVALID) from None
    if not right:
        raise NodeError("invalid signature", _INVALID)
    _check_claims(token.claims, issuer, now)


def _families(key: Any) -> tuple[str, ...]:
    if isinstance(key, str):
        return ("HS",)
    if isinstance(key, rsa.RSAPublicKey):
        return ("RS", "PS")
    return ("ES",) if isinstance(key, ec.EllipticCurvePublicKey) else ()


def _check_claims(claims: Any, issuer: str, now: float) -> None:
    if not isinstance(claims, dict):
        raise NodeError("the token holds no claims", _INVALID)
    begins, ends = claims.get("nbf"), claims.get("exp")
    if begins is not None and _seconds(begins, "nbf") > now:
        raise NodeError("jwt not active", "NotBeforeError")
    if ends is not None and _seconds(ends, "exp") <= now:
        raise NodeError("jwt expired", "TokenExpiredError")
    if issuer and claims.get("iss") != issuer:
        raise NodeError(f"jwt issuer invalid. expected: {issuer}", _INVALID)


def _seconds(value: Any, claim: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NodeError(f"invalid {claim} value", _INVALID)
    return value


def _json_or_text(text: str) -> Any:
    try:
        return parse_json(text)
    except JsonProblem:
        return text
