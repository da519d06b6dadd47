"""What a provider is: one declaration that ingress, the API, the pages, the
documentation and the tests read.

A provider lives in one module of ``ingress/providers/`` as its ``PROVIDER``;
adding one means adding a file. How its requests are signed is data; only senders
that publish certificates bring a function of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, Protocol

from webhooks.ingress.reply import Reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import (
    Verdict,
    VerificationContext,
)

Algorithm = Literal[
    "hmac-sha1",
    "hmac-sha256",
    "hmac-sha384",
    "hmac-sha512",
    "sha256-concat",
    "equals",
    "ed25519",
    "ecdsa-p256-sha256",
]
Encoding = Literal["hex", "base64", "base64url"]
KeyKind = Literal["text", "base64", "hex", "whsec", "whpk", "spki"]
TimeUnit = Literal["s", "ms", "rfc3339"]
UrlForms = Literal["exact", "ports", "hubspot"]

PUBLIC_KEY_ALGORITHMS = frozenset({"ed25519", "ecdsa-p256-sha256"})
_IN_BODY = ("json.", "form", "body")


class SignatureProblem(Exception):
    """A request does not pass; the message is for the owner and has no secret.

    Of several (one for each way to sign) the owner reads the one that came
    furthest: with the highest ``stage``.
    """

    stage = 0


class Untimely(SignatureProblem):
    """The signature is right, but too old or from the future."""

    stage = 3


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way in which a provider signs. Places are those of ``facts.py``.

    ``signature`` is where the signature stands; with a ``separator`` it is a list
    of items, of which those that begin with ``prefix`` are signatures. ``content``
    is what is signed, a template of places in braces; ``{timestamp}`` and ``{id}``
    stand for the places of these names here. ``key`` says how the secret's text
    becomes a key, ``key_suffix`` what is put behind it; ``secret_prefix`` is how the
    secrets begin that are meant for it. ``when`` holds conditions
    (``place``, ``!place`` or ``place=value``) without which the scheme is not meant.
    ``body_digest`` is a place that must hold the SHA-256 of the body in
    hexadecimal. With ``expects`` an equality is with that place instead of the
    secrets. ``every`` asks that all values at ``signature`` fit, not one.
    """

    signature: str
    algorithm: Algorithm = "hmac-sha256"
    content: str = "{body}"
    encoding: Encoding = "hex"
    prefix: str = ""
    separator: str = ""
    key: KeyKind = "text"
    key_suffix: str = ""
    secret_prefix: str = ""
    timestamp: str = ""
    timestamp_unit: TimeUnit = "s"
    id: str = ""
    name: str = ""
    when: tuple[str, ...] = ()
    urls: UrlForms = "exact"
    body_digest: str = ""
    expects: str = ""
    every: bool = False
    unquote: bool = False

    @property
    def has_public_key(self) -> bool:
        """Tell whether the stored key cannot make signatures."""
        return self.algorithm in PUBLIC_KEY_ALGORITHMS


@dataclass(frozen=True, slots=True)
class Mac:
    """A code that an answer proves the secret with: ``{mac}`` in its template."""

    over: str
    algorithm: Literal["hmac-sha1", "hmac-sha256"] = "hmac-sha256"
    encoding: Encoding = "hex"


@dataclass(frozen=True, slots=True)
class Question:
    """A sender's question whether this address is the right one, and the answer.

    ``when`` as in ``Scheme``; all must hold. ``signed`` asks for a right signature
    first; ``secret_at`` is a place that must hold a secret. ``agreed`` are conditions
    without which the owner does not want it confirmed; ``listed`` a place, and the
    owner's option that names its values (white space between) if it is set.
    ``text``, the texts in ``json`` and the values of ``headers`` are templates.
    ``adopts`` is a place whose value becomes the webhook's secret while it has none.
    ``needs_body`` tells whether the body must be read to know or to answer it.
    """

    method: str
    when: tuple[str, ...]
    summary: str
    signed: bool = False
    secret_at: str = ""
    agreed: tuple[str, ...] = ()
    listed: tuple[str, str] | None = None
    status: int = 200
    text: str | None = None
    json: Mapping[str, Any] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    mac: Mac | None = None
    wrong_status: int = 403
    adopts: str = ""
    needs_body: bool = field(init=False)

    def __post_init__(self) -> None:
        # Once, as every request asks for it.
        object.__setattr__(self, "needs_body", self._needs_body())

    def _needs_body(self) -> bool:
        templates = (self.text or "", repr(self.json), repr(self.headers))
        over = "" if self.mac is None else self.mac.over
        listed = () if self.listed is None else self.listed
        places = (*self.when, *self.agreed, *listed, self.secret_at, self.adopts, over)
        return (
            self.signed
            or any(place.removeprefix("!").startswith(_IN_BODY) for place in places)
            or any("{" + kind in text for text in templates for kind in _IN_BODY)
        )


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of the provider beside its secrets; values are texts.

    With ``choices`` (value and label) it is one of them; with a ``pattern`` (a
    regular expression) it must fit that, as ``example`` does.
    """

    name: str
    label: str
    help: str
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    pattern: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """An event as the provider sends it, to begin a test request with."""

    name: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"
    method: str = "POST"
    query: str = ""


class CertificateSigner(Protocol):
    """Makes test requests that a test's own certificate has signed."""

    def sign(self, host: str, content: bytes, algorithm: str) -> bytes:
        """Return the RSA signature of a throw-away key for ``host``."""


