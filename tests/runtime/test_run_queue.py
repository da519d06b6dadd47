"""Slots for runs: fair, in order, bounded, and nothing is forgotten."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from webhooks.runtime.run_queue import RunQueue


class Desk:
    """A queue whose runs are under way until a test lets them end.

    ``stored`` is what the database would hold: numbers that nobody has taken.
    """

    def __init__(self, slots: int = 4, each: int = 3, memory: int = 10_000) -> None:
        self.started: list[int] = []
        self.stored: dict[str, list[int]] = {}
        self.fetches = 0
        self._ends: dict[int, threading.Event] = {}
        self._changed = threading.Condition()
        self.queue = RunQueue(self.work, self.refill, slots, each, memory)

    def work(self, number: int) -> None:
        end = threading.Event()
        with self._changed:
            for numbers in self.stored.values():
                if number in numbers:
                    numbers.remove(number)
            self._ends[number] = end
            self.started.append(number)
            self._changed.notify_all()
        assert end.wait(60)

    def refill(self, name: str, limit: int) -> Sequence[int]:
        self.fetches += 1
        return self.stored.get(name, [])[:limit]

    def put(self, name: str, number: int) -> None:
        """Queue a run as whoever stores one does."""
        self.stored.setdefault(name, []).append(number)
        if self.queue.reserve(name):
            self.queue.run(name, lambda: self.work(number))
        else:
            self.queue.put(name, number)

    def end(self, *numbers: int) -> None:
        for number in numbers:
            self.see(lambda number=number: number in self._ends)
            self._ends[number].set()

    def see(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds; a run that begins is looked at again."""
        deadline = time.monotonic() + 30
        with self._changed:
            while not condition():
                assert time.monotonic() < deadline, self.started
                self._changed.wait(0.005)

    def see_started(self, *numbers: int) -> None:
        """Wait until these have started, in this order."""
        self.see(lambda: len(self.started) >= len(numbers))
        assert self.started == list(numbers)

    def see_started_together(self, *numbers: int) -> None:
        """The same for some that have slots at once: their threads may race."""
        self.see(lambda: len(self.started) >= len(numbers))
        assert sorted(self.started) == list(numbers)

    def idle(self) -> bool:
        return self.queue.running == 0 and self.queue.queued == 0


def test_runs_of_one_application_start_in_the_order_in_which_they_came() -> None:
    """P6, also while every slot is taken."""
    desk = Desk(slots=1, each=1)
    for number in range(20):
        desk.put("a", number)
    for number in range(20):
        desk.see_started(*range(number + 1))
        desk.end(number)
    desk.see(desk.idle)


def test_one_application_never_takes_every_slot() -> None:
    desk = Desk(slots=4, each=3)
    for number in range(10):
        desk.put("loops", number)
    desk.see_started_together(0, 1, 2)
    desk.put("other", 100)
    desk.see_started_together(0, 1, 2, 100)
    desk.end(*range(10), 100)


def test_turns_go_round_between_applications() -> None:
    desk = Desk(slots=1, each=1)
    desk.put("a", 0)
    desk.see_started(0)
    for number in range(1, 4):
        desk.put("a", number)
        desk.put("b", 10 + number)
    for number in (0, 1, 11, 2, 12, 3, 13):
        desk.end(number)
    desk.see_started(0, 1, 11, 2, 12, 3, 13)
    desk.see(desk.idle)


def test_what_does_not_fit_into_memory_is_read_when_there_is_room_in_order() -> None:
    desk = Desk(slots=1, each=1, memory=5)
    for number in range(30):
        desk.put("a", number)
    assert desk.queue.queued == 5
    for number in range(30):
        desk.end(number)
    desk.see_started(*range(30))
    desk.see(desk.idle)
    assert desk.fetches >= 1


