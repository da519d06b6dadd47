"""Calls at their time: by the monotonic clock, each once, in order."""

import threading

import pytest

from tests.frozen_clock import FrozenClock
from webhooks.runtime.alarm import Alarm


@pytest.fixture
def alarm(clock: FrozenClock) -> Alarm:
    """An alarm that a test lets fire; no thread of its own."""
    return Alarm(clock.clock.monotonic)


def test_calls_are_made_when_they_are_due_the_earliest_first(
    alarm: Alarm, clock: FrozenClock
) -> None:
    made: list[str] = []
    alarm.set("b", 2, lambda: made.append("b"))
    alarm.set("a", 1, lambda: made.append("a"))
    alarm.set("c", 10, lambda: made.append("c"))
    assert alarm.fire() == 1
    assert made == []
    clock.move(2)
    assert alarm.fire() == 8
    assert made == ["a", "b"]
    clock.move(100)
    assert alarm.fire() is None
    assert made == ["a", "b", "c"]
    assert len(alarm) == 0


def test_setting_the_clock_on_the_wall_changes_no_wait(
    alarm: Alarm, clock: FrozenClock
) -> None:
    """P12."""
    made: list[int] = []
    alarm.set("a", 5, lambda: made.append(1))
    clock.jump(3600)
    assert alarm.fire() == 5
    clock.jump(-7200)
    clock.move(5)
    alarm.fire()
    assert made == [1]


def test_a_key_has_one_call_the_newest(alarm: Alarm, clock: FrozenClock) -> None:
    made: list[str] = []
    alarm.set("a", 1, lambda: made.append("old"))
    alarm.set("a", 5, lambda: made.append("new"))
    clock.move(2)
    assert alarm.fire() == 3
    clock.move(3)
    alarm.fire()
    assert made == ["new"]


def test_a_cancelled_call_is_not_made(alarm: Alarm, clock: FrozenClock) -> None:
    made: list[str] = []
    alarm.set("a", 1, lambda: made.append("a"))
    assert alarm.cancel("a")
    assert not alarm.cancel("a")
    clock.move(2)
    assert alarm.fire() is None
    assert made == []


def test_a_time_that_has_passed_is_now(alarm: Alarm) -> None:
    made: list[str] = []
    alarm.set("a", -5, lambda: made.append("a"))
    alarm.fire()
    assert made == ["a"]


def test_a_call_may_set_the_next_one(alarm: Alarm, clock: FrozenClock) -> None:
    made: list[int] = []

    def again() -> None:
        made.append(1)
        alarm.set("a", 1, again)

    alarm.set("a", 1, again)
    for _ in range(3):
        clock.move(1)
        assert alarm.fire() == 1
    assert len(made) == 3


def test_a_call_that_fails_stops_no_other(
    alarm: Alarm, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[str] = []

    def fail() -> None:
        raise RuntimeError("a bug")

    alarm.set("a", 1, fail)
    alarm.set("b", 1, lambda: made.append("b"))
    clock.move(1)
    alarm.fire()
    assert made == ["b"]
    assert "a bug" in caplog.text


def test_after_stopping_no_call_is_made(alarm: Alarm, clock: FrozenClock) -> None:
    made: list[str] = []
    alarm.set("a", 1, lambda: made.append("a"))
    alarm.stop()
    clock.move(1)
    alarm.fire()
    assert made == []


def test_what_was_replaced_or_cancelled_does_not_pile_up(alarm: Alarm) -> None:
    """A run that is planned anew again and again must not fill the memory."""
    made: list[str] = []
    alarm.set("kept", 0, lambda: made.append("kept"))
    for _ in range(10_000):
        alarm.set("a", 86_400, lambda: made.append("a"))
    assert len(alarm._heap) < 200
    alarm.fire()
    assert made == ["kept"]


def test_its_own_thread_makes_the_calls(clock: FrozenClock) -> None:
    """It is woken for a call that comes before the one it sleeps for."""
    called, later = threading.Event(), threading.Event()
    alarm = Alarm(clock.clock.monotonic)
    alarm.set("later", 3600, later.set)
    alarm.start()
    alarm.set("now", 0, called.set)
    assert called.wait(30)
    assert not later.is_set()
    alarm.stop()
