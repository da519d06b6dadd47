"""What a sender signs, said in one line.

Read off the declarations, so that pages and documentation cannot say anything
else than what is checked.
"""

from typing import Final

from webhooks.ingress.signatures.content import split, spoken
from webhooks.ingress.signatures.contract import Algorithm, Scheme

_NAMES: Final[dict[Algorithm, str]] = {
    "hmac-sha1": "HMAC-SHA1",
    "hmac-sha256": "HMAC-SHA256",
    "hmac-sha384": "HMAC-SHA384",
    "hmac-sha512": "HMAC-SHA512",
    "sha256-concat": "SHA-256 of the secret and then",
    "ed25519": "Ed25519 signature",
    "ecdsa-p256-sha256": "ECDSA P-256 signature",
}
_WRITTEN: Final = {
    "hex": "hexadecimal",
    "base64": "Base64",
    "base64url": "URL-safe Base64",
}
_WHOLES: Final = {
    "url": "the address",
    "timestamp": "the time stamp",
    "form": "the sorted form fields",
}


def describe(scheme: Scheme) -> str:
    """Return in one sentence what is signed and where the signature stands."""
    where = spoken(scheme.signature)
    if scheme.algorithm == "equals":
        return _equality(scheme, where)
    link = "" if scheme.algorithm == "sha256-concat" else " of"
    before = f" behind “{scheme.prefix}”" if scheme.prefix else ""
    sentence = (
        f"{_NAMES[scheme.algorithm]}{link} {_content(scheme.content)}, "
        f"in {_WRITTEN[scheme.encoding]}{before} in {where}"
    )
    if scheme.timestamp:
        sentence += f"; the time stamp is {spoken(scheme.timestamp)}"
    return f"{sentence}."


def _equality(scheme: Scheme, where: str) -> str:
    what = spoken(scheme.expects) if scheme.expects else "the secret itself"
    before = f" behind “{scheme.prefix}”" if scheme.prefix else ""
    return f"{where[:1].upper()}{where[1:]} holds {what}{before}; nothing is signed."


def _content(template: str) -> str:
    parts: list[str] = []
    for text, place in split(template):
        if text:
            parts.append(f"“{text.decode()}”")
        if place:
            parts.append(_WHOLES.get(place) or spoken(place))
    if len(parts) < 2:
        return "".join(parts) or "nothing"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
