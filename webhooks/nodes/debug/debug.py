"""Debug: keeps a message and the payload for whoever looks at the run."""

from webhooks.workflows.fields import Choice, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Keep the message with the value at the path, or with the whole payload."""
    value = node.value("property") if node.has("property") else node.payload
    node.debug(node.text("level"), node.text("message"), value)


NODE = NodeType(
    type="DebugNode",
    name="debug",
    category="debug",
    label="Debug",
    summary="Shows the payload, or a part of it, in the history of the run.",
    run=run,
    fields=(
        Template(name="message", label="Message", help="Shown above the value."),
        PayloadPath(
            name="property",
            label="Value",
            help="What to show; the whole payload when blank.",
        ),
        Choice(
            name="level",
            label="Level",
            help="How important the message is.",
            default="verbose",
            choices={
                "verbose": "Verbose",
                "info": "Info",
                "warn": "Warning",
                "error": "Error",
            },
        ),
    ),
    examples=(
        Example(
            summary="The payload stays as it is",
            config={"message": "Received {{data.n}}", "property": "data"},
            before={"data": {"n": 1}},
            output="next",
        ),
    ),
)
