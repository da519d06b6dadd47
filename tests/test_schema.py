"""The schema's version: refusing what cannot be used, and touching nothing then."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from app import create_app
from webhooks import settings
from webhooks.errors import Conflict
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import backup, database
from webhooks.services.site import Site
from webhooks.storage import schema, upgrading
from webhooks.web.current import site_of


def set_version(site: Site, version: str) -> None:
    path = site.settings.database_path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def refused(site: Site, message: str) -> None:
    """Assert that an upgrade is refused and changes no byte."""
    path = site.settings.database_path
    before = path.read_bytes()
    with pytest.raises(Conflict, match=message):
        database.upgrade(site)
    assert path.read_bytes() == before
    assert backup.list_(site) == []


def test_a_new_database_is_private_and_gives_space_back(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "webhooks.sqlite"
    schema.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_first_upgrade_makes_the_database_without_a_copy(tmp_path: Path) -> None:
    site = site_of(create_app(settings.load({}, tmp_path / "new")))
    assert database.status(site).state == "missing"
    result = database.upgrade(site)
    assert (result.before, result.after) == (None, schema.head())
    assert result.backup is None
    assert database.status(site).state == "current"
    site.close()


def test_a_current_database_is_left_alone(site: Site) -> None:
    result = database.upgrade(site)
    assert result.before == result.after
    assert backup.list_(site) == []


def test_a_database_from_a_newer_version_is_refused(site: Site) -> None:
    set_version(site, "9999")
    assert database.status(site).state == "newer"
    refused(site, "newer version")


def test_a_file_that_is_no_database_is_refused(site: Site) -> None:
    site.settings.database_path.write_bytes(b"rubbish " * 1000)
    assert database.status(site).state == "unusable"
    refused(site, "damaged or not a database")


def test_a_database_of_another_program_is_refused(site: Site) -> None:
    path = site.settings.database_path
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    assert database.status(site).state == "unusable"
    refused(site, "some other program")


def test_an_upgrade_is_refused_while_a_server_runs(site: Site) -> None:
    lock = InstanceLock(site.settings.instance)
    lock.acquire()
    refused(site, "already uses")
    lock.release()
    database.upgrade(site)


def test_an_older_database_is_copied_before_it_is_upgraded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # There is one version yet, so an older one is made up.
    known = schema.known() | {"0000"}
    monkeypatch.setattr(schema, "known", lambda: known)
    set_version(site, "0000")
    upgraded = []
    monkeypatch.setattr(upgrading, "upgrade", upgraded.append)
    assert database.status(site).state == "behind"
    result = database.upgrade(site)
    assert upgraded == [site.engine]
    assert result.backup is not None
    assert backup.verify(result.backup).version == "0000"


def test_reading_the_version_changes_nothing(site: Site) -> None:
    path = site.settings.database_path
    before = path.read_bytes()
    assert schema.version(path) == schema.head()
    assert path.read_bytes() == before
