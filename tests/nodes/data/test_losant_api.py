"""Losant API: what is called with what, and that errors are results."""

from tests.nodes.kit import FakeApi, FakePorts, run_node
from webhooks.nodes.data.losant_api import NODE
from webhooks.workflows.errors import ApiRefused

CONFIG = {
    "resource": "webhook",
    "action": "patch",
    "params": [
        {"name": "webhookId", "type": "string", "value": "{{id}}"},
        {"name": "webhook", "type": "json", "value": '{"name": "{{name}}"}'},
        {"name": "extra", "type": "path", "value": "data"},
        {"name": "missing", "type": "path", "value": "nothing"},
        {"name": "page", "value": "{{page}}"},
    ],
    "responsePath": "out",
}
PAYLOAD = {"id": "abc", "name": "Orders", "data": {"a": [1]}, "page": 2}


def test_parameters_are_text_json_or_taken_from_the_payload() -> None:
    ports = FakePorts()
    api = FakeApi({"ok": True})
    ports.api = api
    ran = run_node(NODE, CONFIG, PAYLOAD, ports=ports)
    assert ran.payload["out"] == {"result": {"ok": True}}
    resource, action, params = api.calls[0]
    assert (resource, action) == ("webhook", "patch")
    assert params == {
        "webhookId": "abc",
        "webhook": {"name": "Orders"},
        "extra": {"a": [1]},
        "page": "2",
    }
    assert params["extra"] is not ran.payload["data"]


def test_what_the_api_says_against_it_is_a_result() -> None:
    ports = FakePorts()
    ports.api = FakeApi(ApiRefused("Webhook was not found", "NotFound", 404))
    ran = run_node(NODE, CONFIG, PAYLOAD, ports=ports)
    assert ran.payload["out"] == {
        "error": {
            "type": "NotFound",
            "statusCode": 404,
            "message": "Webhook was not found",
        }
    }


def test_another_application_is_never_called() -> None:
    ports = FakePorts()
    api = FakeApi({"ok": True})
    ports.api = api
    config = CONFIG | {"apiTokenTemplate": "token"}
    ran = run_node(NODE, config, PAYLOAD, ports=ports)
    assert ran.payload["out"]["error"]["type"] == "NotSupportedHere"
    assert api.calls == []
