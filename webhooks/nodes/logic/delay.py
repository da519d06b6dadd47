"""Delay: goes on after a while. The wait survives a restart of the server."""

from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import NumberTemplate
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType
from webhooks.workflows.outcome import Wait

MOST_SECONDS = 60


def run(node: NodeCall) -> Wait:
    """Return the wait. Raises NodeError for a time that cannot be waited."""
    seconds = node.number("delay")
    if not 0 <= seconds <= MOST_SECONDS:
        message = f"A delay takes between 0 and {MOST_SECONDS} seconds."
        raise NodeError(message, "InvalidDelay")
    return Wait(seconds)


NODE = NodeType(
    type="DelayNode",
    name="delay",
    category="logic",
    label="Delay",
    summary="Waits for some seconds before the run goes on.",
    run=run,
    outside=True,
    fields=(
        NumberTemplate(
            name="delay",
            label="Seconds",
            help="How long to wait: 0 to 59, fractions are allowed.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="A fraction of a second",
            config={"delay": "0.1"},
            before={},
            output="next",
        ),
        Example(
            summary="An hour is too long for a run",
            config={"delay": 3600},
            before={},
            error="between 0 and",
        ),
    ),
)
