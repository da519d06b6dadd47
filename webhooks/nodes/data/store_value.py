"""Storage: Set Value: keeps a value for later runs of this workflow."""

from typing import Any, Final

from webhooks.nodes.data._storage_key import storage_key
from webhooks.payload.json_text import JsonProblem, encode_json, to_plain
from webhooks.payload.values import UNDEFINED, copy_value
from webhooks.workflows.composite_fields import ByKind
from webhooks.workflows.errors import NodeError
from webhooks.workflows.field import Field
from webhooks.workflows.fields import (
    Choice,
    JsonTemplate,
    NumberTemplate,
    PayloadPath,
    Template,
)
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

# Losant's limit.
MOST_BYTES: Final = 16 * 1024
_HELP: Final = "What is stored."


def run(node: NodeCall) -> None:
    """Store, add, subtract or clear, and write what came of it.

    Raises NodeError for a value that is too large, or is no number where one is
    needed.
    """
    key = storage_key(node)
    kind = node.text("valueType")
    storage = node.ports.storage
    if kind == "clear":
        result = storage.clear(key)
    elif kind in {"incr", "decr"}:
        amount = node.number("value", 1)
        result = storage.increment(key, amount if kind == "incr" else -amount)
    else:
        result = _fit(_value(node, kind))
        # Nothing can be stored under a name only by forgetting the name.
        if result is UNDEFINED:
            storage.clear(key)
        else:
            storage.set(key, result)
    node.put("resultPath", copy_value(result))


def _value(node: NodeCall, kind: str) -> Any:
    if kind == "number":
        return node.number("value")
    if kind == "path" and not node.has("value"):
        return node.value("valuePath")
    return node.value("value")


def _fit(value: Any) -> Any:
    """Return a copy that JSON can hold, if it is small enough."""
    if value is UNDEFINED:
        return UNDEFINED
    try:
        plain = to_plain(value)
        size = len(encode_json(plain).encode("utf-8", "replace"))
    except JsonProblem as problem:
        raise NodeError(f"The value cannot be stored: {problem}.", "Invalid") from None
    if size > MOST_BYTES:
        message = f"A stored value must not have more than {MOST_BYTES} bytes as JSON."
        raise NodeError(message, "TooLarge")
    return plain


def _value_field(kind: type[Template], words: str = _HELP) -> Field:
    return kind(name="value", label="Value", help=words)


NODE = NodeType(
    type="StoreValueNode",
    name="store-value",
    category="data",
    label="Storage: Set Value",
    summary="Stores a value for later runs of this workflow.",
    run=run,
    outside=True,
    fields=(
        Template(
            name="keyName",
            label="Key",
            help="The name that the value is stored under, 1 to 255 characters.",
            required=True,
        ),
        Choice(
            name="valueType",
            label="What to do",
            help="How the value is given, or what to do with the stored one.",
            default="path",
            choices={
                "path": "Store a place in the payload",
                "template": "Store a text",
                "string": "Store a text (older exports)",
                "json": "Store JSON",
                "number": "Store a number",
                "incr": "Add to the stored number",
                "decr": "Subtract from the stored number",
                "clear": "Forget the stored value",
            },
        ),
        ByKind(
            name="value",
            label="Value",
            help=_HELP,
            selector="valueType",
            fallback="path",
            kinds={
                "path": PayloadPath(name="value", label="Value", help=_HELP),
                "template": _value_field(Template),
                "string": _value_field(Template),
                "json": _value_field(JsonTemplate),
                "number": _value_field(NumberTemplate),
                "incr": _value_field(NumberTemplate, "How much; 1 when blank."),
                "decr": _value_field(NumberTemplate, "How much; 1 when blank."),
            },
        ),
        PayloadPath(
            name="valuePath",
            label="Value path",
            help="The place in the payload, where the value is blank.",
            shown_when=("valueType", ("path",)),
        ),
        PayloadPath(
            name="resultPath",
            label="Result path",
            help="Where the stored value goes: the new one, or the one forgotten.",
        ),
    ),
    examples=(
        Example(
            summary="A counter",
            config={
                "keyName": "seen:{{data.id}}",
                "valueType": "incr",
                "value": "1",
                "resultPath": "working.seen",
            },
            before={"data": {"id": "a"}},
            after={"data": {"id": "a"}, "working": {"seen": 1}},
        ),
        Example(
            summary="A value of the payload",
            config={"keyName": "last", "valueType": "path", "value": "data"},
            before={"data": {"id": "a"}},
        ),
        Example(
            summary="A text that is no number cannot be added",
            config={"keyName": "seen", "valueType": "incr", "value": "{{data.id}}"},
            before={"data": {"id": "a"}},
            error="not a number",
        ),
    ),
)
