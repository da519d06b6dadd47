"""Token buckets."""

import pytest

from webhooks.ingress.endpoint import RateLimit
from webhooks.ingress.rate_limit import full, is_full, take

LIMIT = RateLimit(100, 10.0)


def test_an_idle_sender_may_send_a_whole_burst_and_no_more() -> None:
    bucket = full(LIMIT, 50.0)
    assert all(take(bucket, LIMIT, 50.0)[0] for _ in range(100))
    allowed, wait_seconds = take(bucket, LIMIT, 50.0)
    assert not allowed
    assert wait_seconds == pytest.approx(0.1)


def test_waiting_as_long_as_told_is_enough() -> None:
    bucket = full(LIMIT, 7.3)
    for _ in range(100):
        take(bucket, LIMIT, 7.3)
    now = 7.3
    for _ in range(50):
        allowed, wait_seconds = take(bucket, LIMIT, now)
        assert not allowed
        now += wait_seconds
        assert take(bucket, LIMIT, now)[0]


def test_it_never_holds_more_than_a_burst() -> None:
    bucket = full(LIMIT, 0.0)
    passed = sum(take(bucket, LIMIT, 1e6)[0] for _ in range(150))
    assert passed == 100


def test_a_refused_request_costs_nothing() -> None:
    bucket = full(RateLimit(1, 1.0), 0.0)
    limit = RateLimit(1, 1.0)
    assert take(bucket, limit, 0.0)[0]
    for step in range(1, 10):
        assert not take(bucket, limit, step / 10)[0]
    assert take(bucket, limit, 1.0)[0]


def test_a_lowered_limit_holds_at_once() -> None:
    bucket = full(LIMIT, 0.0)
    small = RateLimit(2, 10.0)
    assert [take(bucket, small, 0.0)[0] for _ in range(3)] == [True, True, False]


def test_a_full_bucket_can_be_forgotten() -> None:
    bucket = full(LIMIT, 0.0)
    assert is_full(bucket, LIMIT, 0.0)
    take(bucket, LIMIT, 0.0)
    assert not is_full(bucket, LIMIT, 0.0)
    assert is_full(bucket, LIMIT, 0.2)