@dataclass(frozen=True, slots=True)
class CustomCheck:
    """What a provider with certificates does itself, instead of schemes.

    ``check`` is like ``Verification.check`` but reads the settings; it may raise
    CertificateUnavailable. ``question``
    returns the answer if the request is a handshake; it is sent after ``check`` has
    passed. ``confirm_url`` returns an
    address to call once after a handshake (SNS), already checked, or "".
    ``sign`` returns a sample as its sender would sign it with ``signer``.
    ``message`` are the places of the id and the time that it signs, if it has both.
    """

    check: Callable[[InboundRequest, SignatureSettings, VerificationContext], Verdict]
    sign: Callable[
        [InboundRequest, SignatureSettings, CertificateSigner, datetime],
        InboundRequest,
    ]
    question: Callable[[InboundRequest, SignatureSettings], Reply | None] = (
        lambda request, settings: None
    )
    confirm_url: Callable[[InboundRequest, SignatureSettings], str] = (
        lambda request, settings: ""
    )
    message: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One sender. ``key`` names it in the API; ``source`` is where its facts are
    from.

    ``schemes`` are tried in order; ``build`` makes them from the options instead.
    ``asks_for`` names the secret, empty for a sender without one;
    ``may_lack_secret`` is for one that tells it in its first request.
    ``companion`` is the ``verificationType`` that belongs to it (Losant's five).
    ``tolerance_seconds`` is how far its time stamps may be off, 0 for not checked.
    ``refusal_status`` is what it expects for a request that fails.
    ``deadline_seconds`` is how long it waits for an answer, None where that is not
    known. ``id_places`` are where its id of a delivery stands, the first that is
    there counts; several with spaces between them are one id together.
    ``retry_mark`` is a place that only its automatic repetitions have. ``answer``
    replaces ``{"success": true}``; ``also`` names products that sign in the same way.
    ``asks_in_body`` are the methods whose requests may be questions in their body,
    ``ids_in_body`` those of its id's places that are in there.
    """

    key: str
    label: str
    summary: str
    help: str
    source: str
    samples: tuple[Sample, ...]
    schemes: tuple[Scheme, ...] = ()
    build: Callable[[Mapping[str, str]], tuple[Scheme, ...]] | None = None
    custom: CustomCheck | None = None
    questions: tuple[Question, ...] = ()
    options: tuple[Option, ...] = ()
    asks_for: str = "Signing secret"
    asks_help: str = ""
    may_lack_secret: bool = False
    companion: str = "none"
    tolerance_seconds: int = 0
    refusal_status: int = 401
    deadline_seconds: float | None = None
    retries: str = ""
    id_places: tuple[str, ...] = ()
    retry_mark: str = ""
    answer: Reply | None = None
    also: tuple[str, ...] = ()
    asks_in_body: frozenset[str] = field(init=False)
    ids_in_body: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        methods = {each.method for each in self.questions if each.needs_body}
        if self.custom is not None:
            methods.add("POST")
        inside = [p for p in self.id_places if p.startswith(("json.", "form."))]
        # Once, as every request asks for it.
        object.__setattr__(self, "asks_in_body", frozenset(methods))
        object.__setattr__(self, "ids_in_body", tuple(inside))

    def schemes_for(self, options: Mapping[str, str]) -> tuple[Scheme, ...]:
        """Return the ways in which requests may be signed under these options.

        Raises ValueError for options that make no scheme.
        """
        return self.schemes if self.build is None else self.build(options)

    def defaults(self) -> Mapping[str, str]:
        """Return the options' defaults by name."""
        return MappingProxyType(
            {option.name: option.default for option in self.options if option.default}
        )

    @property
    def makes_codes(self) -> bool:
        """Tell whether strangers get codes made with the secret, in handshakes."""
        return any(each.mac and not each.signed for each in self.questions)

    @property
    def signs_url(self) -> bool:
        """Tell whether its signatures cover the address, in some scheme."""
        schemes = self.schemes or self.schemes_for(self.defaults())
        return any("{url}" in scheme.content for scheme in schemes)
