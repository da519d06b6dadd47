"""Being told to stop while workflows run: nothing is lost, nothing runs twice."""

import signal
import sqlite3
import time
from contextlib import closing

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.flows import RemoteFlow, query, runs
from tests.server.gate import gate
from tests.server.parked import parked, released
from tests.server.rows import database
from tests.server.running import RunningServer
from tests.server.test_workflows import Sender
from tests.services.flow_parts import count, node
from webhooks.runtime.run_queue import SLOTS_EACH

SENDERS = 8
SENT_EACH = 14
SENT = SENDERS * SENT_EACH
FINISHED = 10
# Nobody will wait that long: the time comes while the server is away.
LONG_SECONDS = 50


def test_stopping_ends_what_runs_and_keeps_what_is_queued(start: Start) -> None:
    """O03 and P7: runs have a grace, callers are told at once, exit code 0."""
    server = start(SWITCHHOOK_ALLOW_PRIVATE_NETWORKS="127.0.0.0/8").start()
    webhook = server.webhook()
    waits = server.webhook(waitForReply=True, replyTimeoutSeconds=120)
    delay = node("DelayNode", {"delay": LONG_SECONDS}, "b")
    asleep = RemoteFlow(waits, delay, count(id_="b"))
    with gate() as held:
        ask = node("HttpNode", {"method": "GET", "uriTemplate": held.url}, "b")
        slow = RemoteFlow(webhook, ask, count("{{data.path}}", id_="b"))
        for sender in [Sender(webhook, SENT_EACH) for _ in range(SENDERS)]:
            sender.done()
        under_way = {"running": SLOTS_EACH, "queued": SENT - SLOTS_EACH}
        until(lambda: slow.statuses() == under_way, "every slot is taken", 30)
        callers = parked(waits, 5)
        began = time.monotonic()
        server.signal(signal.SIGTERM)
        held.let(FINISHED)
        released(callers)
        assert time.monotonic() - began < 5
        assert server.process is not None
        assert server.process.wait(25) == 0
        assert "Traceback" not in server.output
        stopped = slow.statuses()
        assert stopped["queued"] > 0
        assert stopped["succeeded"] == FINISHED
        assert asleep.statuses() == {"waiting": 5}
        let_time_come(server)
        held.let()
        again = start(
            server.instance, SWITCHHOOK_ALLOW_PRIVATE_NETWORKS="127.0.0.0/8"
        ).start()
        slow.server = asleep.server = again
        slow.settle()
    ended = slow.statuses()
    assert ended.total() == SENT
    assert set(ended) <= {"succeeded", "interrupted"}
    # Only what was under way when the grace was over is lost.
    assert ended["interrupted"] <= stopped["running"]
    (done,) = query(
        again, "SELECT value FROM workflow_entry WHERE workflow_id = ?", slow.id
    )
    assert ended["succeeded"] <= int(done["value"]) <= SENT
    until(lambda: asleep.statuses() == {"succeeded": 5}, "the waits are over", 30)
    assert all(run["status"] != "running" for run in runs(again))


def let_time_come(server: RunningServer) -> None:
    """Make the time come, beside a server that is stopped, at which runs go on."""
    path = database(server.instance)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE run SET due_at = 1 WHERE status = 'waiting'")
