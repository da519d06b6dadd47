"""Looking at a database file and its disk from outside, changing nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

# File systems of other machines: locks and synced writes cannot be relied on.
_NETWORK = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.sshfs",
    "glusterfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
}
_MOUNTS = Path("/proc/mounts")


def damage(path: Path) -> str | None:
    """Return what a quick check finds wrong, or None for a sound file."""
    try:
        found = _pragma(path, "quick_check(1)")
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else str(found)


def journal_mode(path: Path) -> str:
    """Return the journal mode in force. Raises sqlite3.Error."""
    return str(_pragma(path, "journal_mode"))


def library_version() -> tuple[int, int, int]:
    """Return the version of the SQLite library that is in use."""
    return sqlite3.sqlite_version_info


def network_file_system(folder: Path) -> str | None:
    """Return the kind of network file system a folder is on, or None."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return _kind_of(folder.resolve(), lines)


def _kind_of(folder: Path, mounts: list[str]) -> str | None:
    best, kind = -1, ""
    for line in mounts:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        depth = len(point.parts)
        if depth >= best and folder.is_relative_to(point):
            best, kind = depth, fields[2]
    return kind if kind in _NETWORK else None


def _pragma(path: Path, name: str) -> object:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
