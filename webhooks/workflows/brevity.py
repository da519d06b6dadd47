"""Whether runs of a workflow are over in no time and leave nothing behind.

No node reaches beyond its run, nothing goes round in a circle, and there are few
nodes and forks.
"""

from collections.abc import Mapping
from typing import Final

from webhooks.workflows.graph import Node

_MOST_STEPS: Final = 100
_REPEATING: Final = {"LoopNode", "CustomNodeExecuteNode"}


def is_brief(nodes: Mapping[str, Node]) -> bool:
    """Tell whether every run of these nodes takes few steps and stays within itself."""
    if any(
        node.type.outside or node.type.type in _REPEATING for node in nodes.values()
    ):
        return False
    steps: dict[str, int] = {}
    return all(_steps(nodes, each, steps, 0) <= _MOST_STEPS for each in nodes)


def _steps(
    nodes: Mapping[str, Node], node_id: str, known: dict[str, int], depth: int
) -> int:
    """Return how many steps may follow from a node at most; a circle is many."""
    if node_id not in known:
        if depth > _MOST_STEPS:
            return _MOST_STEPS + 1
        # What is met again before it is known lies on a circle.
        known[node_id] = _MOST_STEPS + 1
        total = 1
        for targets in nodes[node_id].outputs:
            total += sum(_steps(nodes, each, known, depth + 1) for each in targets)
        known[node_id] = min(total, _MOST_STEPS + 1)
    return known[node_id]
