"""Migrations: they give the models' schema, whole or not at all."""

import itertools
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from tests import cast
from webhooks.services import applications, webhooks
from webhooks.services.site import Site
from webhooks.storage import schema, upgrading
from webhooks.storage.db import Base, attach_to
from webhooks.storage.store import obey_store

ROOT = Path(__file__).resolve().parent.parent


def engine_of(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")
    attach_to(engine)
    obey_store(engine)
    return engine


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def revision(site: Site) -> int:
    with closing(sqlite3.connect(site.settings.database_path)) as connection:
        sql = "SELECT value FROM instance_state WHERE key = 'endpoint_revision'"
        return int(connection.execute(sql).fetchone()[0])


def test_the_migrated_schema_is_that_of_the_models(site: Site) -> None:
    with site.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_forgotten_column_would_be_noticed(site: Site) -> None:
    with closing(sqlite3.connect(site.settings.database_path)) as connection:
        connection.execute("ALTER TABLE webhook DROP COLUMN description")
    with site.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [difference[0] for difference in found] == ["add_column"]


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {constraint!r}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_every_change_that_ingress_sees_moves_the_revision(site: Site) -> None:
    owner = cast.application(site)
    seen = [revision(site)]
    webhook = cast.webhook(site, owner)
    seen.append(revision(site))
    webhooks.update(site, owner.id, webhook.id, {"enabled": False})
    seen.append(revision(site))
    applications.set_globals(site, owner.id, [{"key": "a", "json": "1"}])
    seen.append(revision(site))
    webhooks.delete(site, owner.id, webhook.id)
    seen.append(revision(site))
    assert all(later > earlier for earlier, later in itertools.pairwise(seen))


def test_a_change_that_ingress_does_not_see_leaves_the_revision(site: Site) -> None:
    owner = cast.application(site)
    before = revision(site)
    applications.update(site, owner.id, {"description": "new"})
    assert revision(site) == before


def test_a_deleted_application_moves_the_revision_through_its_webhooks(
    site: Site,
) -> None:
    owner = cast.application(site)
    cast.webhook(site, owner)
    before = revision(site)
    applications.delete(site, owner.id)
    assert revision(site) > before


def test_upgrading_at_head_changes_nothing(site: Site) -> None:
    before = content(site.settings.database_path)
    upgrading.upgrade(site.engine)
    assert content(site.settings.database_path) == before
    assert schema.version(site.settings.database_path) == schema.head()


def statements_of_an_upgrade(path: Path, fail_at: int | None) -> int:
    """Upgrade a new database; raise before one statement. Return how many ran."""
    engine = engine_of(path)
    count = 0

    @event.listens_for(engine, "before_cursor_execute")
    def count_and_fail(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == fail_at:
            raise RuntimeError("power cut")

    try:
        upgrading.upgrade(engine)
    except RuntimeError:
        assert fail_at is not None
    finally:
        engine.dispose()
    return count


def test_a_failure_at_any_statement_leaves_the_old_state(tmp_path: Path) -> None:
    whole = tmp_path / "whole.sqlite"
    schema.create(whole)
    total = statements_of_an_upgrade(whole, None)
    wanted = content(whole)
    assert total > 30
    for number in range(1, total + 1):
        path = tmp_path / f"{number}.sqlite"
        schema.create(path)
        before = content(path)
        statements_of_an_upgrade(path, number)
        after = content(path)
        assert after in (before, wanted), f"half a schema after statement {number}"
        statements_of_an_upgrade(path, None)
        assert content(path) == wanted


def fill(connection: sqlite3.Connection, table: str) -> None:
    """Put one row into a table."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    whole = {"BIGINT", "BOOLEAN", "INTEGER"}
    values = [1 if column[2] in whole else "x" for column in columns]
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608


def columns_of(connection: sqlite3.Connection, table: str) -> str:
    found = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return ", ".join(column[1] for column in found)


def rows_of(connection: sqlite3.Connection, columns: dict[str, str]) -> list[Any]:
    """Return what stands in these columns; later versions may add others."""
    return [
        row
        for table, names in columns.items()
        for row in connection.execute(f"SELECT {names} FROM {table}")  # noqa: S608
    ]


def test_what_an_earlier_version_has_stored_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, upgrade = tmp_path / "data.sqlite", upgrading.command.upgrade
    schema.create(path)
    engine = engine_of(path)
    with monkeypatch.context() as first:
        first.setattr(upgrading.command, "upgrade", lambda c, _: upgrade(c, "0001"))
        upgrading.upgrade(engine)
    assert schema.version(path) == "0001"
    tables = ("user", "application", "webhook", "delivery")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in tables:
            fill(connection, table)
        columns = {table: columns_of(connection, table) for table in tables}
        before = rows_of(connection, columns)
        upgrading.upgrade(engine)
        assert schema.version(path) == schema.head()
        assert rows_of(connection, columns) == before
        assert len(before) == len(tables)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        asked = "SELECT value FROM instance_state WHERE key = 'endpoint_revision'"
        old = int(connection.execute(asked).fetchone()[0])
        connection.execute("UPDATE application SET name = 'Renamed'")
        assert int(connection.execute(asked).fetchone()[0]) == old + 1
    engine.dispose()


def test_runs_of_an_earlier_version_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, upgrade = tmp_path / "data.sqlite", upgrading.command.upgrade
    schema.create(path)
    engine = engine_of(path)
    with monkeypatch.context() as first:
        first.setattr(upgrading.command, "upgrade", lambda c, _: upgrade(c, "0002"))
        upgrading.upgrade(engine)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        fill(connection, "workflow")
        fill(connection, "run")
        for status in ("succeeded", "failed", "interrupted", "queued"):
            connection.execute(
                "INSERT INTO run (id, application_id, workflow_id, version, depth, "
                "definition_id, trigger_type, trigger_key, status, created_at, "
                "paths_completed) VALUES (?1, 'a', 'x', 'v', 0, 1, 't', '', ?1, "
                "7200000, 0)",
                (status,),
            )
        upgrading.upgrade(engine)
        found = connection.execute("SELECT * FROM run_count").fetchall()
    assert found == [("x", 2, 1, 1, 1)]
    engine.dispose()


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from tests.test_migrations import engine_of
from webhooks.storage import schema, upgrading

engine = engine_of(Path(sys.argv[1]))
count = 0

@event.listens_for(engine, "before_cursor_execute")
def die(*_):
    global count
    count += 1
    if count == 25:
        os.kill(os.getpid(), 9)

upgrading.upgrade(engine)
"""


def test_an_upgrade_that_is_killed_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite"
    schema.create(path)
    before = content(path)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert killed.returncode == -9
    assert content(path) == before
    statements_of_an_upgrade(path, None)
    assert schema.version(path) == schema.head()


@pytest.mark.parametrize("revision_file", sorted(schema.known()))
def test_every_revision_has_a_name_that_sorts(revision_file: str) -> None:
    assert len(revision_file) == 4
    assert revision_file.isdecimal()


def test_the_names_of_the_files_are_the_versions_that_alembic_knows() -> None:
    script = ScriptDirectory(str(ROOT / "webhooks" / "storage" / "migrations"))
    assert schema.head() == script.get_current_head()
    revisions = {revision.revision for revision in script.walk_revisions()}
    assert schema.known() == revisions
