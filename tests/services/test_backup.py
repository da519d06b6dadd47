"""Backups: consistent while written to, private, checked, and they start again."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from app import create_app
from tests import cast
from tests.services.stored_deliveries import kept, stored
from webhooks import settings
from webhooks.errors import Conflict, Invalid, NotFound, Unavailable
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import applications, backup
from webhooks.services.site import Site
from webhooks.storage import schema
from webhooks.web.current import site_of


def names(site: Site) -> list[str]:
    page = applications.list_(site, cast.principal(site, cast.alice(site)))
    return [application.name for application in page.items]


def test_a_copy_is_private_and_sound(site: Site) -> None:
    path = backup.create(site, "nightly")
    assert path.name == "webhooks-20260105T101112Z-nightly.sqlite"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert backup.verify(path).version == schema.head()
    assert backup.list_(site) == [path]


def test_two_copies_in_one_second_have_two_names(site: Site) -> None:
    assert backup.create(site) != backup.create(site)
    assert len(backup.list_(site)) == 2


def test_no_other_file_is_left_behind(site: Site) -> None:
    path = backup.create(site)
    backup.verify(path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("label", ["", "../x", "Nightly", "a b", "-a", "x" * 41])
def test_a_label_is_a_plain_word(site: Site, label: str) -> None:
    with pytest.raises(Invalid):
        backup.create(site, label)


def test_a_copy_under_writes_is_one_moment_and_starts_elsewhere(
    site: Site, tmp_path: Path
) -> None:
    """The case O24: the counts are those of a moment, and ids continue."""
    webhook = cast.webhook(site, cast.application(site))
    first = stored(site, webhook)
    began, copied = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(2000):
            last = stored(site, webhook)
            if number == 50:
                began.set()
            if copied.is_set():
                break
        total.append(last)

    total: list[int] = []
    writer = threading.Thread(target=write)
    writer.start()
    assert began.wait(60)
    before = len(kept(site))
    path = backup.create(site)
    copied.set()
    writer.join(60)
    count = backup.verify(path).deliveries
    assert before <= count <= total[0]

    folder = tmp_path / "elsewhere"
    folder.mkdir()
    there = site_of(create_app(settings.load({}, folder), site.clock))
    backup.restore(there, path)
    assert kept(there) == list(range(first, first + count))
    assert stored(there, webhook) == first + count
    there.close()


def test_a_damaged_copy_is_found(site: Site) -> None:
    webhook = cast.webhook(site, cast.application(site))
    for _ in range(50):
        stored(site, webhook, body=b"x" * 3000)
    path = backup.create(site)
    with path.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(Invalid, match="damaged"):
        backup.verify(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    garbage, foreign, empty = (tmp_path / name for name in ("a", "b", "c"))
    garbage.write_bytes(b"not a database at all " * 100)
    empty.touch()
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    for path in (garbage, foreign, empty):
        content = path.read_bytes()
        with pytest.raises(Invalid):
            backup.verify(path)
        assert path.read_bytes() == content


def test_a_copy_from_a_newer_version_is_refused(site: Site) -> None:
    path = backup.create(site)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(Invalid, match="9999"):
        backup.restore(site, path)


def test_the_file_of_a_database_in_use_is_no_backup(site: Site) -> None:
    cast.application(site)
    with pytest.raises(Invalid, match="in use"):
        backup.verify(site.settings.database_path)


def test_restoring_brings_back_the_state_and_keeps_the_other(site: Site) -> None:
    cast.application(site, "Old")
    path = backup.create(site)
    cast.application(site, "New")
    site.close()
    restored = backup.restore(site, path)
    fresh = site_of(create_app(site.settings, site.clock))
    assert names(fresh) == ["Old"]
    fresh.close()
    database = site.settings.database_path
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert restored.replaced is not None
    # What was replaced is complete, and can be put back in its turn.
    backup.restore(site, restored.replaced)
    fresh = site_of(create_app(site.settings, site.clock))
    assert names(fresh) == ["New", "Old"]
    fresh.close()


def test_a_damaged_database_can_be_replaced_and_is_kept(site: Site) -> None:
    path = backup.create(site)
    site.close()
    database = site.settings.database_path
    database.write_bytes(b"rubbish " * 1000)
    restored = backup.restore(site, path)
    assert restored.replaced is not None
    assert restored.replaced.read_bytes().startswith(b"rubbish")
    assert schema.version(database) == schema.head()


def test_an_old_log_is_never_applied_to_the_restored_file(site: Site) -> None:
    path = backup.create(site)
    site.close()
    database = site.settings.database_path
    database.write_bytes(b"rubbish " * 1000)
    log = database.with_name(database.name + "-wal")
    log.write_bytes(b"left by a crash")
    restored = backup.restore(site, path)
    assert not log.exists()
    assert restored.replaced is not None
    aside = restored.replaced.with_name(restored.replaced.name + "-wal")
    assert aside.read_bytes() == b"left by a crash"


def test_restoring_is_refused_while_a_server_runs(site: Site) -> None:
    path = backup.create(site)
    before = site.settings.database_path.stat().st_ino
    lock = InstanceLock(site.settings.instance)
    lock.acquire()
    with pytest.raises(Conflict, match="already uses"):
        backup.restore(site, path)
    lock.release()
    assert site.settings.database_path.stat().st_ino == before
    backup.restore(site, path)


def test_a_refused_restore_changes_nothing(site: Site, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"x" * 5000)
    before = sorted(site.settings.instance.rglob("*"))
    with pytest.raises(Invalid):
        backup.restore(site, garbage)
    after = {*site.settings.instance.rglob("*")} - {*before}
    assert {path.name for path in after} <= {"engine.lock"}


def test_a_copy_is_found_by_its_bare_name(site: Site) -> None:
    path = backup.create(site)
    assert backup.locate(site, Path(path.name)) == path
    with pytest.raises(NotFound):
        backup.locate(site, Path("none.sqlite"))


def test_a_damaged_database_is_not_copied(site: Site) -> None:
    site.close()
    site.settings.database_path.write_bytes(b"rubbish " * 1000)
    with pytest.raises(Unavailable):
        backup.create(site)
    assert backup.list_(site) == []


def test_without_a_database_there_is_nothing_to_copy(site: Site) -> None:
    site.settings.database_path.unlink()
    with pytest.raises(NotFound):
        backup.create(site)
