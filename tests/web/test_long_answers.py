"""Streams end with the rights of whoever reads them."""

from tests.frozen_clock import FrozenClock
from webhooks.web.long_answers import LOOK_AGAIN_SECONDS, while_allowed


def test_it_looks_again_only_after_a_while(clock: FrozenClock) -> None:
    looks: list[float] = []

    def is_allowed() -> bool:
        looks.append(clock.monotonic_seconds)
        return len(looks) < 2

    items = while_allowed(iter("abcdef"), is_allowed, clock.clock.monotonic)
    assert [next(items), next(items)] == ["a", "b"]
    assert looks == []
    clock.move(LOOK_AGAIN_SECONDS)
    assert [next(items), next(items)] == ["c", "d"]
    assert len(looks) == 1
    clock.move(LOOK_AGAIN_SECONDS)
    assert list(items) == []
