"""Conditional: goes on at one of two outputs, as an expression says."""

from webhooks.payload.values import is_truthy
from webhooks.workflows.fields import Expression
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> str:
    """Return the output for what the expression comes to, as JavaScript's if."""
    return "true" if is_truthy(node.value("expression")) else "false"


NODE = NodeType(
    type="ConditionalNode",
    name="conditional",
    category="logic",
    label="Conditional",
    summary="Chooses between two paths by an expression.",
    run=run,
    fields=(
        Expression(
            name="expression",
            label="Expression",
            help="A comparison such as {{data.body.total}} > 100.",
            required=True,
        ),
    ),
    outputs=(Output("false", "False"), Output("true", "True")),
    examples=(
        Example(
            summary="A value above the limit goes on at True",
            config={"expression": "{{data.n}} > 5"},
            before={"data": {"n": 6}},
            output="true",
        ),
        Example(
            summary="A missing value is no error and goes on at False",
            config={"expression": "{{data.n}} > 5"},
            before={"data": {}},
            output="false",
        ),
    ),
)
