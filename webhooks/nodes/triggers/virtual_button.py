"""Virtual Button: starts a workflow when somebody, or a workflow, presses it."""

from webhooks.workflows.fields import Code, Text
from webhooks.workflows.node_type import TriggerType

TRIGGER = TriggerType(
    type="virtualButton",
    name="virtualButton",
    label="Virtual Button",
    summary="Starts when its button is pressed, by a person, a program or a workflow.",
    key="generated",
    meta_fields=(
        Code(
            name="payload",
            label="Payload",
            help="JSON that becomes data when the press brings none of its own.",
            language="json",
        ),
        Text(
            name="deviceId",
            label="Device",
            help="Kept for imported workflows; it has no effect.",
        ),
    ),
    example_data={"celsius": 21},
)
