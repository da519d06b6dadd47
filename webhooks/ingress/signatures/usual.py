"""The usual request, straight through: one HMAC of the body in one header.

Most senders sign like this and nearly every request is right, so it is looked at
first and with little ceremony. It only ever says yes, where the whole check
(``check.py``) would; whatever is not plainly right goes there.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from functools import lru_cache

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.algorithms import DIGESTS
from webhooks.ingress.signatures.contract import Scheme
from webhooks.ingress.signatures.keys import KeyProblem, key_bytes
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import Verdict


@dataclass(frozen=True, slots=True)
class _Lane:
    """What the newest secret's signature must be like."""

    header: str
    prefix: str
    is_hex: bool
    digest: str
    key: bytes
    verdict: Verdict


def verified(request: InboundRequest, settings: SignatureSettings) -> Verdict | None:
    """Return the verdict on a request that is plainly right, else None."""
    if settings.options or not settings.secrets:
        return None
    lane = _lane(settings.provider, settings.secrets[0])
    if lane is None:
        return None
    wanted = lane.header
    found = [value for name, value in request.headers if name.lower() == wanted]
    if len(found) != 1 or not found[0].startswith(lane.prefix):
        return None
    text = found[0][len(lane.prefix) :]
    try:
        given = (
            binascii.unhexlify(text)
            if lane.is_hex
            else base64.b64decode(text, validate=True)
        )
    except (binascii.Error, ValueError):
        return None
    right = hmac.digest(lane.key, request.body, lane.digest)
    return lane.verdict if hmac.compare_digest(right, given) else None


@lru_cache(maxsize=1024)
def _lane(provider_key: str, secret: str) -> _Lane | None:
    provider = PROVIDERS.get(provider_key)
    if provider is None or len(provider.schemes) != 1 or provider.makes_codes:
        return None
    scheme = provider.schemes[0]
    kind, _, header = scheme.signature.partition(".")
    # Declared with nothing but what is looked at above.
    plain = Scheme(
        scheme.signature,
        scheme.algorithm,
        encoding=scheme.encoding,
        prefix=scheme.prefix,
        key=scheme.key,
        key_suffix=scheme.key_suffix,
    )
    encodings = {"hex", "base64"}
    if scheme != plain or kind != "header" or scheme.encoding not in encodings:
        return None
    if not scheme.algorithm.startswith("hmac-"):
        return None
    try:
        key = key_bytes(secret, scheme.key, scheme.key_suffix)
    except KeyProblem:
        return None
    return _Lane(
        header.lower(),
        scheme.prefix,
        scheme.encoding == "hex",
        DIGESTS[scheme.algorithm],
        key,
        Verdict(provider.key, "verified"),
    )
