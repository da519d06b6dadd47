"""What a node does with an error in its work: stop the run, or store it and go on.

Shared by the nodes whose configuration has ``errorBehavior`` and ``errorPath``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Choice, PayloadPath
from webhooks.workflows.node_call import NodeCall

ERROR_FIELDS = (
    Choice(
        name="errorBehavior",
        label="On error",
        help="Whether an error ends the run or is stored in the payload.",
        default="throw",
        choices={"throw": "Stop the run", "payloadPath": "Store it and go on"},
    ),
    PayloadPath(
        name="errorPath",
        label="Error path",
        help="Where the error goes, as an object with a name and a message.",
        shown_when=("errorBehavior", ("payloadPath",)),
    ),
)


def error_object(
    error: NodeError, details: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return an error as a payload holds it, after the ``details`` around it."""
    return {**(details or {}), "name": error.name, "message": error.message}


@contextmanager
def errors_as_configured(
    node: NodeCall, details: Mapping[str, Any] | None = None
) -> Iterator[None]:
    """Store a NodeError of the body where the node says, or let it pass.

    Only the node's own work belongs in the body: a template that fails stops the
    run whatever the node says. ``details`` may be filled in by the body.
    """
    try:
        yield
    except NodeError as error:
        if node.value("errorBehavior") != "payloadPath":
            raise
        node.put("errorPath", error_object(error, details))
