"""What a failing database means to a caller."""

import sqlite3

import pytest

from webhooks.storage.faults import is_damage, is_locked, unavailable


def failure(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("secret text with SELECT and /a/path")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_BUSY, "lock"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "lock"),
        (sqlite3.SQLITE_FULL, "full"),
        (sqlite3.SQLITE_IOERR_WRITE, "disk"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_NOTADB, "damaged"),
        (sqlite3.SQLITE_READONLY, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (12345, "does not answer"),
    ],
)
def test_every_failure_becomes_a_reason_and_shows_no_insides(
    code: int, words: str
) -> None:
    """P8: 503 with a reason."""
    answer = unavailable(failure(code))
    assert answer.status == 503
    assert answer.retry_after_seconds > 0
    assert words in answer.message
    assert "SELECT" not in answer.message
    assert "/a/path" not in answer.message


def test_only_a_lock_is_worth_waiting_for() -> None:
    assert is_locked(failure(sqlite3.SQLITE_BUSY_SNAPSHOT))
    assert not is_locked(failure(sqlite3.SQLITE_FULL))
    assert not is_locked(ValueError())


def test_damage_is_told_from_other_failures() -> None:
    assert is_damage(failure(sqlite3.SQLITE_NOTADB))
    assert not is_damage(failure(sqlite3.SQLITE_IOERR))
