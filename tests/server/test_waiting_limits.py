"""How many may wait, and what their waiting may cost."""

import base64
import json

import pytest

from tests.server.callers import Caller
from tests.server.conftest import Start
from tests.server.rows import rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import alive

LIMIT = 10
MEBIBYTE = 1024 * 1024


@pytest.fixture
def crowded(start: Start) -> RunningServer:
    """A server in which ten callers may wait."""
    return start(SWITCHHOOK_MAX_WAITING=str(LIMIT)).start()


def take(webhook: RemoteWebhook) -> str:
    return str(webhook.next(waiting="true")["replyId"])


def test_one_caller_too_many_is_sent_away(crowded: RunningServer) -> None:
    """R11: 503 with Retry-After, nothing stored, and the others get replies."""
    webhook = crowded.webhook(waitForReply=True, replyTimeoutSeconds=120)
    callers = [Caller(webhook) for _ in range(LIMIT)]
    reply_ids = [take(webhook) for _ in range(LIMIT)]
    one_more = webhook.send()
    assert one_more.status == 503
    assert int(one_more.headers["Retry-After"]) > 0
    assert one_more.json["type"] == "ServiceUnavailable"
    assert len(rows(webhook)) == LIMIT
    alive(crowded.webhook())
    for reply_id in reply_ids:
        assert webhook.reply(reply_id, {"body": "x"}).status == 200
    assert [caller.answer().status for caller in callers] == [200] * LIMIT
    caller = Caller(webhook)
    webhook.reply(take(webhook), {"body": "room again"})
    assert caller.answer().body == b"room again"


def test_waiting_callers_do_not_use_up_the_room_for_bodies(
    server: RunningServer,
) -> None:
    """P13: what is stored need not stay in memory while its caller waits."""
    webhook = server.webhook(waitForReply=True, replyTimeoutSeconds=120)
    body = b"x" * MEBIBYTE
    callers, reply_ids = [], []
    for _ in range(70):
        # One by one: all at once may be too many bodies for a moment.
        callers.append(Caller(webhook, body))
        reply_ids.append(take(webhook))
    other = server.webhook()
    assert other.send(body).status == 200
    for reply_id in reply_ids:
        webhook.reply(reply_id, {"body": "x"})
    assert [caller.answer().status for caller in callers] == [200] * len(callers)


@pytest.mark.parametrize(
    "headers",
    [
        {"X": "a\r\nSet-Cookie: s=1"},
        {"X": "a\nb"},
        {"X": "\u2603"},
        {"X": "\0"},
        {"X Te": "a"},
        {"": "a"},
        {"X": "a" * 100_000},
        {f"X-{number}": "a" for number in range(1000)},
        {"Content-Type": "text/html"},
    ],
    ids=range(9),
)
def test_a_reply_that_cannot_be_sent_is_refused_when_it_is_made(
    server: RunningServer, headers: dict[str, str]
) -> None:
    """R04 and R06: 400, and the caller still waits for a good one."""
    webhook = server.webhook(waitForReply=True)
    caller = Caller(webhook)
    reply_id = take(webhook)
    refused = webhook.reply(reply_id, {"headers": headers, "body": "x"})
    assert (refused.status, refused.json["type"]) == (400, "Validation")
    assert webhook.reply(reply_id, {"body": "good"}).status == 200
    answer = caller.answer()
    assert answer.body == b"good"
    assert answer.headers["Set-Cookie"] is None


def test_headers_that_would_change_the_connection_never_go_out(
    server: RunningServer,
) -> None:
    """Finding 13: some would even make the client hang."""
    webhook = server.webhook(waitForReply=True)
    caller = Caller(webhook)
    headers = {
        "Set-Cookie": "s=1",
        "Content-Length": "5",
        "Transfer-Encoding": "chunked",
        "Upgrade": "websocket",
        "Trailer": "x",
        "Content-Security-Policy": "default-src *",
        "Strict-Transport-Security": "max-age=1",
        "Clear-Site-Data": '"*"',
        "Access-Control-Allow-Origin": "https://evil.test",
        "X-Kept": "yes",
    }
    assert webhook.reply(take(webhook), {"headers": headers, "body": "x"}).status == 200
    answer = caller.answer()
    assert (answer.body, answer.headers["X-Kept"]) == (b"x", "yes")
    sent = {name.lower() for name in answer.headers}
    assert not sent & {"set-cookie", "transfer-encoding", "upgrade", "trailer"}
    assert not sent & {"strict-transport-security", "clear-site-data"}
    assert "access-control-allow-origin" not in sent
    assert_protected(answer.headers.items())


@pytest.mark.parametrize("status", [99, 100, 199, 600, 1000, "200", 200.5, True, None])
def test_a_status_that_cannot_be_sent_is_refused(
    server: RunningServer, status: object
) -> None:
    """Finding 14."""
    webhook = server.webhook(waitForReply=True)
    caller = Caller(webhook)
    reply_id = take(webhook)
    assert webhook.reply(reply_id, {"statusCode": status}).status == 400
    assert webhook.reply(reply_id, {"statusCode": 204, "body": "x"}).status == 200
    assert (caller.answer().status, caller.answer().body) == (204, b"")


def test_a_reply_that_is_too_large_is_refused(server: RunningServer) -> None:
    """R10."""
    webhook = server.webhook(waitForReply=True)
    caller = Caller(webhook)
    reply_id = take(webhook)
    body = base64.b64encode(bytes(17 * MEBIBYTE)).decode()
    assert webhook.reply(reply_id, {"bodyBase64": body}).status == 413
    assert webhook.reply(reply_id, {"body": "small"}).status == 200
    assert caller.answer().body == b"small"


def assert_protected(headers: object) -> None:
    """What every answer of the door must carry (R09)."""
    found = {name.lower(): value for name, value in list(headers)}  # type: ignore[call-overload]
    assert found["x-content-type-options"] == "nosniff"
    assert "sandbox" in found["content-security-policy"]
    assert "allow-same-origin" not in found["content-security-policy"]
    assert "cache-control" in found


def test_every_answer_of_the_door_is_protected(server: RunningServer) -> None:
    """R09: success, handshake, refusals and errors alike."""
    plain = server.webhook()
    guarded = server.webhook(basicAuthUsername="a", basicAuthPassword="b")
    facebook = server.webhook(verificationType="facebook", verificationCode="code")
    challenge = "?hub.mode=subscribe&hub.verify_token=code&hub.challenge=%3Cb%3E"
    slow = server.webhook(waitForReply=True, replyTimeoutSeconds=1)
    answers = {
        200: plain.send(),
        401: guarded.send(),
        403: facebook.send(method="GET", suffix="?hub.mode=subscribe"),
        404: server.ask("POST", "/webhooks/unknown"),
        405: plain.send(method="TRACE", body=b""),
        413: plain.send(b"x" * (MEBIBYTE + 1)),
        504: slow.send(),
    }
    for status, answer in answers.items():
        assert answer.status == status
        assert_protected(answer.headers.items())
    handshake = facebook.send(b"", method="GET", suffix=challenge)
    assert (handshake.status, handshake.body) == (200, b"<b>")
    assert_protected(handshake.headers.items())
    assert json.loads(answers[404].body)["type"] == "NotFound"
