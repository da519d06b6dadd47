"""Why a signature does not fit, in words that its owner can act on.

Usual mistakes are made good one at a time; the first with which the signature
would have fitted is the cause. Nothing is accepted on that ground, and neither a
secret nor the right signature ever stands in the text. Large bodies get the plain
answer, because a stranger causes this work.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms
from webhooks.ingress.signatures.content import signed_bytes, spoken
from webhooks.ingress.signatures.contract import KeyKind, Scheme, SignatureProblem
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.keys import WHSEC, KeyProblem, fits, key_bytes
from webhooks.ingress.signatures.urls import url_forms

LARGEST_TRIED: Final = 64 * 1024
# Many numbers in a small body take long to be written.
MOST_REWRITTEN: Final = 2000
# Indenting is slow, and deep nesting makes it long.
LARGEST_INDENTED: Final = 4 * 1024
LARGEST_READDRESSED: Final = 16 * 1024
MOST_ADDRESSES: Final = 24
LONGEST_SHOWN: Final = 400

_HASHES: Final = ("sha1", "sha256", "sha384", "sha512")
_HOST: Final = re.compile(r"[0-9A-Za-z.:\[\]-]{1,255}")

_READINGS: Final[tuple[tuple[KeyKind, str], ...]] = (
    ("text", "as plain text, prefix included (as Stripe does)"),
    ("whsec", "as Base64 behind whsec_ (as Standard Webhooks does)"),
    ("base64", "as Base64"),
    ("hex", "as hexadecimal"),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A refused signature, which is tried again with one thing changed."""

    scheme: Scheme
    facts: Facts
    stamp: bytes
    signatures: list[bytes]

    def with_secret(self, secret: str, kind: KeyKind) -> bool:
        """Tell whether the request would pass with that secret."""
        return self._passes(self.facts, [(secret, kind)], None)

    def with_body(self, body: bytes) -> bool:
        """Tell whether the request would pass with that body."""
        facts = Facts(self.facts.request.with_body(body), self.facts.settings)
        facts.items = self.facts.items
        return self._passes(facts, self._own(), None)

    def with_url(self, url: str) -> bool:
        """Tell whether the request would pass at that address."""
        return self._passes(self.facts, self._own(), url)

    def _own(self) -> list[tuple[str, KeyKind]]:
        secrets = self.facts.settings.secrets
        return [(each, self.scheme.key) for each in secrets if fits(self.scheme, each)]

    def _passes(
        self, facts: Facts, secrets: list[tuple[str, KeyKind]], url: str | None
    ) -> bool:
        scheme, forms = self.scheme, [] if url is None else [url]
        forms = forms or url_forms(scheme, facts.settings, facts.request)
        for facts.url in forms:
            try:
                content = signed_bytes(scheme, facts, self.stamp)
            except SignatureProblem:
                return False
            if any(self._fits(*secret, content) for secret in secrets):
                return True
        return False

    def _fits(self, secret: str, kind: KeyKind, content: bytes) -> bool:
        scheme = self.scheme
        try:
            key = key_bytes(secret, kind, scheme.key_suffix)
            return algorithms.fits(scheme.algorithm, key, self.signatures, content)
        except KeyProblem:
            return False


def explain(trial: Trial) -> str:
    """Return what is wrong with signatures that no secret fits, "" if unknown."""
    if trial.scheme.algorithm not in algorithms.DIGESTS:
        return ""
    looks = [_by_length]
    if len(trial.facts.request.body) <= LARGEST_TRIED:
        looks += [_by_secret, _by_body, _by_url]
    for look in looks:
        hint = look(trial)
        if hint:
            return hint
    return ""


def explain_equal(
    place: str, wanted: Iterable[bytes], values: tuple[bytes, ...]
) -> str:
    """Return why values that should be the secret are not."""
    where = spoken(place)
    given = {value.strip() for value in values}
    if any(secret.strip() in given for secret in wanted):
        return (
            f"{where} differs from the stored secret by white space around it alone: "
            "save the secret without"
        )
    return (
        f"{where} is not the secret stored here: enter the same one at the sender and "
        "here"
    )


def plainly(scheme: Scheme, facts: Facts) -> str:
    """Return what may be wrong with a signature, without a closer look."""
    if scheme.has_public_key:
        return (
            "the signature does not fit the stored public key: it is another "
            "application's key, or the body was changed on its way"
        )
    text = (
        "the signature does not fit: the secret stored here is not the one that the "
        "sender signs with, or the body was changed on its way"
    )
    if "{url}" in scheme.content:
        request = facts.request
        used = facts.settings.signed_url(request.path, request.raw_query)
        text += f", or the sender knows another address than {_shortened(used)}"
    return text


