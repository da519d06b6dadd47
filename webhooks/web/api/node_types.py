"""``nodeTypes``: what workflows here can be made of."""

from typing import Any

from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.node_type import NodeTypeList

OPERATIONS = Operations("nodeTypes")


@OPERATIONS.add(
    "GET",
    "/nodeTypes",
    "nodeTypes.get",
    "List every type of trigger and node, with fields, outputs and examples.",
    answer=NodeTypeList,
)
def list_(call: Call) -> Any:
    """Answer all types, triggers first."""
    registry = call.site.registry
    items = [type_.describe() for type_ in registry.triggers.values()]
    items += [type_.describe() for type_ in registry.nodes.values()]
    return {"items": items, "count": len(items)}
