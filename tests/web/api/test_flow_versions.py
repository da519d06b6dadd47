"""Versions through the API: shapes, lists, replacing and deleting."""

from typing import Any

from tests.services import flow_parts as parts
from tests.web.api.world import World

LOSANT_FIELDS = {
    "id",
    "flowVersionId",
    "flowId",
    "applicationId",
    "creationDate",
    "lastUpdated",
    "createdById",
    "createdByType",
    "version",
    "notes",
    "enabled",
    "triggers",
    "nodes",
    "globals",
    "minimumAgentVersion",
    "customNodeConfig",
    "stats",
}


def publish(world: World, name: str, **more: Any) -> Any:
    body = {"version": name} | more
    return world.call("flowVersions.post", world.alice(), json=body)


def test_a_version_has_every_field(world: World) -> None:
    given = {
        "notes": "n",
        "enabled": False,
        "nodes": [parts.DEBUG],
        "triggers": [],
        "globals": [{"key": "a", "json": "1"}],
    }
    created = publish(world, "v2", **given).json
    assert set(created) >= LOSANT_FIELDS
    assert created["id"] == created["flowVersionId"]
    assert created["_type"] == "flowVersion"
    assert {name: created[name] for name in given} == given
    ids = {"flow_version_id": "v2"}
    assert world.call("flowVersions.get", world.alice(), ids=ids).json == created


def test_a_name_is_taken_until_it_may_be_replaced(world: World) -> None:
    refused = publish(world, "v1")
    assert (refused.status_code, refused.json["type"]) == (409, "Conflict")
    query = {"allowReplacement": "true"}
    replaced = world.call(
        "flowVersions.post",
        world.alice(),
        json={"version": "v1", "notes": "new"},
        query_string=query,
    )
    assert replaced.status_code == 201
    assert replaced.json["id"] == world.ids["flow_version_id"]


def test_the_list_has_losants_envelope_and_no_develop(world: World) -> None:
    publish(world, "a")
    found = world.call("flowVersions.list", world.alice()).json
    assert [item["version"] for item in found["items"]] == ["a", "v1"]
    assert found["flowId"] == world.ids["flow_id"]
    assert (found["_type"], found["sortField"]) == ("flowVersions", "version")
    query = {"filterField": "version", "filter": "v*", "sortField": "creationDate"}
    found = world.call("flowVersions.list", world.alice(), query_string=query).json
    assert [item["version"] for item in found["items"]] == ["v1"]
    query = {"version": "v1"}
    over = world.call("flows.get_by_version", world.alice(), query_string=query).json
    assert [item["version"] for item in over["items"]] == ["v1"]


def test_only_notes_and_the_switch_can_be_changed(world: World) -> None:
    changes = {"notes": "new", "enabled": False}
    changed = world.call("flowVersions.patch", world.alice(), json=changes).json
    assert {name: changed[name] for name in changes} == changes
    for wrong in ({"nodes": []}, {"version": "x"}, {"notes": None}):
        response = world.call("flowVersions.patch", world.alice(), json=wrong)
        assert response.status_code == 400


def test_the_default_version_stays(world: World) -> None:
    chosen = {"defaultVersionId": world.ids["flow_version_id"]}
    assert (
        world.call("flows.patch", world.alice(), json=chosen).json["defaultVersionId"]
        == (world.ids["flow_version_id"])
    )
    assert world.call("flowVersions.delete", world.alice()).status_code == 409
    publish(world, "v2")
    done = world.call("flowVersions.delete_many", world.alice(), json={})
    assert done.json == {"removed": 1, "failed": 1}
    world.call("flows.patch", world.alice(), json={"defaultVersionId": None})
    gone = world.call("flowVersions.delete", world.alice())
    assert gone.json == {"success": True}
    missing = world.call("flowVersions.get", world.alice())
    assert missing.json["message"] == "Flow version was not found"
