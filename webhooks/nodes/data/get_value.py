"""Storage: Get Value: reads what this workflow has stored in an earlier run."""

from typing import Any, Final

from webhooks.nodes.data._storage_key import storage_key
from webhooks.payload.values import UNDEFINED, copy_value
from webhooks.workflows.composite_fields import ByKind
from webhooks.workflows.fields import (
    Choice,
    Flag,
    JsonTemplate,
    PayloadPath,
    Template,
)
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

_DEFAULT_HELP: Final = "What is read while nothing is stored."


def run(node: NodeCall) -> None:
    """Write the stored value, the default, or all entries as one object."""
    node.put("valuePath", _value(node))


def _value(node: NodeCall) -> Any:
    if node.flag("getAll"):
        return node.ports.storage.all()
    value = node.ports.storage.get(storage_key(node))
    return copy_value(node.value("defaultValue")) if value is UNDEFINED else value


def _default_text() -> Template:
    return Template(name="defaultValue", label="Default", help=_DEFAULT_HELP)


NODE = NodeType(
    type="GetValueNode",
    name="get-value",
    category="data",
    label="Storage: Get Value",
    summary="Reads a value that this workflow has stored in an earlier run.",
    run=run,
    outside=True,
    fields=(
        Flag(
            name="getAll",
            label="All values",
            help="Read everything that the workflow has stored, as one object.",
        ),
        Template(
            name="keyName",
            label="Key",
            help="The name that the value is stored under, 1 to 255 characters.",
            required=True,
            shown_when=("getAll", (False,)),
        ),
        PayloadPath(
            name="valuePath", label="Result path", help="Where the value goes."
        ),
        Choice(
            name="defaultValueType",
            label="Default is",
            help="How the default is written.",
            default="json",
            choices={
                "json": "JSON",
                "template": "Text",
                "string": "Text (older exports)",
                "path": "A place in the payload",
            },
        ),
        ByKind(
            name="defaultValue",
            label="Default",
            help=_DEFAULT_HELP,
            selector="defaultValueType",
            fallback="json",
            kinds={
                "json": JsonTemplate(
                    name="defaultValue", label="Default", help=_DEFAULT_HELP
                ),
                "template": _default_text(),
                "string": _default_text(),
                "path": PayloadPath(
                    name="defaultValue", label="Default", help=_DEFAULT_HELP
                ),
            },
        ),
    ),
    examples=(
        Example(
            summary="The default, while nothing is stored",
            config={
                "keyName": "average:{{data.id}}",
                "defaultValueType": "json",
                "defaultValue": '{"n": 0}',
                "valuePath": "working.average",
            },
            before={"data": {"id": "a"}},
            after={"data": {"id": "a"}, "working": {"average": {"n": 0}}},
        ),
        Example(
            summary="Everything that is stored",
            config={"getAll": True, "valuePath": "stored"},
            before={},
            after={"stored": {}},
        ),
    ),
)
