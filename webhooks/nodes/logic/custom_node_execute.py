"""Custom Node: runs another workflow as if it were a node of this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from webhooks.payload.values import UNDEFINED
from webhooks.templating.environment import Environment
from webhooks.workflows.composite_fields import Rows
from webhooks.workflows.field import Fixed, Setting
from webhooks.workflows.fields import Flag, PayloadPath, Text, ValueTemplate
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output
from webhooks.workflows.outcome import CallWorkflow


@dataclass(frozen=True, kw_only=True)
class InputValue(ValueTemplate):
    """An input of a custom node: a template, or a value that is no text."""

    kind: ClassVar[str] = "inputValue"

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the input as a setting. Raises FieldProblem."""
        if value is None or isinstance(value, str):
            return super().compile(value, config, environment)
        return Fixed(value)


def run(node: NodeCall) -> CallWorkflow:
    """Return the call with the inputs worked out for this payload."""
    values = {row.text("id"): row.value("value") for row in node.rows("fields")}
    return CallWorkflow(
        workflow_id=node.text("customNodeId"),
        version=node.text("customNodeVersion"),
        inputs={
            name: value for name, value in values.items() if value is not UNDEFINED
        },
        result_path=node.path("resultPath"),
    )


NODE = NodeType(
    type="CustomNodeExecuteNode",
    name="custom-node-execute-node",
    category="customNodeExecute",
    label="Custom Node",
    summary="Runs a workflow of the class customNode and stores its result.",
    run=run,
    fields=(
        Text(
            name="customNodeId",
            label="Workflow",
            help="The id of the custom node's workflow.",
            required=True,
            refers_to="customNode",
        ),
        Text(
            name="customNodeVersion",
            label="Version",
            help="develop, default, or the name of a version.",
            default="default",
            refers_to="version",
        ),
        Flag(
            name="isInstance",
            label="Instance",
            help="Kept for imported workflows; it has no effect.",
        ),
        Rows(
            name="fields",
            label="Inputs",
            help="What the custom node finds in data.",
            fields=(
                Text(
                    name="id",
                    label="Field",
                    help="The id of the field.",
                    required=True,
                ),
                InputValue(
                    name="value",
                    label="Value",
                    help="Its value. A lone {{reference}} keeps its type.",
                ),
            ),
        ),
        PayloadPath(name="resultPath", label="Result", help="Where the result goes."),
    ),
    # A custom node with a single output returns at the first one.
    outputs=(Output("false", "False"), Output("true", "True")),
    examples=(
        Example(
            summary="The result is written once the other workflow has ended",
            config={
                "customNodeId": "64f0d1a1b2c3d4e5f6a7b8d1",
                "fields": [{"id": "celsius", "value": "{{data.c}}"}],
                "resultPath": "working.fahrenheit",
            },
            before={"data": {"c": 21}},
        ),
    ),
)
