"""The pool: limits that need a kill, waiting, and what becomes of the children."""

import json
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.runtime.script.conftest import LIMITS
from webhooks.runtime.script import ScriptError, ScriptLimits, ScriptPool
from webhooks.runtime.script.process import Answer, Child, ChildGone, ChildTimeout

# Neither the engine's clock nor its memory limit stops this one.
ENDLESS = "new Array(2 ** 31).join()"


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def failure(pool: ScriptPool, source: str, payload: str = "{}") -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        pool.run("a", source, payload)
    return caught.value


class PlayedChild:
    """Stands for a child that answers as it is told."""

    pid = 1

    def __init__(self, answer: Answer | BaseException) -> None:
        self.answer = answer
        self.ended = 0

    def ask(self, request: bytes, seconds: float, most_bytes: int) -> Answer:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def is_usable(self) -> bool:
        return True

    def kill(self) -> None:
        pass

    def end(self) -> int:
        self.ended += 1
        return -9


def played(answer: Answer | BaseException) -> tuple[ScriptPool, PlayedChild]:
    child = PlayedChild(answer)
    pool = ScriptPool(LIMITS, 1, start=lambda limits: child)  # type: ignore[arg-type, return-value]
    return pool, child


def test_no_child_is_started_before_it_is_needed() -> None:
    pool = ScriptPool(LIMITS)
    assert pool.stats().pids == ()
    pool.close()


def test_what_the_engine_cannot_stop_is_killed() -> None:
    pool = ScriptPool(LIMITS, 1)
    pool.run("a", "", "{}")
    (pid,) = pool.stats().pids
    # Only now: a busy machine may not even answer in that time.
    pool.limits = replace(LIMITS, wall_seconds=0.5)
    assert failure(pool, ENDLESS).name == "TimeLimit"
    assert is_gone(pid)
    pool.close()
    pool = ScriptPool(LIMITS, 1)
    assert pool.run("a", "return 1", "{}").value_json == "1"
    pool.close()


def test_the_kernel_ends_what_the_parent_forgot() -> None:
    """RLIMIT_CPU: a parent that is stopped cannot kill."""
    pool = ScriptPool(replace(LIMITS, cpu_seconds=0.1, wall_seconds=60), 1)
    assert failure(pool, ENDLESS).name == "TimeLimit"
    pool.close()


def test_a_killed_child_is_replaced() -> None:
    pool = ScriptPool(LIMITS, 1)
    pool.run("a", "", "{}")
    (pid,) = pool.stats().pids
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert pool.run("a", "return 1", "{}").value_json == "1"
    stats = pool.stats()
    assert (stats.restarts, stats.running) == (1, 0)
    assert stats.pids != (pid,)
    pool.close()
    assert is_gone(stats.pids[0])


def test_too_large_an_input_is_not_sent(pool: ScriptPool) -> None:
    payload = json.dumps("x" * (5 << 20))
    assert failure(pool, "", payload).name == "InputTooLarge"
    assert failure(pool, "/" * (6 << 20)).name == "InputTooLarge"


def test_the_largest_input_and_output_go_through(pool: ScriptPool) -> None:
    payload = json.dumps("x" * ((5 << 20) - 2))
    assert pool.run("a", "", payload).value_json == payload


def test_two_scripts_run_at_once_and_a_third_waits_in_vain() -> None:
    pool = ScriptPool(replace(LIMITS, wait_seconds=0), 2)
    seats = [pool._turns.take("a", 0), pool._turns.take("b", 0)]
    error = failure(pool, "return 1")
    assert (error.name, pool.stats().running) == ("Busy", 2)
    for group, seat in zip("ab", seats, strict=True):
        pool._turns.leave(group, seat or 0)
    pool.close()


def test_many_threads_get_their_own_answers(pool: ScriptPool) -> None:
    wrong: list[str | None] = []

    def call(number: int) -> None:
        for step in range(5):
            value = pool.run(str(number % 3), "return payload", f"[{number},{step}]")
            if value.value_json != f"[{number},{step}]":
                wrong.append(value.value_json)

    threads = [threading.Thread(target=call, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (ChildTimeout(), "TimeLimit"),
        (ChildGone(), "Failure"),
        (Answer(b"?", b"", b"[]"), "Failure"),
        (Answer(b"V", b"\xff", b"[]"), "Failure"),
        (Answer(b"V", b"1", b"{"), "Failure"),
        (Answer(b"V", b"1", b"[[1, 2]]"), "Failure"),
        (Answer(b"V", b"1", b"[" * 100_000), "Failure"),
        (Answer(b"E", b"[]", b"[]"), "Failure"),
        (Answer(b"E", b'{"name": 1}', b"[]"), "Failure"),
    ],
)
def test_a_child_that_answers_badly_is_ended(
    answer: Answer | BaseException, name: str
) -> None:
    pool, child = played(answer)
    assert failure(pool, "").name == name
    assert (child.ended, pool.stats().pids, pool.stats().running) == (1, (), 0)


