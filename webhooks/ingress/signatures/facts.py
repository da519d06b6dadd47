"""What a signature may be made of: named places of one request.

Places are written the same way everywhere (declarations, content templates, the
generic builder's form): ``header.X-Id``, ``query.challenge``, ``json.event.id``
(``*`` for every element of a list), ``form.token``, ``item.t`` (a part of the
signature's own header), ``option.version``, ``method``, ``url``, ``body``,
``form`` (the sorted form fields), ``timestamp`` and ``id``.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from webhooks.ingress.fields import first_query_values, split_fields
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.settings import SignatureSettings

# Larger bodies are not parsed where all requests are served.
LARGEST_PARSED: Final = 256 * 1024
MOST_FORM_FIELDS: Final = 1000
MOST_ITEMS: Final = 16
MOST_ELEMENTS: Final = 1000

KINDS: Final = ("header", "query", "json", "form", "item", "option")
WHOLES: Final = ("method", "url", "body", "form", "timestamp", "id")

_UNREAD: Final = object()


class Facts:
    """One request as a signature sees it; parsed once, and only when asked.

    ``url`` and ``items`` are set by whoever has found them out.
    """

    __slots__ = (
        *("_form", "_headers", "_json", "_query", "_seen", "_sorted"),
        *("items", "request", "settings", "url"),
    )

    def __init__(self, request: InboundRequest, settings: SignatureSettings) -> None:
        self.request = request
        self.settings = settings
        self.url = ""
        self.items: Mapping[str, bytes] = {}
        self._json: Any = _UNREAD
        self._form: list[tuple[bytes, bytes]] | None = None
        self._sorted: bytes | None = None
        self._query: dict[bytes, bytes] | None = None
        self._headers: dict[str, list[bytes]] | None = None
        self._seen: dict[str, tuple[bytes, ...]] = {}

    def values(self, place: str) -> tuple[bytes, ...]:
        """Return what stands at a place; nothing if it is not there."""
        # Asked for several times by each check, and every request comes by here.
        known = self._seen.get(place)
        if known is None:
            known = self._values(place)
            if place != "url" and not place.startswith("item."):
                self._seen[place] = known
        return known

    def _values(self, place: str) -> tuple[bytes, ...]:
        kind, _, name = place.partition(".")
        if kind == "header":
            return self._header(name)
        if kind == "query":
            value = self.query().get(name.encode())
            return () if value is None else (value,)
        if kind == "json":
            return tuple(map(_text, _walk(self.json(), name.split("."))))
        if kind == "form" and name:
            wanted = name.encode()
            return tuple(value for key, value in self.form() if key == wanted)
        if kind == "option":
            option = self.settings.options.get(name, "")
            return (option.encode(),) if option else ()
        if kind == "item":
            return (self.items[name],) if name in self.items else ()
        return self._whole(place)

    def first(self, place: str) -> bytes | None:
        """Return the first value at a place, or None."""
        values = self.values(place)
        return values[0] if values else None

    def is_number(self, place: str) -> bool:
        """Tell whether whole numbers stand at a place of the JSON, and nothing else."""
        kind, _, name = place.partition(".")
        found = _walk(self.json(), name.split(".")) if kind == "json" else []
        return bool(found) and all(type(each) is int for each in found)

    def query(self) -> dict[bytes, bytes]:
        """Return the query; of repeated names the first counts."""
        if self._query is None:
            self._query = first_query_values(self.request.raw_query)
        return self._query

    def json(self) -> Any:
        """Return the body's JSON, None if it is none or too large to be parsed."""
        if self._json is _UNREAD:
            body, self._json = self.request.body, None
            if 0 < len(body) <= LARGEST_PARSED:
                try:
                    self._json = load_json(body)
                except JsonProblem:
                    self._json = None
        return self._json

    def form(self) -> list[tuple[bytes, bytes]]:
        """Return the body's form fields; none if the body is too large."""
        if self._form is None:
            body = self.request.body
            fits = (
                len(body) <= LARGEST_PARSED
                and body.count(b"&") < MOST_FORM_FIELDS
                and is_form(self.request)
            )
            self._form = split_fields(body) if fits else []
        return self._form

    def _header(self, name: str) -> tuple[bytes, ...]:
        headers = self._headers
        if headers is None:
            headers = self._headers = {}
            for key, value in self.request.headers:
                raw = value.encode("latin-1", "replace")
                headers.setdefault(key.lower(), []).append(raw)
        return tuple(headers.get(name.lower(), ()))

    def _whole(self, place: str) -> tuple[bytes, ...]:
        if place == "body":
            return (self.request.body,)
        if place == "method":
            return (self.request.method.encode(),)
        if place == "url":
            return (self.url.encode("latin-1", "replace"),)
        if place == "form":
            if self._sorted is None:
                self._sorted = sorted_form(self.form())
            return (self._sorted,)
        return ()


def may_stand(place: str, body: bytes) -> bool:
    """Look for a JSON field's name in the bytes before all is parsed for it.

    Says no also where the name is written with escapes, which no sender does.
    """
    name = place.rpartition(".")[2]
    return not place.startswith("json.") or name == "*" or name.encode() in body


def is_too_large(place: str, request: InboundRequest) -> bool:
    """Tell whether a place in the body was not looked for, as the body is large."""
    return place.startswith(("json.", "form")) and len(request.body) > LARGEST_PARSED


def is_form(request: InboundRequest) -> bool:
    """Tell whether the body is said to be a URL-encoded form."""
    kind = request.header("Content-Type") or ""
    return kind.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def sorted_form(fields: list[tuple[bytes, bytes]]) -> bytes:
    """Return names and values in order of name, each pair once.

    Source: twilio-python, twilio/request_validator.py.
    """
    return b"".join(name + value for name, value in sorted(set(fields)))


def _walk(value: Any, names: list[str]) -> list[Any]:
    found = [value]
    for name in names:
        below: list[Any] = []
        for each in found:
            if name == "*" and isinstance(each, list):
                below += each[:MOST_ELEMENTS]
                # What is not looked at must not pass for looked at and right.
                below += [None] * (len(each) > MOST_ELEMENTS)
            elif isinstance(each, dict) and name in each:
                below.append(each[name])
            elif "*" in names:
                below.append(None)
        found = below
    if "*" in names:
        return found
    return [each for each in found if each is not None]


def _text(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return b"" if value is None else json.dumps(value).encode()
