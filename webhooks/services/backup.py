"""Copies of the database: made while it is in use, checked, and put back.

``VACUUM INTO`` reads one snapshot, so a copy is consistent whatever is written
meanwhile. A copy gets its final name only after it was synced and checked.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from webhooks.errors import Conflict, Invalid, NotFound, Unavailable
from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock
from webhooks.services.site import Site
from webhooks.storage import schema
from webhooks.storage.files import copy_synced, move_aside, private_file, sync_folder
from webhooks.storage.port import LOCK_PATIENCE_SECONDS

_SUFFIX = ".sqlite"
_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LOCK_WAIT_SECONDS = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What a sound backup holds; ``version`` is its schema's."""

    path: Path
    version: str
    size_bytes: int
    deliveries: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: ``replaced`` is where the former database is kept."""

    source: Path
    replaced: Path | None


def folder(instance: Path) -> Path:
    """Return where the copies of a data directory are."""
    return instance / "backups"


def create(site: Site, label: str = "manual") -> Path:
    """Make a checked copy of the site's database and return its path.

    ``label`` becomes part of the name: small letters, digits and hyphens.
    Raises Invalid for another label and Unavailable when the copy fails.
    """
    database = site.settings.database_path
    return copy_database(database, site.settings.instance, label, site.clock.now())


def copy_database(database: Path, instance: Path, label: str, now: datetime) -> Path:
    """Copy a database file that need not be open here; see ``create``.

    A start that is about to migrate has no open store yet and calls this.
    """
    if _LABEL.fullmatch(label) is None:
        raise Invalid(
            "label must have 1 to 40 small letters, digits or hyphens", "label"
        )
    if not database.is_file():
        raise NotFound("There is no database yet; the server makes it when it starts.")
    target = _free_name(instance, now, label)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        private_file(partial)
        _vacuum_into(database, partial)
        verify(partial)
        partial.replace(target)
    except sqlite3.Error as error:
        raise Unavailable(f"The backup could not be made: {error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)
    return target


def list_(site: Site) -> list[Path]:
    """Return the copies in the data directory, newest first."""
    found = folder(site.settings.instance).glob(f"*{_SUFFIX}")
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def locate(site: Site, name: Path) -> Path:
    """Return the file that a path means, or a bare name in the backups folder.

    Raises NotFound.
    """
    for candidate in (name, folder(site.settings.instance) / name.name):
        if candidate.is_file():
            return candidate.resolve()
    raise NotFound("There is no such file; `flask backup list` shows the copies.")


def verify(path: Path) -> Report:
    """Check a copy from its first page to its last without changing it.

    Raises Invalid if it is damaged, no database of ours, from a newer version,
    or the file of a database in use (whose newest data lies in its log).
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise Invalid(
            "This is a database in use, not a backup. Make one with "
            "`flask backup create`."
        )
    try:
        version = schema.version(path)
        if version is None:
            raise Invalid("The file holds no Switchhook database.")
        if version not in schema.known():
            raise Invalid(
                f"The backup has schema {version}, which this version of Switchhook "
                "does not know. Install the version that made it, or a newer one."
            )
        deliveries = _checked_count(path)
    except schema.SchemaError as error:
        raise Invalid(f"The backup cannot be used: {error}.") from error
    except sqlite3.Error as error:
        raise Invalid(f"The backup is damaged: {error}.") from error
    return Report(path, version, path.stat().st_size, deliveries)


def restore(site: Site, path: Path) -> Restored:
    """Put a backup in the database's place; the server must be stopped.

    The database that was there is kept among the backups, with its log.
    Raises Conflict while a server runs, and Invalid like ``verify``.
    """
    instance, database = site.settings.instance, site.settings.database_path
    lock = InstanceLock(instance)
    try:
        lock.acquire(_LOCK_WAIT_SECONDS)
    except InstanceHeld as error:
        raise Conflict(str(error)) from error
    try:
        verify(path)
        fresh = database.with_name(f".{database.name}.restoring")
        copy_synced(path, fresh)
        replaced = None
        if database.exists():
            _fold_log_in(database)
            replaced = _free_name(instance, site.clock.now(), "replaced")
            move_aside(database, replaced)
        fresh.replace(database)
        sync_folder(instance)
        return Restored(path, replaced)
    finally:
        lock.release()


def _free_name(instance: Path, now: datetime, label: str) -> Path:
    place = folder(instance)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        path = place / f"webhooks-{stamp}-{label}{again}{_SUFFIX}"
        if not path.exists():
            return path
        number += 1


@contextmanager
def _opened(path: Path, options: str) -> Iterator[sqlite3.Connection]:
    uri = f"{path.resolve().as_uri()}?{options}"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection


def _vacuum_into(database: Path, partial: Path) -> None:
    with _opened(database, "mode=rw") as connection:
        # Only the target is written; a reader of the log waits for nobody.
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute(f"PRAGMA busy_timeout={LOCK_PATIENCE_SECONDS * 1000:.0f}")
        connection.execute("VACUUM INTO ?", (str(partial),))
    with partial.open("rb") as file:
        os.fsync(file.fileno())


def _checked_count(path: Path) -> int:
    # Immutable: opened like that, SQLite leaves no files beside the copy.
    with _opened(path, "mode=ro&immutable=1") as connection:
        problem = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if problem != "ok":
            raise Invalid(f"The backup is damaged: {problem}")
        row = connection.execute("SELECT count(*) FROM delivery").fetchone()
        return int(row[0])


def _fold_log_in(database: Path) -> None:
    """Move the log into the file if the file is sound enough for that."""
    # A damaged one is kept as it is: damage may be why it is being replaced, and
    # SQLite would throw the log away.
    with suppress(sqlite3.Error, schema.SchemaError):
        schema.version(database)
        with _opened(database, "mode=rw") as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
