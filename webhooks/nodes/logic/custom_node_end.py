"""Custom Node end: settles the result of a custom node and its caller's output."""

from webhooks.workflows.fields import NumberTemplate, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NO_OUTPUT, Example, NodeType
from webhooks.workflows.outcome import ReturnResult


def run(node: NodeCall) -> ReturnResult:
    """Return the value at the path, and the output that the template says.

    Every number but 0, and the word ``true``, means the second output.
    """
    branch = node.text("branchIndexTemplate").strip().lower()
    second = branch not in ("", "0", "false")
    return ReturnResult(node.value("resultSourcePath"), int(second))


NODE = NodeType(
    type="CustomNodeCapNode",
    name="custom-node-end-single",
    category="customNodeEnd",
    label="Custom Node: End",
    summary="Ends the run of a custom node and gives its result to the caller.",
    run=run,
    fields=(
        PayloadPath(
            name="resultSourcePath",
            label="Result",
            help="The value that the caller gets.",
        ),
        NumberTemplate(
            name="branchIndexTemplate",
            label="Output",
            help="The output of the caller: 0 is the first, 1 the second.",
            default="0",
        ),
    ),
    outputs=NO_OUTPUT,
    examples=(
        Example(
            summary="The payload of the custom node itself is not changed",
            config={"resultSourcePath": "working.f", "branchIndexTemplate": "1"},
            before={"working": {"f": 70}},
        ),
    ),
)
