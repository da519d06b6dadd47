"""The glance that decides whether a start has anything to prepare."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import cast
from webhooks.services import start
from webhooks.services.secret_key import secret_key
from webhooks.services.site import Site
from webhooks.storage.readiness import needs_preparing


@pytest.fixture
def settled(site: Site) -> Site:
    """An instance with a user that was stopped cleanly."""
    cast.alice(site)
    secret_key(site.settings.instance)
    start.note_running(site, running=False)
    return site


def needs(site: Site) -> bool:
    return needs_preparing(site.settings.instance, site.settings.database_path)


def change(site: Site, sql: str) -> None:
    with closing(sqlite3.connect(site.settings.database_path)) as connection:
        connection.execute(sql)
        connection.commit()


def test_nothing_is_to_be_prepared_after_a_clean_stop(settled: Site) -> None:
    assert not needs(settled)


def test_a_new_directory_needs_everything(tmp_path: Path) -> None:
    assert needs_preparing(tmp_path, tmp_path / "webhooks.sqlite")


def test_a_database_that_was_not_closed_is_looked_at(settled: Site) -> None:
    start.note_running(settled, running=True)
    assert needs(settled)


def test_another_schema_is_looked_at(settled: Site) -> None:
    change(settled, "UPDATE alembic_version SET version_num = '0000'")
    assert needs(settled)


def test_without_a_user_somebody_must_be_told_how_to_sign_in(settled: Site) -> None:
    change(settled, "DELETE FROM user")
    assert needs(settled)


def test_a_missing_secret_key_is_made(settled: Site) -> None:
    (settled.settings.instance / "secret_key").unlink()
    assert needs(settled)


def test_what_is_no_database_is_left_to_the_real_preparation(settled: Site) -> None:
    settled.close()
    settled.settings.database_path.write_bytes(b"garbage" * 1000)
    assert needs(settled)
