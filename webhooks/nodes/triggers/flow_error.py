"""Workflow Error: starts a workflow when a run fails."""

from webhooks.workflows.fields import Choice
from webhooks.workflows.node_type import TriggerType

TRIGGER = TriggerType(
    type="flowError",
    name="flowError",
    label="Workflow Error",
    summary="Starts when a run of this or of another workflow fails.",
    key="fixed",
    key_text="{flow}-flowError",
    fields=(
        Choice(
            name="scope",
            label="Of",
            help="Whose errors start this workflow.",
            default="local",
            choices={
                "local": "This workflow",
                "cloud": "All application workflows",
                "experience": "All experience workflows",
                "global": "All workflows",
            },
        ),
    ),
    example_data={
        "errorInfo": {
            "error": {"name": "Error", "message": "No stock for A-17"},
            "nodeId": "JnX-c9kub0",
            "nodeType": "ThrowErrorNode",
        },
        "erroredPayload": {"data": {"body": {"sku": "A-17"}}},
        "replyId": "64f0c0a1b2c3d4e5f6a7b8c9.q7Zr0bT3xW",
    },
)
