"""Validate Payload: checks a value against a JSON schema."""

from webhooks.nodes.logic._json_schema import schema_errors
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.composite_fields import ByKind
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Choice, JsonTemplate, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> str:
    """Write the problems and return the output. Raises NodeError for no schema."""
    schema = node.value("schema")
    if schema is UNDEFINED:
        raise NodeError("There is no schema to validate with.", "InvalidSchema")
    has_path = node.has("toValidatePath")
    value = node.value("toValidatePath") if has_path else node.payload
    errors = _missing() if value is UNDEFINED else schema_errors(schema, value)
    node.put("errorsPath", errors)
    return "invalid" if errors else "valid"


def _missing() -> list[dict[str, str]]:
    return [{"field": "data", "message": "is required"}]


_SCHEMA = '{"type": "object", "properties": {"voltage": {"type": "number"}}}'

NODE = NodeType(
    type="ValidatePayloadNode",
    name="validate-payload",
    category="logic",
    label="Validate Payload",
    summary="Checks a value against a JSON schema and chooses between two paths.",
    run=run,
    fields=(
        Choice(
            name="schemaType",
            label="Schema is",
            help="Whether the schema stands here or in the payload.",
            default="json",
            choices={"json": "JSON", "path": "At a payload path"},
        ),
        ByKind(
            name="schema",
            label="Schema",
            help="A JSON schema of draft 4; references may only lead into itself.",
            selector="schemaType",
            fallback="json",
            kinds={
                "json": JsonTemplate(
                    name="schema", label="Schema", help="A JSON schema of draft 4."
                ),
                "path": PayloadPath(
                    name="schema", label="Schema", help="Where the schema is."
                ),
            },
            required=True,
        ),
        PayloadPath(
            name="toValidatePath",
            label="Value",
            help="What to check; the whole payload when blank.",
        ),
        PayloadPath(
            name="errorsPath",
            label="Problems",
            help="Where the list of problems goes; it is empty for a valid value.",
        ),
    ),
    outputs=(Output("invalid", "Invalid"), Output("valid", "Valid")),
    examples=(
        Example(
            summary="A valid value has no problems",
            config={
                "schema": _SCHEMA,
                "toValidatePath": "data",
                "errorsPath": "problems",
            },
            before={"data": {"voltage": 5}},
            after={"data": {"voltage": 5}, "problems": []},
            output="valid",
        ),
        Example(
            summary="An invalid value, and what is wrong with it",
            config={
                "schema": _SCHEMA,
                "toValidatePath": "data",
                "errorsPath": "problems",
            },
            before={"data": {"voltage": "high"}},
            after={
                "data": {"voltage": "high"},
                "problems": [{"field": "data.voltage", "message": "is the wrong type"}],
            },
            output="invalid",
        ),
        Example(
            summary="A schema that refers to another machine is refused",
            config={"schema": '{"$ref": "http://schemas.example.test/a"}'},
            before={},
            error="is not in it",
        ),
    ),
)