def test_a_run_that_comes_while_others_are_read_does_not_overtake_them() -> None:
    desk = Desk(slots=2, each=2)
    desk.stored["a"] = [1, 2]
    read = desk.refill

    def refill(name: str, limit: int) -> Sequence[int]:
        numbers = read(name, limit)
        desk.queue._refill = read
        assert not desk.queue.reserve("a")
        desk.stored["a"].append(3)
        desk.queue.put("a", 3)
        return list(numbers)

    desk.queue._refill = refill
    desk.queue.note_more("a")
    desk.see_started_together(1, 2)
    desk.end(1, 2, 3)
    desk.see_started_together(1, 2, 3)
    assert desk.started[-1] == 3
    desk.see(desk.idle)


def test_an_application_that_ends_while_it_is_read_harms_nobody() -> None:
    desk = Desk()
    assert desk.queue.reserve("a")
    read = desk.refill

    def refill(name: str, limit: int) -> Sequence[int]:
        desk.queue.give_back("a")
        return read(name, limit)

    desk.queue._refill = refill
    desk.queue.note_more("a")
    desk.put("a", 1)
    desk.end(1)
    desk.see_started(1)


def test_a_run_being_stored_is_not_overtaken() -> None:
    """Whoever asks while another one is on its way to the disk stands in line."""
    desk = Desk(slots=1, each=1)
    assert desk.queue.reserve("a")
    assert not desk.queue.reserve("a")
    desk.queue.give_back("a")
    assert not desk.queue.reserve("a")
    desk.queue.put("a", 1)
    desk.queue.put("a", 2)
    desk.end(1, 2)
    desk.see_started(1, 2)


def test_a_run_that_was_not_stored_leaves_its_place() -> None:
    desk = Desk(slots=1, each=1)
    assert desk.queue.reserve("a")
    assert not desk.queue.reserve("a")
    desk.queue.forget("a")
    desk.queue.give_back("a")
    assert desk.queue.running == 0
    assert desk.queue._groups == {}
    assert desk.queue.reserve("a")


def test_a_waiting_run_that_goes_on_is_kept_even_when_memory_is_full() -> None:
    """The database would not give it: there it is not in line."""
    desk = Desk(slots=1, each=1, memory=1)
    for number in range(4):
        desk.put("a", number)
    desk.queue.put("a", 99, announced=False)
    desk.end(0, 1, 99, 2, 3)
    desk.see(desk.idle)
    assert sorted(desk.started) == [0, 1, 2, 3, 99]


def test_a_database_that_cannot_be_read_is_asked_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    desk.stored["a"] = [1]
    read = desk.refill

    def refuse(name: str, limit: int) -> Sequence[int]:
        raise OSError("no disk")

    desk.queue._refill = refuse
    desk.queue.note_more("a")
    assert desk.started == []
    assert "could not be read" in caplog.text
    desk.queue._refill = read
    desk.queue.note_more("a")
    desk.end(1)
    desk.see_started(1)


def test_a_run_that_fails_gives_its_slot_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk(slots=1, each=1)

    def fail() -> None:
        raise RuntimeError("a bug")

    assert desk.queue.reserve("a")
    desk.queue.run("a", fail)
    desk.see(desk.idle)
    desk.put("a", 1)
    desk.end(1)
    desk.see_started(1)
    assert "failed in a way that nobody expected" in caplog.text


def test_after_closing_nothing_queued_starts_and_what_has_a_slot_does() -> None:
    """A run that is stored as under way must not be left lying."""
    desk = Desk(slots=2, each=2)
    desk.put("a", 1)
    desk.end(1)
    desk.see(desk.idle)
    assert desk.queue.reserve("a")
    desk.queue.close()
    desk.queue.run("a", lambda: desk.work(2))
    desk.put("a", 3)
    desk.queue.note_more("a")
    desk.end(2)
    desk.see(lambda: desk.queue.running == 0)
    assert desk.started == [1, 2]


def test_a_worker_is_there_for_every_slot_even_if_others_take_their_time() -> None:
    """Work is never left behind somebody who is busy while slots are free."""
    for _ in range(100):
        desk = Desk(slots=3, each=3)
        desk.put("a", 0)
        desk.end(0)
        desk.put("a", 1)
        desk.put("a", 2)
        desk.see(lambda desk=desk: len(desk.started) == 3)
        desk.end(1, 2)
        desk.queue.close()
