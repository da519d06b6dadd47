"""Losant's official Python client, unchanged, against the resources of workflows."""

from collections.abc import Iterator
from typing import Any

import pytest
from losant_rest import Client
from losant_rest.losant_error import LosantError

from tests.server.running import EMAIL, PASSWORD

pytestmark = pytest.mark.server

BUTTON = {
    "type": "virtualButton",
    "config": {},
    "meta": {"category": "trigger", "name": "virtualButton", "label": "Press"},
    "outputIds": [["say"]],
}
SAY = {
    "id": "say",
    "type": "DebugNode",
    "config": {"message": "{{data.a}}"},
    "meta": {"category": "debug", "name": "debug", "label": "Say", "x": 1, "y": 2},
    "outputIds": [[]],
}
FLOW = {"name": "Orders", "triggers": [BUTTON], "nodes": [SAY]}


@pytest.fixture
def client(api_url: str) -> Any:
    """A client that has signed in with a password."""
    signed_in = Client(url=api_url)
    credentials = {"email": EMAIL, "password": PASSWORD}
    answer = signed_in.auth.authenticate_user(credentials=credentials)
    signed_in.auth_token = answer["token"]
    return signed_in


@pytest.fixture
def where(client: Any) -> Iterator[dict[str, str]]:
    """A new application, gone again after the test."""
    created = client.applications.post(application={"name": "Flows"})
    yield {"applicationId": created["id"]}
    client.application.delete(applicationId=created["id"])


@pytest.fixture
def flow(client: Any, where: dict[str, str]) -> dict[str, str]:
    """A workflow with a button."""
    created = client.flows.post(flow=FLOW, **where)
    return {**where, "flowId": created["flowId"]}


def test_flows(client: Any, where: dict[str, str], flow: dict[str, str]) -> None:
    one = client.flow.get(includeCustomNodes=True, **flow)
    assert one["nodes"] == [SAY]
    assert one["triggers"][0]["key"].startswith(flow["flowId"])
    changed = client.flow.patch(flow={"enabled": False, "triggers": []}, **flow)
    assert (changed["enabled"], changed["triggers"], changed["nodes"]) == (
        False,
        [],
        [SAY],
    )
    found = client.flows.get(sortField="name", perPage=10, flowClass="cloud", **where)
    assert [item["id"] for item in found["items"]] == [flow["flowId"]]
    query = {"name": {"$startsWith": "ord", "$ci": True}}
    assert client.flows.get(query=query, **where)["totalCount"] == 1
    assert client.flows.palette(**where)["customNodes"] == []
    assert client.flow.delete(**flow) == {"success": True}
    with pytest.raises(LosantError) as missing:
        client.flow.get(**flow)
    assert missing.value.args[0] == 404


def test_flows_of_a_webhook(client: Any, where: dict[str, str]) -> None:
    hook = client.webhooks.post(webhook={"name": "In"}, **where)["id"]
    trigger = {"type": "webhook", "key": hook, "config": {}, "outputIds": [[]]}
    made = client.flows.post(flow={"name": "On it", "triggers": [trigger]}, **where)
    wanted = [{"type": "webhook", "key": hook}]
    found = client.flows.get(triggerFilter=wanted, **where)
    assert [item["id"] for item in found["items"]] == [made["id"]]
    other = [{"type": "webhook", "key": "f" * 24}]
    assert client.flows.get(triggerFilter=other, **where)["totalCount"] == 0
    client.webhook.delete(webhookId=hook, includeWorkflows="true", **where)
    assert client.flows.get(**where)["totalCount"] == 0


def test_versions(client: Any, where: dict[str, str], flow: dict[str, str]) -> None:
    body = {"version": "v1", "notes": "first", "nodes": [SAY]}
    made = client.flow_versions.post(flowVersion=body, **flow)
    with pytest.raises(LosantError) as taken:
        client.flow_versions.post(flowVersion=body, **flow)
    assert taken.value.args[0] == 409
    client.flow_versions.post(flowVersion=body, allowReplacement=True, **flow)
    one = client.flow_version.get(flowVersionId="v1", **flow)
    assert (one["id"], one["nodes"]) == (made["flowVersionId"], [SAY])
    client.flow_version.patch(
        flowVersionId="v1", flowVersion={"enabled": False}, **flow
    )
    listed = client.flow_versions.get(**flow)["items"]
    assert [item["enabled"] for item in listed] == [False]
    assert client.flows.get_by_version(version="v1", **where)["count"] == 1
    client.flow.patch(flow={"defaultVersionId": made["id"]}, **flow)
    with pytest.raises(LosantError):
        client.flow_version.delete(flowVersionId="v1", **flow)
    client.flow.patch(flow={"defaultVersionId": None}, **flow)
    done = client.flow_versions.delete(options={"query": {"version": "v1"}}, **flow)
    assert done == {"removed": 1, "failed": 0}


def test_storage(client: Any, flow: dict[str, str]) -> None:
    for key, value in (("count", 5), ("list", [1, {"a": None}])):
        client.flow.set_storage_entry(entry={"key": key, "value": value}, **flow)
    assert client.flow.get_storage_entries(**flow) == {
        "count": 5,
        "list": [1, {"a": None}],
    }
    assert client.flow.get_storage_entries_metadata(**flow)["keysCount"] == 2
    assert client.flow.clear_storage_entries(**flow) == {}


def test_a_button_and_what_its_runs_came_to(client: Any, flow: dict[str, str]) -> None:
    key = client.flow.get(**flow)["triggers"][0]["key"]
    press = {"key": key, "payload": {"a": 1}, "flowVersion": "develop"}
    answer = client.flow.press_virtual_button(button=press, **flow)
    assert answer == {"success": True}
    stats = client.flow.stats(duration=900_000, resolution=900_000, **flow)
    assert sum(each["runCount"] for each in stats["metrics"]) == 1
    assert client.flow.errors(limit="5", **flow)["errors"] == []
    assert client.flow.get_log_entries(limit="5", **flow)[0]["runCount"] == 1
    with pytest.raises(LosantError) as unknown:
        client.flow.press_virtual_button(button={"key": "x"}, **flow)
    assert unknown.value.args[0] == 404


def test_import(client: Any, where: dict[str, str], flow: dict[str, str]) -> None:
    shown = client.flow.get(**flow)
    done = client.flows.api_import(importData={"flows": [shown]}, **where)
    made = done["flows"][0]["id"]
    assert done["importedFlowIdMap"] == {flow["flowId"]: made}
    assert client.flows.get(**where)["totalCount"] == 2


def test_a_workflow_that_cannot_be_understood_says_where(
    client: Any, where: dict[str, str]
) -> None:
    lost = {"id": "a", "type": "DebugNode", "outputIds": [["gone"]]}
    with pytest.raises(LosantError) as refused:
        client.flows.post(flow={"name": "x", "nodes": [lost]}, **where)
    status, data = refused.value.args
    assert status == 400
    assert data["message"] == "Referenced output ID gone does not exist."
    assert data["problems"][0]["pointer"] == "/nodes/0/outputIds/0/0"
