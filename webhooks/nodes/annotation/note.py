"""Annotation: a note on the canvas. It takes no part in any run."""

from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NO_OUTPUT, Example, NodeType
from webhooks.workflows.outcome import Stop


def run(node: NodeCall) -> Stop:
    """End the path, should a wire lead here."""
    return Stop()


NODE = NodeType(
    type="AnnotationNode",
    name="note",
    category="annotation",
    label="Note",
    summary="Keeps a note on the canvas and does nothing else.",
    run=run,
    outputs=NO_OUTPUT,
    examples=(Example(summary="A run passes it by", config={}, before={"data": 1}),),
)
