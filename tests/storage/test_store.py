"""Reading and writing sessions, and what they do when the database fails."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from webhooks.errors import Unavailable
from webhooks.services.site import Site
from webhooks.storage import port
from webhooks.storage.models import InstanceState
from webhooks.storage.store import NestedWrite


def write(site: Site, value: str) -> None:
    with site.store.writing() as session:
        session.merge(InstanceState(key="test", value=value))


def value(site: Site) -> str | None:
    with site.store.reading() as session:
        row = session.get(InstanceState, "test")
    return row and row.value


@contextmanager
def locked(site: Site) -> Iterator[None]:
    with closing(sqlite3.connect(site.settings.database_path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "LOCK_PATIENCE_SECONDS", 0.05)


def test_what_was_written_is_there(site: Site) -> None:
    write(site, "1")
    assert value(site) == "1"


def test_any_failure_rolls_everything_back_and_frees_the_turn(site: Site) -> None:
    def fail() -> None:
        with site.store.writing() as session:
            session.merge(InstanceState(key="test", value="1"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert value(site) is None
    assert not site.store.writing_here
    write(site, "2")
    assert value(site) == "2"


def test_a_write_inside_a_write_is_refused(site: Site) -> None:
    with site.store.writing():
        assert site.store.writing_here
        with pytest.raises(NestedWrite):
            write(site, "1")
    write(site, "2")


def test_a_foreign_lock_is_told_and_leaves_everything_usable(
    site: Site, impatient: None
) -> None:
    """Twice as often as there are connections: none may be lost on the way."""
    with locked(site):
        for _ in range(100):
            with pytest.raises(Unavailable, match="lock"):
                write(site, "1")
            assert value(site) is None
    write(site, "2")
    assert value(site) == "2"


def test_the_time_in_line_counts_as_waiting_for_the_lock(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P8: the waiting of several writers must not add up."""
    tries: list[sqlite3.Connection] = []
    real = time.monotonic

    def late(asked: float) -> float:
        return asked + port.LOCK_PATIENCE_SECONDS

    class Connection:
        def execute(self, sql: str) -> None:
            tries.append(None)  # type: ignore[arg-type]
            error = sqlite3.OperationalError("locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    now = real()
    monkeypatch.setattr(port.time, "monotonic", lambda: late(now))
    with pytest.raises(Unavailable):
        port.begin_immediate(Connection(), since=now)  # type: ignore[arg-type]
    assert len(tries) == 1


def test_reading_does_not_need_the_lock(site: Site) -> None:
    write(site, "1")
    with locked(site):
        assert value(site) == "1"


def test_a_lost_file_ends_reading_and_writing(site: Site) -> None:
    write(site, "1")
    site.settings.database_path.unlink()
    with pytest.raises(Unavailable, match="deleted"):
        value(site)
    with pytest.raises(Unavailable, match="deleted"):
        write(site, "2")


def test_a_failing_statement_shows_no_sql(site: Site) -> None:
    with pytest.raises(Unavailable) as caught, site.store.reading() as session:
        session.execute(text("SELECT secret FROM nowhere"))
    assert "secret" not in caught.value.message


def test_a_session_leaves_its_rows_readable(site: Site) -> None:
    write(site, "1")
    with site.store.reading() as session:
        row = session.get(InstanceState, "test")
    assert row is not None
    assert row.value == "1"


def test_the_disk_is_waited_for_on_a_native_thread(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the server a slow sync must not stop everything else."""
    offloaded: list[tuple[str | None, str | None]] = []
    run = site.store.writer.offload_in_turn

    def note(function: Callable[[], object]) -> object:
        before = value(site)
        result = run(function)
        offloaded.append((before, value(site)))
        return result

    monkeypatch.setattr(site.store.writer, "offload_in_turn", note)
    write(site, "1")
    assert offloaded == [(None, "1")]


def test_a_commit_that_fails_is_unavailable_and_frees_the_turn(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(function: Callable[[], object]) -> object:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(site.store.writer, "offload_in_turn", fail)
        with pytest.raises(Unavailable):
            write(site, "1")
    assert value(site) is None
    write(site, "2")
    assert value(site) == "2"
