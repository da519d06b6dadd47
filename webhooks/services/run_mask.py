"""What of a run must not be written down: secrets, wherever they turn up.

Values under names that speak of secrets, and the values of globals whose names
do, are replaced before a payload or a message is kept (promise P14).
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from webhooks.services.shown_secrets import ShownSecrets

MASKED: Final = "••••••"
_MASKED_TEXT: Final = f'"{MASKED}"'.encode()

_NAMES = (
    b"authorization|passw(?:or)?d|passphrase|secret|token|cookie|credential"
    b"|api[-_ ]?key|private[-_ ]?key|signing[-_ ]?key"
)
# All of this is matched against bytes in lower case: Python's own way of ignoring
# case takes twenty times as long, and a run masks every payload that it keeps.
_SECRET_NAME = re.compile(_NAMES)
# A JSON text's key that speaks of a secret, with the text or number behind it.
_SECRET_VALUE = re.compile(
    rb'"[^"\\]*(?:%b)[^"\\]*"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*)' % _NAMES
)
# Shorter ones would turn up in texts that have nothing to do with them.
_SHORTEST = 6


def mask_for(*globals_: Mapping[str, Any]) -> Callable[[str], str]:
    """Return a function that masks secrets in JSON texts and messages.

    ``globals_`` are those of the application and the workflow, and the headers and
    secrets of the request: wherever a secret among them is repeated, it is masked.
    """
    words = sorted(set(_secrets(globals_)), key=len, reverse=True)

    def mask(text: str) -> str:
        for word in words:
            if word in text:
                text = text.replace(word, MASKED)
        return _without_secret_values(text)

    return mask


class RunMask:
    """The mask of one run, made when something is first kept of it.

    Most runs that are over in no time keep no payload.
    """

    __slots__ = ("_made", "_payload", "_secrets", "_sources")

    def __init__(
        self, payload: Any, secrets: ShownSecrets, *globals_: Mapping[str, Any]
    ) -> None:
        self._payload = payload
        self._secrets = secrets
        self._sources = globals_
        self._made: Callable[[str], str] | None = None

    def __call__(self, text: str) -> str:
        """Return a text without the run's secrets."""
        if self._made is None:
            payload = self._payload
            found = headers_in(payload), self._secrets.in_payload(payload)
            self._made = mask_for(*self._sources, *found)
        return self._made(text)


def headers_in(payload: Any) -> dict[str, Any]:
    """Return the headers of the request that a payload tells of.

    Of that in front of an error, too. A header with a scheme before its secret
    is there a second time without it.
    """
    data = payload.get("data") if isinstance(payload, dict) else None
    if not isinstance(data, dict):
        return {}
    headers = data.get("headers")
    found = dict(headers) if isinstance(headers, dict) else {}
    scheme, _, secret = str(found.get("authorization", "")).partition(" ")
    if scheme and secret:
        found["authorization secret"] = secret
    if "erroredPayload" in data:
        found |= headers_in(data["erroredPayload"])
    return found


def _without_secret_values(text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    # Of bytes, only ASCII letters change: every place stays where it is.
    lower = raw.lower()
    if _SECRET_NAME.search(lower) is None:
        return text
    pieces, end = [], 0
    for match in _SECRET_VALUE.finditer(lower):
        start, after = match.span(1)
        pieces += [raw[end:start], _MASKED_TEXT]
        end = after
    return b"".join((*pieces, raw[end:])).decode("utf-8", "surrogatepass")


def _secrets(all_globals: tuple[Mapping[str, Any], ...]) -> list[str]:
    """Return the secret texts as they are and as JSON writes them."""
    words = []
    for values in all_globals:
        for key, value in values.items():
            if _speaks_of_a_secret(key):
                for word in _texts(value):
                    words += [word, json.dumps(word)[1:-1]]
    return words


@lru_cache(maxsize=2048)
def _speaks_of_a_secret(name: str) -> bool:
    lower = name.lower().encode("utf-8", "surrogatepass")
    return _SECRET_NAME.search(lower) is not None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) >= _SHORTEST else []
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
