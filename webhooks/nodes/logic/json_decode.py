"""JSON Decode: turns JSON text into the value that it describes."""

from webhooks.nodes._error_behavior import ERROR_FIELDS, errors_as_configured
from webhooks.nodes._limits import bounded_text
from webhooks.payload.json_text import JsonProblem, parse_json
from webhooks.payload.values import to_text
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write the value of a JSON text. Raises NodeError, or stores the error."""
    text = to_text(node.value("source"))
    with errors_as_configured(node):
        bounded_text(text, "The JSON text")
        try:
            value = parse_json(text)
        except JsonProblem as problem:
            message = f"The text is not valid JSON: {problem}."
            raise NodeError(message, "SyntaxError") from None
        node.put("destination", value)


NODE = NodeType(
    type="JsonDecodeNode",
    name="json-decode",
    category="logic",
    label="JSON Decode",
    summary="Turns JSON text into a value of the payload.",
    run=run,
    fields=(
        PayloadPath(
            name="source", label="Source", help="The JSON text.", required=True
        ),
        PayloadPath(
            name="destination",
            label="Destination",
            help="Where the value goes.",
            required=True,
        ),
        *ERROR_FIELDS,
    ),
    examples=(
        Example(
            summary="Text becomes an object",
            config={"source": "text", "destination": "value"},
            before={"text": '{"a": [1]}'},
            after={"text": '{"a": [1]}', "value": {"a": [1]}},
        ),
        Example(
            summary="Text that is not JSON stops the run",
            config={"source": "text", "destination": "value"},
            before={"text": "oops"},
            error="not valid JSON",
        ),
        Example(
            summary="The error can be stored instead",
            config={
                "source": "text",
                "destination": "value",
                "errorBehavior": "payloadPath",
                "errorPath": "problem",
            },
            before={"text": "oops"},
            after=lambda payload: payload["problem"]["name"] == "SyntaxError",
        ),
    ),
)
