"""The disk and the database file fail under a running server."""

import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing

from tests.server.callers import Caller, until
from tests.server.conftest import Start
from tests.server.rows import accepted, database, integrity
from tests.server.running import RunningServer

BIG = b"x" * 100_000


def limit_files(server: RunningServer, size_bytes: int) -> None:
    """Let the worker's files not grow beyond a size."""
    limits = (size_bytes, resource.RLIM_INFINITY)
    resource.prlimit(server.worker_pid, resource.RLIMIT_FSIZE, limits)


def ready(server: RunningServer) -> int:
    return server.ask("GET", "/readyz").status


def test_a_full_disk_is_survived(start: Start) -> None:
    """O07 and P8: a file size limit fails writes the way a full disk does."""
    server = start().start()
    webhook = server.webhook()
    waits = server.webhook(waitForReply=True, replyTimeoutSeconds=120)
    caller = Caller(waits)
    reply_id = waits.next(waiting="true")["replyId"]
    assert webhook.send(BIG).status == 200
    stored = [row.id for row in accepted(webhook)]
    limit_files(server, 1)
    for _ in range(3):
        refused = webhook.send(BIG)
        assert refused.status == 503
        assert refused.json["type"] == "ServiceUnavailable"
        assert "disk" in refused.json["message"]
        assert "sqlite" not in refused.json["message"].lower()
        assert int(refused.headers["Retry-After"]) > 0
    assert waits.send().status == 503
    assert server.ask("GET", "/healthz").status == 200
    assert ready(server) == 503
    assert len(webhook.deliveries()) == 1
    refused = server.api("PATCH", webhook.api_path, {"description": "x"})
    assert refused.status == 503
    # Waiting callers get their reply even now: it needs no disk.
    waits.reply(reply_id, {"body": "still here"})
    assert caller.answer().body == b"still here"
    limit_files(server, resource.RLIM_INFINITY)
    # It recovers even when nobody sends: whoever routes by readiness would not.
    assert ready(server) == 200
    assert webhook.send(BIG).status == 200
    assert len(accepted(webhook)) == 2
    assert accepted(webhook)[0].id == stored[0]
    assert integrity(server.instance) == "ok"
    assert server.stop() == 0


def lost(start: Start, harm: Callable[[RunningServer], None]) -> RunningServer:
    """Take the database away from under a server and check what it says."""
    server = start().start()
    webhook = server.webhook()
    waits = server.webhook(waitForReply=True)
    assert webhook.send().status == 200
    harm(server)
    for hook in (webhook, waits, webhook):
        refused = hook.send()
        assert refused.status == 503
        assert "deleted or replaced" in refused.json["message"]
        assert str(server.instance) not in refused.json["message"]
    assert server.api("GET", webhook.api_path).status == 503
    assert server.ask("GET", "/healthz").status == 200
    assert ready(server) == 503
    return server


def test_a_deleted_database_is_not_written_to(start: Start) -> None:
    """Finding 11 and decision 24: nothing is acknowledged into the void."""
    server = lost(start, lambda server: database(server.instance).unlink())
    server.stop()
    assert start(server.instance).start().webhook().send().status == 200


def test_a_replaced_database_is_not_written_to(start: Start) -> None:
    """Even if it is a good copy, put in place while the server runs."""

    def replace(server: RunningServer) -> None:
        path = database(server.instance)
        copy = path.with_name("copy")
        with closing(sqlite3.connect(path)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        copy.replace(path)

    lost(start, replace).stop()


def is_written_back(connection: sqlite3.Connection) -> bool:
    """Empty the write-ahead log; False while somebody else reads it or writes."""
    found = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(found[0] == 0)


def corrupt(server: RunningServer) -> None:
    """Destroy the pages of the deliveries on disk, and make the server read them."""
    path = database(server.instance)
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        until(lambda: is_written_back(connection), "the log is in the file")
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        roots = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'delivery' "
            "AND rootpage > 0"
        ).fetchall()
    with path.open("r+b") as file:
        for (root,) in roots:
            file.seek((root - 1) * page)
            file.write(b"\xff" * page)
    # A change by somebody else makes every connection forget what it has read.
    with closing(sqlite3.connect(path, timeout=5)) as connection, connection:
        connection.execute("CREATE TABLE scratch (a)")


def test_a_damaged_database_is_noticed(start: Start) -> None:
    """O10: 503, a CRITICAL line, and no readiness any more."""
    server = start().start()
    webhook = server.webhook()
    assert webhook.send().status == 200
    corrupt(server)
    for _ in range(2):
        refused = webhook.send()
        assert refused.status == 503
        assert "damaged" in refused.json["message"]
    shown = server.api("GET", f"{webhook.api_path}/deliveries")
    assert shown.status == 503
    assert server.ask("GET", "/healthz").status == 200
    until(lambda: ready(server) == 503, "readyz says so")
    assert "damaged" in server.ask("GET", "/readyz").body.decode()
    assert "the database is damaged" in server.output
    server.kill()
    refused_start = start(server.instance)
    assert refused_start.launch().wait(60) != 0
    assert "damaged" in refused_start.output
