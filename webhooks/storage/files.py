"""Files that hold the database's content: private, synced, and never half there."""

import os
import shutil
from pathlib import Path

# SQLite's log and its index, which belong to the database file of that name.
_COMPANIONS = ("-wal", "-shm")


def private_file(path: Path) -> None:
    """Make an empty file that its owner alone can read.

    Raises OSError if it cannot be made; a left-over of the name is removed.
    """
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def copy_synced(source: Path, target: Path) -> None:
    """Copy a file's content into a new private file and sync it to disk."""
    private_file(target)
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1024 * 1024)
        writing.flush()
        os.fsync(writing.fileno())


def move_aside(database: Path, kept: Path) -> None:
    """Keep a database that is about to be replaced under another name.

    Its file stays in place until the new one is renamed over it; its log goes,
    because SQLite would apply it to whatever file has the name.
    """
    for suffix in ("", *_COMPANIONS):
        part = database.with_name(database.name + suffix)
        if part.exists():
            _link(part, kept.with_name(kept.name + suffix))
    sync_folder(kept.parent)
    for suffix in _COMPANIONS:
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make names that were added to a folder survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Some file systems have no second names.
        copy_synced(source, target)
