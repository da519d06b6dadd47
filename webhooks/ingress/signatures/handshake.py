"""Answering a sender's question whether this address is the right one.

Answered here, in the process, whatever workflows and waiting callers do. What is
repeated to the sender is a stranger's text: it goes out under the strictest policy.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from webhooks.errors import Forbidden, Invalid, NotFound
from webhooks.ingress.reply import Headers, Reply, error_reply
from webhooks.ingress.reply_filter import wire_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms
from webhooks.ingress.signatures.check import check, holds
from webhooks.ingress.signatures.content import split, spoken
from webhooks.ingress.signatures.contract import CustomCheck, Provider, Question
from webhooks.ingress.signatures.facts import Facts, may_stand
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.tokens import is_token
from webhooks.ingress.verification.contract import (
    Handshake,
    Verdict,
    VerificationContext,
)

LONGEST_ECHO: Final = 4096
LARGEST_QUESTION: Final = 64 * 1024

_TEXT: Final = (("Content-Type", "text/plain; charset=utf-8"),)
_JSON: Final = (("Content-Type", "application/json"),)


def before_body(
    provider: Provider, request: InboundRequest, settings: SignatureSettings
) -> Handshake | None:
    """Answer a question that stands in the query or the headers, if there is one."""
    questions = [q for q in provider.questions if not q.needs_body]
    asked = _asked(questions, Facts(request, settings)) if questions else None
    return _answer(provider, asked, request, settings) if asked else None


def with_body(
    provider: Provider,
    request: InboundRequest,
    settings: SignatureSettings,
    context: VerificationContext,
) -> Handshake | None:
    """Answer a question that stands in the body or is signed, if there is one.

    A signed question whose signature is wrong is none: it is refused like any
    other request.
    """
    if len(request.body) > LARGEST_QUESTION:
        return None
    if provider.custom is not None:
        return _custom(provider.custom, request, settings, context)
    questions = [q for q in provider.questions if q.needs_body]
    asked = _asked(questions, Facts(request, settings)) if questions else None
    if asked is None:
        return None
    if asked.signed:
        verdict = check(provider, request, settings, context)
        if verdict.verdict == "failed":
            return None
        if asked.mac is not None:
            settings = _as_signed(provider, request, settings, context)
        return _answer(provider, asked, request, settings, verdict)
    return _answer(provider, asked, request, settings)


def _as_signed(
    provider: Provider,
    request: InboundRequest,
    settings: SignatureSettings,
    context: VerificationContext,
) -> SignatureSettings:
    """Return the settings with that secret alone which the sender uses by now."""
    for secret in settings.secrets:
        alone = replace(settings, secrets=(secret,))
        if check(provider, request, alone, context).verdict == "verified":
            return alone
    return settings


def _custom(
    custom: CustomCheck,
    request: InboundRequest,
    settings: SignatureSettings,
    context: VerificationContext,
) -> Handshake | None:
    asked = custom.question(request, settings)
    if asked is None:
        return None
    verdict = custom.check(request, settings, context)
    if verdict.verdict == "failed":
        return None
    return Handshake(asked, verdict, call=custom.confirm_url(request, settings))


def _asked(questions: list[Question], facts: Facts) -> Question | None:
    for question in questions:
        if question.method == facts.request.method and all(
            _may_hold(condition, facts) and holds(condition, facts)
            for condition in question.when
        ):
            return question
    return None


def _may_hold(condition: str, facts: Facts) -> bool:
    """Look for a value or name in the bytes before the whole body is parsed for it."""
    place, equals, wanted = condition.partition("=")
    body = facts.request.body
    if equals and place.startswith("json."):
        return wanted.encode() in body
    return may_stand(place, body)


def _answer(
    provider: Provider,
    question: Question,
    request: InboundRequest,
    settings: SignatureSettings,
    verdict: Verdict | None = None,
) -> Handshake:
    facts = Facts(request, settings)
    unwanted = _unwanted(question, facts)
    if unwanted:
        return _refused(provider, question, f"Not confirmed, because {unwanted}.")
    if question.secret_at:
        if not _is_secret(facts.first(question.secret_at), settings):
            return _refused(provider, question, "The verify token is wrong.")
        verdict = Verdict(provider.key, "verified")
    filling = _Filling(facts, question)
    try:
        reply, headers = filling.reply(), filling.headers()
        told = filling.told(question.adopts) if question.adopts else ""
    except ValueError as error:
        return _failed(provider, str(error))
    if told and settings.secrets:
        if not _is_secret(facts.first(question.adopts), settings):
            return _refused(provider, question, "This webhook has a secret already.")
        told = ""
    return Handshake(
        wire_reply(reply, headers, echoes=True),
        verdict or Verdict(provider.key, "unchecked"),
        adopt=told,
    )


def _unwanted(question: Question, facts: Facts) -> str:
    """Return why the owner does not want it confirmed, "" if nothing says so."""
    for condition in question.agreed:
        if not holds(condition, facts):
            place, _, wanted = condition.partition("=")
            return f"{spoken(place)} is not {wanted}"
    if question.listed is not None:
        place, option = question.listed
        named = b" ".join(facts.values(option)).split()
        if named and facts.first(place) not in named:
            return f"{spoken(place)} is none of {spoken(option)}"
    return ""


def _is_secret(given: bytes | None, settings: SignatureSettings) -> bool:
    if not given:
        return False
    wanted = settings.secret_bytes()
    return any(hmac.compare_digest(each, given) for each in wanted)


class _Filling:
    """Puts the request's own values into a question's answer."""

    def __init__(self, facts: Facts, question: Question) -> None:
        self._facts = facts
        self._question = question

    def reply(self) -> Reply:
        """Return the answer. Raises ValueError when the request lacks a part."""
        question = self._question
        if question.json is not None:
            body = json.dumps(self._value(question.json), separators=(",", ":"))
            return Reply(question.status, _JSON, body.encode())
        if question.text is None:
            return Reply(question.status)
        return Reply(question.status, _TEXT, self._bytes(question.text))

    def told(self, place: str) -> str:
        """Return the secret that the sender tells. Raises ValueError without one."""
        return self._one(place).decode("utf-8", "replace")

    def headers(self) -> Headers:
        """Return the answer's own headers. Raises ValueError like ``reply``."""
        return tuple(
            (name, self._header(value)) for name, value in self._question.headers
        )

    def _header(self, template: str) -> str:
        text = self._bytes(template).decode("latin-1")
        if not text.isprintable():
            raise ValueError("a value with line ends cannot be repeated in a header")
        return text

    def _value(self, template: Any) -> Any:
        if isinstance(template, Mapping):
            return {key: self._value(value) for key, value in template.items()}
        return self._text(template) if isinstance(template, str) else template

    def _text(self, template: str) -> str:
        return self._bytes(template).decode("utf-8", "replace")

    def _bytes(self, template: str) -> bytes:
        parts = []
        for text, place in split(template):
            parts.append(text)
            if place == "mac":
                parts.append(self._mac())
            elif place:
                parts.append(self._one(place))
        return b"".join(parts)

    def _one(self, place: str) -> bytes:
        value = self._facts.first(place) or b""
        if not 0 < len(value) <= LONGEST_ECHO:
            raise ValueError(f"{place} must have 1 to {LONGEST_ECHO} bytes")
        return value

    def _mac(self) -> bytes:
        mac = self._question.mac
        secrets = self._facts.settings.secrets
        if mac is None or not secrets or not secrets[0]:
            raise ValueError("no secret is stored to answer with")
        key = secrets[0].encode("utf-8", "surrogatepass")
        over = self._one(mac.over)
        if not is_token(over):
            raise ValueError(f"{mac.over} must have letters and digits")
        code = algorithms.code(mac.algorithm, key, over)
        return algorithms.encode(code, mac.encoding).encode()


def _refused(provider: Provider, question: Question, message: str) -> Handshake:
    kind = NotFound if question.wrong_status == NotFound.status else Forbidden
    error = error_reply(kind(message))
    reply = wire_reply(
        Reply(question.wrong_status, error.headers, error.body), echoes=True
    )
    return Handshake(reply, Verdict(provider.key, "failed", message))


def _failed(provider: Provider, reason: str) -> Handshake:
    reply = wire_reply(error_reply(Invalid(f"The request is incomplete: {reason}.")))
    return Handshake(reply, Verdict(provider.key, "failed", f"{reason}."))
