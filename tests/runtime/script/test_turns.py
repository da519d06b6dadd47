"""Turns are fair between groups, in order within one, and never lost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from webhooks.runtime.script import turns as module
from webhooks.runtime.script.turns import Turns

LONG = 30.0


class Queue:
    """Threads that wait for a turn, put in line one after the other."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.order: list[str] = []
        self.got: list[tuple[str, int]] = []
        self.threads: list[threading.Thread] = []
        self._one_more = threading.Semaphore(0)

    def join(self, *names: str) -> None:
        """Let each wait; its group is the first letter of its name."""
        for name in names:
            thread = threading.Thread(target=self._wait, args=(name,), daemon=True)
            before = self.turns.waiting
            thread.start()
            while self.turns.waiting == before:
                thread.join(0.001)
            self.threads.append(thread)

    def _wait(self, name: str) -> None:
        seat = self.turns.take(name[0], LONG)
        if seat is not None:
            self.got.append((name, seat))
            self._one_more.release()

    def next(self) -> tuple[str, int]:
        """Return who got a seat, and which."""
        assert self._one_more.acquire(timeout=LONG)
        return self.got.pop(0)


@contextmanager
def queue_at(turns: Turns) -> Iterator[Queue]:
    queue = Queue(turns)
    yield queue
    turns.close()
    for thread in queue.threads:
        thread.join(LONG)


def test_a_lone_group_may_hold_every_seat() -> None:
    turns = Turns(3)
    assert {turns.take("a", 0) for _ in range(3)} == {0, 1, 2}
    assert len(turns) == 3
    assert turns.take("a", 0) is None
    assert turns.waiting == 0


def test_within_a_group_the_first_is_served_first() -> None:
    turns = Turns(1)
    assert turns.take("x", 0) == 0
    with queue_at(turns) as queue:
        queue.join("a1", "a2", "a3")
        group = "x"
        for name in ("a1", "a2", "a3"):
            turns.leave(group, 0)
            assert queue.next() == (name, 0)
            group = "a"


def test_groups_take_turns() -> None:
    turns = Turns(1)
    turns.take("x", 0)
    with queue_at(turns) as queue:
        queue.join("a1", "a2", "a3", "b1", "b2", "c1")
        served = ["x"]
        for _ in range(6):
            turns.leave(served[-1][0], 0)
            served.append(queue.next()[0])
        assert served[1:] == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_group_does_not_hold_every_seat_while_another_waits() -> None:
    turns = Turns(2)
    seats = [turns.take("a", 0), turns.take("a", 0)]
    with queue_at(turns) as queue:
        queue.join("a1", "a2", "b1", "b2")
        turns.leave("a", seats[0] or 0)
        assert queue.next()[0] == "b1", "a holds one already"
        turns.leave("b", seats[0] or 0)
        assert queue.next()[0] == "b2", "a holds one still"
        turns.leave("b", seats[0] or 0)
        assert queue.next()[0] == "a1", "nobody else waits any more"


def test_whoever_gave_up_is_passed_over() -> None:
    turns = Turns(1)
    turns.take("x", 0)
    assert turns.take("a", 0) is None
    with queue_at(turns) as queue:
        queue.join("b1")
        turns.leave("x", 0)
        assert queue.next() == ("b1", 0)


def test_a_seat_given_to_somebody_who_was_ended_goes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(1)
    held = turns.take("b", 0)
    assert held == 0

    class GivenAndEnded(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            turns.leave("b", 0)
            raise KeyboardInterrupt

    class Ended(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    def waits_on(event: type[threading.Event]) -> None:
        # Of this module alone: other threads wait for events as well.
        monkeypatch.setattr(module, "threading", SimpleNamespace(Event=event))

    waits_on(GivenAndEnded)
    with pytest.raises(KeyboardInterrupt):
        turns.take("a", LONG)
    assert turns.take("a", 0) == 0
    waits_on(Ended)
    with pytest.raises(KeyboardInterrupt):
        turns.take("a", LONG)
    assert turns.waiting == 0


def test_closing_sends_everybody_away() -> None:
    turns = Turns(2)
    seats = {turns.take("a", 0)}
    assert turns.close() == [seat for seat in (0, 1) if seat not in seats]
    assert turns.take("a", LONG) is None


def test_whoever_leaves_after_closing_is_told_to_clear_the_seat() -> None:
    turns = Turns(2)
    seats = [turns.take("a", 0), turns.take("b", 0)]
    assert turns.leave("a", seats[0] or 0)
    assert turns.close() == [seats[0]]
    assert not turns.leave("b", seats[1] or 0)
