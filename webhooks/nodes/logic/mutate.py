"""Mutate: sets, copies, moves and removes values of the payload."""

from collections.abc import Callable, Mapping
from typing import Final

from webhooks.workflows.composite_fields import ByKind, Rows
from webhooks.workflows.fields import Choice, JsonTemplate, PayloadPath, ValueTemplate
from webhooks.workflows.node_call import NodeCall, Settings
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Apply the rules in order; each sees what the ones before it did."""
    for rule in node.rows("rules"):
        _RULES[rule.value("type")](rule)


def _set(rule: Settings) -> None:
    rule.put("destination", rule.value("valueTemplate"))


def _copy(rule: Settings) -> None:
    rule.put("destination", rule.value("source"))


def _move(rule: Settings) -> None:
    value = rule.value("source")
    _remove(rule)
    rule.put("destination", value)


def _remove(rule: Settings) -> None:
    path = rule.path("source")
    if path is not None:
        rule.remove_at(path)


_RULES: Final[Mapping[str, Callable[[Settings], None]]] = {
    "set": _set,
    "copy": _copy,
    "move": _move,
    "remove": _remove,
}

_VALUE = "The new value. A lone {{reference}} keeps its type."

NODE = NodeType(
    type="MutateNode",
    name="mutate",
    category="logic",
    label="Mutate",
    summary="Sets, copies, moves and removes values of the payload.",
    run=run,
    fields=(
        Rows(
            name="rules",
            label="Rules",
            help="Applied in order.",
            fields=(
                Choice(
                    name="type",
                    label="Rule",
                    help="What to do.",
                    default="set",
                    choices={
                        "set": "Set a value",
                        "copy": "Copy a value",
                        "move": "Move a value",
                        "remove": "Remove a value",
                    },
                ),
                Choice(
                    name="valueTemplateType",
                    label="Value is",
                    help="Whether the value is text or JSON.",
                    default="string",
                    choices={"string": "Text", "json": "JSON"},
                    shown_when=("type", ("set",)),
                ),
                ByKind(
                    name="valueTemplate",
                    label="Value",
                    help=_VALUE,
                    selector="valueTemplateType",
                    fallback="string",
                    kinds={
                        "string": ValueTemplate(
                            name="valueTemplate", label="Value", help=_VALUE
                        ),
                        "json": JsonTemplate(
                            name="valueTemplate",
                            label="Value",
                            help="JSON; the text must be valid after rendering.",
                        ),
                    },
                    shown_when=("type", ("set",)),
                ),
                PayloadPath(
                    name="source",
                    label="Source",
                    help="Where the value is taken from.",
                    shown_when=("type", ("copy", "move", "remove")),
                ),
                PayloadPath(
                    name="destination",
                    label="Destination",
                    help="Where the value goes.",
                    shown_when=("type", ("set", "copy", "move")),
                ),
            ),
        ),
    ),
    examples=(
        Example(
            summary="A text with a reference in it",
            config={
                "rules": [
                    {
                        "type": "set",
                        "valueTemplate": "Hello {{data.name}}",
                        "destination": "working.greeting",
                    }
                ]
            },
            before={"data": {"name": "Ada"}},
            after={"data": {"name": "Ada"}, "working": {"greeting": "Hello Ada"}},
        ),
        Example(
            summary="A lone reference keeps its type",
            config={
                "rules": [
                    {
                        "type": "set",
                        "valueTemplate": "{{data.items}}",
                        "destination": "working.items",
                    }
                ]
            },
            before={"data": {"items": [1, 2]}},
            after={"data": {"items": [1, 2]}, "working": {"items": [1, 2]}},
        ),
        Example(
            summary="Rules see what earlier rules did",
            config={
                "rules": [
                    {
                        "type": "set",
                        "valueTemplateType": "json",
                        "valueTemplate": '{"ok": true}',
                        "destination": "a",
                    },
                    {"type": "move", "source": "a", "destination": "b.c"},
                    {"type": "remove", "source": "data"},
                ]
            },
            before={"data": 1},
            after={"b": {"c": {"ok": True}}},
        ),
        Example(
            summary="JSON that is not valid stops the run",
            config={
                "rules": [
                    {
                        "type": "set",
                        "valueTemplateType": "json",
                        "valueTemplate": "{oops",
                        "destination": "a",
                    }
                ]
            },
            before={},
            error="valid JSON",
        ),
    ),
)
