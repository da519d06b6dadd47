"""Values, buttons, numbers, runs and node types through the API."""

from typing import Any

import pytest

from tests.services import flow_parts as parts
from tests.web.api.world import World
from webhooks.services import runs, workflows
from webhooks.storage.models import Run

ERROR = {"name": "Oops", "message": "It broke.", "nodeId": "a", "nodeType": "DebugNode"}


def call(world: World, name: str, **more: Any) -> Any:
    return world.call(name, world.alice(), **more)


def stored_run(world: World, **columns: Any) -> Run:
    flow = workflows.get(world.site, world.ids["application_id"], world.ids["flow_id"])
    return parts.run(world.site, flow, **columns)


def test_values_are_kept_and_forgotten(world: World) -> None:
    for key, value in (("a", {"x": 1}), ("b", "text"), ("c", 0)):
        answer = call(world, "flowStorage.patch", json={"key": key, "value": value})
        assert answer.json == {"success": True}
    for gone in ({"key": "b"}, {"key": "missing", "value": None}):
        assert call(world, "flowStorage.patch", json=gone).status_code == 200
    assert call(world, "flowStorage.get").json == {"a": {"x": 1}, "c": 0}
    assert call(world, "flowStorage.metadata").json == {
        "memoryUsed": 10,
        "keysCount": 2,
    }
    assert call(world, "flowStorage.delete").json == {}
    assert call(world, "flowStorage.get").json == {}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"key": ""},
        {"key": "k" * 256},
        {"key": 1},
        {"key": "k", "value": "x" * 16_383},
        {"key": "k", "more": 1},
    ],
)
def test_a_value_that_cannot_be_kept_is_400(
    shared_world: World, body: dict[str, Any]
) -> None:
    assert call(shared_world, "flowStorage.patch", json=body).status_code == 400


def test_a_button_queues_a_run_for_whoever_pressed_it(world: World) -> None:
    body = {"key": "press", "payload": {"a": 1}, "meta": None, "flowVersion": "v1"}
    answer = call(world, "flowStorage.press_virtual_button", json=body)
    assert (answer.status_code, answer.json) == (200, {"success": True})
    newest = call(world, "runs.list").json["items"][0]
    assert (newest["flowVersion"], newest["triggerType"]) == ("v1", "virtualButton")
    assert (newest["triggerId"], newest["deliveryId"]) == ("press", None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"key": "nobody"}, 404),
        ({"key": "press", "flowVersion": "v9"}, 404),
        ({"key": "press", "deviceId": "a" * 24}, 200),
        ({}, 400),
        ({"key": "press", "more": 1}, 400),
    ],
)
def test_a_button_must_be_there(
    world: World, body: dict[str, Any], status: int
) -> None:
    answer = call(world, "flowStorage.press_virtual_button", json=body)
    assert answer.status_code == status


def test_a_disabled_workflow_has_no_buttons(world: World) -> None:
    call(world, "flows.patch", json={"enabled": False})
    answer = call(world, "flowStorage.press_virtual_button")
    assert answer.status_code == 409


def test_a_button_has_a_rate(world: World) -> None:
    for _ in range(100):
        answer = call(world, "flowStorage.press_virtual_button")
        assert answer.status_code == 200
    answer = call(world, "flowStorage.press_virtual_button")
    assert (answer.status_code, answer.json["type"]) == (429, "TooManyRequests")
    assert int(answer.headers["Retry-After"]) >= 1


def test_numbers_of_runs_have_losants_shapes(world: World) -> None:
    stored_run(world, version="v1", status="failed", error=ERROR)
    query = {"duration": 7_200_000, "resolution": 3_600_000, "end": 0}
    found = call(world, "flowStatistics.stats", query_string=query).json
    assert (found["resolution"], len(found["metrics"])) == (3_600_000, 2)
    assert set(found["metrics"][1]) == {
        "time",
        "runCount",
        "pathsCompleted",
        "pathsFailed",
        "wallTime",
    }
    # The world pressed the button once before.
    assert found["metrics"][1]["runCount"] == 2
    of_version = call(world, "flowStatistics.version_stats", query_string=query).json
    assert of_version["metrics"][1]["runCount"] == 1
    assert (of_version["flowVersion"], of_version["flowVersionId"]) == (
        "v1",
        world.ids["flow_version_id"],
    )
    stats = call(world, "flows.get").json["stats"]
    assert (stats["runCount"], stats["errorCount"]) == (2, 1)
    assert stats["byVersion"]["v1"] == {"runCount": 1, "errorCount": 1}


