"""What every test of the API begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.frozen_clock import FrozenClock
from tests.web.api.world import World, build
from webhooks import settings
from webhooks.services.site import Site
from webhooks.web.current import site_of


@pytest.fixture
def world(site: Site, client: FlaskClient) -> World:
    """An application with a webhook, a delivery and a token."""
    return build(site, client)


@pytest.fixture(scope="module")
def shared_world(
    tmp_path_factory: pytest.TempPathFactory, migrated_database: Path
) -> Iterator[World]:
    """The same for tests whose requests change nothing, made once for them all."""
    folder = tmp_path_factory.mktemp("instance")
    (folder / migrated_database.name).write_bytes(migrated_database.read_bytes())
    app = create_app(settings.load({}, folder), FrozenClock().clock)
    site = site_of(app)
    yield build(site, app.test_client())
    site.close()
