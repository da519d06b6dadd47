"""Verifying: is the request from the sender that the owner named?

Fails closed: whatever is unknown, missing or half set is a refusal.
"""

import hmac
from functools import lru_cache
from typing import Final

from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms, timestamps
from webhooks.ingress.signatures.content import missing, signed_bytes, spoken
from webhooks.ingress.signatures.contract import Provider, Scheme, SignatureProblem
from webhooks.ingress.signatures.explain import (
    Trial,
    explain,
    explain_equal,
    plainly,
)
from webhooks.ingress.signatures.facts import Facts, is_too_large
from webhooks.ingress.signatures.keys import KeyProblem, fits, key_bytes
from webhooks.ingress.signatures.reading import one_value, read_signatures
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.tokens import is_token
from webhooks.ingress.signatures.urls import url_forms
from webhooks.ingress.verification.contract import Verdict, VerificationContext

_NO_EVENT: Final = (
    "The body is a token such as this sender asks about, for which anybody gets the "
    "right code: it is no event"
)


def check(
    provider: Provider,
    request: InboundRequest,
    settings: SignatureSettings,
    context: VerificationContext,
) -> Verdict:
    """Return whether the request is from the provider, and for the owner why not.

    With several secrets and several ways to sign, one that fits is enough.
    """
    if provider.custom is not None:
        return provider.custom.check(request, settings, context)
    try:
        schemes = provider.schemes_for(settings.options)
    except ValueError as error:
        return _failed(provider, f"The options of the signature are wrong: {error}")
    if not schemes:
        return Verdict(provider.key, "unchecked")
    if provider.questions and provider.makes_codes and is_token(request.body):
        return _failed(provider, _NO_EVENT)
    facts = Facts(request, settings)
    problems: list[tuple[Scheme, SignatureProblem]] = []
    for scheme in [each for each in schemes if meant(each, facts)]:
        try:
            note = _check_scheme(provider, scheme, facts, context)
        except SignatureProblem as problem:
            problems.append((scheme, problem))
        else:
            return _verified(scheme_name(provider, scheme), note)
    if not problems:
        return _failed(provider, _missing(schemes, facts))
    scheme, worst = max(problems, key=lambda each: each[1].stage)
    reason = str(worst)
    if isinstance(worst, Unfit) and context.explains():
        reason = explain(worst.trial) or reason
    return Verdict(scheme_name(provider, scheme), "failed", sentence(reason))


class OtherKind(SignatureProblem):
    """The signature needs another kind of secret than those that are stored."""

    stage = 1


class Unfit(SignatureProblem):
    """No secret fits; the closer look at why is left to whoever wants it."""

    stage = 2

    def __init__(self, message: str, trial: Trial) -> None:
        super().__init__(message)
        self.trial = trial


def sentence(reason: str) -> str:
    """Return a reason as the owner reads it."""
    return f"{reason[:1].upper()}{reason[1:]}."


def scheme_name(provider: Provider, scheme: Scheme) -> str:
    """Return what verdicts call a provider's way to sign."""
    return f"{provider.key} {scheme.name}" if scheme.name else provider.key


def is_signed(
    provider: Provider, request: InboundRequest, settings: SignatureSettings
) -> bool:
    """Tell whether the request has a signature of this provider, right or not."""
    try:
        schemes = provider.schemes_for(settings.options)
    except ValueError:
        return False
    facts = Facts(request, settings)
    return any(any(facts.values(scheme.signature)) for scheme in schemes)


def meant(scheme: Scheme, facts: Facts) -> bool:
    """Tell whether the request is signed in this way, rightly or not."""
    if scheme.when and not all(holds(each, facts) for each in scheme.when):
        return False
    return bool(facts.values(scheme.signature))


def holds(condition: str, facts: Facts) -> bool:
    """Tell whether a condition (``place``, ``!place``, ``place=value``) holds."""
    if condition.startswith("!"):
        return not facts.values(condition[1:])
    place, equals, wanted = condition.partition("=")
    found = facts.values(place)
    return wanted.encode() in found if equals else bool(found)


def tolerance(provider: Provider, settings: SignatureSettings) -> float:
    """Return how many seconds a time stamp may be off; 0 for any number."""
    own = settings.tolerance_seconds
    return provider.tolerance_seconds if own is None else own


