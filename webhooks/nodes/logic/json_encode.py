"""JSON Encode: turns a value into JSON text."""

from webhooks.nodes._limits import bounded_text
from webhooks.payload.json_text import JsonProblem, encode_json
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write the JSON of a value, or nothing for a value that is not there.

    Raises NodeError for a value that nests too deeply.
    """
    value = node.value("source")
    if value is UNDEFINED:
        node.put("destination", UNDEFINED)
        return
    try:
        text = encode_json(value)
    except JsonProblem as problem:
        message = f"The value cannot be written as JSON: {problem}."
        raise NodeError(message, "InvalidJson") from None
    node.put("destination", bounded_text(text, "The JSON text"))


NODE = NodeType(
    type="JsonEncodeNode",
    name="json-encode",
    category="logic",
    label="JSON Encode",
    summary="Turns a value of the payload into JSON text.",
    run=run,
    fields=(
        PayloadPath(
            name="source", label="Source", help="The value to encode.", required=True
        ),
        PayloadPath(
            name="destination",
            label="Destination",
            help="Where the text goes.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="An object becomes text",
            config={"source": "data", "destination": "text"},
            before={"data": {"a": [1, None]}},
            after={"data": {"a": [1, None]}, "text": '{"a":[1,null]}'},
        ),
    ),
)
