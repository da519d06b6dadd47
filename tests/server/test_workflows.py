"""Workflows on a real server: they run, and none can hold up anybody else."""

import threading
from typing import Any

from tests.server.callers import Caller, until
from tests.server.conftest import Start
from tests.server.flows import RemoteFlow, is_busy, query
from tests.server.running import RemoteWebhook, RunningServer
from tests.services.flow_parts import count, node

REGEX = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'"


def reply(body: str, *then: str, id_: str = "a") -> dict[str, Any]:
    config = {"bodyTemplateType": "string", "bodyTemplate": body}
    return node("WebhookReplyNode", config, *then, id_=id_)


def function(script: str, *then: str, id_: str = "a") -> dict[str, Any]:
    return node("RawFunctionNode", {"script": script}, *then, id_=id_)


def endless_mutate() -> tuple[dict[str, Any], ...]:
    """Two nodes that lead to each other."""
    rule = {"type": "set", "destination": "x", "source": "1"}
    config = {"rules": [rule]}
    return node("MutateNode", config, "b"), node("MutateNode", config, "a", id_="b")


def test_a_workflow_answers_its_caller(server: RunningServer) -> None:
    """The way from the request through Function and template to the reply."""
    webhook = server.webhook(waitForReply=True)
    script = "payload.sum = payload.data.body.items.reduce((a, b) => a + b, 0)"
    flow = RemoteFlow(webhook, function(script, "b"), reply("sum {{sum}}", id_="b"))
    answers = [Caller(webhook, b'{"items": [1, 2, %d]}' % n) for n in range(20)]
    bodies = [caller.answer().body for caller in answers]
    assert bodies == [b"sum %d" % (3 + number) for number in range(20)]
    flow.settle()
    assert flow.statuses() == {"succeeded": 20}
    until(
        lambda: all(row["response"] for row in webhook.deliveries()), "all is recorded"
    )
    sources = {row["response"]["source"] for row in webhook.deliveries()}
    assert sources == {"reply"}


def test_no_workflow_holds_up_other_requests(start: Start) -> None:
    """W01 and W11: loops, regular expressions and cycles run apart or in turns."""
    server = start().start()
    bad = server.webhook()
    evil = [
        RemoteFlow(bad, function("while (true) {}")),
        RemoteFlow(bad, function(f"/^(a+)+$/.test({REGEX})")),
        RemoteFlow(
            bad, node("DebugNode", {"message": f"{{{{match {REGEX} '^(a+)+$'}}}}"})
        ),
        RemoteFlow(bad, *endless_mutate()),
    ]
    plain, good = server.webhook(), server.webhook(waitForReply=True)
    fine = RemoteFlow(good, count("count", "b"), reply("ok", id_="b"))
    assert bad.send().status == 200
    until(lambda: evil[3].statuses()["running"] == 1, "they are under way")
    for _ in range(10):
        answer = good.send()
        assert (answer.status, answer.body) == (200, b"ok")
        assert plain.send().status == 200
    # All of that while the cycles were still going round.
    assert is_busy(evil[3].statuses())
    for flow in evil:
        flow.settle()
    assert fine.storage() == {"count": 10}
    assert [flow.statuses() for flow in evil] == [
        {"failed": 1},
        {"failed": 1},
        {"succeeded": 1},
        {"failed": 1},
    ]
    assert "Traceback" not in server.output


def test_a_flood_of_requests_is_stored_and_drains_in_order(start: Start) -> None:
    """W09: ingress answers everybody; the queue drains behind it."""
    server = start().start()
    webhook = server.webhook()
    slow = node("DelayNode", {"delay": 0.2}, "b")
    flow = RemoteFlow(webhook, slow, count(id_="b"))
    senders = [Sender(webhook, 250) for _ in range(8)]
    for sender in senders:
        sender.done()
    until(lambda: flow.statuses().total() == 2000, "every run is stored")
    flow.settle()
    assert flow.statuses() == {"succeeded": 2000}
    assert flow.storage() == {"count": 2000}
    times = [run["started_at"] for run in flow.runs()]
    assert times == sorted(times)
    (row,) = query(
        server,
        "SELECT count(*) AS n FROM delivery d JOIN run r ON r.delivery_seq = d.seq",
    )
    assert row["n"] == 2000


class Sender:
    """Sends many requests one after the other on a thread."""

    def __init__(self, webhook: RemoteWebhook, times: int) -> None:
        self.statuses: list[int] = []
        self._webhook = webhook
        self._times = times
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        for _ in range(self._times):
            self.statuses.append(self._webhook.send().status)

    def done(self) -> None:
        self._thread.join()
        assert self.statuses == [200] * self._times
