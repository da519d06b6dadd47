"""Signals to the master process: one server, which survives all but the last."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.callers import Caller, until
from tests.server.ledger import Ledger
from tests.server.parked import parked, released
from tests.server.running import RunningServer


@pytest.fixture(scope="module")
def signalled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of this module's own: the tests use it one after the other."""
    running = RunningServer(
        tmp_path_factory.mktemp("signalled") / "instance",
        SWITCHHOOK_RATE_LIMIT="0",
        SWITCHHOOK_PEER_RATE_LIMIT="0",
    )
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("number", "word"),
    [(signal.SIGTTIN, "refused 2 workers"), (signal.SIGUSR2, "USR2")],
)
def test_a_second_process_is_refused(
    signalled: RunningServer, number: signal.Signals, word: str
) -> None:
    """O04: one worker stays one, and no second master appears."""
    webhook = signalled.webhook()
    worker = signalled.worker_pid
    signalled.signal(number)
    until(lambda: word in signalled.output, "the log says so")
    until(lambda: children(signalled) == [worker], "nothing else runs")
    assert webhook.send().status == 200
    assert signalled.worker_pid == worker


def children(server: RunningServer) -> list[int]:
    assert server.process is not None
    pid = server.process.pid
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]


def test_a_reload_is_survived(signalled: RunningServer) -> None:
    """O04: HUP releases whoever waits; then a new worker serves, nothing lost."""
    server = signalled
    webhook = server.webhook(waitForReply=True)
    ledger = Ledger(server.webhook())
    callers = parked(webhook, 3)
    first = server.worker_pid
    ledger.begin()
    server.signal(signal.SIGHUP)
    released(callers)
    until(lambda: server.worker_pid != first, "a new worker has the lock", 30)
    server.wait_until_ready()
    caller = Caller(webhook)
    taken = webhook.next(waiting="true")
    assert webhook.reply(taken["replyId"], {"body": "new"}).status == 200
    assert caller.answer().body == b"new"
    assert server.stop() == 0
    ledger.end()
    ledger.check()
