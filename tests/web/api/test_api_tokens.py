"""API tokens through the API."""

import pytest

from tests import cast
from tests.web.api.world import World


def test_the_secret_is_in_the_first_answer_only(world: World) -> None:
    created = world.call(
        "applicationApiTokens.post", world.alice(), json={"name": "Script"}
    ).json
    secret = created["token"]
    assert created["scope"] == ["all.Application"]
    assert (created["status"], created["creatorName"]) == ("active", "Alice")
    assert created["ownerType"] == "application"
    ids = {"api_token_id": created["id"]}
    one = world.call("applicationApiTokens.get", world.alice(), ids=ids)
    listed = world.call("applicationApiTokens.list", world.alice())
    for answer in (one, listed):
        assert secret not in answer.text
        assert "tokenHash" not in answer.text
    assert world.call("webhooks.get", cast.bearer(secret)).status_code == 200


@pytest.mark.parametrize("how", ["inactive", "deleted"])
def test_a_token_that_is_off_or_deleted_opens_nothing(world: World, how: str) -> None:
    created = world.call(
        "applicationApiTokens.post", world.alice(), json={"name": "Script"}
    ).json
    headers = cast.bearer(created["token"])
    ids = {"api_token_id": created["id"]}
    if how == "inactive":
        body = {"status": "inactive"}
        world.call("applicationApiTokens.patch", world.alice(), ids=ids, json=body)
    else:
        world.call("applicationApiTokens.delete", world.alice(), ids=ids)
    assert world.call("webhooks.get", headers).status_code == 401


def test_it_expires_when_it_was_told_to(world: World) -> None:
    body = {"name": "Script", "expirationDate": "2027-01-01T00:00:00+01:00"}
    created = world.call("applicationApiTokens.post", world.alice(), json=body).json
    assert created["expirationDate"] == "2026-12-31T23:00:00.000Z"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "a", "scope": ["nonsense"]},
        {"name": "a", "scope": "all.Application"},
        {"name": "a", "scope": []},
        {"name": "a", "expirationDate": "2020-01-01T00:00:00Z"},
        {"name": "a", "expirationDate": "2027-01-01T00:00:00"},
        {"name": "a", "expirationDate": "9999-12-31T23:59:59-12:00"},
        {"name": "a", "expirationDate": 5},
        {"name": "a", "status": "inactive"},
        {"name": "a", "token": "mine"},
    ],
)
def test_an_unusable_token_is_400(shared_world: World, body: dict[str, object]) -> None:
    response = shared_world.call(
        "applicationApiTokens.post", shared_world.alice(), json=body
    )
    assert response.status_code == 400, response.text


@pytest.mark.parametrize(
    "body", [{"scope": ["webhook.get"]}, {"expirationDate": None}, {"status": "off"}]
)
def test_scope_and_expiry_cannot_be_changed(
    shared_world: World, body: dict[str, object]
) -> None:
    response = shared_world.call(
        "applicationApiTokens.patch", shared_world.alice(), json=body
    )
    assert response.status_code == 400


def test_the_list_names_its_owner(shared_world: World) -> None:
    found = shared_world.call("applicationApiTokens.list", shared_world.alice()).json
    assert found["_type"] == "apiTokens"
    assert found["ownerId"] == shared_world.ids["application_id"]
    assert found["ownerType"] == "application"
