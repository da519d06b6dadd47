"""Addresses and methods that do not exist: JSON, never a page or a redirect."""

import pytest
from flask.testing import FlaskClient

from tests.web.api.world import ALL, World
from webhooks.services import webhooks
from webhooks.services.site import Site


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/me/",
        "/api//me",
        "/api/applications/",
        "/api/%2e%2e/login",
        "/api/<script>alert(1)</script>",
        "/api/a/b/c/d/e/f/g/h",
        "/api/" + "x" * 5000,
    ],
)
def test_unknown_addresses_are_404_in_json(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json == {
        "type": "NotFound",
        "message": "There is nothing at this address.",
    }


@pytest.mark.parametrize("method", ["PUT", "TRACE", "OPTIONS", "FOO", "PROPFIND"])
def test_other_methods_are_405_with_those_allowed(world: World, method: str) -> None:
    url = world.url(ALL["webhooks.get"])
    response = world.client.open(url, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, PATCH, DELETE"
    assert response.json == {
        "type": "MethodNotAllowed",
        "message": f"{method} is not allowed",
    }


def test_every_address_tells_its_methods(world: World) -> None:
    expected: dict[str, set[str]] = {}
    for operation in ALL.values():
        expected.setdefault(world.url(operation), set()).add(operation.method)
    for url, methods in expected.items():
        response = world.client.put(url)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == methods


def test_a_preflight_gets_no_permission(world: World) -> None:
    response = world.client.options(
        world.url(ALL["webhooks.list"]),
        headers={
            "Origin": "https://evil.example",
            "Access-Control-Request-Method": "GET",
        },
    )
    assert response.status_code == 405
    assert not [name for name, _ in response.headers if name.startswith("Access-")]


def test_methods_cannot_be_overridden(world: World, site: Site) -> None:
    headers = world.alice()
    headers["X-HTTP-Method-Override"] = "DELETE"
    url = world.url(ALL["webhooks.get"])
    response = world.client.get(f"{url}?_method=DELETE", headers=headers)
    assert response.status_code == 200
    webhooks.get(site, world.ids["application_id"], world.ids["webhook_id"])


@pytest.mark.parametrize("name", ["work.next_by_get", "deliveries.stream"])
def test_head_does_not_do_what_get_does(world: World, site: Site, name: str) -> None:
    headers = world.alice()
    response = world.client.head(world.url(ALL[name]), headers=headers)
    assert response.status_code == 405


def test_a_bug_is_500_without_details(
    world: World, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail in /some/path")

    monkeypatch.setattr(webhooks, "get", broken)
    headers = world.alice()
    response = world.call("webhooks.get", headers)
    assert response.status_code == 500
    assert response.json == {
        "type": "InternalError",
        "message": "Something went wrong on our side.",
    }


def test_words_beside_ids_are_no_ids(world: World) -> None:
    flows = f"/api/applications/{world.ids['application_id']}/flows"
    versions = f"{flows}/{world.ids['flow_id']}/versions"
    for path in ("import", "palette", "version"):
        response = world.client.patch(f"{flows}/{path}", headers=world.alice())
        assert response.status_code == 405
    response = world.client.delete(f"{versions}/delete", headers=world.alice())
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    begins_so = world.client.get(f"{flows}/versions1", headers=world.alice())
    assert begins_so.json["message"] == "Flow was not found"
