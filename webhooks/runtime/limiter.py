"""Rate limits in memory: a bucket per webhook and one per caller's address."""

import time
from collections.abc import Callable

from webhooks.ingress.endpoint import Endpoint, RateLimit
from webhooks.ingress.rate_limit import TokenBucket, full, is_full, take
from webhooks.runtime.addresses import sender_of

_MOST_BUCKETS = 20_000

# Refusals beyond this are counted and not stored: an attacker must not be able
# to make us write.
_REFUSALS_KEPT = RateLimit(20, 2.0)
# Finding out why a signature is wrong takes milliseconds, and strangers cause it.
_EXPLAINED = RateLimit(5, 5.0)
_EXPLAINED_IN_ALL = RateLimit(20, 2.0)


class Buckets:
    """Buckets by key; those that are full again are forgotten in time."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._buckets: dict[str, TokenBucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def admit(self, key: str, limit: RateLimit) -> float | None:
        """Take one token; None when there was one, else the seconds to wait."""
        now = self._monotonic()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._forget_idle(limit, now)
            bucket = self._buckets[key] = full(limit, now)
        admitted, wait_seconds = take(bucket, limit, now)
        return None if admitted else wait_seconds

    def _forget_idle(self, limit: RateLimit, now: float) -> None:
        kept = {k: b for k, b in self._buckets.items() if not is_full(b, limit, now)}
        # Most of them busy: an attack from many addresses; start afresh, or the
        # next address would make us look through all of them again.
        self._buckets = kept if len(kept) < _MOST_BUCKETS // 2 else {}


class RateLimiter:
    """The server's defaults, and a webhook's own limit where it has one.

    The defaults are ``(requests, seconds)`` or None for no limit.
    """

    def __init__(
        self,
        webhook_default: tuple[int, float] | None,
        peer_default: tuple[int, float] | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._webhook = RateLimit(*webhook_default) if webhook_default else None
        self._peer = RateLimit(*peer_default) if peer_default else None
        self._webhooks = Buckets(monotonic)
        self._peers = Buckets(monotonic)
        self._refusals = Buckets(monotonic)
        self._explained = Buckets(monotonic)

    def keeps_refusal(self, webhook_id: str) -> bool:
        """Tell whether a webhook's refused request may be stored for its owner."""
        return self._refusals.admit(webhook_id, _REFUSALS_KEPT) is None

    def explains(self, webhook_id: str) -> bool:
        """Tell whether there is time for why a signature to a webhook is wrong."""
        return (
            self._explained.admit(webhook_id, _EXPLAINED) is None
            and self._explained.admit("", _EXPLAINED_IN_ALL) is None
        )

    def admit_webhook(self, endpoint: Endpoint) -> float | None:
        """Count a request to a webhook; None, or the seconds to wait."""
        limit = endpoint.rate_limit or self._webhook
        if limit is None:
            return None
        return self._webhooks.admit(endpoint.webhook_id, limit)

    def admit_peer(self, remote_address: str) -> float | None:
        """Count a request from an address; None, or the seconds to wait."""
        if self._peer is None:
            return None
        return self._peers.admit(sender_of(remote_address), self._peer)
