"""Certificates that senders publish, fetched once and remembered.

The fetch is caused by a caller whom nobody knows yet. So it goes through the
guarded client, few at a time, once per address, and a failure is remembered too: a
definite one for longer than one that may pass, as that makes real messages wait.
Addresses that have never held a certificate are tried at a bounded pace, because
part of an address is the caller's to choose.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from math import ceil
from pathlib import Path
from typing import Any, Final, Protocol, cast

import certifi

from webhooks.clock import Clock
from webhooks.ingress.endpoint import RateLimit
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    CertificateUnavailable,
    Digest,
    Publisher,
)
from webhooks.runtime.http_client import GuardedClient, OutboundFailed, OutboundRefused
from webhooks.runtime.limiter import Buckets

MAX_CERTIFICATE_BYTES: Final = 64 * 1024
FETCH_SECONDS: Final = 5.0
KEEP_SECONDS: Final = 24 * 3600.0
KEEP_FAILURE_SECONDS: Final = 30.0
# Shorter than any sender waits before it tries again.
KEEP_TROUBLE_SECONDS: Final = 5.0
# How long a known certificate is used on when it could not be looked up anew.
KEEP_STALE_SECONDS: Final = 300.0
MAX_CHAINS: Final = 16
MAX_FAILURES: Final = 256
MAX_FETCHES: Final = 4
# Statuses that say nothing of the file, like all from 500 on.
_TOO_BUSY: Final = frozenset({408, 425, 429})
# For each publisher; those known to hold a certificate are not counted.
NEW_ADDRESSES: Final = RateLimit(30, 60.0)


class _ChainFunctions(Protocol):
    """The part of ``ingress.certificate_chain`` that is used here."""

    def load_chain(self, pem: bytes) -> tuple[Any, ...]: ...
    def load_roots(self, pem: bytes) -> Any: ...
    def expiry(self, chain: tuple[Any, ...]) -> datetime: ...
    def verify_publisher(
        self,
        chain: tuple[Any, ...],
        roots: Callable[[], Any],
        publisher: Publisher,
        now: datetime,
    ) -> None: ...
    def verify_signature(
        self, signer: Any, signature: bytes, signed: bytes, digest: Digest
    ) -> None: ...


@lru_cache(maxsize=1)
def _functions() -> _ChainFunctions:
    # Loaded with the first signature, not with the server: it costs 8 MB.
    return cast(_ChainFunctions, import_module("webhooks.ingress.certificate_chain"))


@dataclass(slots=True)
class _Entry:
    """One address: what was found there, and until when that holds.

    ``may_pass`` tells of a failure that the next try may not meet.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    chain: tuple[Any, ...] = ()
    failure: str = ""
    may_pass: bool = False
    expires: float = 0.0


def trusted_roots() -> bytes:
    """Return the bundle of public roots as PEM."""
    return Path(certifi.where()).read_bytes()


