"""Applications and globals through the API."""

from typing import Any

import pytest

from tests import cast
from tests.web.api.world import World
from webhooks.services import applications


def test_an_application_has_losants_fields(world: World) -> None:
    one = world.call("applications.get", world.alice()).json
    assert set(one) >= {
        "id",
        "applicationId",
        "creationDate",
        "lastUpdated",
        "ownerId",
        "ownerType",
        "name",
        "description",
        "globals",
        "summary",
        "_type",
        "_etag",
        "_links",
    }
    assert one["id"] == one["applicationId"] == world.ids["application_id"]
    assert one["ownerId"] == cast.alice(world.site).id
    assert one["summary"]["webhookCount"] == 1


def test_whoever_creates_one_owns_it(world: World) -> None:
    charlie = cast.charlie(world.site)
    headers = cast.bearer(cast.user_token(world.site, charlie))
    created = world.call("applications.post", headers, json={"name": "Mine"})
    assert created.status_code == 201
    assert created.json["ownerId"] == charlie.id
    found = world.call("applications.list", headers).json
    assert [item["name"] for item in found["items"]] == ["Mine"]
    ids = {"application_id": created.json["id"]}
    assert world.call("applications.delete", headers, ids=ids).status_code == 200
    assert world.call("applications.get", headers, ids=ids).status_code == 404


def test_an_applications_token_creates_and_lists_no_others(world: World) -> None:
    application = applications.get(world.site, world.ids["application_id"])
    headers = cast.bearer(cast.token(world.site, application))
    for name in ("applications.post", "applications.list", "me.get"):
        assert world.call(name, headers).status_code == 403
    assert world.call("applications.get", headers).status_code == 200


def test_an_editor_does_not_delete_it_nor_make_tokens(world: World) -> None:
    application = applications.get(world.site, world.ids["application_id"])
    headers = cast.bearer(
        cast.user_token(world.site, cast.bob(world.site, application))
    )
    for name in ("applications.delete", "applicationApiTokens.post"):
        assert world.call(name, headers).status_code == 403
    assert world.call("applications.patch", headers).status_code == 200


def test_the_summary_can_be_narrowed(world: World) -> None:
    for query, names in [
        (
            "summaryInclude=webhookCount,apiTokenCount",
            {"webhookCount", "apiTokenCount"},
        ),
        ("summaryInclude=webhookCount&summaryExclude=webhookCount", set()),
    ]:
        one = world.call("applications.get", world.alice(), query_string=query).json
        assert set(one["summary"]) == names


def test_globals_are_replaced_and_shown(world: World) -> None:
    entries = [{"key": "limit", "json": "5", "cloudOnly": True, "description": "d"}]
    changed = world.call("applications.globals", world.alice(), json=entries)
    assert changed.status_code == 200
    one = world.call("applications.get", world.alice()).json
    assert one["globals"] == entries


def test_readers_learn_the_names_of_globals_alone(world: World) -> None:
    entries = [{"key": "password", "json": '"sesame"', "description": "d"}]
    world.call("applications.globals", world.alice(), json=entries)
    application = applications.get(world.site, world.ids["application_id"])
    viewer = cast.bob(world.site, application, "viewer")
    bob = cast.bearer(cast.user_token(world.site, viewer))
    script = cast.bearer(cast.token(world.site, application, "all.Application.read"))
    for name, reader in (
        ("applications.get", bob),
        ("applications.list", bob),
        ("applications.get", script),
        ("applications.get", world.alice("all.User.read")),
    ):
        shown = world.call(name, reader).text
        assert "sesame" not in shown
        assert "password" in shown


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"key": "a", "json": "1"},
        ["a"],
        [{"key": "a"}],
        [{"key": "a", "json": "text"}],
        [{"key": "a b", "json": "1"}],
        [{"key": "a", "json": 1}],
        [{"key": "a", "json": "1"}] * 2,
    ],
)
def test_unusable_globals_are_400(shared_world: World, entries: Any) -> None:
    response = shared_world.call(
        "applications.globals", shared_world.alice(), json=entries
    )
    assert response.status_code == 400
    assert response.json["type"] == "Validation"
