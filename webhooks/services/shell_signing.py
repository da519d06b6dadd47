"""Signing in a shell: pipelines of openssl, od, sed and tr, and nothing else.

Apart from the script around them, because they are cryptography in a strange
language: each must give what ``ingress/signatures`` gives.
"""

from typing import Final

from webhooks.ingress.signatures.algorithms import DIGESTS
from webhooks.ingress.signatures.contract import Encoding, Scheme, TimeUnit
from webhooks.services.curl_command import quoted

_HEX: Final = "od -An -tx1 -v | tr -d ' \\n'"
_ENCODINGS: Final[dict[Encoding, str]] = {
    "hex": _HEX,
    "base64": "openssl base64 -A",
    "base64url": "openssl base64 -A | tr '+/' '-_'",
}
_NOW: Final[dict[TimeUnit, str]] = {
    "s": "$(date +%s)",
    "ms": "$(date +%s)000",
    "rfc3339": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
}
# Some senders show keys without the padding that openssl wants.
_PADDED: Final = "BARE=$BARE$(printf \"%$(( -${#BARE} & 3 ))s\" '' | tr ' ' =)"

FRESH_ID: Final = "test_$(openssl rand -hex 12)"
# Of 31 bits, as the server makes them.
FRESH_NUMBER: Final = "$(( 0x$(openssl rand -hex 4) / 2 ))"


def now(unit: TimeUnit) -> str:
    """Return a word that is the time."""
    return _NOW[unit]


def digest_of(word: str) -> str:
    """Return a word that is the SHA-256 of another, in hexadecimal."""
    return f"$(printf %s {word} | openssl dgst -sha256 -binary | {_HEX})"


def escaped_for(place: str, command: str) -> str:
    """Return a command whose output can stand at a place of a request as it is."""
    kind = place.partition(".")[0]
    if kind in {"query", "form"}:
        return f"{command} | {_HEX} | sed 's/../%&/g'"
    if kind == "json":
        return f"{command} | sed 's/[\\\\\"]/\\\\&/g'"
    return command


def key_lines(scheme: Scheme) -> list[str]:
    """Return what must come before the signature: the key in hexadecimal."""
    lines, command = _key(scheme)
    if scheme.algorithm == "sha256-concat":
        return lines
    if scheme.key == "hex":
        return ['KEY="$SECRET"']
    return [*lines, f"KEY=$({command} | {_HEX})"]


def signature_of(scheme: Scheme, content: str) -> str:
    """Return the command that writes the signature of a word."""
    digest = DIGESTS[scheme.algorithm]
    if scheme.algorithm == "sha256-concat":
        source = f"{{ {_key(scheme)[1]}; printf %s {content}; }}"
        made = f"{source} |\n  openssl dgst -{digest} -binary"
    else:
        made = (
            f"printf %s {content} |\n"
            f'  openssl dgst -{digest} -mac HMAC -macopt "hexkey:$KEY" -binary'
        )
    return f"{made} | {_ENCODINGS[scheme.encoding]}"


def _key(scheme: Scheme) -> tuple[list[str], str]:
    """Return the lines before, and the command that writes the key's bytes."""
    if scheme.key == "text":
        suffix = quoted(scheme.key_suffix.encode()) if scheme.key_suffix else ""
        return [], f'printf %s "$SECRET"{suffix}'
    if scheme.key == "hex":
        pairs = "sed 's/../\\\\x&/g'"
        return [], f'printf %b "$(printf %s "$SECRET" | {pairs})"'
    bare = ['BARE="${SECRET#whsec_}"', _PADDED] if scheme.key == "whsec" else []
    name = "BARE" if bare else "SECRET"
    return bare, f'printf %s "${name}" | openssl base64 -d -A'
