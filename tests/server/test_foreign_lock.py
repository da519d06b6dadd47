"""Another program holds the database's lock: late answers, then 503, never a stall."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager

import pytest

from tests.server.rows import accepted, database
from tests.server.running import Answer, RemoteWebhook, RunningServer

# Six seconds are promised, on a machine of its own; if the waiting of all who write
# were added up, it would be forty.
PROMISED_SECONDS = 20.0
CHANGES = 8


@pytest.fixture
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook()


@contextmanager
def locked(server: RunningServer) -> Iterator[None]:
    """Hold the lock for the block, as another program would."""
    path = database(server.instance)
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def timed(webhook: RemoteWebhook) -> tuple[float, Answer]:
    began = time.monotonic()
    answer = webhook.send()
    return time.monotonic() - began, answer


def test_a_short_lock_only_delays(webhook: RemoteWebhook) -> None:
    """O08. Far shorter than the patience of five seconds: busy machines pause."""
    with ThreadPoolExecutor(1) as pool:
        with locked(webhook.server):
            sent = pool.submit(webhook.send)
            assert not wait([sent], 1).done
        assert sent.result().status == 200
    assert len(accepted(webhook)) == 1


def test_a_longer_lock_is_answered_in_time(webhook: RemoteWebhook) -> None:
    """O08 and P8: everybody in time, probes meanwhile, nothing stored.

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
        probes = 0
        while not any(future.done() for future in sent):
            assert server.ask("GET", "/healthz").status == 200
            probes += 1
            time.sleep(0.05)
        # One may have come before the lock was met, one when it was given up.
        assert probes > 3
        for future in sent:
            took, answer = future.result()
            assert answer.status == 503
            assert "lock" in answer.json["message"]
            assert int(answer.headers["Retry-After"]) > 0
            assert took < PROMISED_SECONDS
        assert [future.result().status for future in changes] == [503] * CHANGES
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
