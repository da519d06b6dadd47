"""Array: changes an array, or finds something out about it."""

from typing import Any

from webhooks.nodes.logic._array_rules import CHANGING, TELLING, apply_rule
from webhooks.nodes.logic._filter_expression import FilterExpression
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.composite_fields import ByKind, Rows
from webhooks.workflows.errors import NodeError
from webhooks.workflows.field import Field
from webhooks.workflows.fields import (
    Choice,
    NumberTemplate,
    PayloadPath,
    Text,
    ValueTemplate,
)
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Apply the rules in order; the array is written when one of them changes it.

    Raises NodeError for a source that is neither an array nor a text.
    """
    source = node.value("sourceArrayPath")
    items = _elements(source)
    changed = False
    for rule in node.rows("rules"):
        items = apply_rule(items, rule)
        changed = changed or rule.value("type") in CHANGING
    if not changed:
        return
    result: Any = items
    if isinstance(source, str) and all(isinstance(each, str) for each in items):
        result = "".join(items)
    name = "destArrayPath" if node.has("destArrayPath") else "sourceArrayPath"
    node.put(name, result)


def _elements(source: Any) -> list[Any]:
    if source is UNDEFINED or source is None:
        return []
    if isinstance(source, str | list):
        return list(source)
    raise NodeError("The source is neither an array nor a text.", "InvalidSource")


def _input(field: type[Field], help_text: str) -> Field:
    return field(name="inputTemplate", label="Input", help=help_text)


_VALUE = _input(ValueTemplate, "The value. A lone {{reference}} keeps its type.")
_PROPERTY = _input(Text, "The name of a property of the elements.")

NODE = NodeType(
    type="ArrayNode",
    name="array",
    category="logic",
    label="Array",
    summary="Changes an array, or finds something out about it.",
    run=run,
    fields=(
        PayloadPath(
            name="sourceArrayPath",
            label="Source",
            help="The array; a missing one is empty, a text is its characters.",
            required=True,
        ),
        PayloadPath(
            name="destArrayPath",
            label="Destination",
            help="Where the changed array goes; the source when blank.",
        ),
        Rows(
            name="rules",
            label="Rules",
            help="Applied in order.",
            most=15,
            fields=(
                Choice(
                    name="type",
                    label="Rule",
                    help="What to do.",
                    default="push",
                    choices={name: name for name in sorted({**CHANGING, **TELLING})},
                ),
                ByKind(
                    name="inputTemplate",
                    label="Input",
                    help="What the rule works with.",
                    selector="type",
                    fallback="push",
                    kinds={
                        **dict.fromkeys(
                            (
                                "concat",
                                "indexOf",
                                "insertAt",
                                "push",
                                "replaceAt",
                                "unshift",
                            ),
                            _VALUE,
                        ),
                        **dict.fromkeys(
                            ("deduplicateBy", "groupBy", "keyBy", "sortBy"), _PROPERTY
                        ),
                        "filter": _input(
                            FilterExpression,
                            "A formula over {{value}}, {{index}}, {{array}} and "
                            "{{payload}}.",
                        ),
                        "slice": _input(NumberTemplate, "The first index to keep."),
                    },
                ),
                NumberTemplate(
                    name="indexTemplate",
                    label="Index",
                    help="Counted from 0, or from the end when negative; the end of "
                    "a slice is not part of it.",
                    shown_when=(
                        "type",
                        ("insertAt", "lookupAt", "removeAt", "replaceAt", "slice"),
                    ),
                ),
                Choice(
                    name="order",
                    label="Order",
                    help="Which end comes first.",
                    default="ascending",
                    choices={"ascending": "Ascending", "descending": "Descending"},
                    shown_when=("type", ("sort", "sortBy")),
                ),
                PayloadPath(
                    name="outputPath",
                    label="Result",
                    help="Where the rule's own result goes, such as a removed element.",
                    shown_when=(
                        "type",
                        (*TELLING, "pop", "removeAt", "replaceAt", "shift"),
                    ),
                ),
            ),
        ),
    ),
    examples=(
        Example(
            summary="Add a value to a list that is not there yet",
            config={
                "sourceArrayPath": "working.seen",
                "rules": [{"type": "push", "inputTemplate": "{{data}}"}],
            },
            before={"data": {"id": 1}},
            after={"data": {"id": 1}, "working": {"seen": [{"id": 1}]}},
        ),
        Example(
            summary="Keep what a formula says",
            config={
                "sourceArrayPath": "n",
                "rules": [
                    {
                        "type": "filter",
                        "inputTemplate": "{{value}} > {{payload.limit}}",
                        "outputPath": "large",
                    }
                ],
            },
            before={"n": [1, 5, 9], "limit": 4},
            after={"n": [1, 5, 9], "limit": 4, "large": [5, 9]},
        ),
        Example(
            summary="Group objects by a property",
            config={
                "sourceArrayPath": "orders",
                "rules": [
                    {
                        "type": "groupBy",
                        "inputTemplate": "city",
                        "outputPath": "byCity",
                    }
                ],
            },
            before={"orders": [{"city": "Rome"}, {"city": "Oslo"}, {"city": "Rome"}]},
            after=lambda payload: (
                {k: len(v) for k, v in payload["byCity"].items()}
                == {"Rome": 2, "Oslo": 1}
            ),
        ),
        Example(
            summary="An object is no array",
            config={"sourceArrayPath": "data", "rules": [{"type": "pop"}]},
            before={"data": {}},
            error="neither an array nor a text",
        ),
    ),
)
