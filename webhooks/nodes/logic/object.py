"""Object: picks, omits, merges and lists the properties of an object."""

from webhooks.nodes.logic._object_rules import OPERATIONS, WITH_INPUT, WITH_OUTPUT
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.composite_fields import Rows
from webhooks.workflows.fields import Choice, JsonTemplate, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Apply the operations in order, each to what the one before handed on."""
    value = node.value("sourcePath")
    if value is UNDEFINED:
        value = {}
    for operation in node.rows("operations"):
        value = OPERATIONS[operation.value("type")](value, operation)
    node.put("destPath", value)


NODE = NodeType(
    type="ObjectNode",
    name="object",
    category="logic",
    label="Object",
    summary="Picks, omits, merges and lists the properties of an object.",
    run=run,
    fields=(
        PayloadPath(
            name="sourcePath",
            label="Source",
            help="The object; an empty one when there is none.",
        ),
        PayloadPath(
            name="destPath",
            label="Destination",
            help="Where the changed object goes.",
        ),
        Rows(
            name="operations",
            label="Operations",
            help="Applied in order, each to what the one before made.",
            most=10,
            fields=(
                Choice(
                    name="type",
                    label="Operation",
                    help="What to do.",
                    default="assign",
                    choices={
                        "assign": "Assign: set the properties of another object",
                        "entries": "Entries: list names with values",
                        "fromPairs": "From pairs: make an object of entries",
                        "keys": "Keys: list the names",
                        "mergeDeep": "Merge: also objects inside objects",
                        "omit": "Omit: drop properties",
                        "pick": "Pick: keep properties",
                        "values": "Values: list the values",
                        "zipObject": "Zip: give names to the values of an array",
                    },
                ),
                JsonTemplate(
                    name="inputTemplate",
                    label="Input",
                    help="JSON: an object to assign or merge, else an array of names.",
                    shown_when=("type", WITH_INPUT),
                ),
                PayloadPath(
                    name="outputPath",
                    label="Result",
                    help="Where the listed entries, names or values go.",
                    shown_when=("type", WITH_OUTPUT),
                ),
            ),
        ),
    ),
    examples=(
        Example(
            summary="Keep two properties, and list their names",
            config={
                "sourcePath": "data",
                "destPath": "picked",
                "operations": [
                    {"type": "pick", "inputTemplate": '["id", "name"]'},
                    {"type": "keys", "outputPath": "names"},
                ],
            },
            before={"data": {"id": 1, "name": "Ada", "secret": "x"}},
            after={
                "data": {"id": 1, "name": "Ada", "secret": "x"},
                "picked": {"id": 1, "name": "Ada"},
                "names": ["id", "name"],
            },
        ),
        Example(
            summary="Objects inside objects are merged, arrays replaced",
            config={
                "sourcePath": "a",
                "destPath": "a",
                "operations": [
                    {
                        "type": "mergeDeep",
                        "inputTemplate": '{"b": {"d": 2}, "list": [3]}',
                    }
                ],
            },
            before={"a": {"b": {"c": 1}, "list": [1, 2]}},
            after={"a": {"b": {"c": 1, "d": 2}, "list": [3]}},
        ),
        Example(
            summary="Entries can only be made of pairs",
            config={
                "sourcePath": "data",
                "operations": [{"type": "fromPairs", "outputPath": "object"}],
            },
            before={"data": ["a"]},
            error="must hold pairs",
        ),
    ),
)
