"""Pauses of runs: one after the other, each of more than nothing."""

import threading

from tests.services.serving import until
from webhooks.runtime.breath import Breath


def test_only_one_pauses_at_a_time_and_never_for_nothing() -> None:
    inside: list[int] = []
    most: list[int] = []
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        inside.append(1)
        most.append(len(inside))
        slept.append(seconds)
        inside.pop()

    breath = Breath(sleep)
    threads = [
        threading.Thread(target=lambda: [breath.take() for _ in range(50)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert set(most) == {1}
    assert len(slept) == 400
    assert min(slept) > 0


def test_they_go_on_in_the_order_in_which_they_came() -> None:
    """Whoever went on and comes again stands behind those who wait."""
    asleep, wake = threading.Semaphore(0), threading.Semaphore(0)
    order: list[str] = []

    def sleep(_: float) -> None:
        asleep.release()
        assert wake.acquire(timeout=30)

    breath = Breath(sleep)

    def pause(name: str, times: int) -> None:
        for _ in range(times):
            breath.take()
            order.append(name)

    threads = []
    for place, name in enumerate(("one", "two", "three")):
        thread = threading.Thread(target=pause, args=(name, 2))
        thread.start()
        threads.append(thread)
        until(lambda place=place: len(breath._line) == place + 1, "it stands in line")
    for count in range(6):
        assert asleep.acquire(timeout=30)
        wake.release()
        until(lambda count=count: len(order) == count + 1, "it has gone on")
        left = sum(1 for thread in threads if thread.is_alive())
        until(lambda left=left: len(breath._line) <= left, "it stands in line again")
    for thread in threads:
        thread.join(30)
    assert order[:3] == ["one", "two", "three"]
    assert sorted(order[3:]) == ["one", "three", "two"]
