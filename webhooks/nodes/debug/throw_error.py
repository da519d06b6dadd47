"""Throw Error: stops the run with a message of the author's."""

from typing import NoReturn

from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NO_OUTPUT, Example, NodeType


def run(node: NodeCall) -> NoReturn:
    """Raise the NodeError that the author wrote."""
    raise NodeError(node.text("messageTemplate") or "The workflow stopped the run.")


NODE = NodeType(
    type="ThrowErrorNode",
    name="throw-error",
    category="debug",
    label="Throw Error",
    summary="Stops every path of the run with an error.",
    run=run,
    fields=(
        Template(
            name="messageTemplate",
            label="Message",
            help="What the error says; an error trigger receives it.",
        ),
    ),
    outputs=NO_OUTPUT,
    examples=(
        Example(
            summary="The message may name what was wrong",
            config={"messageTemplate": "No stock for {{data.sku}}"},
            before={"data": {"sku": "A-17"}},
            error="No stock for A-17",
        ),
    ),
)