def test_a_run_that_is_ended_from_outside_leaves_no_half_read_answer() -> None:
    pool, child = played(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        pool.run("a", "", "{}")
    assert (child.ended, pool.stats().running) == (1, 0)


def test_a_child_that_does_not_start_fails_the_run_alone() -> None:
    def start(limits: ScriptLimits) -> Child:
        raise ChildTimeout

    pool = ScriptPool(LIMITS, 1, start=start)
    assert failure(pool, "").name == "Failure"
    assert failure(pool, "").name == "Failure"


def test_a_child_outlives_the_thread_that_started_it() -> None:
    """The kernel's death signal is sent when a thread ends, not a process."""
    pool = ScriptPool(LIMITS, 1)
    thread = threading.Thread(target=pool.run, args=("a", "", "{}"))
    thread.start()
    thread.join()
    while Path(f"/proc/self/task/{thread.native_id}").exists():
        os.sched_yield()
    assert pool.run("a", "return 1", "{}").value_json == "1"
    assert pool.stats().restarts == 0
    pool.close()


def test_syntax_errors_are_remembered_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("webhooks.runtime.script.pool._MOST_CHECKS", 2)
    pool, _ = played(Answer(b"X", b"SyntaxError: no\n    at <input>:3:9\n", b"[]"))
    for number in range(4):
        error = pool.check(f"\n{number}")
        assert error is not None
        assert error.line == 2
    assert len(pool._checked) == 2


def test_other_failures_of_a_check_are_not_its_answer() -> None:
    pool, _ = played(ChildGone())
    with pytest.raises(ScriptError) as caught:
        pool.check("a")
    assert caught.value.name == "Failure"


def test_closing_ends_the_children_and_takes_nothing_more() -> None:
    pool = ScriptPool(LIMITS)
    pool.run("a", "", "{}")
    pids = pool.stats().pids
    pool.close()
    assert all(map(is_gone, pids))
    assert failure(pool, "").name == "Busy"


def test_closing_ends_a_script_that_runs() -> None:
    pool = ScriptPool(replace(LIMITS, cpu_seconds=20, wall_seconds=40), 1)
    pool.run("a", "", "{}")
    errors: list[ScriptError] = []
    thread = threading.Thread(
        target=lambda: errors.append(failure(pool, "while (true) {}"))
    )
    thread.start()
    while not pool.stats().running:
        thread.join(0.001)
    pool.close()
    thread.join()
    assert [error.name for error in errors] == ["Busy"]
    assert pool.stats().pids == ()


def test_closing_before_a_script_is_sent_starts_no_child_for_it() -> None:
    """The turn was taken, the child is gone by the time the script looks at it."""
    pool, child = played(Answer(b"V", b"1", b"[]"))
    pool.run("a", "", "{}")

    def killed_by_closing() -> bool:
        pool.close()
        return False

    child.is_usable = killed_by_closing  # type: ignore[method-assign]
    assert failure(pool, "").name == "Busy"
    assert pool._started == [1]
    assert pool.stats().pids == ()


def test_closing_while_a_child_starts_ends_that_child() -> None:
    pool, child = played(Answer(b"V", b"1", b"[]"))

    def start(limits: ScriptLimits) -> PlayedChild:
        pool.close()
        return child

    pool._start = start  # type: ignore[assignment]
    assert failure(pool, "").name == "Busy"
    assert child.ended == 1
    assert pool.stats().pids == ()


def test_closing_just_before_a_script_leaves_its_turn_ends_its_child() -> None:
    """Closing has seen the seat taken, so whoever leaves it is the last there."""
    pool, child = played(Answer(b"V", b"1", b"[]"))
    leave = pool._turns.leave

    def closed_meanwhile(group: str, seat: int) -> bool:
        pool.close()
        return leave(group, seat)

    pool._turns.leave = closed_meanwhile  # type: ignore[method-assign]
    assert pool.run("a", "", "{}").value_json == "1"
    assert child.ended == 1
    assert pool.stats().pids == ()


def test_a_child_that_somebody_else_has_collected_is_ended_all_the_same() -> None:
    class Collected:
        pid = 1

        def kill(self) -> None:
            raise ProcessLookupError

        def wait(self) -> int:
            return -9

    ends = [end for _ in range(2) for end in os.pipe()]
    child = Child(Collected(), ends[1], ends[2])  # type: ignore[arg-type]
    child.kill()
    assert child.end() == -9
    os.close(ends[0])
    os.close(ends[3])
