"""Signing a test request as its sender would.

Whoever has only the sender's public key cannot make its signatures: then a key
pair is made up, used once and thrown away, and the settings that come back hold
its public half. All else is checked as it is.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from webhooks.errors import Invalid
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms, timestamps
from webhooks.ingress.signatures.composing import (
    NOTHING_TO_SIGN_WITH,
    NewId,
    compose,
    with_new_id,
)
from webhooks.ingress.signatures.content import signed_bytes
from webhooks.ingress.signatures.contract import (
    Algorithm,
    CertificateSigner,
    Provider,
    Scheme,
)
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.keys import KeyProblem, fits, key_bytes
from webhooks.ingress.signatures.settings import SignatureSettings


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed request, and the settings under which it is right.

    ``scheme`` is None where a provider signs by its own code, or not at all.
    ``own_key`` tells that the stored secret was used, and not a key made up for the
    test.
    """

    request: InboundRequest
    settings: SignatureSettings
    scheme: Scheme | None
    own_key: bool


def fresh_id(*, number: bool = False) -> str:
    """Return an id that no delivery has had, of digits alone if so asked."""
    # Any program that reads whole numbers reads one of 31 bits.
    return str(secrets.randbits(31)) if number else f"test_{secrets.token_hex(12)}"


def sign(
    provider: Provider,
    draft: InboundRequest,
    settings: SignatureSettings,
    now: datetime,
    signer: CertificateSigner,
    *,
    wrong: bool = False,
    new_id: NewId = fresh_id,
) -> Signed:
    """Return the draft with id, time stamp and signature, ``wrong`` if so asked.

    Raises Invalid when no secret is stored that could sign.
    """
    if provider.custom is not None:
        draft = with_new_id(provider, draft, new_id)
        if wrong:
            signer = _Wrong(signer)
        signed = provider.custom.sign(draft, settings, signer, now)
        return Signed(signed, settings, None, own_key=False)
    values = _Real(settings, now, wrong, new_id)
    request, scheme = compose(provider, draft, settings, values)
    own_key = scheme is None or not scheme.has_public_key
    return Signed(request, values.settings, scheme, own_key)


class _Real:
    """Signs with the stored secret; a key made up instead is in ``settings``."""

    def __init__(
        self,
        settings: SignatureSettings,
        now: datetime,
        wrong: bool,
        new_id: NewId,
    ) -> None:
        self.settings = settings
        self.new_id = new_id
        self._now = now
        self._wrong = wrong

    def stamp(self, scheme: Scheme) -> str:
        return timestamps.write(self._now, scheme.timestamp_unit)

    def digest(self, body: bytes) -> str:
        return algorithms.body_digest(body)

    def signature(self, scheme: Scheme, facts: Facts, stamp: str) -> str:
        code = self._code(scheme, signed_bytes(scheme, facts, stamp.encode()))
        if self._wrong:
            code = bytes([code[0] ^ 1]) + code[1:]
        return algorithms.encode(code, scheme.encoding)

    def secret(self, scheme: Scheme, facts: Facts) -> str:
        wanted: tuple[str, ...] = self.settings.secrets
        if scheme.expects:
            wanted = tuple(value.decode() for value in facts.values(scheme.expects))
        if not wanted:
            raise Invalid(NOTHING_TO_SIGN_WITH, "signature")
        return wanted[0] + ("-wrong" if self._wrong else "")

    def _code(self, scheme: Scheme, content: bytes) -> bytes:
        if scheme.has_public_key:
            made = _throw_away_key()
            code, public = made.sign(scheme.algorithm, scheme.key, content)
            self.settings = replace(self.settings, secrets=(public,))
            return code
        problem = "it is missing"
        for secret in self.settings.secrets:
            if not fits(scheme, secret):
                continue
            try:
                key = key_bytes(secret, scheme.key, scheme.key_suffix)
            except KeyProblem as found:
                problem = str(found)
                continue
            return algorithms.code(scheme.algorithm, key, content)
        raise Invalid(f"The stored secret cannot be used: {problem}.", "signature")


class _Wrong:
    """Signs as somebody else would."""

    def __init__(self, signer: CertificateSigner) -> None:
        self._signer = signer

    def sign(self, host: str, content: bytes, algorithm: str) -> bytes:
        code = self._signer.sign(host, content, algorithm)
        return bytes([code[0] ^ 1]) + code[1:]


class _ThrowAwayKey(Protocol):
    """The part of ``throw_away_key`` that is used here."""

    def sign(
        self, algorithm: Algorithm, kind: str, content: bytes
    ) -> tuple[bytes, str]: ...


def _throw_away_key() -> _ThrowAwayKey:
    # Loaded when asked for, as the library is large and few need it.
    module = import_module("webhooks.ingress.signatures.throw_away_key")
    return cast(_ThrowAwayKey, module)
