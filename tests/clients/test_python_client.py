"""Losant's official Python client, unchanged, against the API."""

from collections.abc import Iterator
from typing import Any

import pytest
from losant_rest import Client
from losant_rest.losant_error import LosantError

from tests.server.running import EMAIL, PASSWORD

pytestmark = pytest.mark.server

CREDENTIALS = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
def client(api_url: str) -> Any:
    """A client that has signed in with a password."""
    signed_in = Client(url=api_url)
    answer = signed_in.auth.authenticate_user(credentials=CREDENTIALS)
    signed_in.auth_token = answer["token"]
    assert signed_in.me.get()["id"] == answer["userId"]
    return signed_in


@pytest.fixture
def application_id(client: Any) -> Iterator[str]:
    """A new application, gone again after the test."""
    created = client.applications.post(application={"name": "Greenhouse"})
    yield created["applicationId"]
    left = client.applications.get(filterField="name", filter="Greenhouse")
    for item in left["items"]:
        client.application.delete(applicationId=item["id"])


def test_applications(client: Any, application_id: str) -> None:
    found = client.applications.get(filterField="name", filter="green*")
    assert [item["id"] for item in found["items"]] == [application_id]
    changed = client.application.patch(
        applicationId=application_id, application={"description": "new"}
    )
    assert changed["description"] == "new"
    one = client.application.get(
        applicationId=application_id, summaryInclude="webhookCount"
    )
    assert one["summary"] == {"webhookCount": 0}
    gone = client.application.delete(applicationId=application_id)
    assert gone == {"success": True}
    assert client.applications.get(filterField="name", filter="g*")["items"] == []


def test_globals(client: Any, application_id: str) -> None:
    entries = [{"key": "limit", "json": "5"}]
    client.application.globals(applicationId=application_id, globals=entries)
    one = client.application.get(applicationId=application_id)
    assert [(each["key"], each["json"]) for each in one["globals"]] == [("limit", "5")]


def test_webhooks(client: Any, application_id: str) -> None:
    where = {"applicationId": application_id}
    created = client.webhooks.post(webhook={"name": "Orders"}, **where)
    item = {**where, "webhookId": created["webhookId"]}
    assert client.webhook.get(**item) == created
    changed = client.webhook.patch(webhook={"responseCode": 202}, **item)
    assert (changed["responseCode"], changed["name"]) == (202, "Orders")
    found = client.webhooks.get(sortField="name", page=0, perPage=10, **where)
    assert [each["token"] for each in found["items"]] == [created["token"]]
    assert client.webhook.delete(includeWorkflows="true", **item) == {"success": True}
    with pytest.raises(LosantError) as missing:
        client.webhook.get(**item)
    assert missing.value.args[0] == 404


def test_python_booleans_are_understood(client: Any, application_id: str) -> None:
    found = client.webhooks.get(applicationId=application_id, _links=False)
    assert "_links" not in found
    assert "_links" in client.webhooks.get(applicationId=application_id, _links=True)


def test_tokens(client: Any, api_url: str, application_id: str) -> None:
    where = {"applicationId": application_id}
    body = {"name": "Script", "scope": ["webhooks.get"]}
    created = client.application_api_tokens.post(apiToken=body, **where)
    narrow = Client(auth_token=created["token"], url=api_url)
    assert narrow.webhooks.get(**where)["count"] == 0
    with pytest.raises(LosantError) as refused:
        narrow.webhooks.post(webhook={"name": "x"}, **where)
    assert refused.value.args[0] == 403
    item = {**where, "apiTokenId": created["apiTokenId"]}
    one = client.application_api_token.get(**item)
    assert one["name"] == "Script"
    assert "token" not in one
    client.application_api_token.patch(apiToken={"status": "inactive"}, **item)
    with pytest.raises(LosantError) as unknown:
        narrow.webhooks.get(**where)
    assert unknown.value.args[0] == 401
    client.application_api_token.delete(**item)
    assert client.application_api_tokens.get(**where)["totalCount"] == 0


def test_errors_carry_type_and_message(client: Any, application_id: str) -> None:
    with pytest.raises(LosantError) as refused:
        client.webhooks.post(applicationId=application_id, webhook={"nmae": "x"})
    assert refused.value.args[0] == 400
    assert "Validation" in str(refused.value)
