"""Every declaration is complete: nothing is left for a form or a page to guess."""

from collections.abc import Iterator

import pytest

import webhooks.nodes
from webhooks.workflows.composite_fields import ByKind, Group, Items, Rows
from webhooks.workflows.field import Field
from webhooks.workflows.node_type import CATEGORIES, NodeType, TriggerType
from webhooks.workflows.registry import load

REGISTRY = load(webhooks.nodes)
NODES = [pytest.param(each, id=name) for name, each in REGISTRY.nodes.items()]
TRIGGERS = [pytest.param(each, id=name) for name, each in REGISTRY.triggers.items()]

# The types that the product promises; all others are placeholders.
PROMISED_NODES = {
    "AnnotationNode",
    "ArrayNode",
    "BranchOnChangeNode",
    "ConditionalNode",
    "CryptoSignNode",
    "CryptoVerifyNode",
    "CSVDecodeNode",
    "CSVEncodeNode",
    "CustomNodeCapNode",
    "CustomNodeExecuteNode",
    "DateTimeNode",
    "DebugNode",
    "DelayNode",
    "GenerateIdNode",
    "GetValueNode",
    "HashNode",
    "HtmlParserNode",
    "HttpNode",
    "JsonDecodeNode",
    "JsonEncodeNode",
    "JWTCreateNode",
    "JWTDecodeNode",
    "JWTVerifyNode",
    "LatchNode",
    "LoopCapNode",
    "LoopNode",
    "LosantApiNode",
    "MathNode",
    "MqttMessageNode",
    "MutateNode",
    "ObjectNode",
    "RandomNumberNode",
    "RawFunctionNode",
    "SlackNode",
    "StoreValueNode",
    "StringNode",
    "StructureEmailNode",
    "SwitchNode",
    "ThrottleNode",
    "ThrowErrorNode",
    "TimeRangeNode",
    "ValidatePayloadNode",
    "WebhookReplyNode",
    "WorkflowTriggerNode",
}
PROMISED_TRIGGERS = {
    "customNodeStart",
    "flowError",
    "timer",
    "virtualButton",
    "webhook",
}


def fields_within(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield fields and the fields inside them."""
    for each in fields:
        yield each
        if isinstance(each, Rows | Group):
            yield from fields_within(each.fields)
        elif isinstance(each, Items):
            yield from fields_within((each.item,))
        elif isinstance(each, ByKind):
            yield from fields_within(tuple(each.kinds.values()))


def test_exactly_the_promised_nodes_work() -> None:
    working = {name for name, each in REGISTRY.nodes.items() if not each.placeholder}
    assert working == PROMISED_NODES


def test_exactly_the_promised_triggers_fire() -> None:
    firing = {name for name, each in REGISTRY.triggers.items() if not each.placeholder}
    assert firing == PROMISED_TRIGGERS


def test_no_two_types_have_the_same_label() -> None:
    for types in (REGISTRY.nodes, REGISTRY.triggers):
        labels = [each.label for each in types.values()]
        assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("each", [*NODES, *TRIGGERS])
def test_a_type_is_named_and_summed_up(each: NodeType | TriggerType) -> None:
    assert each.type
    assert each.name
    assert each.label
    assert each.summary.endswith(".")
    assert "\n" not in each.summary


@pytest.mark.parametrize("each", NODES)
def test_a_node_stands_in_a_known_category(each: NodeType) -> None:
    assert each.category in CATEGORIES


@pytest.mark.parametrize("each", NODES)
def test_the_outputs_of_a_node_have_names_and_labels(each: NodeType) -> None:
    names = [output.name for output in each.outputs]
    assert len(set(names)) == len(names)
    assert all(output.name and output.label for output in each.outputs)


@pytest.mark.parametrize("each", [*NODES, *TRIGGERS])
def test_every_field_has_a_label_and_a_sentence_of_help(
    each: NodeType | TriggerType,
) -> None:
    fields = each.fields
    if isinstance(each, TriggerType):
        fields = (*fields, *each.meta_fields)
    for field in fields_within(fields):
        assert field.label, field.name
        assert field.help.endswith("."), field.name


@pytest.mark.parametrize("each", NODES)
def test_fields_have_names_of_their_own(each: NodeType) -> None:
    names = [field.name for field in each.fields]
    assert len(set(names)) == len(names)
    known = set(names)
    assert all(f.shown_when is None or f.shown_when[0] in known for f in each.fields)


@pytest.mark.parametrize("each", NODES)
def test_a_working_node_shows_an_example(each: NodeType) -> None:
    assert each.examples or each.placeholder


@pytest.mark.parametrize("each", [*NODES, *TRIGGERS])
def test_a_type_describes_itself_in_plain_values(
    each: NodeType | TriggerType,
) -> None:
    described = each.describe()
    assert described["type"] == each.type
    assert described["placeholder"] == each.placeholder


def test_what_a_form_offers_by_name_is_declared() -> None:
    meant = {
        "CustomNodeExecuteNode": ("customNodeId", "customNode"),
        "LoopCapNode": ("loopNodeId", "loop"),
        "WorkflowTriggerNode": ("triggerWorkflowId", "workflow"),
    }
    for type_, (name, refers_to) in meant.items():
        fields = {each.name: each for each in REGISTRY.nodes[type_].fields}
        assert fields[name].refers_to == refers_to
