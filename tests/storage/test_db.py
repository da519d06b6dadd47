"""The settings on which the promises rest, read back from every connection."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from webhooks.services.site import Site
from webhooks.storage.db import UnsafeDatabase, configure, open_connection, open_reader

# Decisions 3 to 5. synchronous 2 is FULL.
EXPECTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 0,
    "trusted_schema": 0,
    "wal_autocheckpoint": 0,
}


def pragmas(execute: Any) -> dict[str, Any]:
    return {name: execute(f"PRAGMA {name}").fetchone()[0] for name in EXPECTED}


def test_every_kind_of_connection_is_set_up(site: Site) -> None:
    """P1: a single one that syncs less would break it."""
    path = site.settings.database_path
    for opened in (open_connection(path), open_reader(path)):
        with closing(opened) as connection:
            assert pragmas(connection.execute) == EXPECTED
    with site.store.reading() as session:
        assert pragmas(lambda sql: session.execute(text(sql))) == EXPECTED
    with site.store.writing() as session:
        assert pragmas(lambda sql: session.execute(text(sql))) == EXPECTED
    site.store.writer.submit(lambda connection: check(connection))


def check(connection: sqlite3.Connection) -> None:
    assert pragmas(connection.execute) == EXPECTED


def test_a_setting_that_was_not_taken_stops_everything() -> None:
    """A database in memory cannot be in WAL mode."""
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(UnsafeDatabase, match="journal_mode"),
    ):
        configure(connection)


def test_a_reader_cannot_write(site: Site) -> None:
    with (
        closing(open_reader(site.settings.database_path)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM delivery")


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_connection(tmp_path / "missing")
    assert not (tmp_path / "missing").exists()
