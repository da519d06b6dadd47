"""Copies of one delivery that come while the first still waits for its reply."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.server.callers import until
from tests.server.conftest import Start
from tests.server.flows import RemoteFlow, query
from tests.server.running import Answer, RemoteWebhook, RunningServer
from tests.services.flow_parts import count
from tests.services.repeated import SECRET, push

COPIES = 150
# Each of so many threads may connect and then be slow to say what it wants.
PATIENT = ("--keep-alive", "60")


def receiver(server: RunningServer) -> tuple[RemoteWebhook, RemoteFlow]:
    """Make a webhook that waits for a script and knows GitHub's repetitions."""
    kept = {"provider": "github", "secrets": [SECRET], "deduplicate": True}
    webhook = server.webhook(signature=kept, waitForReply=True, replyTimeoutSeconds=120)
    return webhook, RemoteFlow(webhook, count())


def send(webhook: RemoteWebhook) -> Answer:
    request = push()
    return webhook.send(request.body, headers=dict(request.headers), timeout=120)


def stored(webhook: RemoteWebhook) -> list[dict[str, Any]]:
    sql = "SELECT status, reply_id FROM delivery WHERE webhook_id = ?"
    return query(webhook.server, sql, webhook.id)


def all_sent(webhook: RemoteWebhook, pool: ThreadPoolExecutor) -> list[Any]:
    """Send every copy; return when one waits and the others are on their way."""
    begun = threading.Semaphore(0)

    def one() -> Answer:
        begun.release()
        return send(webhook)

    first = pool.submit(send, webhook)
    until(lambda: len(stored(webhook)) == 1, "the first one waits")
    copies = [pool.submit(one) for _ in range(COPIES)]
    for _ in copies:
        begun.acquire()
    return [first, *copies]


def test_a_reply_answers_every_copy_at_once(start: Start) -> None:
    """One after the other, each stored before the next, takes minutes."""
    server = start().start(*PATIENT)
    webhook, flow = receiver(server)
    with ThreadPoolExecutor(COPIES + 1) as pool:
        sent = all_sent(webhook, pool)
        reply_id = stored(webhook)[0]["reply_id"]
        value = {"statusCode": 201, "body": "made"}
        assert webhook.reply(reply_id, value).status == 200
        answers = [each.result(150) for each in sent]
    assert {(each.status, each.body) for each in answers} == {(201, b"made")}
    found = sorted(row["status"] for row in stored(webhook))
    assert found == ["accepted"] + ["duplicate"] * COPIES
    flow.settle()
    assert flow.statuses() == {"succeeded": 1}


def test_a_stop_answers_every_copy_and_the_next_start_knows_them(start: Start) -> None:
    server = start().start(*PATIENT)
    webhook, flow = receiver(server)
    with ThreadPoolExecutor(COPIES + 1) as pool:
        sent = all_sent(webhook, pool)
        server.signal(signal.SIGTERM)
        answers, broken = [], 0
        for each in sent:
            try:
                answers.append(each.result(150))
            except OSError:  # not taken any more
                broken += 1
    assert {each.status for each in answers} == {503}
    assert server.stop() == 0
    server.start()
    again = send(webhook)
    # The stop is over, and the delivery has been taken.
    assert (again.status, again.json) == (200, {"success": True})
    flow.settle()
    assert flow.statuses() == {"succeeded": 1}
    found = sorted(row["status"] for row in stored(webhook))
    assert found == ["accepted"] + ["duplicate"] * (COPIES - broken + 1)
