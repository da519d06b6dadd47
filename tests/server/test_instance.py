"""One data directory, one process (P9); and starting where little is allowed."""

import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.rows import database
from tests.server.running import RunningServer
from tests.server.wire import alive, connect


def test_a_second_server_on_the_same_directory_ends(start: Start) -> None:
    """O06 and P9: it says who is there, and the first is left alone."""
    server = start().start()
    webhook = server.webhook()
    second = start(server.instance)
    assert second.launch().wait(40) != 0
    assert str(server.worker_pid) in second.output
    assert "already uses" in second.output
    alive(webhook)
    assert server.stop() == 0
    assert "Traceback" not in server.output


def test_more_than_one_worker_is_refused(start: Start) -> None:
    server = start()
    assert server.launch("-w", "2").wait(30) != 0
    assert "exactly one worker" in server.output
    assert not database(server.instance).exists()


def test_few_open_files_are_survived(start: Start) -> None:
    """O19: 600 connections where 256 files may be open; it recovers."""
    server = start()
    server.start(prefix=("prlimit", "--nofile=256:256"))
    webhook = server.webhook()
    with ExitStack() as stack:
        for _ in range(600):
            stack.enter_context(connect(webhook))
        assert is_idle(server), "it is busy with nothing"
    until(lambda: answers(server), "it serves again")
    alive(webhook)
    assert server.stop() == 0


def is_idle(server: RunningServer) -> bool:
    """Watch for half a second; tell whether it computed for less than most of it."""
    began, ticks = time.monotonic(), processor_ticks(server)
    time.sleep(0.5)
    passed = time.monotonic() - began
    return (processor_ticks(server) - ticks) / 100 < 0.8 * passed


def processor_ticks(server: RunningServer) -> int:
    """Return the hundredths of a second that the worker has computed."""
    text = Path(f"/proc/{server.worker_pid}/stat").read_text()
    fields = text.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def answers(server: RunningServer) -> bool:
    try:
        return server.ask("GET", "/healthz", timeout=2).status == 200
    except OSError:
        return False


def test_idle_connections_do_not_delay_a_request(server: RunningServer) -> None:
    """O15 and P13, smaller; the keep-alive time ends them."""
    webhook = server.webhook()
    with ExitStack() as stack:
        for _ in range(500):
            stack.enter_context(connect(webhook))
        alive(webhook)


def test_the_server_stops_cleanly_and_says_so_in_the_database(start: Start) -> None:
    """An unclean stop is told from a clean one at the next start."""
    server = start().start()
    assert state(server) == "1"
    assert server.stop() == 0
    assert state(server) == "0"
    wal = database(server.instance).with_name("webhooks.sqlite-wal")
    assert not wal.exists() or wal.stat().st_size == 0


def state(server: RunningServer) -> str:
    query = "SELECT value FROM instance_state WHERE key = 'running'"
    with closing(sqlite3.connect(database(server.instance))) as connection:
        return str(connection.execute(query).fetchone()[0])