def _by_length(trial: Trial) -> str:
    made = algorithms.DIGESTS[trial.scheme.algorithm]
    lengths = {len(each) for each in trial.signatures}
    if hashlib.new(made).digest_size in lengths:
        return ""
    others = [name for name in _HASHES if hashlib.new(name).digest_size in lengths]
    where = spoken(trial.scheme.signature)
    if others:
        return (
            f"{where} is as long as a signature with {others[0].upper()}, but "
            f"{made.upper()} is expected"
        )
    return f"{where} is not as long as a signature with {made.upper()}: it was cut"


def _by_secret(trial: Trial) -> str:
    kind = trial.scheme.key
    for secret in trial.facts.settings.secrets:
        bare = secret.strip()
        if bare != secret and trial.with_secret(bare, kind):
            return (
                "the stored secret has white space around it; without that the "
                "signature fits: save the secret again"
            )
        for reading, words in _READINGS:
            if reading != kind and trial.with_secret(bare, reading):
                return (
                    f"the signature fits when the stored secret is read {words}: "
                    "another provider's kind of secret, or the wrong provider is "
                    "chosen here"
                )
        if kind == "text" and trial.with_secret(bare.removeprefix(WHSEC), kind):
            return "the signature fits the stored secret without whsec_ before it"
    return ""


def _by_body(trial: Trial) -> str:
    if "{body}" not in trial.scheme.content:
        return ""
    body = trial.facts.request.body
    for changed in (body.rstrip(b"\r\n"), body + b"\n", body.replace(b"\r\n", b"\n")):
        if changed != body and trial.with_body(changed):
            return (
                "the signature fits the body with other line ends: something between "
                "the sender and here changed them"
            )
    for changed in _rewritten(trial.facts):
        if changed != body and trial.with_body(changed):
            return (
                "the body looks re-serialised: the signature fits the same JSON "
                "written in another way, so something between the sender and here "
                "has parsed it and written it anew. Pass the bytes on as they come"
            )
    return ""


def _rewritten(facts: Facts) -> Iterator[bytes]:
    body = facts.request.body
    if body.count(b",") > MOST_REWRITTEN:
        return
    value = facts.json()
    if not isinstance(value, dict | list):
        return
    for separators in ((",", ":"), (", ", ": ")):
        for ascii_only in (True, False):
            yield _dumped(value, separators, ascii_only, None)
    # As PHP writes it.
    yield _dumped(value, (",", ":"), True, None).replace(b"/", b"\\/")
    if len(body) <= LARGEST_INDENTED:
        for indent in (2, 4):
            yield _dumped(value, (",", ": "), False, indent)


def _dumped(
    value: object, separators: tuple[str, str], ascii_only: bool, indent: int | None
) -> bytes:
    text = json.dumps(
        value, separators=separators, ensure_ascii=ascii_only, indent=indent
    )
    return text.encode("utf-8", "surrogatepass")


def _by_url(trial: Trial) -> str:
    if "{url}" not in trial.scheme.content:
        return ""
    request = trial.facts.request
    if len(request.body) > LARGEST_READDRESSED:
        return ""
    used = trial.facts.settings.signed_url(request.path, request.raw_query)
    for url in islice(_other_addresses(used, request), MOST_ADDRESSES):
        if trial.with_url(url):
            return (
                f"the address differs: the signature fits {_shortened(url)}, but "
                f"{_shortened(used)} was used. Set the public URL "
                "(SWITCHHOOK_PUBLIC_URL), or this webhook's URL as registered at the "
                "sender"
            )
    return ""


def _other_addresses(used: str, request: InboundRequest) -> Iterator[str]:
    """Yield the addresses that the sender may have called instead."""
    try:
        parts = urlsplit(used)
    except ValueError:
        return
    paths = {parts.path, parts.path.rstrip("/"), parts.path.rstrip("/") + "/"}
    queries = {parts.query, ""}
    for host in _hosts(parts.netloc, request):
        for scheme in ("https", "http"):
            for path in sorted(paths):
                for query in sorted(queries, reverse=True):
                    changed = _address(scheme, host, path, query)
                    if changed != used:
                        yield changed


def _address(scheme: str, host: str, path: str, query: str) -> str:
    # Not urlunsplit: what is signed must be written exactly as it came.
    return f"{scheme}://{host}{path}{'?' if query else ''}{query}"


def _hosts(own: str, request: InboundRequest) -> list[str]:
    given = (request.header(name) or "" for name in ("X-Forwarded-Host", "Host"))
    named = [each.strip() for each in given if _HOST.fullmatch(each.strip())]
    return list(dict.fromkeys([own, *named]))


def _shortened(url: str) -> str:
    return url if len(url) <= LONGEST_SHOWN else f"{url[:LONGEST_SHOWN]}…"
