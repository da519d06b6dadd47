"""Killing the program while workflows run: each run starts once, or says so (P5).

The client's own ledger stands against the database, as in ``test_kill``; here
every stored request has as many runs as workflows listen.
"""

from collections import Counter

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.flows import RemoteFlow, query, runs
from tests.server.ledger import Ledger
from tests.server.test_kill import ROUNDS, kill_worker, load
from tests.services.flow_parts import count, node, starts, timer

# Long enough that a kill comes before it is over, however slow we are.
SECONDS = 10
DELAYED = (
    node("DelayNode", {"delay": 1.5}, "b"),
    count("delayed", id_="b"),
)


def test_runs_are_stored_times_workflows_and_none_starts_twice(start: Start) -> None:
    """O01: worker and master are killed under load, in every round."""
    server = start().start()
    ledger = Ledger(server.webhook())
    flows = [
        RemoteFlow(ledger.webhook, count("{{data.headers.x-name}}")),
        RemoteFlow(ledger.webhook, *DELAYED),
        RemoteFlow(ledger.webhook, *DELAYED, repeatAfterCrash=True),
    ]
    for _ in range(min(ROUNDS, 10)):
        ledger.begin()
        load(ledger, 0.3)
        kill_worker(server)
        load(ledger, 0.3)
        server.kill()
        ledger.end()
        server.start()
    for flow in flows:
        flow.settle()
    ledger.check()
    stored = [row["seq"] for row in query(server, "SELECT seq FROM delivery")]
    by_delivery = Counter(run["delivery_seq"] for run in runs(server))
    assert by_delivery == dict.fromkeys(stored, len(flows))
    once, delayed, repeated = flows
    statuses = once.statuses()
    assert set(statuses) <= {"succeeded", "interrupted"}
    counts = entries(once)
    assert set(counts.values()) <= {1}, "a run had its effect twice"
    names = {row["id"]: row for row in query(server, NAMES, once.id)}
    done = [row for row in names.values() if row["status"] == "succeeded"]
    assert {row["raw_query"] for row in done} <= set(counts)
    assert len(counts) <= len(stored)
    assert entries(delayed)["delayed"] >= delayed.statuses()["succeeded"]
    assert set(repeated.statuses()) == {"succeeded"}
    assert entries(repeated)["delayed"] >= len(stored)


NAMES = (
    "SELECT r.id, r.status, d.raw_query FROM run r "
    "JOIN delivery d ON d.seq = r.delivery_seq WHERE r.workflow_id = ?"
)


def entries(flow: RemoteFlow) -> dict[str, int]:
    """What a workflow counted, read past the API: there may be thousands."""
    sql = "SELECT key, CAST(value AS INTEGER) AS n FROM workflow_entry"
    rows = query(flow.server, f"{sql} WHERE workflow_id = ?", flow.id)
    return {row["key"]: row["n"] for row in rows}


def test_what_waits_or_is_planned_survives_a_kill(start: Start) -> None:
    """Delays, scheduled runs and timers go on at their times."""
    server = start().start()
    webhook = server.webhook()
    button = starts({"type": "virtualButton", "config": {}, "meta": {"uiId": "u"}}, "p")
    target = RemoteFlow(
        webhook, node("DebugNode", {}), count("pressed", id_="p"), triggers=(button,)
    )
    schedule = node(
        "WorkflowTriggerNode",
        {
            "behavior": "schedule",
            "scheduling": "relative",
            "secondsTemplate": str(SECONDS),
            "triggerWorkflowId": target.id,
            "triggerVirtualButtonId": "u",
        },
    )
    planner = RemoteFlow(webhook, schedule)
    delay = node("DelayNode", {"delay": SECONDS}, "b")
    waits = RemoteFlow(webhook, delay, count(id_="b"))
    ticks = RemoteFlow(
        webhook,
        node("DebugNode", {}),
        count("ticks", id_="t"),
        triggers=(starts(timer("t", seconds=1), "t"),),
    )
    assert webhook.send().status == 200
    until(lambda: waits.statuses()["waiting"] == 1, "one waits")
    until(lambda: planner.statuses()["succeeded"] == 1, "one is planned")
    server.kill()
    server.start()
    until(lambda: waits.storage() == {"count": 1}, "the wait is over")
    until(lambda: target.storage() == {"pressed": 1}, "the planned one has run")
    before = ticks.storage().get("ticks", 0)
    until(lambda: ticks.storage().get("ticks", 0) > before, "the timer goes on")
    for flow in (planner, waits, target):
        flow.settle()
        assert set(flow.statuses()) == {"succeeded"}
    (run,) = waits.runs()
    assert run["finished_at"] - run["created_at"] >= SECONDS * 1000
