"""A test request as a script for the shell that signs it anew with ``$SECRET``.

The request is put together by the same steps as on the server, with marks where
the time, the id and the signature belong. Then the marks become variables.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Final

from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.composing import compose
from webhooks.ingress.signatures.content import signed_bytes
from webhooks.ingress.signatures.contract import Scheme
from webhooks.ingress.signatures.facts import Facts
from webhooks.services import shell_signing as shell
from webhooks.services.curl_command import (
    LONGEST_WORD,
    MOST_BODY_BYTES,
    method_option,
    quoted,
)

# What curl writes by itself.
_LEFT_OUT: Final = frozenset({"content-length", "host", "user-agent"})
_NEXT: Final = " \\\n  "


@dataclass(frozen=True, slots=True)
class Script:
    """``text`` is to be pasted, empty where there is none; ``note`` goes with it."""

    text: str
    note: str = ""


def script_for(
    url: str,
    endpoint: Endpoint,
    draft: InboundRequest,
    *,
    sign: bool,
    wrong: bool,
) -> Script:
    """Return the script that sends the draft to ``url``; no secret is part of it.

    Raises Invalid as signing does.
    """
    if len(draft.body) > MOST_BODY_BYTES or b"\0" in draft.body:
        return Script("", "A body so long, or with a NUL in it, fits no script.")
    settings = endpoint.signature if sign else None
    provider = None if settings is None else PROVIDERS.get(settings.provider)
    if settings is None or provider is None:
        return _Writing(draft).script(url, endpoint)
    if provider.custom is None:
        values = _Marked(wrong)
        request, scheme = compose(provider, draft, settings, values)
        if scheme is None or not scheme.has_public_key:
            return _Writing(request, scheme, values).script(url, endpoint)
    return Script(
        "",
        f"Only {provider.label} has the private key that signs its requests, so "
        "there is no script. The test was signed with a key made up for it.",
    )


@dataclass
class _Marked:
    """Puts marks where a shell will put values; random, so that none is there yet."""

    wrong: bool = False
    content: bytes = b""
    marks: dict[str, str] = field(default_factory=dict)

    def mark(self, name: str, *, number: bool = False) -> str:
        digits = str(10**30 + secrets.randbelow(10**30))
        return self.marks.setdefault(name, digits if number else f"z{digits}z")

    def new_id(self, *, number: bool = False) -> str:
        return self.mark("ID", number=number)

    def stamp(self, scheme: Scheme) -> str:
        # A number in JSON stays one.
        return self.mark("TIMESTAMP", number=scheme.timestamp_unit != "rfc3339")

    def digest(self, body: bytes) -> str:
        return self.mark("DIGEST")

    def signature(self, scheme: Scheme, facts: Facts, stamp: str) -> str:
        seen = _BodyApart(facts.request, facts.settings)
        seen.mark, seen.url = self.mark("BODY").encode(), facts.url
        self.content = signed_bytes(scheme, seen, stamp.encode())
        if self.wrong:
            self.content += b"-wrong"
        return self.mark("SIGNATURE")

    def secret(self, scheme: Scheme, facts: Facts) -> str:
        expected = facts.first(scheme.expects) if scheme.expects else None
        # What stands in a header is the secret itself; elsewhere it is escaped.
        name = "SECRET" if scheme.signature.startswith("header.") else "CODE"
        text = self.mark(name) if expected is None else expected.decode()
        return text + ("-wrong" if self.wrong else "")


class _BodyApart(Facts):
    """The facts of a request, but for its whole body: a mark stands for that."""

    __slots__ = ("mark",)
    mark: bytes

    def values(self, place: str) -> tuple[bytes, ...]:
        return (self.mark,) if place == "body" else super().values(place)


class _Writing:
    """Writes the lines of one script."""

    def __init__(
        self,
        request: InboundRequest,
        scheme: Scheme | None = None,
        values: _Marked | None = None,
    ) -> None:
        self._request = request
        self._scheme = scheme
        self._content = b"" if values is None else values.content
        marks = {} if values is None else values.marks
        self._names = {mark.encode(): name for name, mark in marks.items()}
        anything = b"|".join(map(re.escape, self._names)) or rb"(?!)"
        self._pattern = re.compile(b"(" + anything + b")")

    def script(self, url: str, endpoint: Endpoint) -> Script:
        """Return the whole script, and what must be set before."""
        call = self._call(url, endpoint)
        text = "\n".join([*self._values(), call])
        notes = []
        if "$SECRET" in text or "${SECRET" in text:
            notes.append("First enter the secret, which is not shown: read -rs SECRET")
        if '"$LOGIN"' in call:
            notes.append("And the webhook's own user:password: read -rs LOGIN")
        return Script(text, "\n".join(notes))

    def _values(self) -> list[str]:
        """Return the lines that set the variables, each after what it needs."""
        scheme, body = self._scheme, self._body()
        if scheme is None:
            return [*self._id(), *body]
        place = scheme.signature
        lines = self._id()
        if scheme.timestamp:
            lines.append(f"TIMESTAMP={shell.now(scheme.timestamp_unit)}")
        if scheme.algorithm == "equals":
            if "CODE" in self._names.values():
                code = shell.escaped_for(place, 'printf %s "$SECRET"')
                lines.append(f"CODE=$({code})")
            return [*lines, *body]
        command = shell.signature_of(scheme, self._word(self._content))
        made = shell.escaped_for(place, command)
        signature = [*shell.key_lines(scheme), f"SIGNATURE=$({made})"]
        if scheme.body_digest:
            body = [*body, "DIGEST=" + shell.digest_of('"$BODY"')]
        in_body = place.startswith(("json.", "form."))
        parts = [signature, body] if in_body else [body, signature]
        return [*lines, *parts[0], *parts[1]]

    def _id(self) -> list[str]:
        for mark, name in self._names.items():
            if name == "ID":
                is_number = mark.isdigit()
                return [f"ID={shell.FRESH_NUMBER if is_number else shell.FRESH_ID}"]
        return []

    def _body(self) -> list[str]:
        if not self._names:
            return []
        return [f"BODY={self._word(self._request.body)}"]

    def _call(self, url: str, endpoint: Endpoint) -> str:
        request = self._request
        path = "" if request.path == "/" else request.path
        query = f"?{request.raw_query}" if request.raw_query else ""
        address = self._word(f"{url}{path}{query}".encode())
        method = method_option(request.method, bool(request.body))
        parts = [f"curl -i {method} --path-as-is -g {address}"]
        has_login = endpoint.basic_auth_username or endpoint.basic_auth_password
        for name, value in request.headers:
            if has_login and name == "authorization" and value.startswith("Basic "):
                parts.append('--user "$LOGIN"')
            elif name not in _LEFT_OUT:
                parts.append(self._header(name, value))
        if not request.body:
            return _NEXT.join(parts)
        word = '"$BODY"' if self._names else self._word(request.body)
        if len(request.body) <= LONGEST_WORD:
            return _NEXT.join([*parts, f"--data-raw {word}"])
        # curl must not ask first whether so much is welcome.
        parts += ["-H Expect:", "--data-binary @-"]
        return f"printf %s {word} | " + _NEXT.join(parts)

    def _header(self, name: str, value: str) -> str:
        text = f"{name.title()}: {value}" if value else f"{name.title()};"
        return f"-H {self._word(text.encode('latin-1', 'replace'))}"

    def _word(self, data: bytes) -> str:
        """Return bytes as one word of the shell, with variables for the marks."""
        pieces = []
        for piece in self._pattern.split(data):
            name = self._names.get(piece)
            if name is not None:
                pieces.append(f'"${name}"')
            elif piece:
                pieces.append(quoted(piece))
        return "".join(pieces) or "''"
