"""Secrets that a sender shows in every request, instead of signing with them.

Where they stand is the provider's to declare (``equals``): a header, a query
parameter, a field of the body. Apart from what is a secret by its name, because only
the webhook's own settings tell. What is stored stays as it came; whoever may not see
secrets gets a request in which these places are blanked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote_plus

from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.facts import LARGEST_PARSED
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.payload.json_text import encode_json
from webhooks.services.secret_parts import DOTS

# JSON and text at once, whatever the body is said to be.
HIDDEN_BODY: Final = f'"{DOTS}"'.encode()
# In ASCII, because a query is bytes.
HIDDEN_VALUE: Final = "********"
# Shorter ones turn up in bodies that have nothing to do with them.
_SHORTEST: Final = 6


@dataclass(frozen=True, slots=True)
class ShownSecrets:
    """The places of one webhook's secrets, and the stored ones as they are sent."""

    places: tuple[str, ...] = ()
    words: tuple[bytes, ...] = ()

    def headers(self, pairs: Iterable[Sequence[str]]) -> list[list[str]]:
        """Return headers in which the secrets are dots."""
        names = {name.lower() for name in self._names("header")}
        return [
            [name, DOTS if name.lower() in names else value] for name, value in pairs
        ]

    def query(self, raw: str) -> str:
        """Return a query in which the secrets are stars."""
        return _fields(raw, self._names("query"))

    def body(self, body: bytes) -> bytes:
        """Return a body in which the secrets are dots, else one that hides all.

        Of one that cannot be read as its sender means it, nothing is shown if it
        holds a stored secret.
        """
        shown = self._form(self._json(body))
        return HIDDEN_BODY if any(word in shown for word in self.words) else shown

    def in_payload(self, payload: Any) -> dict[str, Any]:
        """Return the secrets in a run's payload, under names that say so.

        And in the one that an error tells of.
        """
        data = payload.get("data") if isinstance(payload, dict) else None
        if not self.places or not isinstance(data, dict):
            return {}
        found = self.in_payload(data.get("erroredPayload"))
        for place in self.places:
            kind, _, name = place.partition(".")
            part = _PARTS[kind]
            path = name.split(".") if kind == "json" else [name]
            if kind == "header":
                path = [name.lower()]
            values = _values(data.get(part), path)
            if values:
                found[f"secret {place}"] = values
                if part == "body":
                    # In Base64, where the secret itself would not be found.
                    found["secret rawBody"] = data.get("rawBody")
        # Also where something stands before it, such as Bearer.
        words = [word.decode("utf-8", "replace") for word in self.words]
        return found | {"stored secrets": words}

    def _names(self, kind: str) -> list[str]:
        start = f"{kind}."
        return [each[len(start) :] for each in self.places if each.startswith(start)]

    def _json(self, body: bytes) -> bytes:
        paths = [name.split(".") for name in self._names("json")]
        # An escape may stand for any letter of a name.
        paths = [each for each in paths if each[-1].encode() in body or b"\\" in body]
        if not paths:
            return body
        if len(body) > LARGEST_PARSED:
            return HIDDEN_BODY
        try:
            value = load_json(body)
        except JsonProblem:
            return body
        changed = [_blank(value, path) for path in paths]
        text = encode_json(value) if any(changed) else None
        return body if text is None else text.encode("utf-8", "surrogatepass")

    def _form(self, body: bytes) -> bytes:
        names = self._names("form")
        if not names:
            return body
        return _fields(body.decode("latin-1"), names).encode("latin-1")


NONE: Final = ShownSecrets()
# Where a place of a request is in the payload that is made of it.
_PARTS: Final = {"header": "headers", "query": "query", "form": "body", "json": "body"}


def stored_in(signature: Mapping[str, Any] | None) -> ShownSecrets:
    """Return where the secrets stand that a webhook's stored signature compares."""
    if signature is None:
        return NONE
    places = _places(signature.get("provider", ""), signature.get("options") or {})
    secrets = signature.get("secrets", ()) if places else ()
    return _made(places, secrets) if places else NONE


def used_in(settings: SignatureSettings | None) -> ShownSecrets:
    """Return the same for a signature that is in use at the door."""
    if settings is None:
        return NONE
    places = _places(settings.provider, settings.options)
    return _made(places, settings.secrets) if places else NONE


def _made(places: tuple[str, ...], secrets: Iterable[str]) -> ShownSecrets:
    words = (each.encode("utf-8", "surrogatepass") for each in secrets)
    return ShownSecrets(places, tuple(word for word in words if len(word) >= _SHORTEST))


def _places(provider: str, options: Mapping[str, str]) -> tuple[str, ...]:
    return _declared(provider, tuple(sorted(options.items())))


@lru_cache(maxsize=256)
def _declared(key: str, options: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    provider = PROVIDERS.get(key)
    if provider is None:
        return ()
    try:
        schemes = provider.schemes_for({**provider.defaults(), **dict(options)})
    except ValueError:
        return ()
    places = [
        each.signature
        for each in schemes
        if each.algorithm == "equals" and not each.expects
    ]
    places += [each.secret_at for each in provider.questions if each.secret_at]
    return tuple(dict.fromkeys(places))


def _fields(raw: str, names: Sequence[str]) -> str:
    """Return a query or form with stars for the values of these names."""
    if not names or not raw:
        return raw
    parts = []
    for part in raw.split("&"):
        name, equals, _ = part.partition("=")
        hidden = equals and unquote_plus(name) in names
        parts.append(f"{name}={HIDDEN_VALUE}" if hidden else part)
    return "&".join(parts)


def _blank(value: Any, path: Sequence[str]) -> bool:
    """Put dots at a path, ``*`` being all of a list; tell whether there were any."""
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        keys: list[Any] = [head] if head in value else []
    else:
        every = head == "*" and isinstance(value, list)
        keys = list(range(len(value))) if every else []
    if rest:
        # All of them: any() would stop at the first.
        return sum(_blank(value[key], rest) for key in keys) > 0
    for key in keys:
        value[key] = DOTS
    return bool(keys)


def _values(value: Any, path: Sequence[str]) -> list[Any]:
    """Return what stands at a path, ``*`` being all of a list."""
    found = [value]
    for name in path:
        below: list[Any] = []
        for each in found:
            if name == "*" and isinstance(each, list):
                below += each
            elif isinstance(each, dict) and name in each:
                below.append(each[name])
        found = below
    return found
