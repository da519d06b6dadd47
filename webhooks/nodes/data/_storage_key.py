"""The names of stored values, as both storage nodes check them."""

from typing import Final

from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall

# Losant's limit.
MOST_CHARACTERS: Final = 255


def storage_key(node: NodeCall) -> str:
    """Return the rendered key. Raises NodeError when it is too long or empty."""
    key = node.text("keyName")
    if not 1 <= len(key) <= MOST_CHARACTERS:
        message = f"A key must have 1 to {MOST_CHARACTERS} characters."
        raise NodeError(message, "InvalidKey")
    return key
