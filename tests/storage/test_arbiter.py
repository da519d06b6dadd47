"""Turns at writing: one at a time, first come, first served."""

import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from webhooks.storage import arbiter as module
from webhooks.storage.arbiter import Arbiter


def test_turns_come_in_the_order_of_asking() -> None:
    arbiter = Arbiter()
    order: list[int] = []
    arbiter.request(lambda: order.append(0))
    for number in (1, 2, 3):

        def start(number: int = number) -> None:
            order.append(number)

        arbiter.request(start)
    assert order == [0]
    for _ in range(4):
        assert arbiter.taken
        arbiter.release()
    assert order == [0, 1, 2, 3]
    assert not arbiter.taken


def test_nobody_writes_at_the_same_time() -> None:
    arbiter = Arbiter()
    inside: list[int] = []
    most: list[int] = []

    def write() -> None:
        for _ in range(50):
            with arbiter.turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 400
    assert not arbiter.taken


def test_a_failure_hands_the_turn_on() -> None:
    arbiter = Arbiter()
    with pytest.raises(ZeroDivisionError), arbiter.turn():
        raise ZeroDivisionError
    assert not arbiter.taken


def test_whoever_gives_up_waiting_leaves_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of this module alone: other threads wait for events as well.
    class Impatient(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    arbiter = Arbiter()
    arbiter.request(lambda: None)
    monkeypatch.setattr(module, "threading", SimpleNamespace(Event=Impatient))
    with pytest.raises(KeyboardInterrupt), arbiter.turn():
        pass
    arbiter.release()
    assert not arbiter.taken


def test_whoever_gives_up_as_the_turn_comes_hands_it_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class TooLate(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    arbiter = Arbiter()
    monkeypatch.setattr(module, "threading", SimpleNamespace(Event=TooLate))
    with pytest.raises(KeyboardInterrupt), arbiter.turn():
        pass
    assert not arbiter.taken


def test_other_programs_get_a_pause_after_long_writing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later: list[Callable[[], None]] = []
    arbiter = Arbiter(lambda seconds, then: later.append(then))
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.0)
    started: list[str] = []
    arbiter.request(lambda: started.append("first"))
    arbiter.request(lambda: started.append("second"))
    arbiter.release()
    assert started == ["first"]
    assert arbiter.taken
    later.pop()()
    assert started == ["first", "second"]
    arbiter.release()
    assert not arbiter.taken
    assert later == []
