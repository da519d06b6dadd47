"""Which nodes a dry run passes by, and what is said of them instead.

A node that reaches beyond its run is passed by unless it is known to be harmless
here, so that a new type is safe before anybody thinks of dry runs.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from webhooks.workflows.graph import Node, Workflow
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NodeType

_DELAY: Final = "DelayNode"
# They read, and what they write goes to an overlay; scripts run in the children.
_CONTAINED: Final = frozenset(
    {
        "BranchOnChangeNode",
        "GetValueNode",
        "LatchNode",
        "RawFunctionNode",
        "StoreValueNode",
        "ThrottleNode",
    }
)
# What may really go out when somebody asks for it.
_OUTBOUND: Final = frozenset(
    {"HttpNode", "MqttMessageNode", "SlackNode", "StructureEmailNode"}
)
_NOT_WAITED: Final = "Not waited for: a dry run goes on at once."
_NOT_SENT: Final = "Left out: this dry run sends nothing to the outside."
_NOT_DONE: Final = (
    "Left out: a dry run starts no other workflow and changes nothing here."
)


def passed_by(type_: NodeType, *, outside: bool) -> str:
    """Return why a dry run passes a type by; empty if it runs.

    ``outside`` lets what goes to other servers go.
    """
    if type_.type == _DELAY:
        return _NOT_WAITED
    if not type_.outside or type_.type in _CONTAINED:
        return ""
    if type_.type in _OUTBOUND:
        return "" if outside else _NOT_SENT
    return _NOT_DONE


def made_dry(workflow: Workflow, *, outside: bool) -> Workflow:
    """Return a workflow whose nodes do nothing where a dry run passes them by."""
    nodes = {key: _node(node, outside) for key, node in workflow.nodes.items()}
    return replace(workflow, nodes=nodes)


def _node(node: Node, outside: bool) -> Node:
    if not passed_by(node.type, outside=outside):
        return node
    run = _checked(node.type.run) if node.type.type == _DELAY else _nothing
    return replace(node, type=replace(node.type, run=run))


def _nothing(node: NodeCall) -> None:
    """Go on at the first output."""


def _checked(run: Callable[[NodeCall], Any]) -> Callable[[NodeCall], None]:
    """Return what works out a wait, so that a wrong one fails, and goes on."""

    def at_once(node: NodeCall) -> None:
        run(node)

    return at_once
