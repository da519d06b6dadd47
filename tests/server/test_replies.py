"""Waiting for a reply: the first one wins, and everybody else is told so."""

import base64
import json

import pytest

from tests.server.callers import Caller
from tests.server.rows import rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import connect, post

CALLERS = 50


@pytest.fixture
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook(waitForReply=True)


def waiting(webhook: RemoteWebhook, body: bytes = b"{}") -> tuple[Caller, str]:
    """Start a caller, take its delivery, and return both it and the reply id."""
    caller = Caller(webhook, body)
    return caller, str(webhook.next(waiting="true")["replyId"])


def begin_queue(webhook: RemoteWebhook) -> None:
    """Have all deliveries that come from now on given out, answered or not."""
    answer = webhook.server.api("POST", f"{webhook.api_path}/deliveries/next")
    assert answer.status == 204


def test_the_caller_gets_exactly_the_reply(webhook: RemoteWebhook) -> None:
    """Done when: status 418, a header and a binary body."""
    caller, reply_id = waiting(webhook)
    body = bytes(range(256))
    value = {
        "statusCode": 418,
        "headers": {"X-Tea": "green", "Content-Type": "image/png"},
        "bodyBase64": base64.b64encode(body).decode(),
    }
    assert webhook.reply(reply_id, value).status == 200
    answer = caller.answer()
    assert (answer.status, answer.body) == (418, body)
    assert answer.headers["X-Tea"] == "green"
    assert answer.headers["Content-Type"] == "image/png"


def test_the_reply_id_begins_with_the_webhooks_id(webhook: RemoteWebhook) -> None:
    caller, reply_id = waiting(webhook)
    assert reply_id.startswith(f"{webhook.id}.")
    webhook.reply(reply_id, {"body": "x"})
    assert caller.answer().body == b"x"


def test_the_second_reply_is_refused(webhook: RemoteWebhook) -> None:
    """R02: 409, and the caller got the first."""
    caller, reply_id = waiting(webhook)
    assert webhook.reply(reply_id, {"body": {"n": 1}}).status == 200
    second = webhook.reply(reply_id, {"body": {"n": 2}})
    assert (second.status, second.json["type"]) == (409, "Conflict")
    assert caller.answer().json == {"n": 1}
    (row,) = rows(webhook)
    assert (row.response_status, row.response_source) == (200, "reply")


def test_an_unknown_reply_is_not_found(webhook: RemoteWebhook) -> None:
    for unknown in (f"{webhook.id}.nothing", "a.b", "nothing", "a" * 24 + ".b"):
        answer = webhook.reply(unknown, {"body": "x"})
        assert (answer.status, answer.json["type"]) == (404, "NotFound")


def test_a_reply_id_is_worth_nothing_in_another_application(
    webhook: RemoteWebhook,
) -> None:
    caller, reply_id = waiting(webhook)
    stranger = webhook.server.webhook(waitForReply=True)
    assert stranger.reply(reply_id, {"body": "stolen"}).status == 404
    assert webhook.reply(reply_id, {"body": "mine"}).status == 200
    assert caller.answer().body == b"mine"


def test_nobody_replies(server: RunningServer) -> None:
    """R01: Losant's own words, and a later reply is kept and shown as late."""
    webhook = server.webhook(waitForReply=True, replyTimeoutSeconds=1)
    begin_queue(webhook)
    caller = Caller(webhook)
    reply_id = webhook.next()["replyId"]
    answer = caller.answer()
    assert answer.status == 504
    assert answer.json == {"error": "Time out waiting for workflow reply"}
    late = webhook.reply(reply_id, {"statusCode": 201, "body": "too late"})
    assert (late.status, late.json["type"]) == (410, "Gone")
    (shown,) = webhook.deliveries()
    assert shown["response"]["source"] == "timeout"
    assert shown["lateReply"]["statusCode"] == 201
    kept = base64.b64decode(shown["lateReply"]["bodyBase64"])
    assert kept == b"too late"


def test_the_webhooks_own_timeout_reply_is_used(server: RunningServer) -> None:
    webhook = server.webhook(
        waitForReply=True,
        replyTimeoutSeconds=1,
        timeoutReply={"statusCode": 202, "body": "still working"},
    )
    answer = Caller(webhook).answer()
    assert (answer.status, answer.body) == (202, b"still working")


def test_a_reply_may_come_before_the_wait(webhook: RemoteWebhook) -> None:
    """A script that is already there answers as soon as the request is stored."""
    begin_queue(webhook)
    for number in range(20):
        caller = Caller(webhook)
        taken = webhook.next()
        assert webhook.reply(taken["replyId"], {"body": number}).status == 200
        assert caller.answer().json == number


def test_many_callers_get_each_their_own_reply(webhook: RemoteWebhook) -> None:
    """P7: exactly one answer for each."""
    callers = [Caller(webhook, json.dumps(n).encode()) for n in range(CALLERS)]
    for _ in range(CALLERS):
        taken = webhook.next(waiting="true")
        answer = webhook.reply(taken["replyId"], {"body": {"n": taken["body"]}})
        assert answer.status == 200
    found = [caller.answer().json for caller in callers]
    assert found == [{"n": n} for n in range(CALLERS)]


def test_a_caller_that_hung_up_is_noticed(webhook: RemoteWebhook) -> None:
    """Decision 18: 410, and the reply is kept as late."""
    with connect(webhook) as peer:
        peer.sendall(post(webhook, b"{}"))
        reply_id = webhook.next(waiting="true")["replyId"]
    answer = webhook.reply(reply_id, {"body": "anybody there?"})
    assert answer.status == 410
    (shown,) = webhook.deliveries()
    assert shown["lateReply"]["statusCode"] == 200


def test_deleting_the_webhook_lets_the_caller_go(webhook: RemoteWebhook) -> None:
    """A14: waiting callers are let go."""
    caller, reply_id = waiting(webhook)
    assert webhook.server.api("DELETE", webhook.api_path).status == 200
    assert caller.answer().status == 410
    assert webhook.reply(reply_id, {"body": "x"}).status == 404


def test_deleting_the_application_lets_the_caller_go(webhook: RemoteWebhook) -> None:
    caller, _ = waiting(webhook)
    path = f"/applications/{webhook.application_id}"
    assert webhook.server.api("DELETE", path).status == 200
    assert caller.answer().status == 410


def test_a_webhook_deleted_during_the_upload_is_not_found(
    webhook: RemoteWebhook,
) -> None:
    """The token was good when the request began, and is none when it is stored."""
    data = post(webhook, b"0123456789")
    with connect(webhook) as peer:
        peer.sendall(data[:-5])
        assert webhook.server.api("DELETE", webhook.api_path).status == 200
        peer.sendall(data[-5:])
        received = peer.recv(65536)
    assert received.startswith(b"HTTP/1.1 404 "), received
    assert "Traceback" not in webhook.server.output
