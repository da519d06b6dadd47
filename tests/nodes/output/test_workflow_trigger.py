"""Workflow Trigger: what is queued, when, and what is taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.nodes.kit import NOW, FakePorts, FakeWorkflows, Ran, run_node
from webhooks.ids import is_id
from webhooks.nodes.output.workflow_trigger import NODE
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.errors import NodeError

# As older exports have it: neither behavior nor version.
CONFIG = {
    "triggerWorkflowId": "{{flow}}",
    "triggerVirtualButtonId": "button",
    "resultPath": "out",
}
PAYLOAD = {"flow": "f1", "data": {"n": 1}}


def trigger(
    workflows: FakeWorkflows | None = None, **config: Any
) -> tuple[FakeWorkflows, Ran]:
    workflows = workflows or FakeWorkflows()
    ports = FakePorts()
    ports.workflows = workflows
    return workflows, run_node(NODE, CONFIG | config, PAYLOAD, ports=ports)


def test_an_older_export_starts_the_default_version_now() -> None:
    workflows, ran = trigger()
    assert workflows.triggered == [
        {
            "workflow_id": "f1",
            "version": "default",
            "button": "button",
            "payload": UNDEFINED,
            "run_at": None,
            "run_key": "",
        }
    ]
    assert ran.payload["out"] == {
        "flowId": "f1",
        "flowVersion": "default",
        "virtualButtonId": "button",
        "success": True,
    }


@pytest.mark.parametrize(
    ("config", "payload"),
    [
        ({"payloadTemplate": '{"n": {{data.n}} }'}, {"n": 1}),
        ({"payloadTemplateType": "string", "payloadTemplate": "n{{data.n}}"}, "n1"),
        ({"payloadTemplateType": "path", "payloadTemplate": "data"}, {"n": 1}),
    ],
)
def test_the_payload_is_json_text_or_taken_from_the_payload(
    config: dict[str, Any], payload: object
) -> None:
    workflows, ran = trigger(**config)
    assert workflows.triggered[0]["payload"] == payload
    assert ran.payload["out"]["payload"] == payload
    assert ran.payload["out"]["payload"] is not ran.payload["data"]


def test_a_version_can_be_named() -> None:
    workflows, _ = trigger(flowVersionTemplate="v{{data.n}}")
    assert workflows.triggered[0]["version"] == "v1"


@pytest.mark.parametrize(
    ("config", "run_at"),
    [
        ({"secondsTemplate": "90"}, NOW + timedelta(seconds=90)),
        ({"scheduling": "relative", "secondsTemplate": "-5"}, NOW),
        (
            {"scheduling": "absolute", "dateTemplate": "2026-06-01T12:00:00Z"},
            datetime(2026, 6, 1, 12, tzinfo=UTC),
        ),
        ({"scheduling": "absolute", "dateTemplate": "2020-01-01"}, NOW),
    ],
)
def test_a_run_can_be_scheduled(config: dict[str, Any], run_at: datetime) -> None:
    workflows, ran = trigger(behavior="schedule", runIdTemplate="r{{data.n}}", **config)
    assert workflows.triggered[0]["run_at"] == run_at
    assert workflows.triggered[0]["run_key"] == "r1"
    result = ran.payload["out"]
    assert (result["runId"], result["newOrUpdate"]) == ("r1", "new")
    assert result["runAt"] == run_at.isoformat(timespec="milliseconds").replace(
        "+00:00", "Z"
    )


def test_a_scheduled_run_without_an_id_gets_one() -> None:
    workflows, ran = trigger(behavior="schedule", secondsTemplate="1")
    assert is_id(ran.payload["out"]["runId"])
    assert workflows.triggered[0]["run_key"] == ran.payload["out"]["runId"]


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"secondsTemplate": ""}, "not a number"),
        ({"secondsTemplate": "soon"}, "not a number"),
        ({"secondsTemplate": "1e9"}, "a year"),
        ({"secondsTemplate": "Infinity"}, "a year"),
        ({"scheduling": "absolute", "dateTemplate": "soon"}, "not a date"),
        ({"scheduling": "absolute", "dateTemplate": "9999-01-01"}, "a year"),
        ({"secondsTemplate": "1", "runIdTemplate": "x" * 256}, "255 characters"),
    ],
)
def test_odd_times_and_ids_are_errors(config: dict[str, Any], problem: str) -> None:
    with pytest.raises(NodeError, match=problem):
        trigger(behavior="schedule", **config)


def test_a_scheduled_run_can_be_taken_back() -> None:
    workflows, ran = trigger(
        FakeWorkflows(scheduled={"r1"}), behavior="cancel", runIdTemplate="r{{data.n}}"
    )
    assert workflows.cancelled == ["r1"]
    assert ran.payload["out"] == {"runId": "r1", "success": True}
    assert workflows.triggered == []


@pytest.mark.parametrize("run_id", ["", "other"])
def test_taking_back_what_is_not_there_is_a_result(run_id: str) -> None:
    _, ran = trigger(behavior="cancel", runIdTemplate=run_id)
    assert ran.payload["out"]["success"] is False
    assert ran.payload["out"]["error"]["type"] == "NotFound"


def test_an_unknown_workflow_stops_the_run() -> None:
    problem = NodeError("Workflow f1 was not found.", "NotFound")
    with pytest.raises(NodeError, match="was not found"):
        trigger(FakeWorkflows(problem=problem))


@pytest.mark.parametrize("field", ["triggerWorkflowId", "triggerVirtualButtonId"])
def test_workflow_and_button_must_be_named(field: str) -> None:
    with pytest.raises(NodeError, match="came out empty"):
        trigger(**{field: "{{nothing}}"})
