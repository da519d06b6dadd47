"""The schema's version: creating the file, upgrading it, and telling where it is.

Forward only. Each migration runs in one transaction, so an upgrade that is
killed leaves the state before or after it.
"""

import os
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from webhooks.storage.faults import is_damage

_FOLDER = Path(__file__).resolve().parent / "migrations"


class SchemaError(RuntimeError):
    """The database cannot be used by this version; the message says why."""


def head() -> str:
    """Return the schema version that this program needs."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise SchemaError("this installation holds no migrations")
    return revision


def known() -> frozenset[str]:
    """Return every schema version that this program knows."""
    script = ScriptDirectory.from_config(_config())
    return frozenset(revision.revision for revision in script.walk_revisions())


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


def upgrade(engine: Engine) -> None:
    """Bring the schema to the version that this program needs."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def at_head(engine: Engine) -> bool:
    """Tell whether the open database has exactly the schema we need."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
