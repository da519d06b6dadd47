"""Loop cap: ends an iteration of a loop, with or without the loop itself."""

from webhooks.workflows.fields import Flag, PayloadPath, Text
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NO_OUTPUT, Example, NodeType
from webhooks.workflows.outcome import EndIteration


def run(node: NodeCall) -> EndIteration:
    """Return how the iteration ends."""
    return EndIteration(node.path("mapValuePath"), node.flag("shouldBreak"))


NODE = NodeType(
    type="LoopCapNode",
    name="loop-next",
    category="loop",
    label="Loop: Next",
    summary="Ends an iteration and carries its payload on to the next one.",
    run=run,
    fields=(
        Text(
            name="loopNodeId",
            label="Loop",
            help="The id of the loop that this belongs to.",
            refers_to="loop",
        ),
        Flag(
            name="shouldBreak",
            label="Leave the loop",
            help="Whether this is the last iteration; ignored in parallel loops.",
        ),
        PayloadPath(
            name="mapValuePath",
            label="Map value",
            help="What this iteration adds to the map result, instead of what the "
            "loop says.",
        ),
    ),
    outputs=NO_OUTPUT,
    examples=(
        Example(
            summary="The payload is carried on as it is",
            config={"loopNodeId": "loop1", "shouldBreak": False},
            before={"working": {"sum": 3}},
        ),
    ),
)
