"""MQTT: which broker gets which message."""

import pytest

from tests.nodes.kit import FakeMqtt, FakePorts, run_node
from webhooks.nodes.output.mqtt import NODE
from webhooks.workflows.errors import NodeError

CONFIG = {"topicTemplate": "a/{{id}}", "messageTemplate": "{{id}} ü"}


@pytest.mark.parametrize(
    ("integration", "broker"),
    [
        (None, ""),
        ("", ""),
        ("losant", ""),
        ("local", ""),
        ("mqtt://b.example:1883", "mqtt://b.example:1883"),
        ("mqtts://b.example", "mqtts://b.example"),
    ],
)
def test_a_message_goes_to_the_broker_that_is_named(
    integration: str | None, broker: str
) -> None:
    ports = FakePorts()
    config = CONFIG | {"integrationId": integration}
    run_node(NODE, config, {"id": "x"}, ports=ports)
    assert isinstance(ports.mqtt, FakeMqtt)
    assert ports.mqtt.published == [(broker, "a/x", "x ü".encode())]


@pytest.mark.parametrize("integration", ["5f1c2d3e4f5a6b7c8d9e0f1a", "http://b"])
def test_integrations_do_not_exist_here(integration: str) -> None:
    with pytest.raises(NodeError, match="does not exist here"):
        run_node(NODE, CONFIG | {"integrationId": integration}, {"id": "x"})


def test_what_the_broker_refuses_ends_the_run() -> None:
    ports = FakePorts()
    ports.mqtt = FakeMqtt(NodeError("not delivered", "MqttFailed"))
    with pytest.raises(NodeError, match="not delivered"):
        run_node(NODE, CONFIG, {"id": "x"}, ports=ports)


def test_a_topic_is_needed() -> None:
    with pytest.raises(NodeError, match="came out empty"):
        run_node(NODE, {"topicTemplate": "{{nothing}}"}, {})
