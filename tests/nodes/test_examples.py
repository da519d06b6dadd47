"""Every example of every node type does what it says: the documentation cannot lie."""

import pytest

import webhooks.nodes
from tests.nodes.kit import run_node
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_type import Example, NodeType
from webhooks.workflows.registry import load

REGISTRY = load(webhooks.nodes)

EXAMPLES = [
    pytest.param(node_type, example, id=f"{name}-{example.summary}")
    for name, node_type in sorted(REGISTRY.nodes.items())
    for example in node_type.examples
]


@pytest.mark.parametrize(("node_type", "example"), EXAMPLES)
def test_an_example_does_what_it_says(node_type: NodeType, example: Example) -> None:
    if example.error:
        with pytest.raises(NodeError) as caught:
            run_node(node_type, example.config, example.before)
        assert example.error in caught.value.message
        return
    ran = run_node(node_type, example.config, example.before)
    if callable(example.after):
        assert example.after(ran.payload)
    else:
        expected = example.before if example.after is None else example.after
        assert ran.payload == expected
    if example.output is not None:
        assert ran.output_name == example.output
