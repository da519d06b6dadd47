"""Whether a document has the form of a workflow, and its wires lead somewhere.

The sentences about wires are Losant's own, because people search for them.
Source: the rules for saving workflows in Losant's authoring guide.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webhooks.workflows.problem import Problem
from webhooks.workflows.registry import Registry

LONGEST_ID = 1024
LONGEST_WIRE = 48
MOST_OUTPUTS = 100
MOST_NODES = 2000

_NODE_KEYS = {"id", "type", "config", "meta", "outputIds"}
_TRIGGER_KEYS = {"key", "type", "config", "meta", "outputIds"}
_CLASSES = {
    "cloud": "Application",
    "customNode": "Custom Node",
    "edge": "Edge",
    "embedded": "Embedded",
    "experience": "Experience",
}
_OF_CUSTOM_NODES = {"customNodeStart", "CustomNodeCapNode"}
# With a virtual button a custom node can be tried by itself.
_ALSO_IN_CUSTOM_NODES = {"virtualButton", "flowError"}
_OUTSIDE = "Referenced output ID {} does not exist in the required group."


def structure_problems(
    triggers: Any, nodes: Any, flow_class: str, registry: Registry
) -> list[Problem]:
    """Return what keeps the document from being a workflow at all."""
    problems = [
        *_form("/triggers", triggers, _TRIGGER_KEYS, {"key": str}),
        *_form("/nodes", nodes, _NODE_KEYS, {"id": str}),
    ]
    if problems:
        return problems
    problems = [*_identities(nodes), *_classes(triggers, nodes, flow_class, registry)]
    if not problems:
        problems = [
            *_wires("/triggers", triggers, nodes),
            *_wires("/nodes", nodes, nodes),
        ]
    return problems


def _form(
    pointer: str, items: Any, keys: set[str], texts: Mapping[str, type]
) -> Iterator[Problem]:
    if not isinstance(items, Sequence) or isinstance(items, str):
        yield Problem(pointer, f"{pointer[1:]} must be a list.")
        return
    if len(items) > MOST_NODES:
        message = f"{pointer[1:]} must not have more than {MOST_NODES} entries."
        yield Problem(pointer, message)
        return
    for place, item in enumerate(items):
        here = f"{pointer}/{place}"
        if not isinstance(item, Mapping):
            yield Problem(here, f"{here[1:]} must be an object.")
        else:
            yield from _item(here, item, keys, texts)


def _item(
    here: str, item: Mapping[str, Any], keys: set[str], texts: Mapping[str, type]
) -> Iterator[Problem]:
    for key in [key for key in item if key not in keys]:
        message = f"{here[1:]} has an unknown key: {key}."
        yield Problem(f"{here}/{_escaped(key)}", message)
    type_ = item.get("type")
    if not isinstance(type_, str) or not 0 < len(type_) <= LONGEST_ID:
        message = f"{here[1:]}/type must be a text that names the type."
        yield Problem(f"{here}/type", message)
    for name in texts:
        value = item.get(name)
        if value is not None and (
            not isinstance(value, str) or len(value) > LONGEST_ID
        ):
            message = f"{here[1:]}/{name} must be a text of at most {LONGEST_ID}."
            yield Problem(f"{here}/{name}", message)
    for name in ("config", "meta"):
        if item.get(name) is not None and not isinstance(item[name], Mapping):
            message = f"{here[1:]}/{name} must be an object."
            yield Problem(f"{here}/{name}", message)
    yield from _output_form(f"{here}/outputIds", item.get("outputIds"))


def _output_form(here: str, outputs: Any) -> Iterator[Problem]:
    if outputs is None:
        return
    if not isinstance(outputs, list) or len(outputs) > MOST_OUTPUTS:
        message = f"{here[1:]} must be a list of at most {MOST_OUTPUTS} outputs."
        yield Problem(here, message)
        return
    for number, targets in enumerate(outputs):
        if targets is None:
            continue
        if not isinstance(targets, list) or len(targets) > MOST_OUTPUTS:
            message = f"{here[1:]} must hold lists of at most {MOST_OUTPUTS} ids."
            yield Problem(f"{here}/{number}", message)
            continue
        for place, target in enumerate(targets):
            if not isinstance(target, str) or not 0 < len(target) <= LONGEST_WIRE:
                message = f"{here[1:]} must hold ids of 1 to {LONGEST_WIRE} characters."
                yield Problem(f"{here}/{number}/{place}", message)


def _identities(nodes: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, node in enumerate(nodes):
        node_id = node.get("id")
        if not node_id:
            yield Problem(f"/nodes/{place}/id", "A node needs an id.")
        elif node_id in seen:
            yield Problem(f"/nodes/{place}/id", "Node IDs must be unique.")
        seen.add(node_id or "")


def _classes(
    triggers: Sequence[Mapping[str, Any]],
    nodes: Sequence[Mapping[str, Any]],
    flow_class: str,
    registry: Registry,
) -> Iterator[Problem]:
    class_name = _CLASSES.get(flow_class, flow_class)
    custom = flow_class == "customNode"
    for place, trigger in enumerate(triggers):
        type_ = trigger["type"]
        known = registry.triggers.get(type_)
        if known is None or type_ in _ALSO_IN_CUSTOM_NODES:
            continue
        if custom != (type_ in _OF_CUSTOM_NODES):
            message = f"{known.label} is not valid for {class_name} workflows."
            yield Problem(f"/triggers/{place}/type", message)
    for place, node in enumerate(nodes):
        type_ = node["type"]
        found = registry.nodes.get(type_)
        if found is not None and type_ in _OF_CUSTOM_NODES and not custom:
            message = f"{found.label} is not valid for {class_name} workflows."
            yield Problem(f"/nodes/{place}/type", message)


def _wires(
    pointer: str,
    items: Sequence[Mapping[str, Any]],
    nodes: Sequence[Mapping[str, Any]],
) -> Iterator[Problem]:
    groups = {node["id"]: _group(node) for node in nodes}
    for place, item in enumerate(items):
        for number, targets in enumerate(item.get("outputIds") or ()):
            body = item["type"] == "LoopNode" and number == 1
            wanted = item.get("id") if body else _group(item)
            for index, target in enumerate(targets or ()):
                here = f"{pointer}/{place}/outputIds/{number}/{index}"
                if target not in groups:
                    message = f"Referenced output ID {target} does not exist."
                    yield Problem(here, message)
                elif target == item.get("id"):
                    yield Problem(here, "A node cannot connect to itself.")
                elif groups[target] != wanted:
                    yield Problem(here, _OUTSIDE.format(target))


def _group(item: Mapping[str, Any]) -> str:
    group = (item.get("meta") or {}).get("groupId")
    return group if isinstance(group, str) else ""


def _escaped(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
