"""The plain writer: the same promises as the server's, for one thread."""

import sqlite3
from contextlib import closing

import pytest

from webhooks.errors import Unavailable
from webhooks.services.site import Site
from webhooks.storage.port import Writer


@pytest.fixture
def writer(site: Site) -> Writer:
    return site.store.writer


def put(connection: sqlite3.Connection, value: str = "1") -> str:
    connection.execute("INSERT INTO instance_state VALUES ('test', ?)", (value,))
    return value


def count(site: Site) -> int:
    query = "SELECT count(*) FROM instance_state WHERE key = 'test'"
    with closing(sqlite3.connect(site.settings.database_path)) as connection:
        return int(connection.execute(query).fetchone()[0])


def test_a_job_is_committed_before_its_result_is_returned(
    site: Site, writer: Writer
) -> None:
    assert writer.submit(put) == "1"
    assert count(site) == 1


def test_a_job_that_fails_leaves_nothing(site: Site, writer: Writer) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        put(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writer.submit(fail)
    assert count(site) == 0
    writer.submit(put)


def test_a_row_that_breaks_a_rule_is_its_own_callers_concern(writer: Writer) -> None:
    writer.submit(put)
    with pytest.raises(sqlite3.IntegrityError):
        writer.submit(put)


def test_a_full_disk_is_told_and_survived(site: Site, writer: Writer) -> None:
    """O07, by the limit of pages that SQLite itself keeps."""

    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE big AS SELECT zeroblob(1000000)")

    def limit(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count=1")

    def no_limit(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count=1000000")

    writer.submit(limit)
    with pytest.raises(Unavailable, match="full"):
        writer.submit(fill)
    writer.submit(no_limit)
    writer.submit(put)
    assert count(site) == 1


def test_what_was_posted_is_stored_and_told(site: Site, writer: Writer) -> None:
    told: list[str] = []
    assert writer.post(put, then=told.append)
    assert told == ["1"]
    assert not writer.post(put, then=told.append)
    assert told == ["1"]
    assert count(site) == 1


def test_a_file_lost_during_the_write_is_no_success(site: Site, writer: Writer) -> None:
    """P1: what was answered must be in the file that the operator sees."""

    def job(connection: sqlite3.Connection) -> None:
        put(connection)
        site.settings.database_path.unlink()

    with pytest.raises(Unavailable, match="deleted"):
        writer.submit(job)
