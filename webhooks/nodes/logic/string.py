"""String: changes a text, or finds something out about it."""

from webhooks.nodes.logic._string_methods import METHODS
from webhooks.payload.values import to_text
from webhooks.workflows.composite_fields import Items
from webhooks.workflows.fields import Choice, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Apply the method. Raises NodeError for an argument that is no number."""
    _, method = METHODS[node.value("method")]
    arguments = [to_text(argument) for argument in node.items("methodArgs")]
    node.put("resultPath", method(node.text("sourceData"), arguments))


NODE = NodeType(
    type="StringNode",
    name="string",
    category="logic",
    label="String",
    summary="Splits, replaces, pads, trims or converts a text.",
    run=run,
    fields=(
        Template(
            name="sourceData",
            label="Text",
            help="The text to work on.",
            required=True,
        ),
        Choice(
            name="method",
            label="Operation",
            help="What to do with the text.",
            default="concat",
            choices={name: label for name, (label, _) in METHODS.items()},
        ),
        Items(
            name="methodArgs",
            label="Arguments",
            help="What the operation needs, in order: the separator of a split; "
            "what to find and what to put in its place; length and fill of a pad.",
            item=Template(name="methodArgs", label="Argument", help="One argument."),
        ),
        PayloadPath(name="resultPath", label="Result", help="Where the result goes."),
    ),
    examples=(
        Example(
            summary="Split at commas",
            config={
                "sourceData": "{{data.line}}",
                "method": "split",
                "methodArgs": [","],
                "resultPath": "parts",
            },
            before={"data": {"line": "a,b"}},
            after={"data": {"line": "a,b"}, "parts": ["a", "b"]},
        ),
        Example(
            summary="Pad a number with zeros",
            config={
                "sourceData": "{{n}}",
                "method": "padStart",
                "methodArgs": ["3", "0"],
                "resultPath": "text",
            },
            before={"n": 7},
            after={"n": 7, "text": "007"},
        ),
        Example(
            summary="A length that is no number stops the run",
            config={
                "sourceData": "a",
                "method": "pad",
                "methodArgs": ["wide"],
                "resultPath": "text",
            },
            before={},
            error="not a number",
        ),
    ),
)