class CertificateStore:
    """Implements ``CertificatePort``; safe for threads, one per process."""

    def __init__(
        self,
        client: GuardedClient,
        clock: Clock,
        *,
        roots: Callable[[], bytes] = trusted_roots,
    ) -> None:
        self._client = client
        self._clock = clock
        self._read_roots = roots
        self._roots: Any = None
        self._lock = threading.Lock()
        # Two shelves, so that made-up addresses cannot push real ones out.
        self._chains: OrderedDict[str, _Entry] = OrderedDict()
        self._failures: OrderedDict[str, _Entry] = OrderedDict()
        self._fetches = threading.BoundedSemaphore(MAX_FETCHES)
        self._new_addresses = Buckets(clock.monotonic)

    def verify(
        self,
        url: str,
        publisher: Publisher,
        signature: bytes,
        signed: bytes,
        now: datetime,
    ) -> None:
        """Pass a signature made with the publisher's certificate at ``url``.

        Raises CertificateRefused, and CertificateUnavailable when the certificate
        cannot be had just now.
        """
        functions = _functions()
        chain = self._chain(url, publisher.name)
        functions.verify_publisher(chain, self._trusted, publisher, now)
        functions.verify_signature(chain[0], signature, signed, publisher.digest)

    def _chain(self, url: str, publisher: str) -> tuple[Any, ...]:
        with self._lock:
            entry = self._chains.get(url) or self._failures.get(url)
            if url in self._chains:
                self._chains.move_to_end(url)
            if entry is None:
                self._admit(publisher)
                entry = self._failures[url] = _Entry()
                _shorten(self._failures, MAX_FAILURES)
        # One fetch an address: whoever comes meanwhile waits here for its result.
        with entry.lock:
            if self._clock.monotonic() >= entry.expires:
                if entry.failure:
                    with self._lock:
                        self._admit(publisher)
                self._refresh(url, entry)
            self._raise_failure(entry, publisher)
            return entry.chain

    def _raise_failure(self, entry: _Entry, publisher: str) -> None:
        if entry.may_pass:
            seconds = max(1, ceil(entry.expires - self._clock.monotonic()))
            raise CertificateUnavailable(entry.failure, publisher, seconds)
        if entry.failure:
            raise CertificateRefused(entry.failure)

    def _admit(self, publisher: str) -> None:
        seconds = self._new_addresses.admit(publisher, NEW_ADDRESSES)
        if seconds is not None:
            raise CertificateUnavailable(
                "too many addresses of certificates are new", publisher, ceil(seconds)
            )

    def _refresh(self, url: str, entry: _Entry) -> None:
        known, entry.chain = entry.chain, ()
        entry.failure, entry.may_pass = "", False
        try:
            entry.chain = _functions().load_chain(self._fetched(url))
            # At least as long as a failure: an expired one is not fetched again
            # for every request.
            left_seconds = min(KEEP_SECONDS, self._left_seconds(entry.chain))
            keep_seconds = max(KEEP_FAILURE_SECONDS, left_seconds)
        except CertificateRefused as error:
            entry.failure, keep_seconds = str(error), KEEP_FAILURE_SECONDS
        except (OutboundFailed, OutboundRefused) as error:
            if known and self._left_seconds(known) > 0:
                entry.chain, keep_seconds = known, KEEP_STALE_SECONDS
            else:
                entry.failure = f"the certificate could not be fetched: {error}"
                entry.may_pass, keep_seconds = True, KEEP_TROUBLE_SECONDS
        entry.expires = self._clock.monotonic() + keep_seconds
        self._shelve(url, entry)

    def _left_seconds(self, chain: tuple[Any, ...]) -> float:
        return (_functions().expiry(chain) - self._clock.now()).total_seconds()

    def _fetched(self, url: str) -> bytes:
        if not self._fetches.acquire(timeout=FETCH_SECONDS):
            raise OutboundFailed("too many certificates are being fetched")
        try:
            return _fetch(self._client, url)
        finally:
            self._fetches.release()

    def _shelve(self, url: str, entry: _Entry) -> None:
        with self._lock:
            self._chains.pop(url, None)
            self._failures.pop(url, None)
            shelf = self._failures if entry.failure else self._chains
            shelf[url] = entry
            _shorten(self._chains, MAX_CHAINS)
            _shorten(self._failures, MAX_FAILURES)

    def _trusted(self) -> Any:
        if self._roots is None:
            self._roots = _functions().load_roots(self._read_roots())
        return self._roots


def _shorten(shelf: OrderedDict[str, _Entry], limit: int) -> None:
    while len(shelf) > limit:
        shelf.popitem(last=False)


def _fetch(client: GuardedClient, url: str) -> bytes:
    response = client.request(
        "GET",
        url,
        timeout_seconds=FETCH_SECONDS,
        max_bytes=MAX_CERTIFICATE_BYTES,
        max_redirects=0,
    )
    if response.status == 200:
        return response.body
    answered = f"the server answered {response.status}"
    if response.status in _TOO_BUSY or response.status >= 500:
        raise OutboundFailed(answered)
    raise CertificateRefused(f"the certificate could not be fetched: {answered}")
