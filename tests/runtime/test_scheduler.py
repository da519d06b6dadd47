"""The scheduler: what is due, what is not started twice, and what never stops it."""

import threading
from collections.abc import Callable

import pytest

from webhooks.runtime.scheduler import Job, Scheduler


class Bench:
    """A scheduler whose time and threads are in the test's hands."""

    def __init__(self, *jobs: Job, chance: float = 0.0) -> None:
        self.now = 100.0
        self.launched: list[tuple[str, Callable[[], None]]] = []
        self.scheduler = Scheduler(
            jobs,
            lambda: self.now,
            lambda: chance,
            lambda name, work: self.launched.append((name, work)),
        )

    def after(self, seconds: float) -> list[str]:
        """Move on, tick, and return what was launched."""
        self.now += seconds
        self.launched.clear()
        self.scheduler.tick()
        return [name for name, _ in self.launched]

    def finish(self) -> None:
        for _, work in self.launched:
            work()


def nothing() -> None:
    """A job that does nothing."""


def test_a_job_runs_after_each_interval() -> None:
    bench = Bench(Job("a", 10, nothing), Job("b", 15, nothing))
    assert bench.after(9) == []
    assert bench.after(1) == ["a"]
    bench.finish()
    assert bench.after(5) == ["b"]
    bench.finish()
    assert bench.after(5) == ["a"]


def test_a_job_is_never_started_while_it_runs() -> None:
    bench = Bench(Job("slow", 10, nothing))
    assert bench.after(10) == ["slow"]
    running = list(bench.launched)
    assert bench.after(10) == []
    for _, work in running:
        work()
    assert bench.after(0) == ["slow"]


def test_missed_intervals_are_not_made_up_for() -> None:
    bench = Bench(Job("a", 10, nothing))
    assert bench.after(1000) == ["a"]
    bench.finish()
    assert bench.after(1) == []


def test_a_failing_job_is_logged_and_runs_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise RuntimeError("no luck")

    bench = Bench(Job("a", 10, fail))
    bench.after(10)
    bench.finish()
    assert "job a failed" in caplog.text
    assert bench.after(10) == ["a"]


def test_a_job_that_had_not_begun_when_it_was_stopped_does_not_begin() -> None:
    """Its thread was made, and gets its first moment when all is being closed."""
    done: list[int] = []
    bench = Bench(Job("a", 10, lambda: done.append(1)))
    assert bench.after(10) == ["a"]
    bench.scheduler.stop()
    bench.finish()
    assert done == []


def test_long_intervals_are_spread_and_short_ones_are_not() -> None:
    bench = Bench(Job("long", 1000, nothing), Job("short", 10, nothing), chance=0.5)
    assert bench.after(1000) == ["short"]
    assert bench.after(50) == ["long"]


def test_silence_is_counted_from_the_last_beat() -> None:
    bench = Bench()
    bench.now += 7
    assert bench.scheduler.silence_seconds == 7
    bench.after(1)
    assert bench.scheduler.silence_seconds == 0


def test_it_beats_in_a_thread_of_its_own_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("webhooks.runtime.scheduler._TICK_SECONDS", 0.001)
    ran = threading.Event()
    scheduler = Scheduler([Job("a", 0, ran.set)], lambda: 0.0)
    scheduler.start()
    assert ran.wait(30)
    scheduler.stop()
    for thread in threading.enumerate():
        if thread.name in {"scheduler", "job a"}:
            thread.join(30)
            assert not thread.is_alive()


def test_a_stumble_of_the_loop_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("webhooks.runtime.scheduler._TICK_SECONDS", 0.001)
    again = threading.Event()

    def launch(name: str, work: Callable[[], None]) -> None:
        if not caplog.records:
            raise RuntimeError("can't start new thread")
        again.set()

    # The very job that could not be started is tried again.
    scheduler = Scheduler([Job("a", 0, nothing)], lambda: 0.0, launch=launch)
    scheduler.start()
    assert again.wait(30)
    scheduler.stop()
