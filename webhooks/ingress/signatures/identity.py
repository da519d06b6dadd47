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
from webhooks.ingress.signatures.facts import Facts, may_stand
from webhooks.ingress.signatures.reading import read_signatures
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.usual import Passed
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
    passed: Passed | None = None,
) -> tuple[Identity, ...]:
    """Return by what a repetition of this accepted request will be known.

    ``passed`` is what is known of it if it went the straight way.
    """
    limit = tolerance(provider, settings)
    if not settings.deduplicate and not limit:
        return ()
    facts = Facts(request, settings)
    if passed is None:
        found = _replay(provider, facts, verdict, limit)
    else:
        found = _replay_of(provider, facts, passed, limit)
    if settings.deduplicate:
        found += _delivery_id(provider, facts)
    return found


def _replay_of(
    provider: Provider, facts: Facts, passed: Passed, limit: float
) -> tuple[Identity, ...]:
    scheme = passed.scheme
    if not limit or not scheme.timestamp:
        return ()
    name = passed.id if scheme.id else _id_in_body(provider, scheme, facts)
    return _message(name, passed.stamp, limit) if name else ()


def _replay(
    provider: Provider, facts: Facts, verdict: Verdict, limit: float
) -> tuple[Identity, ...]:
    if verdict.verdict != "verified" or not limit:
        return ()
    if provider.custom is not None:
        if provider.custom.message is None:
            return ()
        name, stamp = (b"".join(facts.values(p)) for p in provider.custom.message)
        return _message(name, stamp, limit) if name and stamp else ()
    for scheme in provider.schemes_for(facts.settings.options):
        # Not any way in which the request looks signed: the one that was right.
        if verdict.scheme == scheme_name(provider, scheme) and scheme.timestamp:
            facts.items, _ = read_signatures(scheme, facts)
            name = _signed_id(provider, scheme, facts)
            # The last one, as where the signed content is put together.
            stamp = b"".join(facts.values(scheme.timestamp)[-1:])
            return _message(name, stamp, limit) if name else ()
    return ()


def _signed_id(provider: Provider, scheme: Scheme, facts: Facts) -> bytes:
    """Return the message's id if it is signed: alone, or with the body it is in."""
    if scheme.id:
        return b"".join(facts.values(scheme.id)[-1:])
    return _id_in_body(provider, scheme, facts)


def _id_in_body(provider: Provider, scheme: Scheme, facts: Facts) -> bytes:
    if "{body}" not in scheme.content:
        return b""
    return _first(provider.ids_in_body, facts)


def _message(id_: bytes, stamp: bytes, limit: float) -> tuple[Identity, ...]:
    # The time first: neighbours in time are neighbours in the index, which saves
    # nearly half of the pages that a batch would otherwise have to write.
    text = _named(stamp + b" " + id_)
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
        names = place.split()
        if not all(may_stand(name, facts.request.body) for name in names):
            continue
        parts = [facts.values(name) for name in names]
        values = [value for part in parts for value in part]
        if all(parts) and all(values):
            return b" ".join(values)
    return b""


def _named(value: bytes) -> str:
    """Return a value as a key; of a long one all must count, not its beginning."""
    if len(value) > LONGEST_ID:
        return hashlib.sha256(value).hexdigest()
    return value.decode("latin-1")
