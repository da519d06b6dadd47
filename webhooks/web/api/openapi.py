"""The API's description in OpenAPI 3.1, made from the operations and schemas."""

import re
from collections.abc import Sequence
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, current_app

from webhooks import __version__
from webhooks.access import scopes_for
from webhooks.web.api.operation import Call, Operation, Operations
from webhooks.web.schemas.application import Global, GlobalsPatch
from webhooks.web.schemas.base import camel
from webhooks.web.schemas.listing import Error

OPERATIONS = Operations("openapi")
_EXTENSION = "switchhook.openapi"
_PARAMETER = re.compile(r"<(\w+)>")


@OPERATIONS.add("GET", "/openapi.json", None, "Get this description.")
def get(call: Call) -> Any:
    """Answer the description."""
    return current_app.extensions[_EXTENSION]()


def describe(app: Flask, operations: Sequence[Operation]) -> None:
    """Have the application describe these operations when asked for it."""
    made: list[dict[str, Any]] = []

    def description() -> dict[str, Any]:
        if not made:
            made.append(document(operations))
        return made[0]

    app.extensions[_EXTENSION] = description


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the whole OpenAPI document."""
    spec = APISpec(
        title="Switchhook",
        version=__version__,
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin()],
        servers=[{"url": "/api"}],
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = _PARAMETER.sub(lambda match: "{" + camel(match[1]) + "}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _described(operation)
    for path, methods in paths.items():
        spec.path(path=path, operations=methods)
    described: dict[str, Any] = spec.to_dict()
    return described


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [
            {
                "name": camel(name),
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
            }
            for name in _PARAMETER.findall(operation.path)
        ]
        + [{"in": "query", "schema": operation.query}],
        "responses": {
            str(operation.status): _answer(operation),
            "default": {
                "description": "Why it was not done.",
                "content": {"application/json": {"schema": Error}},
            },
        },
        "security": [],
    }
    if operation.action is not None:
        described["security"] = [{"bearer": []}]
        described["description"] = "Any of these scopes is enough: " + ", ".join(
            sorted(scopes_for(operation.action))
        )
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _body(operation)}},
        }
    return described


def _answer(operation: Operation) -> dict[str, Any]:
    schema: Any = operation.answer
    if schema is None:
        schema = (
            {} if operation.media_type == "application/json" else {"type": "string"}
        )
    return {
        "description": "It was done.",
        "content": {operation.media_type: {"schema": schema}},
    }


def _body(operation: Operation) -> Any:
    if operation.body is GlobalsPatch:
        return {"type": "array", "items": Global}
    return operation.body
