"""Random Number: draws a whole number between two limits."""

import math
import secrets

from webhooks.payload.values import to_number
from webhooks.workflows.fields import NumberTemplate, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write the number, or None when no whole number lies between the limits."""
    least, most = _limit(node, "min"), _limit(node, "max")
    number: int | None = None
    if math.isfinite(least) and math.isfinite(most):
        lowest, highest = math.ceil(least), math.floor(most)
        if lowest <= highest:
            number = lowest + secrets.randbelow(highest - lowest + 1)
    node.put("resultPath", number)


def _limit(node: NodeCall, name: str) -> float:
    """Return a limit as a number; blank text is none."""
    text = node.text(name)
    return to_number(text) if text.strip() else math.nan


NODE = NodeType(
    type="RandomNumberNode",
    name="random-number",
    category="logic",
    label="Random Number",
    summary="Draws a whole number between two limits, both included.",
    run=run,
    fields=(
        NumberTemplate(
            name="min", label="Least", help="The smallest number.", required=True
        ),
        NumberTemplate(
            name="max", label="Most", help="The largest number.", required=True
        ),
        PayloadPath(
            name="resultPath",
            label="Result",
            help="Where the number goes; null when there is none.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="One of six",
            config={"min": 1, "max": 6, "resultPath": "die"},
            before={},
            after=lambda payload: payload["die"] in range(1, 7),
        ),
        Example(
            summary="There is no whole number in between",
            config={"min": "0.2", "max": "0.8", "resultPath": "die"},
            before={},
            after={"die": None},
        ),
    ),
)
