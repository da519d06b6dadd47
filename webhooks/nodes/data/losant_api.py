"""Losant API: calls this server's own API for the workflow's application."""

from typing import Any

from webhooks.payload.values import UNDEFINED, copy_value
from webhooks.workflows.composite_fields import ByKind, Rows
from webhooks.workflows.errors import ApiRefused
from webhooks.workflows.fields import (
    Choice,
    JsonTemplate,
    PayloadPath,
    Template,
    Text,
)
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Call an action and write its result, or what the API said against it."""
    if node.text("apiTokenTemplate"):
        node.put("responsePath", _error("NotSupportedHere", 400, _OWN_ONLY))
        return
    values = [(row.text("name"), row.value("value")) for row in node.rows("params")]
    params = {
        name: copy_value(value)
        for name, value in values
        if name and value is not UNDEFINED
    }
    try:
        result = node.ports.api.call(node.text("resource"), node.text("action"), params)
    except ApiRefused as error:
        node.put("responsePath", _error(error.name, error.status, error.message))
    else:
        node.put("responsePath", {"result": result})


_OWN_ONLY = "A workflow can call the API for its own application only."


def _error(kind: str, status: int, message: str) -> dict[str, Any]:
    return {"error": {"type": kind, "statusCode": status, "message": message}}


NODE = NodeType(
    type="LosantApiNode",
    name="losantapi",
    category="data",
    label="Losant API",
    summary="Calls this server's own API for the application of the workflow.",
    run=run,
    outside=True,
    fields=(
        Text(
            name="resource",
            label="Resource",
            help="The resource as the API's clients name it, such as webhooks.",
            required=True,
        ),
        Text(
            name="action",
            label="Action",
            help="What to do with it, such as get, post, patch or delete.",
            required=True,
        ),
        Rows(
            name="params",
            label="Parameters",
            help="What the action needs, by the names of the API's clients.",
            fields=(
                Text(name="name", label="Name", help="The parameter's name."),
                Choice(
                    name="type",
                    label="Value is",
                    help="How the value is given.",
                    default="string",
                    choices={
                        "string": "Text",
                        "json": "JSON",
                        "path": "A place in the payload",
                    },
                ),
                ByKind(
                    name="value",
                    label="Value",
                    help="The parameter's value.",
                    selector="type",
                    fallback="string",
                    kinds={
                        "string": Template(
                            name="value", label="Value", help="The parameter's value."
                        ),
                        "json": JsonTemplate(
                            name="value", label="Value", help="The parameter's value."
                        ),
                        "path": PayloadPath(
                            name="value", label="Value", help="Where the value is."
                        ),
                    },
                ),
            ),
        ),
        PayloadPath(
            name="responsePath",
            label="Response path",
            help="Where the answer goes: an object with result, or with error.",
        ),
        Template(
            name="apiTokenTemplate",
            label="API token",
            help="For other applications, which a workflow cannot reach here.",
        ),
    ),
    examples=(
        Example(
            summary="The webhooks of the application",
            config={
                "resource": "webhooks",
                "action": "get",
                "params": [
                    {
                        "name": "applicationId",
                        "type": "string",
                        "value": "{{applicationId}}",
                    }
                ],
                "responsePath": "working.webhooks",
            },
            before={"applicationId": "64f0bfffb2c3d4e5f6a7b8c0"},
            after=lambda payload: "result" in payload["working"]["webhooks"],
        ),
        Example(
            summary="Another application is out of reach",
            config={
                "resource": "webhooks",
                "action": "get",
                "apiTokenTemplate": "{{globals.token}}",
                "responsePath": "answer",
            },
            before={"globals": {"token": "abc"}},
            after=lambda payload: payload["answer"]["error"]["statusCode"] == 400,
        ),
    ),
)
