"""``flows/import`` through the API."""

from typing import Any

from tests.services import flow_parts as parts
from tests.web.api.world import World

OLD, OLD_VERSION = "a" * 24, "b" * 24


def take(world: World, **body: Any) -> Any:
    return world.call("flowImport.post", world.alice(), json=body)


def test_workflows_and_versions_get_ids_of_their_own(world: World) -> None:
    flow = {
        "id": OLD,
        "name": "A",
        "nodes": [parts.DEBUG],
        "defaultVersionId": OLD_VERSION,
    }
    version = {"id": OLD_VERSION, "flowId": OLD, "version": "v1"}
    done = take(world, flows=[flow], flowVersions=[version])
    assert done.status_code == 201
    made = done.json["flows"][0]
    assert made["nodes"] == [parts.DEBUG]
    assert done.json["importedFlowIdMap"] == {OLD: made["id"]}
    published = done.json["flowVersions"][0]
    assert done.json["importedVersionIdMap"] == {OLD_VERSION: published["id"]}
    assert made["defaultVersionId"] == published["id"]
    assert published["flowId"] == made["id"]


def test_what_the_api_shows_can_be_imported(world: World) -> None:
    shown = world.call("flows.get", world.alice()).json
    done = take(world, flows=[shown])
    assert done.status_code == 201, done.text
    made = done.json["flows"][0]
    assert made["id"] != shown["id"]
    assert made["triggers"][0]["key"] != shown["triggers"][0]["key"]
    assert done.json["warnings"] == []


def test_one_that_is_wrong_refuses_all_of_them(world: World) -> None:
    bad = {"id": OLD, "name": "B", "nodes": [parts.DEBUG] * 2}
    before = world.call("flows.list", world.alice()).json["totalCount"]
    refused = take(world, flows=[{"name": "A"}, bad])
    assert refused.status_code == 422
    assert refused.json["validationErrors"] == [
        {"type": "flow", "name": "B", "id": OLD, "message": "Node IDs must be unique."}
    ]
    assert world.call("flows.list", world.alice()).json["totalCount"] == before


def test_bodies_that_hold_nothing_are_400(shared_world: World) -> None:
    for body in ({}, {"flows": []}, {"flows": [5]}, {"flows": {}}, {"x": 1}):
        response = take(shared_world, **body)
        assert response.status_code == 400, response.text


def test_problems_of_nodes_are_told_as_warnings(world: World) -> None:
    node = {"id": "a", "type": "ConditionalNode", "config": {"expression": "1 +"}}
    done = take(world, flows=[{"name": "A", "nodes": [node]}]).json
    warning = done["warnings"][0]
    assert warning["pointer"] == "/nodes/0/config/expression"
    assert warning["flowId"] == done["flows"][0]["id"]
