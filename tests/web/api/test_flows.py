"""Workflows through the API: shapes, values, lists, and refusals with problems."""

import json
from typing import Any

import pytest

from tests import cast
from tests.services import flow_parts as parts
from tests.web.api.world import World
from webhooks.services import applications

# What Losant's own resource has; a client may rely on each of them.
LOSANT_FIELDS = {
    "id",
    "flowId",
    "applicationId",
    "creationDate",
    "lastUpdated",
    "createdById",
    "createdByType",
    "lastUpdatedById",
    "lastUpdatedByType",
    "name",
    "description",
    "iconData",
    "enabled",
    "defaultVersionId",
    "minimumAgentVersion",
    "flowClass",
    "triggers",
    "nodes",
    "customNodeConfig",
    "customNodeSupports",
    "globals",
    "deletedInDevelop",
    "stats",
}


def create(world: World, **fields: Any) -> Any:
    response = world.call("flows.post", world.alice(), json={"name": "New"} | fields)
    assert response.status_code == 201, response.text
    return response.json


def test_a_new_workflow_has_every_field_and_its_default(world: World) -> None:
    created = create(world)
    assert set(created) >= LOSANT_FIELDS
    assert created["id"] == created["flowId"]
    assert created["createdByType"] == "user"
    assert created["stats"] == {"runCount": 0, "errorCount": 0, "byVersion": {}}
    path = f"/applications/{world.ids['application_id']}/flows"
    assert created["_type"] == "flow"
    assert created["_links"]["self"] == {"href": f"{path}/{created['id']}"}
    defaults = {
        "enabled": True,
        "flowClass": "cloud",
        "defaultVersionId": None,
        "repeatAfterCrash": False,
        "triggers": [],
    }
    assert {name: created[name] for name in defaults} == defaults


def test_everything_that_is_set_comes_back(world: World) -> None:
    given = {
        "name": "All",
        "description": "of it",
        "shortDescription": "short",
        "iconData": "data:image/png;base64,QUJD",
        "docsUrl": "https://example.com",
        "category": "logic",
        "enabled": False,
        "flowClass": "customNode",
        "minimumAgentVersion": "1.2.3",
        "customNodeConfig": {
            "outputCount": 2,
            "resultMode": "optional",
            "resultDescription": "x",
            "fields": [{"type": "checkbox", "label": "A", "defaultValue": True}],
        },
        "customNodeSupports": ["cloud"],
        "repeatAfterCrash": True,
        "nodes": [parts.DEBUG | {"outputIds": [None, []], "meta": {"z": 1, "a": 2}}],
        "triggers": [{"type": "customNodeStart", "key": "customNodeStart"}],
        "globals": [{"key": "limit", "json": '{"a": 1}'}],
    }
    created = create(world, **given)
    ids = {"flow_id": created["id"]}
    for answer in (created, world.call("flows.get", world.alice(), ids=ids).json):
        assert {name: answer[name] for name in given} == given
        assert answer["customNodeUseCount"] == 0


def test_unknown_configuration_survives(world: World) -> None:
    created = create(world, nodes=[parts.DEBUG])
    answer = world.call("flows.get", world.alice(), ids={"flow_id": created["id"]})
    assert answer.json["nodes"] == [parts.DEBUG]


