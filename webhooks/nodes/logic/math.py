"""Math: stores the values of formulas."""

from webhooks.workflows.composite_fields import Rows
from webhooks.workflows.fields import Expression, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Work the statements out in order; what is missing makes NaN, no error."""
    for statement in node.rows("statements"):
        statement.put("resultPath", statement.value("expression"))


NODE = NodeType(
    type="MathNode",
    name="math",
    category="logic",
    label="Math",
    summary="Stores the values of formulas in the payload.",
    run=run,
    fields=(
        Rows(
            name="statements",
            label="Statements",
            help="Worked out in order.",
            fields=(
                Expression(
                    name="expression",
                    label="Expression",
                    help="A formula such as round({{data.celsius}} * 9 / 5 + 32).",
                    required=True,
                ),
                PayloadPath(
                    name="resultPath", label="Result", help="Where its value goes."
                ),
            ),
        ),
    ),
    examples=(
        Example(
            summary="A later statement uses an earlier result",
            config={
                "statements": [
                    {"expression": "{{data.c}} * 9 / 5 + 32", "resultPath": "f"},
                    {"expression": "round({{f}})", "resultPath": "whole"},
                ]
            },
            before={"data": {"c": 21.5}},
            after={"data": {"c": 21.5}, "f": 70.7, "whole": 71},
        ),
    ),
)
