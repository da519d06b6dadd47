"""Secrets in workflows and runs through the API: who is shown them."""

import json
from typing import Any

import pytest

from tests import cast
from tests.services import flow_parts as parts
from tests.web.api.world import World
from webhooks.services import applications, workflows
from webhooks.services.secret_parts import DOTS

REQUEST = {
    "uriTemplate": "https://example.org",
    "authPasswordTemplate": "sesame",
    "headerInfos": [{"keyTemplate": "Authorization", "valueTemplate": "sesame"}],
}
PAYLOAD = {
    "globals": {"door": "sesame"},
    "data": {"headers": {"x-hub-signature": "sesame"}, "n": 1},
}
RECORDED = {
    "steps": [
        {
            "node_id": "a",
            "type": "HttpNode",
            "label": "Call",
            "at_ms": 1,
            "before": json.dumps(PAYLOAD),
            "after": json.dumps(PAYLOAD),
        }
    ],
    "messages": [
        {"level": "info", "text": "hi", "at_ms": 2, "value": json.dumps(PAYLOAD)},
        {"level": "info", "text": "hi", "at_ms": 3, "value": '{"cut": "sesame'},
    ],
    "left_out_steps": 0,
    "left_out_messages": 0,
    "size": 10,
}


def seen(world: World, who: str) -> dict[str, Any]:
    """What of the workflow, its list and its run is shown to somebody."""
    site, application = (
        world.site,
        applications.get(world.site, world.ids["application_id"]),
    )
    secret = (
        cast.user_token(site, cast.bob(site, application, who))
        if who in ("viewer", "editor")
        else cast.token(site, application, *who.split())
    )
    nodes = [parts.node("HttpNode", REQUEST)]
    world.call("flows.patch", world.alice(), json={"nodes": nodes})
    flow = workflows.get(site, application.id, world.ids["flow_id"])
    run = parts.run(
        site, flow, steps=json.dumps(RECORDED), definition_id=flow.definition_id
    )
    return {
        name: world.call(name, cast.bearer(secret), ids={"run_id": run.id}).json
        for name in ("flows.get", "flows.list", "runs.get")
    }


@pytest.mark.parametrize("who", ["viewer", "all.Application.read"])
def test_readers_are_shown_no_secrets(world: World, who: str) -> None:
    shown = seen(world, who)
    assert "sesame" not in json.dumps(shown)
    assert shown["runs.get"]["steps"][0]["after"] == {
        "globals": {"door": DOTS},
        "data": {"headers": {"x-hub-signature": DOTS}, "n": 1},
    }
    [node] = shown["flows.get"]["nodes"]
    assert node["config"]["uriTemplate"] == "https://example.org"


@pytest.mark.parametrize("who", ["editor", "all.Application"])
def test_those_who_change_workflows_are_shown_all(world: World, who: str) -> None:
    shown = seen(world, who)
    assert shown["runs.get"]["steps"][0]["after"] == PAYLOAD
    for flow in (shown["flows.get"], shown["flows.list"]["items"][0]):
        assert flow["nodes"][0]["config"] == REQUEST


def test_whoever_changes_nodes_does_not_send_dots_back(world: World) -> None:
    shown = seen(world, "all.Application.read flow.patch")
    assert shown["flows.get"]["nodes"][0]["config"] == REQUEST