@pytest.mark.parametrize(
    ("nodes", "pointer", "message"),
    [
        (
            [parts.DEBUG | {"outputIds": [["b"]]}],
            "/nodes/0/outputIds/0/0",
            "Referenced output ID b does not exist.",
        ),
        (
            [parts.DEBUG | {"outputIds": [["a"]]}],
            "/nodes/0/outputIds/0/0",
            "A node cannot connect to itself.",
        ),
        ([parts.DEBUG] * 2, "/nodes/1/id", "Node IDs must be unique."),
        ([parts.DEBUG | {"more": 1}], "/nodes/0/more", None),
        ([{"id": "a"}], "/nodes/0/type", None),
        ([5], "/nodes/0", None),
        (
            [{"id": "a", "type": "ConditionalNode", "config": {"expression": "1 +"}}],
            "/nodes/0/config/expression",
            None,
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(
    shared_world: World, nodes: Any, pointer: str, message: str | None
) -> None:
    world = shared_world
    for name in ("flows.post", "flows.patch", "flowVersions.post"):
        body = {"nodes": nodes, "triggers": []}
        body |= {"version": "v9"} if name == "flowVersions.post" else {"name": "x"}
        response = world.call(name, world.alice(), json=body)
        assert response.status_code == 400, response.text
        assert response.json["type"] == "Validation"
        problem = response.json["problems"][0]
        assert (problem["pointer"], problem["severity"]) == (pointer, "error")
        assert problem["message"] in response.json["message"]
        assert message in (None, response.json["message"])


def test_what_is_merely_missing_is_refused_only_strictly(world: World) -> None:
    nodes = [{"id": "a", "type": "ConditionalNode", "config": {}}]
    created = create(world, nodes=nodes)
    for name in ("flows.post", "flows.patch"):
        response = world.call(
            name,
            world.alice(),
            json={"name": "x", "nodes": nodes, "triggers": []},
            query_string={"strictValidation": "true"},
            ids={"flow_id": created["id"]},
        )
        assert response.status_code == 400
        assert response.json["problems"][0]["severity"] == "warning"


@pytest.mark.parametrize(
    "body",
    [
        {"flowClass": "edge"},
        {"id": "a" * 24},
        {"applicationId": "a" * 24},
        {"stats": {}},
        {"customNodeSupports": ["cloud"]},
        {"nodes": {}},
        {"nodes": None},
        {"nodes": [None]},
        {"globals": [{"key": "a", "json": "word"}]},
        {"defaultVersionId": "a" * 24},
        {"iconData": "javascript:alert(1)"},
        {"enabled": "true"},
        {"name": None},
        {"flow_class": "cloud"},
    ],
)
def test_a_value_that_does_not_fit_is_400_and_nothing_changes(
    shared_world: World, body: dict[str, Any]
) -> None:
    world = shared_world
    before = world.call("flows.get", world.alice()).json
    response = world.call("flows.patch", world.alice(), json=body)
    assert response.status_code == 400, response.text
    assert next(iter(body)).split(".")[0] in response.json["message"]
    assert world.call("flows.get", world.alice()).json == before


def test_a_large_workflow_is_taken_up_to_its_limit(world: World) -> None:
    node = {"id": "a", "type": "FromTheMoonNode", "config": {"x": "y" * 3_500_000}}
    created = create(world, nodes=[node])
    assert len(created["nodes"][0]["config"]["x"]) == 3_500_000
    node["config"] = {"x": "y" * 4_200_000}
    response = world.call(
        "flows.post", world.alice(), json={"name": "x", "nodes": [node]}
    )
    assert response.status_code == 400
    node["config"] = {"x": "y" * 6_300_000}
    response = world.call(
        "flows.post", world.alice(), json={"name": "x", "nodes": [node]}
    )
    assert response.status_code == 413


def test_the_list_finds_workflows_of_a_webhook(world: World) -> None:
    hook = world.ids["webhook_id"]
    made = create(world, triggers=[parts.on_webhook(hook)])
    create(world, name="Node", flowClass="customNode")
    query = f"triggerFilter[0][type]=webhook&triggerFilter[0][key]={hook}"
    found = world.call("flows.list", world.alice(), query_string=query).json
    assert [item["id"] for item in found["items"]] == [made["id"]]
    assert (found["_type"], found["totalCount"]) == ("flows", 1)
    everything = world.call("flows.list", world.alice()).json
    assert {item["flowClass"] for item in everything["items"]} == {"cloud"}
    query = "query=" + json.dumps({"flowClass": "customNode"})
    nodes = world.call("flows.list", world.alice(), query_string=query).json
    assert [item["name"] for item in nodes["items"]] == ["Node"]


@pytest.mark.parametrize(
    "query",
    [
        "triggerFilter=webhook",
        "triggerFilter[0]=webhook",
        "triggerFilter[0][type][x]=webhook",
        "triggerFilter[0][nonsense]=webhook",
        "query=nonsense",
        'query={"name": {"$where": "1"}}',
        "flowClass=nonsense",
        "includeCustomNodes=perhaps",
        "sortField=definitionId",
        "filterField=description&filter=x",
    ],
)
def test_a_filter_that_cannot_be_understood_is_400(
    shared_world: World, query: str
) -> None:
    response = shared_world.call("flows.list", shared_world.alice(), query_string=query)
    assert response.status_code == 400, response.text


def test_custom_nodes_are_described_where_asked_and_in_the_palette(
    world: World,
) -> None:
    node = create(world, name="Node", flowClass="customNode")
    user = {
        "id": "a",
        "type": "CustomNodeExecuteNode",
        "config": {"customNodeId": node["id"], "fields": [], "resultPath": "x"},
    }
    created = create(world, nodes=[user])
    ids = {"flow_id": created["id"]}
    query = {"includeCustomNodes": "true"}
    one = world.call("flows.get", world.alice(), ids=ids, query_string=query).json
    assert [each["id"] for each in one["customNodes"]] == [node["id"]]
    used = world.call("flows.get", world.alice(), ids={"flow_id": node["id"]}).json
    assert used["customNodeUseCount"] == 1
    palette = world.call("flows.palette", world.alice()).json
    assert [each["name"] for each in palette["customNodes"]] == ["Node"]


def test_readers_see_no_values_of_globals(world: World) -> None:
    globals_ = [{"key": "secret", "json": '"hidden"'}]
    ids = {"flow_id": create(world, globals=globals_)["id"]}
    application = applications.get(world.site, world.ids["application_id"])
    viewer = cast.bob(world.site, application, "viewer")
    readers = (
        cast.bearer(cast.user_token(world.site, viewer)),
        cast.bearer(cast.token(world.site, application, "all.Application.read")),
    )
    for headers in readers:
        seen = world.call("flows.get", headers, ids=ids).json
        assert seen["globals"] == [{"key": "secret", "json": ""}]
        assert "hidden" not in world.call("flows.list", headers).text
    assert world.call("flows.get", world.alice(), ids=ids).json["globals"] == globals_


def test_a_deleted_workflow_is_gone_everywhere(world: World) -> None:
    assert world.call("flows.delete", world.alice()).json == {"success": True}
    for name in ("flows.get", "flowVersions.list", "runs.list", "flowStorage.get"):
        response = world.call(name, world.alice())
        assert response.status_code == 404
        assert response.json["message"] == "Flow was not found"


def test_a_webhook_takes_its_workflows_along(world: World) -> None:
    made = create(world, triggers=[parts.on_webhook(world.ids["webhook_id"])])
    query = {"includeWorkflows": "true"}
    response = world.call("webhooks.delete", world.alice(), query_string=query)
    assert response.status_code == 200
    ids = {"flow_id": made["id"]}
    assert world.call("flows.get", world.alice(), ids=ids).status_code == 404
    summary = world.call("applications.get", world.alice()).json["summary"]
    assert (summary["flowCount"], summary["webhookCount"]) == (1, 0)
