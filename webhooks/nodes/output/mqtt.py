"""MQTT: publishes a message to a broker."""

from typing import Final

from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Template, Text
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

# Losant's own broker and an edge device's stand for the operator's here.
_CONFIGURED: Final = frozenset({"", "losant", "local"})
_SCHEMES: Final = ("mqtt://", "mqtts://")


def run(node: NodeCall) -> None:
    """Publish the message. Raises NodeError when the broker did not take it."""
    broker = node.text("integrationId").strip()
    if broker in _CONFIGURED:
        broker = ""
    elif not broker.startswith(_SCHEMES):
        message = (
            f"The integration {broker} does not exist here; use losant for the "
            "server's broker, or a URL such as mqtt://host:1883."
        )
        raise NodeError(message, "NotSupportedHere")
    message = node.text("messageTemplate")
    topic = node.text("topicTemplate")
    node.ports.mqtt.publish(broker, topic, message.encode("utf-8", "replace"))


NODE = NodeType(
    type="MqttMessageNode",
    name="mqtt",
    category="output",
    label="MQTT",
    summary="Publishes a message to an MQTT broker.",
    run=run,
    outside=True,
    fields=(
        Text(
            name="integrationId",
            label="Broker",
            help="losant for the broker that the server's operator has set up, or a "
            "URL such as mqtt://host:1883.",
            default="losant",
        ),
        Template(
            name="topicTemplate",
            label="Topic",
            help="The topic, without wildcards.",
            required=True,
        ),
        Template(
            name="messageTemplate",
            label="Message",
            help="The message as text, at most 1 MiB.",
            multiline=True,
        ),
    ),
    examples=(
        Example(
            summary="A command for a device",
            config={
                "topicTemplate": "devices/{{data.id}}/command",
                "messageTemplate": '{"on": {{data.on}} }',
            },
            before={"data": {"id": "lamp", "on": True}},
            output="next",
        ),
        Example(
            summary="An integration of Losant's does not exist here",
            config={
                "integrationId": "5f1c2d3e4f5a6b7c8d9e0f1a",
                "topicTemplate": "a",
                "messageTemplate": "b",
            },
            before={},
            error="does not exist here",
        ),
    ),
)
