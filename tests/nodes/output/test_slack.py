"""Slack: where the message goes, what it says, and what comes of it."""

import json
from typing import Any

import pytest

from tests.nodes.kit import FakeHttp, FakePorts, Ran, run_node
from webhooks.nodes.output.slack import NODE
from webhooks.workflows.errors import NodeError
from webhooks.workflows.ports import HttpRequest, HttpResponse

SERVICES = "https://hooks.slack.com/services/"


def post(
    config: dict[str, Any], response: HttpResponse | NodeError | None = None
) -> tuple[HttpRequest, Ran]:
    http = FakeHttp(response)
    ports = FakePorts()
    ports.http = http
    config = {"urlPathTemplate": "T0/B0/x", "textTemplate": "Hi"} | config
    ran = run_node(NODE, config, {"n": 1}, ports=ports)
    return http.requests[0], ran


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("T0/B0/x", f"{SERVICES}T0/B0/x"),
        ("/services/T0/B0/x", f"{SERVICES}T0/B0/x"),
        (f"{SERVICES}T0/B0/x", f"{SERVICES}T0/B0/x"),
        ("https://chat.example.org/hooks/x", "https://chat.example.org/hooks/x"),
    ],
)
def test_the_url_may_be_whole_or_its_last_part(given: str, url: str) -> None:
    assert post({"urlPathTemplate": given})[0].url == url


def test_a_message_is_json() -> None:
    config = {"textTemplate": '"{{n}}" ü', "channelTemplate": "#general"}
    request, ran = post(config | {"resultPath": "out"})
    assert request.method == "POST"
    assert request.headers == (("Content-Type", "application/json"),)
    assert request.body is not None
    assert json.loads(request.body) == {"text": '"1" ü', "channel": "#general"}
    assert ran.payload["out"] == {"success": True, "sent": 1}


def test_without_a_message_the_payload_is_posted() -> None:
    request, _ = post({"textTemplate": ""})
    assert request.body is not None
    assert json.loads(json.loads(request.body)["text"]) == {"n": 1}


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(404, {}, b"no_service", ""),
        NodeError("no_service", "RequestFailed"),
    ],
)
def test_a_failure_is_a_result_or_ends_the_run(
    response: HttpResponse | NodeError,
) -> None:
    result = post({"resultPath": "out"}, response)[1].payload["out"]
    assert (result["success"], result["sent"]) == (False, 0)
    assert "no_service" in result["error"]["message"]
    with pytest.raises(NodeError, match="no_service"):
        post({}, response)
