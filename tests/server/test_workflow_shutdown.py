"""Being told to stop while workflows run: nothing is lost, nothing runs twice."""

import signal
import time

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.flows import RemoteFlow, query, runs
from tests.server.parked import parked, released
from tests.server.test_workflows import Sender, function
from tests.services.flow_parts import count, node

# Long enough that most are still in line when the signal comes.
SPIN = "const end = Date.now() + 100; while (Date.now() < end) {}"


def test_stopping_ends_what_runs_and_keeps_what_is_queued(start: Start) -> None:
    """O03 and P7: runs have a grace, callers are told at once, exit code 0."""
    server = start().start()
    webhook = server.webhook()
    slow = RemoteFlow(webhook, function(SPIN, "b"), count("{{data.path}}", id_="b"))
    waits = server.webhook(waitForReply=True)
    asleep = RemoteFlow(waits, node("DelayNode", {"delay": 12}, "b"), count(id_="b"))
    callers = parked(waits, 5)
    senders = [Sender(webhook, 20) for _ in range(8)]
    for sender in senders:
        sender.done()
    before = slow.statuses()
    assert before["running"] > 0
    assert before["queued"] > 0
    began = time.monotonic()
    server.signal(signal.SIGTERM)
    released(callers)
    assert time.monotonic() - began < 5
    assert server.process is not None
    assert server.process.wait(25) == 0
    assert "Traceback" not in server.output
    stopped = slow.statuses()
    assert stopped["queued"] > 0
    assert stopped["succeeded"] > before["succeeded"]
    assert asleep.statuses() == {"waiting": 5}
    again = start(server.instance).start()
    slow.server = asleep.server = again
    slow.settle(60)
    ended = slow.statuses()
    assert ended.total() == 160
    assert set(ended) <= {"succeeded", "interrupted"}
    # Only what was under way when the grace was over is lost.
    assert ended["interrupted"] <= stopped["running"]
    (done,) = query(
        again, "SELECT value FROM workflow_entry WHERE workflow_id = ?", slow.id
    )
    assert ended["succeeded"] <= int(done["value"]) <= 160
    until(lambda: asleep.statuses() == {"succeeded": 5}, "the waits are over", 30)
    assert all(run["status"] != "running" for run in runs(again))
