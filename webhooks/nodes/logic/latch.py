"""Latch: goes on once when a condition becomes true, and not again until reset."""

from typing import Any

from webhooks.nodes._state import decide, state_key
from webhooks.payload.values import is_truthy
from webhooks.workflows.fields import Expression, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> str:
    """Latch when the condition holds, or reset; a run never does both."""
    latches = is_truthy(node.value("latchExpression"))
    resets = is_truthy(node.value("resetExpression"))

    def next_state(kept: Any) -> tuple[bool, tuple[bool, bool]]:
        was = kept is True
        now = not resets if was else latches
        return now, (was, now)

    was, now = decide(node, state_key(node, "latchIdTemplate"), next_state)
    newly = now and not was
    node.put("latchResultPath", latches)
    node.put("resetResultPath", resets)
    node.put("wasLatchedPath", was)
    node.put("isLatchedPath", now)
    node.put("branchPath", newly)
    return "latched" if newly else "unchanged"


NODE = NodeType(
    type="LatchNode",
    name="latch",
    category="logic",
    label="Latch",
    summary="Goes on once when a condition becomes true, until it is reset.",
    run=run,
    outside=True,
    fields=(
        Expression(
            name="latchExpression",
            label="Latch when",
            help="The condition that latches; never when blank.",
        ),
        Expression(
            name="resetExpression",
            label="Reset when",
            help="The condition that resets the latch; never when blank.",
        ),
        Template(
            name="latchIdTemplate",
            label="Latch id",
            help="There is one latch for each id.",
        ),
        PayloadPath(
            name="latchResultPath",
            label="Latch result path",
            help="Where it is written whether the condition held.",
        ),
        PayloadPath(
            name="resetResultPath",
            label="Reset result path",
            help="Where it is written whether the reset's condition held.",
        ),
        PayloadPath(
            name="wasLatchedPath",
            label="Was latched path",
            help="Where it is written whether it was latched before.",
        ),
        PayloadPath(
            name="isLatchedPath",
            label="Is latched path",
            help="Where it is written whether it is latched now.",
        ),
        PayloadPath(
            name="branchPath",
            label="Branch path",
            help="Where it is written whether the run goes on at the latched output.",
        ),
    ),
    outputs=(Output("unchanged", "Not newly latched"), Output("latched", "Latched")),
    examples=(
        Example(
            summary="The first time the condition holds",
            config={
                "latchExpression": "{{data.temp}} > 90",
                "resetExpression": "{{data.temp}} < 70",
                "isLatchedPath": "latched",
            },
            before={"data": {"temp": 95}},
            after={"data": {"temp": 95}, "latched": True},
            output="latched",
        ),
        Example(
            summary="The condition does not hold",
            config={
                "latchExpression": "{{data.temp}} > 90",
                "resetExpression": "{{data.temp}} < 70",
            },
            before={"data": {"temp": 80}},
            output="unchanged",
        ),
    ),
)
