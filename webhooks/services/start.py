"""Starting and stopping an instance.

``prepare`` runs in a process of its own before the server serves: it brings
the database up to date and says how to sign in. ``take_over`` and ``let_go``
run in the serving process, around its life.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from webhooks.errors import Conflict
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import database, setup
from webhooks.services.secret_key import secret_key
from webhooks.services.site import Site
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.models import InstanceState
from webhooks.storage.port import Writer

# In a reload the worker before us may still be finishing its last requests.
LOCK_WAIT_SECONDS = 38.0
# At a start it can only be one whose master was killed: it ends by itself soon.
START_WAIT_SECONDS = 8.0
# What the preparing process sends when it is done.
PREPARED = b"1"
_RUNNING = "running"

MakeWriter = Callable[[DatabaseFile], Writer]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What to tell the operator; ``setup_code`` is None once a user exists."""

    setup_code: str | None
    backup: str | None
    was_unclean: bool


def prepare(site: Site, wait_seconds: float) -> Prepared:
    """Make the data directory ready to be served.

    Raises Conflict when another process serves it, and when the database is
    damaged or from a newer version; nothing has been changed then.
    """
    upgraded = database.upgrade(site, wait_seconds)
    secret_key(site.settings.instance)
    unclean = _was_running(site)
    if unclean:
        _check_whole(site)
    setup.first_user_from_settings(site)
    code = setup.prepare(site)
    copy = None if upgraded.backup is None else upgraded.backup.name
    return Prepared(code, copy, unclean)


def take_over(
    site: Site,
    make_writer: MakeWriter,
    wait_seconds: float,
    tick: Callable[[], object] | None = None,
) -> None:
    """Become the one process that serves this data directory.

    ``tick`` is called again and again while the one before is still ending.

    Raises InstanceHeld when another one still does after the wait.
    """
    lock = InstanceLock(site.settings.instance)
    lock.acquire(wait_seconds, tick)
    site.lock = lock
    site.make_writer = make_writer
    site.settings.forget_admin_password()
    note_running(site, running=True)


def claim(site: Site) -> None:
    """Hold the data directory's lock from the first request on.

    For servers that nobody prepared, such as ``flask run``: they must not
    serve beside another one either. Raises InstanceHeld.
    """
    lock = InstanceLock(site.settings.instance)
    lock.acquire()
    site.lock = lock


def let_go(site: Site) -> None:
    """Write down that everything ended well, close, and free the directory.

    What is queued is stored even if the database could not be written to just
    now; then the next start checks it. Raises Unavailable in that case.
    """
    try:
        note_running(site, running=False)
        site.store.writer.checkpoint()
    finally:
        site.close()


def note_running(site: Site, *, running: bool) -> None:
    """Write down whether somebody serves: how the next start sees a crash."""
    with site.store.writing() as session:
        session.merge(InstanceState(key=_RUNNING, value="1" if running else "0"))


def _was_running(site: Site) -> bool:
    with site.store.reading() as session:
        row = session.get(InstanceState, _RUNNING)
    return row is not None and row.value == "1"


def _check_whole(site: Site) -> None:
    """Look for damage after a stop that nobody wrote down. Raises Conflict."""
    path = site.settings.database_path
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        connection.close()
    if found != "ok":
        raise Conflict(
            "The database was left as it is: it is damaged. "
            "Restore a backup with `flask backup restore`."
        )
