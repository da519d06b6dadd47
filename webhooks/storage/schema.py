"""The schema's version: creating the file, and telling where it is.

Needs nothing but the standard library: every start looks here. Changing the
schema is ``upgrading.py``.
"""

import os
import sqlite3
from pathlib import Path

from webhooks.storage.faults import is_damage

_VERSIONS = Path(__file__).resolve().parent / "migrations" / "versions"


class SchemaError(RuntimeError):
    """The database cannot be used by this version; the message says why."""


def head() -> str:
    """Return the schema version that this program needs."""
    return max(known())


def known() -> frozenset[str]:
    """Return every schema version that this program knows.

    The versions are the names of the migrations' files, four digits each (a
    test compares them with what Alembic finds), so that a start does not have
    to load Alembic only to learn that there is nothing to do.
    """
    return frozenset(path.name[:4] for path in _VERSIONS.glob("[0-9]*.py"))


def version(path: Path) -> str | None:
    """Return the file's schema version without changing it, None if it is new.

    Raises SchemaError if the file is not a database or is damaged.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return None
    uri = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchall()
        if not names:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables[0]:
                raise SchemaError("the file is a database of some other program")
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise SchemaError("the file is damaged or not a database") from error
        raise SchemaError(f"the file cannot be read ({error})") from error
    finally:
        connection.close()


def create(path: Path) -> None:
    """Make an empty database, readable by its owner alone, if there is none."""
    if path.exists() and path.stat().st_size > 0:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path)
    try:
        # Only possible before the first table; lets retention give space back.
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
