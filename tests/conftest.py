"""Fixtures that every test may use. Databases are real files in WAL mode."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from tests.compiled_once import CompiledRule, CompiledTemplates
from tests.frozen_clock import FrozenClock
from tests.services.serving import until
from webhooks import settings
from webhooks.runtime.script import ScriptLimits, ScriptPool
from webhooks.services.site import Site
from webhooks.storage import schema, upgrading
from webhooks.web.current import site_of


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Let all applications of this process share what they compile alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_rule_class", CompiledRule)
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
        yield


@pytest.fixture(scope="session", autouse=True)
def patient_scripts() -> Iterator[None]:
    """Let no script of a workflow fail because the machine is slow or busy."""
    limits = ScriptLimits(cpu_seconds=10, wall_seconds=120, wait_seconds=120)
    with pytest.MonkeyPatch.context() as patch:
        made = partial(ScriptPool, limits)
        patch.setattr("webhooks.services.site.ScriptPool", made)
        yield


@pytest.fixture(scope="session")
def migrated_database(
    tmp_path_factory: pytest.TempPathFactory, compiled_once: None
) -> Path:
    """An empty database at the newest schema, made once by the migrations."""
    folder = tmp_path_factory.mktemp("template")
    loaded = settings.load({}, folder)
    schema.create(loaded.database_path)
    site = site_of(create_app(loaded))
    upgrading.upgrade(site.engine)
    site.close()
    return loaded.database_path


@pytest.fixture
def instance(tmp_path: Path, migrated_database: Path) -> Iterator[Path]:
    """A data directory of its own with a fresh database.

    In memory where the machine has such a file system: there, syncing is free.
    What needs a disk is tested with real servers (``tests/server``).
    """
    memory = Path("/dev/shm")
    parent = memory if os.access(memory, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=parent, prefix="switchhook-") as made:
        folder = Path(made) / "instance"
        folder.mkdir()
        shutil.copy(migrated_database, folder / migrated_database.name)
        yield folder


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands still until a test moves it."""
    return FrozenClock()


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the test's instance; a module or test overrides it."""
    return {}


@pytest.fixture
def app(
    instance: Path, clock: FrozenClock, environment: dict[str, str]
) -> Iterator[Flask]:
    """The whole application over the test's own instance."""
    flask_app = create_app(settings.load(environment, instance), clock.clock)
    flask_app.testing = True
    yield flask_app
    site = site_of(flask_app)
    # A thread that the test has seen at its end may still be about to leave.
    until(lambda: len(site.replies) == 0, "no caller is left waiting", 2)
    until(lambda: len(site.live) == 0, "no live view is left open", 2)
    if "store" in site.__dict__:
        arbiter = site.store.writer.arbiter
        until(lambda: not arbiter.taken, "the turn is handed on", 2)
    site.close()


@pytest.fixture
def site(app: Flask) -> Site:
    """The instance behind the application."""
    return site_of(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without cookies or tokens."""
    return app.test_client()
