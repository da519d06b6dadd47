"""By what a repetition of a request is known.

Two kinds: the id that a provider gives a delivery, looked at when the owner asks
for it; and, always, the signed id and time of one message, which somebody who has
seen it might send again.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.check import scheme_name, tolerance
from webhooks.ingress.signatures.contract import Provider, Scheme
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.reading import read_signatures
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import Verdict

LONGEST_ID: Final = 256
# Longer than any provider goes on repeating a delivery.
KEEP_ID_SECONDS: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Identity:
    """``key`` names the message, for ``keep_seconds`` after it first came.

    ``by_hand`` tells that a repetition may be let through as wanted.
    """

    key: str
    keep_seconds: float
    by_hand: bool


def identities(
    provider: Provider,
    request: InboundRequest,
    settings: SignatureSettings,
    verdict: Verdict,
) -> tuple[Identity, ...]:
    """Return by what a repetition of this accepted request will be known."""
    if not settings.deduplicate and not tolerance(provider, settings):
        return ()
    facts = Facts(request, settings)
    found = _replay(provider, facts, verdict)
    if settings.deduplicate:
        found += _delivery_id(provider, facts)
    return found


def _replay(provider: Provider, facts: Facts, verdict: Verdict) -> tuple[Identity, ...]:
    limit = tolerance(provider, facts.settings)
    if verdict.verdict != "verified" or not limit:
        return ()
    if provider.custom is not None:
        values = [b"".join(facts.values(each)) for each in provider.custom.message]
        return _message(values, limit) if values and all(values) else ()
    for scheme in provider.schemes_for(facts.settings.options):
        # Not any way in which the request looks signed: the one that was right.
        if verdict.scheme == scheme_name(provider, scheme) and scheme.timestamp:
            facts.items, _ = read_signatures(scheme, facts)
            name = _signed_id(provider, scheme, facts)
            # The last one, as where the signed content is put together.
            stamp = b"".join(facts.values(scheme.timestamp)[-1:])
            return _message([name, stamp], limit) if name else ()
    return ()


def _signed_id(provider: Provider, scheme: Scheme, facts: Facts) -> bytes:
    """Return the message's id if it is signed: alone, or with the body it is in."""
    if scheme.id:
        return b"".join(facts.values(scheme.id)[-1:])
    if "{body}" not in scheme.content:
        return b""
    inside = [p for p in provider.id_places if p.startswith(("json.", "form."))]
    return _first(inside, facts)


def _message(values: list[bytes], limit: float) -> tuple[Identity, ...]:
    text = _named(b" ".join(values))
    return (Identity(f"message {text}", 2 * limit, by_hand=False),)


def _delivery_id(provider: Provider, facts: Facts) -> tuple[Identity, ...]:
    name = _first(provider.id_places, facts)
    if not name:
        return ()
    retried = bool(provider.retry_mark and facts.values(provider.retry_mark))
    by_hand = facts.settings.allow_redelivery and not retried
    return (Identity(f"id {_named(name)}", KEEP_ID_SECONDS, by_hand),)


def _first(places: Iterable[str], facts: Facts) -> bytes:
    """Return the id at the first of the places that has one, else nothing."""
    for place in places:
        # A batch is a repetition only if all that is in it came before, together.
        parts = [facts.values(part) for part in place.split()]
        values = [value for part in parts for value in part]
        if all(parts) and all(values):
            return b" ".join(values)
    return b""


def _named(value: bytes) -> str:
    """Return a value as a key; of a long one all must count, not its beginning."""
    if len(value) > LONGEST_ID:
        return hashlib.sha256(value).hexdigest()
    return value.decode("latin-1")
