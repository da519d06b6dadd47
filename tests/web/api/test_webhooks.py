"""Webhooks through the API: shapes, values, paging."""

from typing import Any

import pytest

from tests.web.api.world import World

# What Losant's own resource has; a client may rely on each of them.
LOSANT_FIELDS = {
    "id",
    "webhookId",
    "applicationId",
    "creationDate",
    "lastUpdated",
    "name",
    "description",
    "token",
    "responseCode",
    "verificationType",
    "verificationCode",
    "waitForReply",
    "basicAuthUsername",
    "basicAuthPassword",
    "isWebsocket",
    "castBuffersAs",
    "annotateMultipart",
    "enabled",
}


def test_a_new_webhook_has_every_field_and_its_default(world: World) -> None:
    created = world.call("webhooks.post", world.alice(), json={"name": "New"}).json
    assert set(created) >= LOSANT_FIELDS
    assert created["id"] == created["webhookId"]
    assert created["creationDate"] == "2026-01-05T10:11:12.345Z"
    defaults = {
        "description": "",
        "responseCode": 200,
        "verificationType": "none",
        "verificationCode": "",
        "waitForReply": False,
        "basicAuthUsername": "",
        "basicAuthPassword": "",
        "isWebsocket": False,
        "castBuffersAs": "array",
        "annotateMultipart": False,
        "enabled": True,
        "rateLimit": None,
        "staticReply": None,
    }
    assert {name: created[name] for name in defaults} == defaults
    assert created["url"].endswith(f"/webhooks/{created['token']}")


def test_everything_that_is_set_comes_back(world: World) -> None:
    given = {
        "name": "All",
        "description": "of it",
        "responseCode": 202,
        "verificationType": "facebook",
        "verificationCode": "code",
        "waitForReply": True,
        "basicAuthUsername": "user",
        "basicAuthPassword": "pass",
        "castBuffersAs": "hex",
        "annotateMultipart": True,
        "enabled": False,
        "replyTimeoutSeconds": 12,
        "timeoutReply": {"statusCode": 503, "body": "later"},
        "staticReply": {
            "statusCode": 201,
            "headers": [["Content-Type", "text/plain"]],
            "body": "hello",
        },
        "answerWhenRunsEnd": True,
        "allowedMethods": ["POST"],
        "allowCors": True,
        "allowHtmlReplies": True,
        "allowedAddresses": ["10.0.0.0/8"],
        "rateLimit": {"requests": 5, "seconds": 10},
        "includeRawBody": True,
    }
    created = world.call("webhooks.post", world.alice(), json=given).json
    ids = {"webhook_id": created["id"]}
    for answer in (created, world.call("webhooks.get", world.alice(), ids=ids).json):
        assert {name: answer[name] for name in given} == given


def test_it_has_type_etag_and_links_unless_unwanted(world: World) -> None:
    one = world.call("webhooks.get", world.alice()).json
    path = "/applications/{application_id}/webhooks/{webhook_id}".format(**world.ids)
    assert one["_type"] == "webhook"
    assert one["_etag"].startswith('"')
    assert one["_links"]["self"] == {"href": path}
    assert set(one["_links"]) == {"self", "webhooks", "application"}
    for unwanted in ("false", "False", "0"):
        query = {"_links": unwanted}
        bare = world.call("webhooks.get", world.alice(), query_string=query).json
        assert "_links" not in bare


def test_the_etag_changes_with_the_webhook_and_only_then(world: World) -> None:
    before, same = (world.call("webhooks.get", world.alice()).json for _ in range(2))
    after = world.call("webhooks.patch", world.alice(), json={"enabled": False}).json
    assert before["_etag"] == same["_etag"] != after["_etag"]