def _check_scheme(
    provider: Provider, scheme: Scheme, facts: Facts, context: VerificationContext
) -> str:
    """Pass a request that is rightly signed; return a note for the owner.

    Raises SignatureProblem.
    """
    if not scheme.expects and not facts.settings.secrets:
        raise SignatureProblem(
            "no secret is stored here to check the signature with (or the application "
            "global that it names does not exist): store the sender's secret"
        )
    if scheme.algorithm == "equals":
        return _check_equal(scheme, facts)
    facts.items, signatures = read_signatures(scheme, facts)
    stamp, sent = _timestamp(scheme, facts)
    secrets = facts.settings.secrets
    usable = [pair for pair in enumerate(secrets) if fits(scheme, pair[1])]
    if not usable:
        raise OtherKind(
            "the secret stored here is of another kind than this signature needs: "
            "store the sender's other key too"
        )
    _check_digest(scheme, facts)
    unusable = ""
    for place, secret in usable:
        try:
            right = _signed_with(scheme, facts, stamp, secret, signatures)
        except KeyProblem as problem:
            unusable = unusable or f"the stored secret cannot be used: {problem}"
            continue
        if right:
            limit = tolerance(provider, facts.settings)
            if scheme.timestamp and limit and context.timed:
                where = spoken(scheme.timestamp)
                timestamps.check_age(sent, context.now, limit, where)
            return _note(place, len(secrets))
    trial = Trial(scheme, facts, stamp, signatures)
    raise Unfit(unusable or plainly(scheme, facts), trial)


def _timestamp(scheme: Scheme, facts: Facts) -> tuple[bytes, float]:
    place = scheme.timestamp
    if not place:
        return b"", 0.0
    text = one_value(facts, place)
    return text, timestamps.parse(text, scheme.timestamp_unit, spoken(place))


def _check_digest(scheme: Scheme, facts: Facts) -> None:
    if not scheme.body_digest:
        return
    given = one_value(facts, scheme.body_digest).lower()
    right = algorithms.body_digest(facts.request.body)
    if not hmac.compare_digest(given, right.encode()):
        raise SignatureProblem(
            f"{spoken(scheme.body_digest)} is not the SHA-256 of this body: something "
            "between the sender and here changed the body"
        )


def _signed_with(
    scheme: Scheme, facts: Facts, stamp: bytes, secret: str, signatures: list[bytes]
) -> bool:
    key = key_bytes(secret, scheme.key, scheme.key_suffix)
    for url in url_forms(scheme, facts.settings, facts.request):
        facts.url = url
        content = signed_bytes(scheme, facts, stamp)
        if algorithms.fits(scheme.algorithm, key, signatures, content):
            return True
    return False


def _check_equal(scheme: Scheme, facts: Facts) -> str:
    values = facts.values(scheme.signature)
    if not scheme.every:
        values = (one_value(facts, scheme.signature),)
    elif not any(values):
        raise SignatureProblem(missing(scheme.signature, facts))
    secrets: tuple[bytes, ...] = facts.settings.secret_bytes()
    if scheme.expects:
        secrets = facts.values(scheme.expects)
    wanted = [scheme.prefix.encode() + secret for secret in secrets if secret]
    for place, each in enumerate(wanted):
        if all(hmac.compare_digest(each, value) for value in values):
            return "" if scheme.expects else _note(place, len(wanted))
    raise SignatureProblem(explain_equal(scheme.signature, wanted, values))


def _note(place: int, total: int) -> str:
    if place == 0:
        return ""
    return (
        f"Signed with an older secret ({place + 1} of {total}): the sender does not "
        "use the newest one yet."
    )


def _missing(schemes: tuple[Scheme, ...], facts: Facts) -> str:
    places = list(dict.fromkeys(scheme.signature for scheme in schemes))
    if any(is_too_large(place, facts.request) for place in places):
        return missing(places[0], facts)
    places = [spoken(place) for place in places]
    return (
        f"{' and '.join(places[:2])} {'are' if len(places) > 1 else 'is'} missing: "
        "the request is not signed. Set the secret at the sender, or it is from "
        "somebody else"
    )


@lru_cache(maxsize=256)
def _verified(scheme: str, note: str) -> Verdict:
    return Verdict(scheme, "verified", note)


def _failed(provider: Provider, reason: str) -> Verdict:
    return Verdict(provider.key, "failed", sentence(reason))
