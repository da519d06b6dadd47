"""Fixtures for tests against a real server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.running import RunningServer

Start = Callable[..., RunningServer]
# Callers wait as long as they may: only time-outs that are tested should come.
DEFAULTS = {
    "SWITCHHOOK_RATE_LIMIT": "0",
    "SWITCHHOOK_PEER_RATE_LIMIT": "0",
    "SWITCHHOOK_REPLY_TIMEOUT_SECONDS": "120",
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for every test that leaves it as it was, without rate limits."""
    instance = tmp_path_factory.mktemp("server") / "instance"
    running = RunningServer(instance, **DEFAULTS)
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers of a test's own; they end with the test."""
    started: list[RunningServer] = []

    def begin(instance: Path | None = None, **settings: str) -> RunningServer:
        folder = instance or tmp_path / f"instance{len(started)}"
        running = RunningServer(folder, **{**DEFAULTS, **settings})
        started.append(running)
        return running

    yield begin
    for running in started:
        if running.process is not None and running.process.poll() is None:
            running.stop()
