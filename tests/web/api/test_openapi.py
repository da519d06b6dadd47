"""The OpenAPI document: everything that exists, and only that."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from webhooks.web.api.blueprint import OPERATIONS
from webhooks.web.api.operation import Operation
from webhooks.web.schemas.base import camel


def template(path: str) -> str:
    """Return a route's path as OpenAPI writes it."""
    return re.sub(
        r"<(?:[^<>]*:)?(\w+)>", lambda match: "{" + camel(match[1]) + "}", path
    )


def described(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json or {}
    return document


def test_every_route_of_the_application_is_described(
    app: Flask, client: FlaskClient
) -> None:
    routes = {
        (template(rule.rule.removeprefix("/api")), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.methods
        for method in rule.methods - {"HEAD"}
    }
    document = described(client)
    found = {
        (path, method)
        for path, methods in document["paths"].items()
        for method in methods
    }
    assert found == routes
    assert document["openapi"] == "3.1.0"


def test_every_reference_leads_somewhere(client: FlaskClient) -> None:
    document = described(client)
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert names <= set(document["components"]["schemas"])


def test_bodies_queries_and_scopes_are_described(client: FlaskClient) -> None:
    paths = described(client)["paths"]

    def of(operation: Operation) -> dict[str, Any]:
        found: dict[str, Any] = paths[template(operation.path)][
            operation.method.lower()
        ]
        return found

    for operation in OPERATIONS:
        one = of(operation)
        assert ("requestBody" in one) == (operation.body is not None)
        assert bool(one["security"]) == (operation.action is not None)
        if operation.action:
            assert operation.action in one["description"]
    listing = paths["/applications/{applicationId}/webhooks"]["get"]
    names = {parameter["name"] for parameter in listing["parameters"]}
    assert names >= {"applicationId", "sortField", "perPage", "filter", "_links"}


def test_field_names_and_limits_are_those_of_the_api(client: FlaskClient) -> None:
    schemas = described(client)["components"]["schemas"]
    post = schemas["WebhookPost"]
    assert post["required"] == ["name"]
    assert post["properties"]["responseCode"]["maximum"] == 599
    assert "facebook" in post["properties"]["verificationType"]["enum"]
    assert not [name for name in post["properties"] if "_" in name]
