"""The queue of runs while many threads come and go at once."""

import threading
import time
from typing import Any

from webhooks.runtime.run_queue import RunQueue


def test_nothing_is_lost_when_many_threads_come_and_go_at_once() -> None:
    """No wake-up is lost: every run ends, each once, and no slot is kept."""
    count, callers = 400, 8
    done: list[int] = []
    lock = threading.Lock()

    def work(number: int) -> None:
        with lock:
            done.append(number)

    queue = RunQueue(work, lambda name, limit: [], slots=6, slots_each=5)

    def come(caller: int) -> None:
        for each in range(count):
            number, name = caller * count + each, f"app{each % 3}"
            if not queue.reserve(name):
                queue.put(name, number)
            elif each % 7:
                queue.run(name, lambda number=number: work(number))
            else:
                queue.give_back(name)
                work(number)

    threads = [threading.Thread(target=come, args=(n,)) for n in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    deadline = time.monotonic() + 60
    while (queue.running or queue.queued) and time.monotonic() < deadline:
        time.sleep(0.002)
    assert sorted(done) == list(range(count * callers))
    assert queue._groups == {}
    assert queue._workers <= 6
    queue.close()


def test_what_is_queued_is_counted_while_nobody_comes_or_goes() -> None:
    """Else counting could meet an application that is just being forgotten."""
    queue = RunQueue(lambda number: None, lambda name, limit: [])
    looks: list[bool] = []

    class Groups(dict[str, Any]):
        def values(self) -> Any:
            looks.append(queue._lock.locked())
            return super().values()

    queue._groups = Groups()
    assert queue.queued == 0
    assert looks == [True]
