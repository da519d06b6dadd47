"""The usual request, straight through: headers and body, signed with the newest
secret.

Most senders sign like this and nearly every request is right, so it is looked at
first and with little ceremony. It only ever says yes, where the whole check
(``check.py``) would; whatever is not plainly right goes there.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import NamedTuple

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms, timestamps
from webhooks.ingress.signatures.algorithms import DIGESTS
from webhooks.ingress.signatures.check import scheme_name, tolerance
from webhooks.ingress.signatures.content import split
from webhooks.ingress.signatures.contract import Provider, Scheme, SignatureProblem
from webhooks.ingress.signatures.facts import MOST_ITEMS
from webhooks.ingress.signatures.keys import KeyProblem, fits, key_bytes
from webhooks.ingress.signatures.reading import LONGEST_SIGNATURE
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import Verdict, VerificationContext


class Passed(NamedTuple):  # one is made for each request
    """A request that is rightly signed; ``stamp`` and ``id`` as it has them.

    ``id`` is empty where the scheme has none in a header.
    """

    verdict: Verdict
    scheme: Scheme
    stamp: bytes = b""
    id: bytes = b""


@dataclass(frozen=True, slots=True)
class _Lane:
    """A scheme with its key, and all that is in it looked up and encoded once.

    It is meant by requests that have the headers ``marks``. ``stamp_item`` is how
    the time stamp begins if it is a part of the signature's header. ``key`` is None
    where only the whole check will do; ``mac`` has been fed with it. Places are in
    small letters.
    """

    scheme: Scheme
    verdict: Verdict
    marks: frozenset[str]
    signature: str
    stamp: str
    id: str
    prefix: bytes
    separator: bytes
    stamp_item: bytes = b""
    content: tuple[tuple[bytes, str], ...] = ()
    key: bytes | None = None
    mac: hmac.HMAC | None = None


@dataclass(frozen=True, slots=True)
class _Road:
    """A provider's lanes in order, and the headers of them all with their places."""

    provider: Provider
    lanes: tuple[_Lane, ...]
    headers: Mapping[str, str]


def passed(
    request: InboundRequest, settings: SignatureSettings, context: VerificationContext
) -> Passed | None:
    """Return what a request that is plainly right is known by, else None."""
    if not settings.secrets:
        return None
    options = tuple(settings.options.items())
    road = _road(settings.provider, settings.secrets[0], options)
    values = None if road is None else _values(road, request)
    if road is None or values is None:
        return None
    limit = tolerance(road.provider, settings) if context.timed else 0
    for lane in road.lanes:
        if lane.marks <= values.keys():
            if lane.key is None:
                return None
            try:
                return _passed(lane, lane.key, values, limit, context)
            except (KeyError, KeyProblem, SignatureProblem):
                return None
    return None


def _values(road: _Road, request: InboundRequest) -> dict[str, bytes] | None:
    values = {"body": request.body}
    wanted = road.headers
    for name, value in request.headers:
        place = wanted.get(name.lower())
        if place is not None:
            # Of two one could be signed and the other one used.
            if place in values:
                return None
            values[place] = value.encode("latin-1", "replace")
    return values


def _passed(
    lane: _Lane,
    key: bytes,
    values: dict[str, bytes],
    limit: float,
    context: VerificationContext,
) -> Passed | None:
    """Return what is known of a signed request. Raises as the whole check does,
    and KeyError for a header that is not there.
    """
    scheme, stamp = lane.scheme, b""
    header = values[lane.signature]
    if len(header) > LONGEST_SIGNATURE or not header.strip():
        return None
    if scheme.algorithm == "equals":
        right = hmac.compare_digest(lane.prefix + key, header)
        return Passed(lane.verdict, scheme) if right else None
    pieces = _pieces(lane, header)
    if lane.stamp:
        stamp = _item(lane, pieces) if lane.stamp_item else values[lane.stamp]
        sent = timestamps.parse(stamp, scheme.timestamp_unit, lane.stamp)
        if limit:
            timestamps.check_age(sent, context.now, limit, lane.stamp)
        values["timestamp"] = stamp
    parts = []
    for text, place in lane.content:
        parts.append(text)
        if place:
            parts.append(values[place])
    if not _fits(lane, key, _signatures(lane, pieces), b"".join(parts)):
        return None
    return Passed(lane.verdict, scheme, stamp, values[lane.id] if lane.id else b"")


