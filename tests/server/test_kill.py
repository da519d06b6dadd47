"""Killing the program at any moment loses nothing that it has acknowledged (P1).

``SWITCHHOOK_KILL_ROUNDS=20 pytest tests/server/test_kill.py`` is the long run.
The last two tests prove that the harness would notice.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.ledger import Ledger
from tests.server.mutants import STORED_AT_MOST
from tests.server.running import RunningServer

ROUNDS = int(os.environ.get("SWITCHHOOK_KILL_ROUNDS", "3"))
MUTANTS = Path(__file__).resolve().parent / "mutants"


def load(ledger: Ledger, seconds: float) -> None:
    """Wait until some requests were acknowledged, and a random time more."""
    before = len(ledger.acknowledged)
    until(lambda: len(ledger.acknowledged) > before + 20, "requests are acknowledged")
    time.sleep(random.uniform(0, seconds))  # noqa: S311  # any moment will do


def test_nothing_acknowledged_is_lost_by_killing(start: Start) -> None:
    """O01 and O02: the worker alone, then everything, under load, each round."""
    server = start().start()
    ledger = Ledger(server.webhook())
    for _ in range(ROUNDS):
        ledger.begin()
        load(ledger, 0.3)
        kill_worker(server)
        load(ledger, 0.3)
        server.kill()
        ledger.end()
        server.start()
    ledger.check()
    assert len(ledger.acknowledged) >= 40 * ROUNDS
    assert ledger.webhook.send().status == 200


def kill_worker(server: RunningServer) -> None:
    """kill -9 the worker alone and wait for the next one."""
    killed = server.worker_pid
    os.kill(killed, signal.SIGKILL)
    until(lambda: server.worker_pid != killed, "a new worker has the lock")
    server.wait_until_ready()


def broken(start: Start, name: str) -> Ledger:
    server = start().start("-c", str(MUTANTS / f"{name}.conf.py"))
    return Ledger(server.webhook())


def test_the_harness_notices_an_answer_before_commit(start: Start) -> None:
    """Its disk hangs once it should have stored more than so many."""
    ledger = broken(start, "early_answer")
    ledger.begin()
    until(lambda: len(ledger.acknowledged) > STORED_AT_MOST, "more were acknowledged")
    ledger.webhook.server.kill()
    ledger.end()
    with pytest.raises(AssertionError, match="lost"):
        ledger.check()


def test_the_harness_notices_a_shared_connection(start: Start) -> None:
    ledger = broken(start, "shared_connection")
    ledger.begin()
    until(lambda: bool(ledger.lost() or ledger.twice()), "harm was done", 120)
    ledger.webhook.server.kill()
    ledger.end()
    with pytest.raises(AssertionError, match=r"lost|mixed up|twice"):
        ledger.check()
