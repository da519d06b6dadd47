"""Throttle: lets a run pass only so often."""

from typing import Any

from webhooks.nodes._state import decide, now_ms, state_key
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import NumberTemplate, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> str:
    """Pass when the last run that passed is long enough ago.

    Raises NodeError when the rate is not a positive number.
    """
    rate = node.number("ratePerMinute")
    if rate <= 0:
        message = "The rate per minute must be greater than 0."
        raise NodeError(message, "InvalidNumber")
    interval_ms = 60_000 / rate
    now = now_ms(node)

    def pass_or_hold(last: Any) -> tuple[Any, tuple[str, Any]]:
        if not isinstance(last, int | float):
            return now, ("passes", UNDEFINED)
        # A clock that was set back must not hold everything up.
        since = max(0, now - last)
        if since >= interval_ms or now < last:
            return now, ("passes", since)
        return last, ("throttled", since)

    output, since = decide(node, state_key(node, "throttleIdTemplate"), pass_or_hold)
    node.put("timeSincePath", since)
    return output


NODE = NodeType(
    type="ThrottleNode",
    name="throttle",
    category="logic",
    label="Throttle",
    summary="Lets runs pass only so often, and leads the others elsewhere.",
    run=run,
    outside=True,
    fields=(
        NumberTemplate(
            name="ratePerMinute",
            label="Rate per minute",
            help="How often runs may pass: 60 is every second, 0.01667 every hour.",
            required=True,
        ),
        Template(
            name="throttleIdTemplate",
            label="Throttle id",
            help="Runs with different ids do not hold up each other.",
        ),
        PayloadPath(
            name="timeSincePath",
            label="Time since path",
            help="Where the milliseconds since the last run that passed go.",
        ),
    ),
    outputs=(Output("throttled", "Throttled"), Output("passes", "Passes")),
    examples=(
        Example(
            summary="The first run passes",
            config={"ratePerMinute": 1, "throttleIdTemplate": "{{data.id}}"},
            before={"data": {"id": "a"}},
            output="passes",
        ),
        Example(
            summary="A rate of nothing is an error",
            config={"ratePerMinute": 0},
            before={},
            error="greater than 0",
        ),
    ),
)
