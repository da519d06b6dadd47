"""The API as workflows call it: the same operations, for their own application."""

from typing import Any

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.flow_parts import node
from tests.services.pressed import press, pressed_flow
from tests.services.serving import Serving, stored_runs
from tests.web.api.world import World
from webhooks.errors import Forbidden, Invalid, NotFound, WebhooksError
from webhooks.services import applications, webhooks
from webhooks.web.api import internal
from webhooks.web.api.blueprint import OPERATIONS


def call(world: World, resource: str, action: str, **params: Any) -> Any:
    application_id = world.ids["application_id"]
    return internal.call(
        world.site,
        application_id,
        world.ids["flow_id"],
        "Orders",
        resource,
        action,
        params,
    )


def test_it_answers_what_the_api_answers(world: World) -> None:
    headers = cast.bearer(cast.token(world.site, application(world)))
    path = f"/api/applications/{world.ids['application_id']}/webhooks"
    listed = call(world, "webhooks", "get")
    assert listed == world.client.get(path, headers=headers).json
    webhook_id = world.ids["webhook_id"]
    one = call(world, "webhook", "get", webhookId=webhook_id)
    assert one == world.client.get(f"{path}/{webhook_id}", headers=headers).json
    assert call(world, "flow", "get", flowId=world.ids["flow_id"])["name"] == "Orders"


def application(world: World) -> Any:
    return applications.get(world.site, world.ids["application_id"])


def test_query_parameters_and_bodies_are_read_as_usual(world: World) -> None:
    made = call(world, "webhooks", "post", webhook={"name": "Made"})
    assert made["name"] == "Made"
    page = call(world, "webhooks", "get", perPage=1, sortField="name")
    assert (page["count"], page["perPage"]) == (1, 1)
    changed = call(
        world, "webhook", "patch", webhookId=made["id"], webhook={"name": "Renamed"}
    )
    assert changed["name"] == "Renamed"
    assert call(world, "webhook", "delete", webhookId=made["id"]) == {"success": True}


@pytest.mark.parametrize("name", ["applicationId", "webhookId"])
def test_other_applications_are_out_of_reach(world: World, name: str) -> None:
    stranger = cast.application(world.site, "Other")
    hook = cast.webhook(world.site, stranger)
    params = {"webhookId": hook.id}
    if name == "applicationId":
        params[name] = stranger.id
    with pytest.raises((Forbidden, NotFound)):
        call(world, "webhook", "delete", **params)
    assert webhooks.get(world.site, stranger.id, hook.id).id == hook.id


def test_what_belongs_to_no_application_is_refused(world: World) -> None:
    for resource, action in (("applications", "get"), ("applications", "post")):
        try:
            found = call(world, resource, action, application={"name": "New"})
        except WebhooksError:
            continue
        ids = [item["id"] for item in found["items"]]
        assert ids == [world.ids["application_id"]]


@pytest.mark.parametrize(
    ("resource", "action"), [("", ""), ("devices", "get"), ("webhooks", "explode")]
)
def test_an_operation_that_does_not_exist_is_named(
    world: World, resource: str, action: str
) -> None:
    with pytest.raises(NotFound, match=f"{resource}.{action}"):
        call(world, resource, action)


def test_what_is_wrong_is_said_as_the_api_says_it(world: World) -> None:
    with pytest.raises(Invalid, match="webhookId is required"):
        call(world, "webhook", "get")
    with pytest.raises(Invalid):
        call(world, "webhooks", "post", webhook={"name": ""})
    with pytest.raises(Invalid):
        call(world, "webhooks", "get", perPage="many")
    with pytest.raises(NotFound, match="Webhook was not found"):
        call(world, "webhook", "get", webhookId="0" * 24)


def test_every_operation_answers_or_refuses_without_a_request(world: World) -> None:
    """None of them may need what only HTTP has."""
    given = {camel(name): value for name, value in world.ids.items()}
    for operation in sorted(OPERATIONS, key=lambda each: each.method == "DELETE"):
        if operation.action is None:
            continue
        resource, _, action = operation.action.partition(".")
        try:
            call(world, resource, action, **given)
        except WebhooksError:
            continue


def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def test_a_node_gets_the_result_or_losants_error(
    world: World, clock: FrozenClock
) -> None:
    serving = Serving(world.site, clock).begin()
    owner = application(world)

    def ask(webhook_id: str) -> Any:
        param = {"name": "webhookId", "type": "string", "value": webhook_id}
        config = {"resource": "webhook", "action": "get", "params": [param]}
        asks = node("LosantApiNode", {**config, "responsePath": "out"}, "b")
        say = node("DebugNode", {"message": "{{jsonEncode out}}"}, id_="b")
        press(world.site, pressed_flow(world.site, owner, asks, say))
        serving.settle()
        return stored_runs(world.site)[-1].steps or ""

    assert world.ids["webhook_id"] in ask(world.ids["webhook_id"])
    refused = ask("0" * 24)
    assert "NotFound" in refused
    assert "404" in refused
    serving.close()


@pytest.mark.parametrize(
    ("resource", "action", "params"),
    [
        ("application", "delete", {}),
        ("applicationApiTokens", "post", {"applicationApiToken": {"name": "mine"}}),
        ("applicationApiToken", "delete", {"apiTokenId": "0" * 24}),
    ],
)
def test_an_editor_gains_no_rights_of_owners_by_a_workflow(
    world: World, resource: str, action: str, params: dict[str, Any]
) -> None:
    """Everybody who may edit may write one that calls the API."""
    with pytest.raises(Forbidden, match="only the application's owner may"):
        call(world, resource, action, **params)
    assert application(world).name