def _fits(lane: _Lane, key: bytes, signatures: list[bytes], content: bytes) -> bool:
    if lane.mac is None:
        return algorithms.fits(lane.scheme.algorithm, key, signatures, content)
    # To begin with a new one would cost as much again.
    mac = lane.mac.copy()
    mac.update(content)
    right = mac.digest()
    return any(hmac.compare_digest(right, each) for each in signatures)


def _signatures(lane: _Lane, pieces: list[bytes]) -> list[bytes]:
    """Return the signatures among the pieces of the header."""
    scheme, prefix = lane.scheme, lane.prefix
    codes = [
        algorithms.decode(piece[len(prefix) :], scheme.encoding, unquote=scheme.unquote)
        for piece in pieces
        if piece.startswith(prefix)
    ]
    return [code for code in codes if code]


def _item(lane: _Lane, pieces: list[bytes]) -> bytes:
    """Return the piece of the header that is the time stamp; the last counts."""
    name = lane.stamp_item
    items = [each for each in pieces if each.startswith(name)]
    return items[-1][len(name) :] if items else b""


def _pieces(lane: _Lane, header: bytes) -> list[bytes]:
    if not lane.separator:
        return [header]
    return [piece.strip() for piece in header.split(lane.separator)[:MOST_ITEMS]]


@lru_cache(maxsize=1024)
def _road(
    provider_key: str, secret: str, options: tuple[tuple[str, str], ...]
) -> _Road | None:
    provider = PROVIDERS.get(provider_key)
    if provider is None or provider.custom or provider.makes_codes:
        return None
    try:
        schemes = provider.schemes_for(dict(options))
    except ValueError:
        return None
    lanes: list[_Lane] = []
    places: set[str] = set()
    for scheme in schemes:
        marks = frozenset(map(str.lower, (scheme.signature, *scheme.when)))
        if not all(map(_is_header, marks)):
            break
        lane = _lane(provider, scheme, secret, marks)
        lanes.append(lane)
        places |= {*marks, lane.stamp, lane.id, *(place for _, place in lane.content)}
    headers = {
        place.removeprefix("header."): place for place in filter(_is_header, places)
    }
    return _Road(provider, tuple(lanes), headers)


def _lane(
    provider: Provider, scheme: Scheme, secret: str, marks: frozenset[str]
) -> _Lane:
    lane = _Lane(
        scheme,
        Verdict(scheme_name(provider, scheme), "verified"),
        marks,
        scheme.signature.lower(),
        scheme.timestamp.lower(),
        scheme.id.lower(),
        scheme.prefix.encode(),
        scheme.separator.encode(),
        content=() if scheme.algorithm == "equals" else _content(scheme),
    )
    if scheme.body_digest or scheme.expects or scheme.every:
        return lane
    if scheme.separator and scheme.timestamp.startswith("item."):
        name = scheme.timestamp.removeprefix("item.")
        lane = replace(lane, stamp_item=f"{name}=".encode())
    places = {lane.id, *(place for _, place in lane.content)}
    if not lane.stamp_item:
        places.add(lane.stamp)
    places -= {"", "body", "timestamp"}
    if not all(map(_is_header, places)) or not fits(scheme, secret):
        return lane
    try:
        key = key_bytes(secret, scheme.key, scheme.key_suffix)
    except KeyProblem:
        return lane
    return replace(lane, key=key, mac=_mac(scheme, key))


def _mac(scheme: Scheme, key: bytes) -> hmac.HMAC | None:
    if not scheme.algorithm.startswith("hmac-"):
        return None
    # Not by its name: a copy of OpenSSL's own takes longer.
    return hmac.new(key, digestmod=partial(hashlib.new, DIGESTS[scheme.algorithm]))


def _content(scheme: Scheme) -> tuple[tuple[bytes, str], ...]:
    return tuple(
        (text, (scheme.id if place == "id" else place).lower())
        for text, place in split(scheme.content)
        if text or place
    )


def _is_header(place: str) -> bool:
    return place.startswith("header.") and "=" not in place
