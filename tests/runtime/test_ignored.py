"""Calls of disabled webhooks: counted, and within bounds."""

import pytest

from tests.frozen_clock import FrozenClock
from webhooks.runtime import ignored
from webhooks.runtime.ignored import IgnoredCalls


def test_calls_are_counted_with_their_last_time(clock: FrozenClock) -> None:
    calls = IgnoredCalls(clock.clock.now)
    calls.note("a")
    clock.move(5)
    calls.note("a")
    found = calls.of("a")
    assert found is not None
    assert (found.count, found.last) == (2, clock.clock.now())
    assert calls.of("b") is None


def test_beyond_very_many_webhooks_only_known_ones_are_counted(
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ignored, "_MOST_WEBHOOKS", 1)
    calls = IgnoredCalls(clock.clock.now)
    for webhook_id in ("a", "b", "a"):
        calls.note(webhook_id)
    known = calls.of("a")
    assert known is not None
    assert known.count == 2
    assert calls.of("b") is None
