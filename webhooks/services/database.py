"""The schema's state as an operator asks for it, and the upgrade before a start."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from webhooks.errors import Conflict
from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock
from webhooks.services import backup
from webhooks.services.site import Site
from webhooks.storage import schema


@dataclass(frozen=True, slots=True)
class Status:
    """``state`` is current, behind, missing, newer or unusable."""

    current: str | None
    needed: str
    state: str


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Versions before and after; ``backup`` is the copy made before, if any."""

    before: str | None
    after: str
    backup: Path | None


def status(site: Site) -> Status:
    """Compare the database's schema with the one that this version needs."""
    needed = schema.head()
    try:
        current = schema.version(site.settings.database_path)
    except schema.SchemaError:
        return Status(None, needed, "unusable")
    if current is None:
        return Status(None, needed, "missing")
    if current == needed:
        return Status(current, needed, "current")
    return Status(current, needed, "behind" if current in schema.known() else "newer")


def upgrade(site: Site, wait_seconds: float = 0.0) -> Upgraded:
    """Create or upgrade the database; a copy is made before it is changed.

    Raises Conflict while a server runs, and when the database is damaged, some
    other program's, or from a newer version: it is not touched then.
    """
    lock = InstanceLock(site.settings.instance)
    try:
        lock.acquire(wait_seconds)
    except InstanceHeld as error:
        raise Conflict(str(error)) from error
    try:
        return _upgrade(site)
    except schema.SchemaError as error:
        raise Conflict(f"The database was left as it is: {error}.") from error
    finally:
        lock.release()


def _upgrade(site: Site) -> Upgraded:
    path = site.settings.database_path
    before = schema.version(path)
    needed = schema.head()
    if before == needed:
        return Upgraded(before, needed, None)
    if before is not None and before not in schema.known():
        raise schema.SchemaError(
            f"its schema {before} comes from a newer version of Switchhook"
        )
    copy = None if before is None else backup.create(site, "before-upgrade")
    schema.create(path)
    # Loaded here, once in an instance's life or after an update: Alembic costs
    # memory and time that no other start should pay for.
    import_module("webhooks.storage.upgrading").upgrade(site.engine)
    return Upgraded(before, needed, copy)
