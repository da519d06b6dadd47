"""The server's writer when things fail: everybody is woken, and it goes on.

It runs in this process's own hub, where nothing is patched; what needs a patched
process is tested with real servers (``tests/server``).
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gevent
import pytest

from webhooks.errors import Unavailable
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.writer import GroupCommitWriter

SECONDS = 30


class Failing:
    """A connection on which chosen statements fail once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.fails: dict[str, Exception] = {}

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        error = self.fails.pop(statement, None)
        if error is not None:
            raise error
        return self._connection.execute(statement, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def store(value: str) -> Any:
    def job(connection: sqlite3.Connection) -> str:
        connection.execute(
            "INSERT INTO instance_state (key, value) VALUES (?, '')", (value,)
        )
        return value

    return job


@pytest.fixture
def path(instance: Path, migrated_database: Path) -> Path:
    return instance / migrated_database.name


@pytest.fixture
def writer(path: Path) -> Iterator[GroupCommitWriter]:
    made = GroupCommitWriter(DatabaseFile(path))
    made._connection = Failing(made._connection)  # type: ignore[assignment]
    yield made
    made.close()


def fail(writer: GroupCommitWriter, statement: str, error: Exception) -> None:
    failing: Any = writer._connection
    failing.fails[statement] = error


def outcomes(writer: GroupCommitWriter, *values: str) -> list[str]:
    """Submit from several greenlets at once; return a word for each."""

    def one(value: str) -> str:
        try:
            return writer.submit(store(value))
        except Unavailable:
            return "unavailable"

    tasks = [gevent.spawn(one, value) for value in values]
    gevent.joinall(tasks, timeout=SECONDS)
    assert all(task.ready() for task in tasks), "somebody was not woken"
    return [task.value for task in tasks]


def stored(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT key FROM instance_state WHERE value = ''")
        found = {row[0] for row in rows}
    connection.close()
    return found


def test_a_batch_is_committed_for_everybody_in_it(
    writer: GroupCommitWriter, path: Path
) -> None:
    assert outcomes(writer, "a", "b", "c") == ["a", "b", "c"]
    assert stored(path) == {"a", "b", "c"}


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "COMMIT"])
@pytest.mark.parametrize(
    "error", [sqlite3.OperationalError("disk I/O error"), sqlite3.DatabaseError("bad")]
)
def test_a_failure_wakes_everybody_and_the_next_batch_is_stored(
    writer: GroupCommitWriter, path: Path, statement: str, error: Exception
) -> None:
    fail(writer, statement, error)
    assert outcomes(writer, "a", "b") == ["unavailable"] * 2
    assert outcomes(writer, "c") == ["c"]
    assert stored(path) == {"c"}


def test_a_commit_that_could_not_be_rolled_back_is_rolled_back_later(
    writer: GroupCommitWriter, path: Path
) -> None:
    """Without that no transaction could ever begin again."""
    fail(writer, "COMMIT", sqlite3.OperationalError("disk I/O error"))
    fail(writer, "ROLLBACK", sqlite3.OperationalError("disk I/O error"))
    assert outcomes(writer, "a") == ["unavailable"]
    assert outcomes(writer, "b") == ["unavailable"]
    assert outcomes(writer, "c") == ["c"]
    assert stored(path) == {"c"}


def test_news_that_cannot_be_told_keep_nobody_waiting(
    writer: GroupCommitWriter,
) -> None:
    def fall_over(_: str) -> None:
        raise ZeroDivisionError

    def both_in_one_batch() -> str:
        writer.post(store("a"), then=fall_over)
        return writer.submit(store("b"))

    task = gevent.spawn(both_in_one_batch)
    task.join(SECONDS)
    assert task.value == "b"


def test_a_caller_that_was_killed_holds_up_nobody(
    writer: GroupCommitWriter, path: Path
) -> None:
    killed = gevent.spawn(writer.submit, store("a"))
    gevent.sleep(0)
    killed.kill()
    assert outcomes(writer, "b") == ["b"]
    assert stored(path) >= {"b"}


def test_whoever_has_the_turn_needs_no_thread_that_others_may_take(
    writer: GroupCommitWriter,
) -> None:
    """Slow searches must not hold up a checkpoint and with it all requests."""
    go_on = threading.Event()
    most = gevent.get_hub().threadpool.maxsize
    slow = [gevent.spawn(writer.offload, go_on.wait) for _ in range(most + 1)]
    gevent.sleep(0)
    try:
        task = gevent.spawn(writer.checkpoint)
        task.join(SECONDS)
        assert task.ready()
    finally:
        go_on.set()
        gevent.joinall(slow)


@pytest.mark.parametrize("where", ["offload", "offload_in_turn"])
def test_an_error_on_a_thread_is_raised_where_it_was_asked_for_and_not_printed(
    writer: GroupCommitWriter, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    """Printing fails too when the log is on the full disk; gevent then hangs."""

    def fail() -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(sqlite3.OperationalError):
        getattr(writer, where)(fail)
    assert capsys.readouterr().err == ""


def test_what_comes_while_closing_stands_in_line_is_stored(path: Path) -> None:
    """Nobody would ever answer it, and its turn would find a closed connection."""
    writer = GroupCommitWriter(DatabaseFile(path))
    turn = writer.arbiter.turn

    @contextmanager
    def late() -> Iterator[None]:
        writer.arbiter.turn = turn  # type: ignore[method-assign]
        assert writer.post(store("late"))
        with turn():
            yield

    writer.arbiter.turn = late  # type: ignore[method-assign]
    writer.close()
    assert stored(path) == {"late"}


def test_what_comes_after_closing_is_told_so(path: Path) -> None:
    writer = GroupCommitWriter(DatabaseFile(path))
    writer.close()
    writer.close()
    with pytest.raises(Unavailable, match="shutting down"):
        writer.submit(store("a"))
    assert not writer.post(store("b"))
    assert stored(path) == set()
