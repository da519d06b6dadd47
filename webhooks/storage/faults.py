"""What a failing database means to a caller: one place that names the reason."""

import sqlite3

from webhooks.errors import Unavailable

_REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds the database's lock",
    sqlite3.SQLITE_LOCKED: "another program holds the database's lock",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk does not take writes (full or failing)",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_NOTADB: "the database is damaged",
    sqlite3.SQLITE_READONLY: "the database cannot be written to",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
}


def is_locked(error: BaseException) -> bool:
    """Tell whether somebody else's lock is in the way, so that waiting helps."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_damage(error: BaseException) -> bool:
    """Tell whether the file itself is broken."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def unavailable(error: BaseException) -> Unavailable:
    """Return the 503 that tells the reason and nothing about our insides."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    reason = _REASONS.get(code, "the database does not answer")
    return Unavailable(f"Nothing was stored: {reason}. Send it again later.")
