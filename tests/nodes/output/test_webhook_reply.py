"""Webhook: Reply: status, headers and body of the reply, and who gets none."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.nodes.kit import FakePorts, FakeReplies, Ran, run_node
from webhooks.nodes.output.webhook_reply import NODE
from webhooks.workflows.errors import NodeError

JSON = ("Content-Type", "application/json")
Sent = tuple[str, int, list[tuple[str, str]], bytes]


def reply(config: dict[str, Any], **payload: Any) -> tuple[Sent, Ran]:
    ports = FakePorts()
    replies = FakeReplies()
    ports.replies = replies
    ran = run_node(NODE, config, {"data": {"replyId": "r1"}} | payload, ports=ports)
    return replies.sent[0], ran


def body_of(config: dict[str, Any], **payload: Any) -> bytes:
    return reply(config, **payload)[0][3]


def test_an_export_with_little_in_it_replies_with_an_empty_body() -> None:
    sent, ran = reply({})
    assert sent == ("r1", 200, [JSON], b"")
    assert ran.output_name == "next"
    assert ran.messages == []


def test_the_reply_id_can_be_elsewhere() -> None:
    sent, _ = reply({"replyIdPath": "working.id"}, working={"id": "r2"})
    assert sent[0] == "r2"


@pytest.mark.parametrize("data", [{}, {"replyId": ""}, {"replyId": None}])
def test_without_a_reply_id_it_warns_and_goes_on(data: dict[str, Any]) -> None:
    ports = FakePorts()
    ran = run_node(NODE, {"bodyTemplate": "x"}, {"data": data}, ports=ports)
    assert isinstance(ports.replies, FakeReplies)
    assert ports.replies.sent == []
    assert ran.output_name == "next"
    assert [level for level, *_ in ran.messages] == ["warn"]
    assert "data.replyId" in ran.messages[0][1]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 200),
        ("201", 201),
        (" 404 ", 404),
        ("{{code}}", 418),
        (503, 503),
        ("teapot", 200),
        ("{{nothing}}", 200),
        ("201.5", 200),
        ("NaN", 200),
        ("Infinity", 200),
        ("-Infinity", 200),
        ("-1", 200),
        ("0", 200),
        ("99999", 200),
        # Statuses, but none that a reply can have.
        ("101", 200),
        ("600", 599),
        ("999", 599),
    ],
)
def test_a_status_that_is_none_becomes_200(text: object, status: int) -> None:
    sent, _ = reply({"responseCodeTemplate": text}, code=418)
    assert sent[1] == status


@pytest.mark.parametrize(
    ("config", "body"),
    [
        ({"bodyTemplate": "Hallo {{name}} ü"}, "Hallo Ann ü"),
        ({"bodyTemplateType": "string", "bodyTemplate": '{"a": 1}'}, '{"a": 1}'),
        ({"bodyTemplateType": "path", "bodyTemplate": "o"}, '{"a":[1,null]}'),
        ({"bodyTemplateType": "path", "bodyTemplate": "list"}, "[1,2]"),
        ({"bodyTemplateType": "path", "bodyTemplate": "name"}, "Ann"),
        ({"bodyTemplateType": "path", "bodyTemplate": "n"}, "5"),
        ({"bodyTemplateType": "path", "bodyTemplate": "yes"}, "true"),
        ({"bodyTemplateType": "path", "bodyTemplate": "nothing"}, ""),
        ({"bodyTemplateType": "path", "bodyTemplate": ""}, ""),
        ({"bodyTemplateType": "json", "bodyTemplate": '{ "n": {{n}} }'}, '{"n":5}'),
        ({"bodyTemplateType": "json", "bodyTemplate": '"{{name}}"'}, '"Ann"'),
        ({"bodyTemplateType": "json", "bodyTemplate": ""}, ""),
        ({"bodyTemplateType": "none", "bodyTemplate": "ignored"}, ""),
    ],
)
def test_the_body_is_built_by_its_type(config: dict[str, Any], body: str) -> None:
    payload = {"name": "Ann", "o": {"a": [1, None]}, "list": [1, 2], "n": 5}
    assert body_of(config, **payload, yes=True).decode() == body


def test_the_whole_payload_can_be_the_body() -> None:
    when = datetime(2026, 3, 4, tzinfo=UTC)
    body = body_of({"bodyTemplateType": "payload"}, time=when)
    expected = b'{"data":{"replyId":"r1"},"time":"2026-03-04T00:00:00.000Z"}'
    assert body == expected


def test_json_that_is_not_valid_stops_the_run() -> None:
    with pytest.raises(NodeError, match="valid JSON") as caught:
        reply({"bodyTemplateType": "json", "bodyTemplate": "{oops"})
    assert caught.value.name == "InvalidJsonTemplate"


def test_a_body_has_one_mebibyte_at_most() -> None:
    config = {"bodyTemplateType": "path", "bodyTemplate": "big"}
    assert len(body_of(config, big="x" * 2**20)) == 2**20
    with pytest.raises(NodeError, match="more than 1048576 bytes"):
        reply(config, big="ü" * 2**19 + "x")


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("application/json", "application/json"),
        ("application/xml", "application/xml"),
        ("text/plain", "text/plain"),
        ("text/xml", "text/xml"),
        ("text/csv", "text/csv"),
        ("Text/Plain; charset=utf-8", "Text/Plain; charset=utf-8"),
        ("text/html", "application/json"),
        ("image/png", "application/json"),
        ("", "application/json"),
        ("text/plain, text/html", "application/json"),
    ],
)
def test_five_content_types_are_let_through(given: str, sent: str) -> None:
    headers = [{"keyTemplate": "CONTENT-TYPE", "valueTemplate": given}]
    assert reply({"headerInfo": headers})[0][2] == [("Content-Type", sent)]


def test_headers_are_templates_under_either_name() -> None:
    headers = [
        {"keyTemplate": "X-{{n}}", "valueTemplate": "{{n}}"},
        {"key": "X-Old", "valueTemplate": "old"},
        {"keyTemplate": "", "valueTemplate": "nameless"},
    ]
    sent = reply({"headerInfo": headers}, n=1)[0]
    assert sent[2] == [JSON, ("X-1", "1"), ("X-Old", "old")]


def test_a_websocket_message_cannot_be_sent() -> None:
    with pytest.raises(NodeError) as caught:
        reply({"isWebsocketMessage": True, "bodyTemplate": "x"})
    message = "Cannot write a WebSocket message to an HTTP webhook."
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("answer", "said"),
    [("answered", "already"), ("late", "too late"), ("unknown", "Nobody waits")],
)
def test_a_reply_that_is_not_sent_is_a_warning(answer: str, said: str) -> None:
    ports = FakePorts()
    ports.replies = FakeReplies(answer)
    ran = run_node(NODE, {}, {"data": {"replyId": "r1"}}, ports=ports)
    assert ran.output_name == "next"
    assert said in ran.messages[0][1]


@pytest.mark.parametrize(("code", "status"), [("301", 301), ("", 302), ("200", 302)])
def test_a_redirect_leads_to_the_url_in_the_body(code: str, status: int) -> None:
    config = {
        "replyType": "redirect",
        "responseCodeTemplate": code,
        "bodyTemplate": "https://example.com/{{id}}",
    }
    sent = reply(config, id=7)[0]
    assert sent == ("r1", status, [JSON, ("Location", "https://example.com/7")], b"")


@pytest.mark.parametrize("kind", ["page", "mqtt"])
def test_replies_of_experiences_do_not_exist_here(kind: str) -> None:
    with pytest.raises(NodeError, match="custom reply or a redirect"):
        reply({"replyType": kind})
