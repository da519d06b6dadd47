"""Requests as every provider would sign them, and what can be wrong with them."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.contract import Provider, Sample, Scheme
from webhooks.ingress.signatures.placing import put
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import sign
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate

URL = "https://hooks.example.com/at/the/sender"
_RAW = bytes(range(7, 39))
_FORM = Sample(
    "form",
    "token=a&timestamp=1&signature=b",
    content_type="application/x-www-form-urlencoded",
)
_TEXTS = {
    "text": "correct horse battery staple",
    "base64": base64.b64encode(_RAW).decode(),
    "hex": _RAW.hex(),
    "whsec": "whsec_" + base64.b64encode(_RAW).decode(),
    "whpk": "whpk_" + base64.b64encode(_RAW).decode(),
}
# What a form must have filled in before it makes a scheme, or another one.
_FILLED: Mapping[str, tuple[dict[str, str], ...]] = {
    "strava": ({"subscription_id": "120475"},),
    "generic": (
        {
            "content": "{timestamp}.{id}.{body}",
            "timestamp": "header.X-Time",
            "id": "header.X-Id",
        },
        {"content": "{timestamp}.{body}", "timestamp": "item.t", "separator": "comma"}
        | {"prefix": "v1="},
        {"content": "{method} {url} {body}", "prefix": "sha256="},
        {"content": "{query.a}{json.id}{body}", "timestamp": ""},
    ),
}


@dataclass(frozen=True)
class Case:
    """One way in which one provider signs."""

    provider: Provider
    scheme: Scheme
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What the test is called."""
        scheme = self.scheme
        options = "-".join(f"{k}={v}" for k, v in self.options.items())
        return " ".join(filter(None, (self.provider.key, scheme.name, options)))

    @property
    def covers_body(self) -> bool:
        """Whether the signature covers every byte of the body."""
        scheme = self.scheme
        signs = scheme.algorithm != "equals"
        return signs and ("{body}" in scheme.content or bool(scheme.body_digest))

    def secret(self, wrong: bool = False) -> str:
        """A secret of the kind that is needed; ``wrong`` makes another one."""
        text = _TEXTS.get(self.scheme.key, _TEXTS["base64"])
        return (
            text[:-2] + "00"
            if wrong and self.scheme.key == "hex"
            else (text.replace("o", "p").replace("C", "D") if wrong else text)
        )

    def signed(
        self, now: datetime, secret: str = "", wrong: bool = False
    ) -> tuple[InboundRequest, str]:
        """Return a request, and the secret or public key to check it with."""
        alone = replace(self.provider, schemes=(self.scheme,), build=None)
        settings = SignatureSettings(
            self.provider.key,
            (secret or self.secret(),),
            registered_url=URL,
            options={**self.provider.defaults(), **self.options},
        )
        request = draft(self._sample(), now, self.scheme.when)
        signer = ThrowAwayCertificate()
        made = sign(alone, request, settings, now, signer, wrong=wrong)
        return made.request, made.settings.secrets[0]

    def _sample(self) -> Sample:
        """Return an event of the kind that is signed in this way."""
        forms = [
            s for s in self.provider.samples if s.content_type == _FORM.content_type
        ]
        scheme = self.scheme
        in_form = "{form" in scheme.content or scheme.signature.startswith("form.")
        return (forms or [_FORM])[0] if in_form else self.provider.samples[0]

    def broken(self, now: datetime) -> Iterator[tuple[str, InboundRequest, str]]:
        """Yield every way to be wrong: its name, the request and the stored key."""
        good, key = self.signed(now)
        yield "a wrong code", *self.signed(now, wrong=True)
        if not self.scheme.expects:
            yield "another secret", self.signed(now, self.secret(wrong=True))[0], key
        place = self.scheme.signature
        yield "missing", without(good, place), key
        for name, text in self._texts(value(good, place)):
            yield name, put_text(good, place, text), key
        if place.startswith("header."):
            twice = (place[7:], value(good, place))
            yield "twice", replace(good, headers=(*good.headers, twice)), key
        if self.covers_body:
            body = bytearray(good.body)
            body[len(body) // 2] ^= 1
            yield "a flipped bit", good.with_body(bytes(body)), key
        yield from self._mistimed(now, good, key)

    def _texts(self, right: str) -> Iterator[tuple[str, str]]:
        prefix = self.scheme.prefix
        yield from {
            "empty": "",
            "blank": "  ",
            "10 kB more": right + "0" * 10_240,
            "10 kB else": "A" * 10_240,
            "not ASCII": "\xe9\xff" + right,
            "no text at all": "\xff\xfe\x80",
            "another prefix": "v9" + right,
            "odd": prefix + "!?*",
            "cut off": right[:-3],
            "a control character": right + "\x01",
            "prefix alone": prefix or "=",
        }.items()

    def _mistimed(
        self, now: datetime, good: InboundRequest, key: str
    ) -> Iterator[tuple[str, InboundRequest, str]]:
        place, limit = self.scheme.timestamp, self.provider.tolerance_seconds
        if not place:
            return
        if limit:
            off = timedelta(seconds=limit + 1)
            yield "stale", *self.signed(now - off)
            yield "future", *self.signed(now + off)
        for text in ("", "soon", "1_0", "9" * 5000, "-1", "1e9", "\u0661\u0662\u0663"):
            changed = self._restamped(good, place, text)
            yield f"the time {text[:9]!a}", changed, key

    def _restamped(self, good: InboundRequest, place: str, text: str) -> InboundRequest:
        if not place.startswith("item."):
            return put_text(good, place, text)
        before = value(good, self.scheme.signature)
        name = f"{place[5:]}="
        pieces = before.split(self.scheme.separator)
        changed = [name + text if p.startswith(name) else p for p in pieces]
        wire = self.scheme.separator.join(changed)
        return put_text(good, self.scheme.signature, wire)


def cases() -> list[Case]:
    """Return every way to sign on the whole shelf, but for those with certificates."""
    found: dict[tuple[str, Scheme], Case] = {}
    for provider in PROVIDERS.values():
        for options in [] if provider.custom is not None else _options(provider):
            try:
                schemes = provider.schemes_for({**provider.defaults(), **options})
            except ValueError:
                continue
            for scheme in schemes:
                case = Case(provider, scheme, options)
                found.setdefault((provider.key, scheme), case)
    return list(found.values())


def _options(provider: Provider) -> Iterator[dict[str, str]]:
    yield {}
    yield from _FILLED.get(provider.key, ())
    for option in provider.options:
        yield from ({option.name: value} for value, _ in option.choices)


def draft(sample: Sample, now: datetime, when: tuple[str, ...] = ()) -> InboundRequest:
    """Return a sample as a request that meets the conditions."""
    headers = (*sample.headers, ("content-type", sample.content_type))
    body, method = sample.body.encode(), sample.method
    query = sample.query or "a=1"
    request = InboundRequest(method, "/", query, headers, "203.0.113.9", now, body)
    for condition in when:
        place, _, wanted = condition.partition("=")
        if not place.startswith("!"):
            request = put(request, place, wanted or "1")
    return request


def value(request: InboundRequest, place: str) -> str:
    """Return the text at a header, in the query or in a form or JSON body."""
    kind, _, name = place.partition(".")
    if kind == "header":
        return request.header(name) or ""
    if kind == "json":
        found = json.loads(request.body)
        for part in name.split("."):
            found = found[0] if part == "*" else found[part]
        return str(found)
    return ""


def put_text(request: InboundRequest, place: str, text: str) -> InboundRequest:
    """Put any text at a place, however odd."""
    if place.startswith("header."):
        kept = without(request, place).headers
        wire = text.encode("utf-8") if max(text, default="") > "\xff" else None
        given = text if wire is None else wire.decode("latin-1")
        return replace(request, headers=(*kept, (place[7:], given)))
    if place.startswith("json."):
        return _with_json(request, place[5:].split("."), text)
    return put(request, place, text)


def without(request: InboundRequest, place: str) -> InboundRequest:
    """Return the request with nothing at a place."""
    kind, _, name = place.partition(".")
    if kind == "header":
        kept = [h for h in request.headers if h[0].lower() != name.lower()]
        return replace(request, headers=tuple(kept))
    if kind == "json":
        return _with_json(request, name.split("."), None)
    if kind == "query":
        return replace(request, raw_query="")
    return request.with_body(b"")


def _with_json(
    request: InboundRequest, names: list[str], text: str | None
) -> InboundRequest:
    body: Any = json.loads(request.body)
    inner = body
    for part in names[:-1]:
        inner = inner[0] if part == "*" else inner[part]
    if text is None:
        del inner[names[-1]]
    else:
        inner[names[-1]] = text
    return request.with_body(json.dumps(body).encode())


class Wire(BytesIO):
    """A request's body with its headers as they came, repeats and all."""

    def __init__(self, request: InboundRequest) -> None:
        super().__init__(request.body)
        length = ("content-length", str(len(request.body)))
        self.inbound_headers = [*request.headers, length]


def send(client: FlaskClient, token: str, request: InboundRequest) -> TestResponse:
    """Send a request through the door, byte for byte."""
    query = f"?{request.raw_query}" if request.raw_query else ""
    path = "" if request.path == "/" else request.path
    return client.open(
        "/",
        method=request.method,
        environ_overrides={
            "RAW_URI": f"/webhooks/{token}{path}{query}",
            "wsgi.input": Wire(request),
            "CONTENT_LENGTH": str(len(request.body)),
        },
    )
