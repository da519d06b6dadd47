"""Placeholders: types that cannot exist here are kept and say why they fail."""

import pytest

import webhooks.nodes
from tests.nodes.kit import run_node
from webhooks.nodes.placeholders import NODES
from webhooks.nodes.triggers.placeholders import TRIGGERS
from webhooks.workflows.errors import NodeError
from webhooks.workflows.registry import load

REGISTRY = load(webhooks.nodes)
# The trigger types that Losant's API knows.
KNOWN_TRIGGERS = {
    "appFile",
    "beckhoff",
    "customNodeStart",
    "dataTable",
    "deviceCommand",
    "deviceCreate",
    "deviceId",
    "deviceIdConnect",
    "deviceIdDisconnect",
    "deviceIdInactivity",
    "deviceTag",
    "deviceTagConnect",
    "deviceTagDisconnect",
    "deviceTagInactivity",
    "direct",
    "endpoint",
    "event",
    "fileTail",
    "fileWatch",
    "flowError",
    "inboundEmail",
    "integration",
    "mqttTopic",
    "notebook",
    "onBoot",
    "onConnect",
    "onDisconnect",
    "onSync",
    "opcua",
    "redis",
    "request",
    "resourceJobComplete",
    "resourceJobIteration",
    "resourceJobIterationTimeout",
    "serial",
    "snmpTrap",
    "timer",
    "udp",
    "virtualButton",
    "webhook",
}


@pytest.mark.parametrize("node_type", NODES, ids=lambda each: each.type)
def test_a_placeholder_says_what_it_needs(node_type: object) -> None:
    found = REGISTRY.nodes[node_type.type]
    with pytest.raises(NodeError) as caught:
        run_node(found, {"anything": 1}, {})
    assert caught.value.name == "NotSupportedHere"
    assert caught.value.message.startswith(f"{found.label} needs ")


def test_every_known_trigger_is_there() -> None:
    assert set(REGISTRY.triggers) == KNOWN_TRIGGERS
    assert all(each.placeholder for each in TRIGGERS)


def test_nodes_that_choose_a_path_have_two_outputs() -> None:
    two = {each.type for each in NODES if len(each.outputs) == 2}
    assert "VerifyDeviceNode" in two
    assert "EndpointReplyNode" not in two
