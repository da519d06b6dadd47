"""Starting and stopping an instance in order (P9, P10)."""

import sqlite3
from contextlib import closing

import pytest

from webhooks.errors import Conflict
from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock
from webhooks.services import start
from webhooks.services.site import Site
from webhooks.storage.port import PlainWriter


def running(site: Site) -> str | None:
    query = "SELECT value FROM instance_state WHERE key = 'running'"
    with closing(sqlite3.connect(site.settings.database_path)) as connection:
        row = connection.execute(query).fetchone()
    return row and str(row[0])


def released(site: Site) -> None:
    """Let go of the directory as a process does that is killed."""
    assert site.lock is not None
    site.lock.release()


def test_a_stop_in_order_is_told_from_any_other(site: Site) -> None:
    assert not start.prepare(site, 0).was_unclean
    start.take_over(site, PlainWriter, 0)
    assert running(site) == "1"
    start.let_go(site)
    assert running(site) == "0"
    InstanceLock(site.settings.instance).acquire()


def test_after_an_unclean_stop_the_database_is_looked_at(site: Site) -> None:
    start.take_over(site, PlainWriter, 0)
    released(site)
    assert start.prepare(site, 0).was_unclean


def test_a_damaged_database_is_not_started_on(site: Site) -> None:
    start.take_over(site, PlainWriter, 0)
    site.store.writer.close()
    released(site)
    path = site.settings.database_path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'delivery'"
        (root,) = connection.execute(query).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)
    before = path.read_bytes()
    with pytest.raises(Conflict, match="damaged"):
        start.prepare(site, 0)
    assert path.read_bytes() == before


def test_a_directory_in_use_is_left_alone(site: Site) -> None:
    holder = InstanceLock(site.settings.instance)
    holder.acquire()
    try:
        with pytest.raises(Conflict, match="already uses"):
            start.prepare(site, 0)
        with pytest.raises(InstanceHeld):
            start.take_over(site, PlainWriter, 0)
    finally:
        holder.release()


def test_the_first_password_is_forgotten(site: Site) -> None:
    """P14 and decision 32."""
    start.take_over(site, PlainWriter, 0)
    assert site.settings.admin_password == ""
    start.let_go(site)
