"""Another program holds the database's lock: late answers, then 503, never a stall."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from tests.server.rows import accepted, database
from tests.server.running import Answer, RemoteWebhook, RunningServer

PROMISED_SECONDS = 6.0
# If the waiting of all who write were added up, it would be forty seconds.
CHANGES = 8


@pytest.fixture
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook()


@contextmanager
def locked(server: RunningServer, seconds: float | None = None) -> Iterator[None]:
    """Hold the lock as another program would, for a time or for the block."""
    path = database(server.instance)
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        timer = None
        if seconds is not None:
            timer = threading.Timer(seconds, connection.execute, ["ROLLBACK"])
            timer.start()
        yield
        if timer is not None:
            timer.join()
        else:
            connection.execute("ROLLBACK")


def timed(webhook: RemoteWebhook) -> tuple[float, Answer]:
    began = time.monotonic()
    answer = webhook.send()
    return time.monotonic() - began, answer


def test_a_lock_of_three_seconds_only_delays(webhook: RemoteWebhook) -> None:
    """O08."""
    with locked(webhook.server, 3):
        took, answer = timed(webhook)
    assert answer.status == 200
    assert took > 2
    assert len(accepted(webhook)) == 1


def test_a_longer_lock_is_answered_in_time(webhook: RemoteWebhook) -> None:
    """O08 and P8: everybody within six seconds, probes at once, nothing stored.

    Other writers stand in line before the requests; their waiting must not be
    added up.
    """
    server = webhook.server
    assert server.token
    with locked(server), ThreadPoolExecutor(40) as pool:
        change = {"description": "changed"}
        changes = [
            pool.submit(server.api, "PATCH", webhook.api_path, change)
            for _ in range(CHANGES)
        ]
        time.sleep(0.3)
        sent = [pool.submit(timed, webhook) for _ in range(20)]
        probes = []
        while not all(future.done() for future in sent):
            began = time.monotonic()
            assert server.ask("GET", "/healthz", timeout=5).status == 200
            probes.append(time.monotonic() - began)
            time.sleep(0.05)
        for future in sent:
            took, answer = future.result()
            assert answer.status == 503
            assert "lock" in answer.json["message"]
            assert int(answer.headers["Retry-After"]) > 0
            assert took < PROMISED_SECONDS
        assert [future.result().status for future in changes] == [503] * CHANGES
        assert max(probes) < 1
    assert accepted(webhook) == []
    assert webhook.send().status == 200
    assert server.api("PATCH", webhook.api_path, change).status == 200


def test_reading_goes_on_while_the_lock_is_held(webhook: RemoteWebhook) -> None:
    assert webhook.send().status == 200
    with locked(webhook.server):
        assert len(webhook.deliveries()) == 1


def test_a_backup_by_another_program_does_not_disturb(webhook: RemoteWebhook) -> None:
    """O08: SQLite's own online backup, page by page, with requests between."""
    path = database(webhook.server.instance)
    answers = []

    def progress(*_: int) -> None:
        if len(answers) < 20:
            answers.append(webhook.send().status)

    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(":memory:")) as target,
    ):
        source.backup(target, pages=10, progress=progress)
        assert target.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert answers
    assert set(answers) == {200}


def test_a_checkpoint_by_another_program_does_not_disturb(
    webhook: RemoteWebhook,
) -> None:
    """O08: as replication tools do it, all the time."""
    path = database(webhook.server.instance)
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        for _ in range(20):
            assert webhook.send().status == 200
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(accepted(webhook)) == 20
