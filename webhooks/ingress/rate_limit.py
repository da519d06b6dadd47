"""Token-bucket arithmetic: how many requests, how soon again.

Apart from the limiter that keeps the buckets, so that the numbers can be tested
without one.
"""

from dataclasses import dataclass

from webhooks.ingress.endpoint import RateLimit


@dataclass(slots=True)
class TokenBucket:
    """``level`` tokens were there at ``updated``, in monotonic seconds."""

    level: float
    updated: float


def full(limit: RateLimit, now_monotonic: float) -> TokenBucket:
    """Return the bucket of somebody who has been idle: a whole burst is free."""
    return TokenBucket(float(limit.requests), now_monotonic)


def take(
    bucket: TokenBucket, limit: RateLimit, now_monotonic: float
) -> tuple[bool, float]:
    """Take one token if there is one; change the bucket accordingly.

    Returns whether it was there and, if not, the seconds until one will be. A
    bucket holds ``limit.requests`` and fills up in ``limit.seconds``.
    """
    capacity = limit.requests
    rate = capacity / limit.seconds
    level = bucket.level + (now_monotonic - bucket.updated) * rate
    if level > capacity:
        level = capacity
    bucket.updated = now_monotonic
    # Rounding must not turn away somebody who waited exactly as long as told.
    if level >= 1.0 - 1e-9:
        bucket.level = level - 1.0
        return True, 0.0
    bucket.level = level
    return False, (1.0 - level) / rate


def is_full(bucket: TokenBucket, limit: RateLimit, now_monotonic: float) -> bool:
    """Tell whether forgetting the bucket would change nothing."""
    rate = limit.requests / limit.seconds
    return bucket.level + (now_monotonic - bucket.updated) * rate >= limit.requests