def test_errors_and_logs_have_losants_shapes(world: World) -> None:
    stored_run(world, version="v1", status="failed", error=ERROR)
    found = call(world, "flowStatistics.errors").json
    assert (found["limit"], found["sortDirection"]) == (25, "desc")
    error = found["errors"][0]
    assert error["error"] == {"name": "Oops", "message": "It broke."}
    assert (error["nodeId"], error["flowVersion"]) == ("a", "v1")
    query = {"flowVersion": "develop", "limit": 5, "sortDirection": "asc"}
    none = call(world, "flowStatistics.errors", query_string=query).json
    assert (none["errors"], none["flowVersion"]) == ([], "develop")
    log = call(world, "flowStatistics.logs").json
    assert {entry["flowVersionId"] for entry in log} == {"develop"}
    assert log[0]["errors"][0]["error"]["name"] == "Oops"
    missing = call(world, "flowStatistics.stats", query_string={"flowVersion": "v9"})
    assert missing.status_code == 404


def test_runs_are_listed_newest_first_by_cursor(world: World) -> None:
    made = [stored_run(world, status="failed", error=ERROR).id for _ in range(3)]
    first = call(world, "runs.list", query_string={"limit": 2}).json
    assert [item["id"] for item in first["items"]] == made[:0:-1]
    query = {"limit": 2, "before": first["nextCursor"], "status": "failed"}
    rest = call(world, "runs.list", query_string=query).json
    assert ([item["id"] for item in rest["items"]], rest["nextCursor"]) == (
        made[:1],
        None,
    )
    assert rest["items"][0]["error"] == ERROR
    for wrong in ({"limit": 0}, {"limit": 201}, {"status": "x"}, {"before": "x"}):
        answer = call(world, "runs.list", query_string=wrong)
        assert answer.status_code == 400


def test_a_run_tells_what_happened_and_what_the_workflow_was(world: World) -> None:
    recorded = (
        '{"steps": [{"node_id": "a", "type": "DebugNode", "label": "Say", '
        '"at_ms": 1, "after": "{\\"x\\": 1}"}], "messages": [{"level": "info", '
        '"text": "hi", "at_ms": 2, "value": "not json"}], '
        '"left_out_steps": 2, "left_out_messages": 0, "size": 10}'
    )
    run = stored_run(world, steps=recorded)
    found = call(world, "runs.get", ids={"run_id": run.id}).json
    step = found["steps"][0]
    assert (step["nodeId"], step["atMs"], step["after"]) == ("a", 1, {"x": 1})
    assert found["messages"][0]["value"] == "not json"
    assert found["leftOutSteps"] == 2
    assert found["definition"]["triggers"][0]["key"] == "press"
    other = call(world, "flows.post", json={"name": "Other"}).json["id"]
    ids = {"run_id": run.id, "flow_id": other}
    missing = call(world, "runs.get", ids=ids)
    assert (missing.status_code, missing.json["message"]) == (404, "Run was not found")


def test_a_run_that_is_queued_or_waits_is_taken_back_once(world: World) -> None:
    for status in ("queued", "waiting"):
        run = stored_run(world, status=status)
        ids = {"run_id": run.id}
        other = call(world, "flows.post", json={"name": f"Other {status}"}).json["id"]
        elsewhere = call(world, "runs.cancel", ids={**ids, "flow_id": other})
        assert elsewhere.status_code == 404
        answer = call(world, "runs.cancel", ids=ids)
        assert (answer.status_code, answer.json) == (200, {"success": True})
        assert call(world, "runs.get", ids=ids).json["status"] == "cancelled"
        again = call(world, "runs.cancel", ids=ids)
        assert (again.status_code, again.json["type"]) == (409, "Conflict")


def test_a_delivery_names_its_runs_and_they_name_it(world: World) -> None:
    made = call(
        world,
        "flows.post",
        json={"name": "L", "triggers": [parts.on_webhook(world.ids["webhook_id"])]},
    ).json
    token = call(world, "webhooks.get").json["token"]
    assert world.client.post(f"/webhooks/{token}").status_code == 200
    page = runs.list_(world.site, world.ids["application_id"], made["id"])
    run = page.items[0]
    delivery = call(world, "deliveries.list").json["items"][0]
    one = call(world, "deliveries.get", ids={"delivery_id": delivery["id"]}).json
    assert [(each["id"], each["flowId"]) for each in one["runs"]] == [
        (run.id, made["id"])
    ]
    listed = call(world, "runs.list", ids={"flow_id": made["id"]}).json["items"]
    assert listed[0]["deliveryId"] == delivery["id"]


def test_every_type_of_node_is_described(shared_world: World) -> None:
    found = call(shared_world, "nodeTypes.list").json
    types = {item["type"]: item for item in found["items"]}
    assert found["count"] == len(types) > 20
    for name in ("webhook", "timer", "ConditionalNode", "WebhookReplyNode"):
        assert types[name]["label"]
        assert isinstance(types[name]["fields"], list)
