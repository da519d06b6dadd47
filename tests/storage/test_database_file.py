"""Noticing that the database file is not the one that was opened, or is broken."""

import logging
import sqlite3
from pathlib import Path

import pytest

from webhooks.errors import Unavailable
from webhooks.storage.database_file import DatabaseFile


@pytest.fixture
def file(tmp_path: Path) -> DatabaseFile:
    path = tmp_path / "database"
    path.write_bytes(b"x")
    return DatabaseFile(path)


def failure(code: int) -> sqlite3.Error:
    error = sqlite3.DatabaseError("it failed")
    error.sqlite_errorcode = code
    return error


def test_the_file_that_was_opened_is_fine(file: DatabaseFile) -> None:
    file.check()
    file.path.write_bytes(b"more")
    file.check()


def test_a_deleted_file_stays_lost_even_when_it_comes_back(file: DatabaseFile) -> None:
    """Decision 24."""
    aside = file.path.with_name("aside")
    file.path.rename(aside)
    with pytest.raises(Unavailable, match="deleted or replaced"):
        file.check()
    aside.rename(file.path)
    with pytest.raises(Unavailable):
        file.check()


def test_a_replaced_file_is_noticed(file: DatabaseFile) -> None:
    other = file.path.with_name("other")
    other.write_bytes(b"x")
    other.replace(file.path)
    with pytest.raises(Unavailable) as caught:
        file.check()
    assert str(file.path) not in caught.value.message


def test_damage_is_remembered_and_said_once(
    file: DatabaseFile, caplog: pytest.LogCaptureFixture
) -> None:
    """O10."""
    file.note(failure(sqlite3.SQLITE_BUSY))
    assert not file.damaged
    for _ in range(3):
        file.note(failure(sqlite3.SQLITE_CORRUPT))
    assert file.damaged
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]


def test_the_reason_of_a_failed_write_is_remembered(file: DatabaseFile) -> None:
    file.failed(failure(sqlite3.SQLITE_FULL))
    assert file.trouble is not None
    assert "full" in file.trouble
    assert not file.damaged
