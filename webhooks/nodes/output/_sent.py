"""What nodes that send something write about it, and when they stop the run.

Shared by Email and Slack: with a result path an error is a result, without one it
would go unnoticed and ends the run.
"""

from typing import Any

from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall


def put_or_raise(node: NodeCall, result: dict[str, Any], error: NodeError) -> None:
    """Write an error's result to ``resultPath``; raise the error if that is blank."""
    if not node.has("resultPath"):
        raise error
    node.put("resultPath", result)
