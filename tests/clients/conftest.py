"""A real server for clients that know nothing of Flask."""

from collections.abc import Iterator

import pytest

from tests.server.running import RunningServer


@pytest.fixture(scope="package")
def api_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the API, with one user in it."""
    running = RunningServer(tmp_path_factory.mktemp("clients") / "instance")
    try:
        yield f"{running.start().url}/api"
    finally:
        running.stop()
