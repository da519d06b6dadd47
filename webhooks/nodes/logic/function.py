"""Function: runs JavaScript over the payload."""

from collections.abc import Mapping, Sequence
from typing import Final

from webhooks.workflows.errors import NodeError, ScriptFailed
from webhooks.workflows.fields import Code, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

_PREFIX: Final = "FunctionNode"
# console.log has no level of its own.
_LEVELS: Final[Mapping[str, str]] = {
    "debug": "verbose",
    "log": "info",
    "info": "info",
    "warn": "warn",
    "error": "error",
}


def run(node: NodeCall) -> None:
    """Run the script; what it returns, or leaves behind, is the payload.

    Raises NodeError with the name ``FunctionNode`` and JavaScript's own.
    """
    source = node.text("script")
    if not source.strip():
        return
    scope = node.path("scopePath")
    whole = scope is None or scope.is_whole
    try:
        value = node.payload if whole else node.value("scopePath")
        outcome = node.ports.script.run(source, value)
    except NodeError as error:
        if isinstance(error, ScriptFailed):
            _keep(node, error.logs)
        name = f"{_PREFIX}{error.name.removeprefix(_PREFIX)}"
        raise NodeError(error.message, name, error.stack) from None
    _keep(node, outcome.logs)
    if whole:
        node.replace(outcome.payload)
    else:
        node.put("scopePath", outcome.payload)


def _keep(node: NodeCall, logs: Sequence[tuple[str, str]]) -> None:
    for level, text in logs:
        node.debug(_LEVELS.get(level, "info"), text)


NODE = NodeType(
    type="RawFunctionNode",
    name="function",
    category="logic",
    label="Function",
    summary="Runs JavaScript that reads and changes the payload.",
    run=run,
    outside=True,
    fields=(
        Code(
            name="script",
            label="Script",
            help="JavaScript. The variable payload holds the payload; a value that is "
            "returned replaces it, and console.log() writes to the run's messages.",
        ),
        PayloadPath(
            name="scopePath",
            label="Scope",
            help="What the variable payload holds; everything when blank.",
        ),
    ),
    examples=(
        Example(
            summary="A script that only looks leaves the payload as it is",
            config={"script": "console.log(payload.data.n);"},
            before={"data": {"n": 1}},
            output="next",
        ),
    ),
)
