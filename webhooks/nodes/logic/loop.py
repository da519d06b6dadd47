"""Loop: runs its body once for every element of a value."""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from webhooks.nodes._limits import bounded_list, check_items
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Flag, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output
from webhooks.workflows.outcome import Iterate


def run(node: NodeCall) -> Iterate:
    """Return the iterations. Raises NodeError when there are too many."""
    item_path = node.path("currentItemPath")
    if item_path is None:
        raise NodeError("The loop has no path for the current item.", "InvalidPath")
    return Iterate(
        items=loop_items(node.value("loopSourcePath")),
        item_path=item_path,
        parallel=node.flag("parallel"),
        result_path=node.path("mapResultPath"),
        value_path=node.path("mapValuePath") or item_path,
    )


def loop_items(source: Any) -> list[dict[str, Any]]:
    """Return the items of a value: elements, properties, characters or a count.

    Anything else has none. The first and the last item say so. Raises NodeError.
    """
    if isinstance(source, dict):
        check_items(len(source), "The loop's source")
        items = [
            {"value": value, "index": index, "key": key}
            for index, (key, value) in enumerate(source.items())
        ]
    else:
        items = [
            {"value": value, "index": index}
            for index, value in enumerate(_values(source))
        ]
    if items:
        items[0]["first"] = True
        items[-1]["last"] = True
    return items


def _values(source: Any) -> Iterable[Any]:
    if isinstance(source, list):
        return bounded_list(source, "The loop's source")
    if isinstance(source, str):
        check_items(len(source), "The loop's source")
        return source
    if isinstance(source, bool | datetime) or not isinstance(source, int | float):
        return ()
    if math.isnan(source):
        return ()
    if math.isinf(source):
        raise NodeError("A loop cannot run infinitely often.", "TooLarge")
    count = abs(math.ceil(source))
    check_items(count, "The loop's source")
    return range(count)


NODE = NodeType(
    type="LoopNode",
    name="loop",
    category="logic",
    label="Loop",
    summary="Runs its body once for each element, property, character or count.",
    run=run,
    fields=(
        PayloadPath(
            name="loopSourcePath",
            label="Source",
            help="An array, an object, a text or a number of iterations.",
            required=True,
        ),
        PayloadPath(
            name="currentItemPath",
            label="Current item",
            help="Where each iteration finds its value, index and key.",
            required=True,
        ),
        Flag(
            name="parallel",
            label="In parallel",
            help="Whether iterations may overlap; changes of the payload are then "
            "not carried on.",
        ),
        PayloadPath(
            name="mapResultPath",
            label="Map result",
            help="Where the values of all iterations go as an array.",
        ),
        PayloadPath(
            name="mapValuePath",
            label="Map value",
            help="What each iteration adds to the map result; the current item when "
            "blank.",
        ),
    ),
    outputs=(Output("after", "After the loop"), Output("body", "Loop body")),
    examples=(
        Example(
            summary="The payload is changed by the body only",
            config={"loopSourcePath": "data", "currentItemPath": "working.item"},
            before={"data": ["a", "b"]},
        ),
    ),
)
