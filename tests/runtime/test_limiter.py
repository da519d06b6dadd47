"""Rate limits: a bucket for each webhook and each address."""

import pytest

from tests.frozen_clock import FrozenClock
from webhooks.ingress.endpoint import Endpoint, RateLimit
from webhooks.runtime import limiter
from webhooks.runtime.limiter import Buckets, RateLimiter

LIMIT = RateLimit(2, 10.0)


def admitted(buckets: Buckets, key: str) -> bool:
    return buckets.admit(key, LIMIT) is None


def test_a_bucket_is_emptied_and_fills_again(clock: FrozenClock) -> None:
    buckets = Buckets(clock.clock.monotonic)
    assert [admitted(buckets, "a") for _ in range(3)] == [True, True, False]
    assert admitted(buckets, "b")
    wait_seconds = buckets.admit("a", LIMIT)
    assert wait_seconds is not None
    assert 0 < wait_seconds <= 10
    clock.move(wait_seconds)
    assert admitted(buckets, "a")


def test_setting_the_clock_changes_nothing(clock: FrozenClock) -> None:
    """P12."""
    buckets = Buckets(clock.clock.monotonic)
    assert [admitted(buckets, "a") for _ in range(2)] == [True, True]
    clock.jump(1_000_000)
    assert not admitted(buckets, "a")


def test_many_addresses_do_not_fill_the_memory(clock: FrozenClock) -> None:
    buckets = Buckets(clock.clock.monotonic)
    for number in range(limiter._MOST_BUCKETS * 2 + 10):
        admitted(buckets, str(number))
    assert len(buckets) <= limiter._MOST_BUCKETS


def test_buckets_in_use_outlive_idle_ones(clock: FrozenClock) -> None:
    buckets = Buckets(clock.clock.monotonic)
    for number in range(limiter._MOST_BUCKETS - 1):
        admitted(buckets, str(number))
    clock.move(100)
    assert [admitted(buckets, "busy") for _ in range(3)] == [True, True, False]
    admitted(buckets, "one more")
    assert not admitted(buckets, "busy")
    assert len(buckets) == 2


def test_a_webhooks_own_limit_comes_before_the_default(clock: FrozenClock) -> None:
    limits = RateLimiter((1, 10.0), None, clock.clock.monotonic)
    strict, own = Endpoint("w", "a"), Endpoint("v", "a", rate_limit=LIMIT)
    assert limits.admit_webhook(strict) is None
    assert limits.admit_webhook(strict) is not None
    assert [limits.admit_webhook(own) is None for _ in range(3)] == [True, True, False]


def test_no_limit_admits_everybody(clock: FrozenClock) -> None:
    limits = RateLimiter(None, None, clock.clock.monotonic)
    assert all(limits.admit_peer("a") is None for _ in range(1000))
    assert all(limits.admit_webhook(Endpoint("w", "a")) is None for _ in range(1000))


def test_an_attack_from_many_addresses_is_not_searched_through_each_time(
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking through all buckets must make room for more than one."""
    monkeypatch.setattr(limiter, "_MOST_BUCKETS", 100)
    buckets = Buckets(clock.clock.monotonic)
    admitted(buckets, "idle")
    clock.move(1000)
    for number in range(99):
        admitted(buckets, str(number))
    assert len(buckets) == 100
    admitted(buckets, "one more")
    assert len(buckets) <= 51


def test_the_addresses_of_one_ipv6_network_count_together(clock: FrozenClock) -> None:
    peers = RateLimiter(None, (2, 10.0), clock.clock.monotonic)
    for address in ("2001:db8::1", "2001:db8::2"):
        assert peers.admit_peer(address) is None
    assert peers.admit_peer("2001:db8::3") is not None
    assert peers.admit_peer("2001:db8:0:1::1") is None
    assert peers.admit_peer("::ffff:192.0.2.1") is None
    assert peers.admit_peer("192.0.2.1") is None
    assert peers.admit_peer("192.0.2.1") is not None


def test_wrong_signatures_are_explained_a_few_at_a_time(clock: FrozenClock) -> None:
    """It takes milliseconds, and strangers cause it: for each webhook and in all."""
    limits = RateLimiter(None, None, clock.clock.monotonic)
    assert [limits.explains("a") for _ in range(7)] == [True] * 5 + [False] * 2
    found = [limits.explains(f"w{number}") for number in range(30)]
    assert found.count(True) == 15
    clock.move(10)
    assert limits.explains("a")
