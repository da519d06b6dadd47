"""Custom Node start: begins the workflow of a custom node."""

from webhooks.workflows.node_type import TriggerType

TRIGGER = TriggerType(
    type="customNodeStart",
    name="customNodeStart",
    label="Custom Node: Start",
    summary="Starts when another workflow runs this one as a node.",
    key="fixed",
    key_text="customNodeStart",
    example_data={"celsius": 21},
)