@pytest.mark.parametrize(
    "body",
    [
        {"responseCode": 99},
        {"responseCode": 600},
        {"responseCode": "200"},
        {"responseCode": True},
        {"responseCode": 2**63},
        {"responseCode": None},
        {"verificationType": "Facebook"},
        {"verificationType": "nonsense"},
        {"verificationType": None},
        {"verificationType": ["none"]},
        {"verificationType": "facebook"},
        {"id": "0" * 24},
        {"creationDate": "2026-01-01T00:00:00.000Z"},
        {"applicationId": "0" * 24},
        {"token": "mine"},
        {"signature": {"provider": "github"}},
        {"wait_for_reply": True},
        {"name": ""},
        {"name": 5},
        {"name": "x" * 256},
        {"waitForReply": "true"},
        {"waitForReply": 1},
        {"isWebsocket": True},
        {"rateLimit": {"requests": 1}},
        {"rateLimit": 5},
        {"rateLimit": {"requests": 1, "seconds": 1, "x": 1}},
        {"staticReply": {"headers": {"X": "a\r\nb"}}},
        {"staticReply": []},
        {"allowedMethods": "GET"},
        {"allowedMethods": [None]},
        {"name": "fine", "responseCode": 1},
    ],
)
def test_a_value_that_does_not_fit_is_400_and_nothing_changes(
    shared_world: World, body: dict[str, Any]
) -> None:
    world = shared_world
    before = world.call("webhooks.get", world.alice()).json
    response = world.call("webhooks.patch", world.alice(), json=body)
    assert response.status_code == 400, response.text
    assert response.json["type"] == "Validation"
    field = list(body)[-1]
    assert field in response.json["message"] or field == "verificationType"
    assert world.call("webhooks.get", world.alice()).json == before


def test_an_empty_patch_is_200_and_changes_nothing(world: World) -> None:
    before = world.call("webhooks.get", world.alice()).json
    response = world.call("webhooks.patch", world.alice(), json={})
    assert (response.status_code, response.json) == (200, before)


def test_a_deleted_webhook_is_gone_everywhere(world: World) -> None:
    token = world.call("webhooks.get", world.alice()).json["token"]
    assert world.client.post(f"/webhooks/{token}").status_code == 200
    assert world.call("webhooks.delete", world.alice()).json == {"success": True}
    for name in ("webhooks.delete", "webhooks.get", "deliveries.list"):
        response = world.call(name, world.alice())
        assert response.status_code == 404
        assert response.json["message"] == "Webhook was not found"
    assert world.client.post(f"/webhooks/{token}").status_code == 404


def test_a_rotated_url_replaces_the_old_one(world: World) -> None:
    old = world.call("webhooks.get", world.alice()).json["token"]
    new = world.call("webhooks.rotate_token", world.alice()).json["token"]
    assert world.client.post(f"/webhooks/{old}").status_code == 404
    assert world.client.post(f"/webhooks/{new}").status_code == 200


def test_the_list_has_losants_envelope(world: World) -> None:
    found = world.call("webhooks.list", world.alice()).json
    items = found.pop("items")
    application = f"/applications/{world.ids['application_id']}"
    assert [item["id"] for item in items] == [world.ids["webhook_id"]]
    assert found == {
        "count": 1,
        "totalCount": 1,
        "perPage": 100,
        "page": 0,
        "sortField": "name",
        "sortDirection": "asc",
        "applicationId": world.ids["application_id"],
        "_type": "webhooks",
        "_links": {
            "application": {"href": application},
            "self": {"href": f"{application}/webhooks"},
        },
    }


def test_the_list_pages_sorts_and_filters(world: World) -> None:
    for name in ("b", "a", "C"):
        world.call("webhooks.post", world.alice(), json={"name": name})
    query = {
        "filterField": "name",
        "filter": "?",
        "sortField": "name",
        "sortDirection": "DESC",
        "page": "1",
        "perPage": "2",
    }
    found = world.call("webhooks.list", world.alice(), query_string=query).json
    assert [item["name"] for item in found["items"]] == ["a"]
    assert (found["count"], found["totalCount"], found["page"]) == (1, 3, 1)
    assert (found["filterField"], found["filter"]) == ("name", "?")
    assert found["sortDirection"] == "desc"


@pytest.mark.parametrize(
    "query",
    [
        "sortField=id;%20drop%20table",
        "sortField=__class__",
        "sortField=query",
        "sortField=basicAuthPassword",
        "sortField[0]=name",
        "sortField=name&sortField=id",
        "sortDirection=up",
        "page=-1",
        "page=one",
        "page=1.0",
        "page=99999999999999999999",
        "perPage=0",
        "perPage=1001",
        "filterField=token&filter=a",
        "filterField=name&filter=" + "a" * 256,
        "_links=perhaps",
    ],
)
def test_a_query_that_is_not_on_the_list_is_400(
    shared_world: World, query: str
) -> None:
    response = shared_world.call(
        "webhooks.list", shared_world.alice(), query_string=query
    )
    assert response.status_code == 400, response.text
    assert response.json["type"] == "Validation"


def test_blank_parameters_are_not_given(shared_world: World) -> None:
    query = "sortField=&sortDirection=&page=&perPage=&filterField=&filter="
    response = shared_world.call(
        "webhooks.list", shared_world.alice(), query_string=query
    )
    assert response.status_code == 200
