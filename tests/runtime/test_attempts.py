"""Counting failures over a short time."""

from tests.frozen_clock import FrozenClock
from webhooks.runtime.attempts import FailureCounter


def test_failures_over_the_limit_must_wait(clock: FrozenClock) -> None:
    counter = FailureCounter(2, 10, clock.clock.monotonic)
    assert [counter.failed("a") for _ in range(3)] == [0, 0, 10]
    assert counter.failed("b") == 0


def test_the_count_begins_anew_after_the_window(clock: FrozenClock) -> None:
    counter = FailureCounter(1, 10, clock.clock.monotonic)
    counter.failed("a")
    clock.move(9)
    assert counter.failed("a") == 1
    clock.move(1)
    assert counter.failed("a") == 0


def test_it_forgets_the_oldest_when_it_knows_too_many(clock: FrozenClock) -> None:
    counter = FailureCounter(1, 10, clock.clock.monotonic)
    for number in range(10_001):
        counter.failed(str(number))
    assert len(counter) == 10_000
    assert counter.failed("0") == 0
    assert counter.failed("10000") > 0
