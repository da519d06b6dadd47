"""The checks of ``flask doctor``: what may be wrong here, and what to do then.

Each check looks at one thing and changes nothing; none needs the server to be
stopped, and none needs the database to be usable.
"""

import os
import resource
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass

from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock
from webhooks.services import database
from webhooks.services.secret_key import FILE_NAME
from webhooks.services.site import Site
from webhooks.storage import inspection

# Before 3.51.3 (and the two versions that got the same correction) a rare race
# of two connections could damage the log: https://sqlite.org/wal.html#walresetbug
_SOUND_FROM = (3, 51, 3)
_CORRECTED = {(3, 44): 6, (3, 50): 7}
# Older than this program: such a clock has lost its battery.
_EARLIEST_SECONDS = 1_760_000_000
_SPARE_FILES = 200

_STATE_HINTS = {
    "missing": ("warn", "It is made when the server starts."),
    "behind": ("warn", "It is upgraded when the server starts; a copy is made first."),
    "newer": ("fail", "Install the version that made it, or restore a backup."),
    "unusable": ("fail", "Restore a backup: flask backup restore FILE"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result: ``state`` is ok, warn or fail."""

    id: str
    state: str
    text: str
    hint: str = ""


def examine(site: Site) -> list[Finding]:
    """Run every check."""
    return [check(site) for check in CHECKS]


def glance(site: Site) -> list[Finding]:
    """Run the checks that a server can afford while it works: a few milliseconds.

    They touch the disk, so a server runs them on a native thread.
    """
    return [check(site) for check in CHECKS if check not in _FOR_COMMANDS]


def _settings(site: Site) -> Finding:
    given = [
        name for name, where in site.settings.sources.items() if where != "default"
    ]
    return Finding("settings", "ok", f"All settings parse; {len(given)} are set.")


def _python(site: Site) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", "ok", f"Python {version}.")


def _sqlite(site: Site) -> Finding:
    version = inspection.library_version()
    text = f"SQLite {'.'.join(map(str, version))}."
    corrected = _CORRECTED.get(version[:2])
    if version >= _SOUND_FROM or (corrected and version[2] >= corrected):
        return Finding("sqlite", "ok", text)
    return Finding(
        "sqlite",
        "warn",
        text,
        "Before 3.51.3, two connections that write and checkpoint at the same time "
        "could damage the database in rare cases. Switchhook lets one connection "
        "alone checkpoint, in turn with all writing of the server; still, upgrade "
        "when your system offers a newer SQLite.",
    )


def _folder(site: Site) -> Finding:
    folder = site.settings.instance
    if not folder.is_dir():
        text, hint = "The data directory does not exist.", "The server makes it."
        return Finding("folder", "warn", text, hint)
    mode = stat.S_IMODE(folder.stat().st_mode)
    if not os.access(folder, os.W_OK | os.X_OK):
        text = "The data directory cannot be written to."
        return Finding("folder", "fail", text, f"Give it to this user: {folder}")
    if mode & 0o077:
        text = f"Others may look into the data directory (mode {mode:04o})."
        return Finding("folder", "warn", text, f"chmod 700 {folder}")
    return Finding("folder", "ok", f"The data directory is {folder}.")


def _secret_key(site: Site) -> Finding:
    path = site.settings.instance / FILE_NAME
    if not path.is_file():
        text, hint = "There is no secret key yet.", "It is made at the first start."
        return Finding("secret-key", "warn", text, hint)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        text = f"Others may read the secret key (mode {mode:04o})."
        return Finding("secret-key", "fail", text, f"chmod 600 {path}")
    return Finding("secret-key", "ok", "The secret key is readable by its owner alone.")


def _schema(site: Site) -> Finding:
    found = database.status(site)
    text = f"The database's schema is {found.state}: {found.current or 'none'}."
    state, hint = _STATE_HINTS.get(found.state, ("ok", ""))
    return Finding("schema", state, text, hint)


def _whole(site: Site) -> Finding:
    path = site.settings.database_path
    if not path.is_file():
        return Finding("database", "warn", "There is no database yet.")
    found = inspection.damage(path)
    if found is None:
        return Finding("database", "ok", "A quick check finds no damage.")
    hint = "Stop the server and restore a backup: flask backup restore FILE"
    return Finding("database", "fail", f"The database is damaged: {found}", hint)


def _journal(site: Site) -> Finding:
    path = site.settings.database_path
    if not path.is_file():
        return Finding("journal", "ok", "There is no database yet.")
    try:
        mode = inspection.journal_mode(path)
    except sqlite3.Error as error:
        return Finding("journal", "fail", f"The journal mode cannot be read: {error}")
    if mode == "wal":
        return Finding("journal", "ok", "The journal mode is wal.")
    hint = "The server sets it when it starts; if it stays, check the file system."
    return Finding("journal", "warn", f"The journal mode is {mode}.", hint)


def _disk(site: Site) -> Finding:
    folder = site.settings.instance
    disk = os.statvfs(folder if folder.is_dir() else folder.parent)
    free, least = disk.f_bavail * disk.f_frsize, site.settings.min_free_bytes
    text = f"{free // 1_048_576} MiB are free; {least // 1_048_576} are to be left."
    if free >= 2 * least:
        return Finding("disk", "ok", text)
    hint = "Free some space: below the limit the oldest deliveries are deleted."
    return Finding("disk", "warn" if free >= least else "fail", text, hint)


def _file_system(site: Site) -> Finding:
    kind = inspection.network_file_system(site.settings.instance)
    if kind is None:
        return Finding("file-system", "ok", "The data directory is on a local disk.")
    text = f"The data directory is on a network file system ({kind})."
    hint = "Move it to a local disk: locks and syncing are not reliable there."
    return Finding("file-system", "fail", text, hint)


def _open_files(site: Site) -> Finding:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    waiting: int = site.settings.max_waiting
    text = f"{hard} files may be open and {waiting} callers may wait."
    if hard == resource.RLIM_INFINITY or hard >= waiting + _SPARE_FILES:
        return Finding("open-files", "ok", text)
    hint = "Raise the limit of open files (LimitNOFILE=), or lower MAX_WAITING."
    return Finding("open-files", "warn", text, hint)


def _public_url(site: Site) -> Finding:
    text = f"Others reach this server as {site.settings.public_url}."
    if not site.settings.public_url_is_guessed:
        return Finding("public-url", "ok", text)
    hint = "Set SWITCHHOOK_PUBLIC_URL: it listens for everybody under a guessed name."
    return Finding("public-url", "warn", text, hint)


def _clock(site: Site) -> Finding:
    text = f"The clock says {site.clock.now():%Y-%m-%d %H:%M} UTC."
    if site.clock.wall() >= _EARLIEST_SECONDS:
        return Finding("clock", "ok", text)
    return Finding("clock", "fail", text, "Set the clock, or let NTP do it.")


def _server(site: Site) -> Finding:
    if not site.settings.instance.is_dir():
        return Finding("server", "ok", "No server runs here.")
    lock = InstanceLock(site.settings.instance)
    try:
        lock.acquire()
    except InstanceHeld as held:
        return Finding("server", "ok", f"A server runs here (process {held.pid}).")
    except OSError as error:
        return Finding("server", "warn", f"The lock cannot be tried: {error.strerror}.")
    lock.release()
    return Finding("server", "ok", "No server runs here.")


CHECKS: tuple[Callable[[Site], Finding], ...] = (
    _settings,
    _python,
    _sqlite,
    _folder,
    _file_system,
    _disk,
    _secret_key,
    _schema,
    _whole,
    _journal,
    _open_files,
    _public_url,
    _clock,
    _server,
)
# Reading the whole file takes long, and whoever is asked runs here.
_FOR_COMMANDS = {_whole, _server}
