"""The database handle and what every connection is set to.

Connections are opened with SQLite's own transaction control switched off:
``BEGIN`` is emitted here, so that a write can begin IMMEDIATE. A lock held by
another process is never waited for inside SQLite (its busy handler sleeps in C
and would freeze every greenlet): waiting is done in ``transactions.py``.
"""

import sqlite3
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# Read back by ``open_connection``; a start with other values is refused.
_REQUIRED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


class Base(DeclarativeBase):
    """Base of all models; constraints are named so that migrations can alter."""

    metadata = MetaData(naming_convention=_NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class UnsafeDatabase(RuntimeError):
    """A connection does not have the settings on which the promises rest."""


def configure(connection: sqlite3.Connection, checkpoint_pages: int = 0) -> None:
    """Put a fresh connection into the state that the promises need.

    ``checkpoint_pages`` is 0 (never) everywhere but in the writer: one
    connection alone checkpoints.
    Raises UnsafeDatabase if SQLite did not take a setting.
    """
    connection.isolation_level = None
    execute = connection.execute
    execute("PRAGMA busy_timeout=0")
    if execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        execute("PRAGMA journal_mode=WAL")
    execute("PRAGMA synchronous=FULL")
    execute("PRAGMA foreign_keys=ON")
    execute("PRAGMA trusted_schema=OFF")
    execute(f"PRAGMA wal_autocheckpoint={checkpoint_pages:d}")
    for name, wanted in _REQUIRED.items():
        value = execute(f"PRAGMA {name}").fetchone()[0]
        if value != wanted:
            raise UnsafeDatabase(f"SQLite answers {name}={value}, not {wanted}")


def open_connection(path: Path, checkpoint_pages: int = 0) -> sqlite3.Connection:
    """Open a raw connection to an existing database, set up as required.

    Raises sqlite3.Error if the file is missing or not a database.
    """
    uri = f"{path.resolve().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=0)
    configure(connection, checkpoint_pages)
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a raw connection that can only read."""
    connection = open_connection(path)
    connection.execute("PRAGMA query_only=ON")
    return connection


def attach_to(engine: Engine) -> None:
    """Make an engine's connections obey the rules of this module."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        configure(connection)
