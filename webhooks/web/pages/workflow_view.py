"""A workflow as its page lists it: what starts it, its nodes, and where they lead.

Built from the compiled graph, so that the page says what a run would do. The
list is in reading order, from the triggers along the wires.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.workflows.graph import Node, Trigger, Workflow
from webhooks.workflows.node_type import NodeType, TriggerType

Configs = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class NodeLink:
    """Another node of the list; ``number`` is its place, counted from 1."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Way:
    """An output and what it leads to; ``label`` is empty for an only output."""

    label: str
    targets: tuple[NodeLink, ...]


@dataclass(frozen=True, slots=True)
class ShownNode:
    """One node. ``note`` tells why it cannot exist here, ``problem`` why it fails."""

    number: int
    label: str
    kind: str
    type: str
    note: str
    problem: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class ShownTrigger:
    """One trigger. ``webhook_id`` and ``button`` are empty where there is none.

    ``webhook_name`` is None for a webhook that this application does not have.
    ``sample`` is the JSON text that a button sends by itself.
    """

    kind: str
    label: str
    detail: str
    note: str
    webhook_id: str
    webhook_name: str | None
    button: str
    sample: str
    starts: tuple[NodeLink, ...]


def configs_of(nodes: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the configurations of a document's nodes by id."""
    return {node["id"]: node.get("config") or {} for node in nodes if "id" in node}


def shown_nodes(workflow: Workflow, configs: Configs) -> list[ShownNode]:
    """Return the nodes in reading order; those that nothing leads to come last."""
    links = _links(workflow)
    return [
        _node(workflow.nodes[node_id], configs.get(node_id, {}), links)
        for node_id in links
    ]


def output_labels(type_: NodeType, config: Mapping[str, Any]) -> list[str]:
    """Return what a node's outputs are called; empty if there is nothing to choose."""
    labels = [output.label for output in type_.outputs_for(config)]
    return labels if len(labels) > 1 else []


def shown_triggers(
    workflow: Workflow, webhook_names: Mapping[str, str]
) -> list[ShownTrigger]:
    """Return the triggers; ``webhook_names`` are the application's, by id."""
    links = _links(workflow)
    return [_trigger(each, links, webhook_names) for each in workflow.triggers]


def trigger_summary(
    workflow: Workflow, webhook_names: Mapping[str, str], most: int = 4
) -> str:
    """Return in a line what starts the workflow, for a row of a list."""
    words: list[str] = []
    for trigger in shown_triggers(workflow, webhook_names):
        word = _summary_word(trigger)
        if word not in words:
            words.append(word)
    if not words:
        return "No trigger"
    more = len(words) - most
    return " · ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def _summary_word(trigger: ShownTrigger) -> str:
    if trigger.webhook_id:
        return trigger.webhook_name or "A webhook that does not exist"
    return f"{trigger.kind} {trigger.detail}".strip()


def _links(workflow: Workflow) -> dict[str, NodeLink]:
    """Return the nodes by id, numbered depth first from the triggers."""
    left = list(workflow.nodes)[::-1]
    for trigger in reversed(workflow.triggers):
        left += reversed(trigger.targets)
    found: dict[str, NodeLink] = {}
    while left:
        node_id = left.pop()
        node = workflow.nodes.get(node_id)
        if node is None or node_id in found:
            continue
        found[node_id] = NodeLink(len(found) + 1, node.label)
        for targets in reversed(node.outputs):
            left += reversed(targets)
    return found


def _node(
    node: Node, config: Mapping[str, Any], links: Mapping[str, NodeLink]
) -> ShownNode:
    labels = output_labels(node.type, config)
    ways = tuple(
        Way(labels[index] if index < len(labels) else "", _linked(targets, links))
        for index, targets in enumerate(node.outputs)
        if targets
    )
    link = links[node.id]
    return ShownNode(
        number=link.number,
        label=link.label,
        kind=node.type.label,
        type=node.type.type,
        note=_note(node.type),
        problem=node.problem,
        ways=ways,
    )


def _linked(
    targets: Sequence[str], links: Mapping[str, NodeLink]
) -> tuple[NodeLink, ...]:
    return tuple(links[target] for target in targets if target in links)


def _trigger(
    trigger: Trigger, links: Mapping[str, NodeLink], webhook_names: Mapping[str, str]
) -> ShownTrigger:
    kind = trigger.type.type
    webhook_id = trigger.key if kind == "webhook" else ""
    sample = trigger.meta.get("payload", "") if kind == "virtualButton" else ""
    return ShownTrigger(
        kind=trigger.type.label,
        label=trigger.label,
        detail=timer_text(trigger.config) if kind == "timer" else "",
        note=_note(trigger.type),
        webhook_id=webhook_id,
        webhook_name=webhook_names.get(webhook_id),
        button=trigger.key if kind == "virtualButton" else "",
        sample=sample if isinstance(sample, str) else "",
        starts=_linked(trigger.targets, links),
    )


def timer_text(config: Mapping[str, Any]) -> str:
    """Return when a timer fires: ``every 5 seconds`` or its cron expression."""
    seconds, cron = config.get("seconds"), config.get("cron")
    if isinstance(seconds, int | float):
        return "every second" if seconds == 1 else f"every {seconds:g} seconds"
    if isinstance(cron, str):
        zone = config.get("tz")
        return f"{cron} ({zone if isinstance(zone, str) and zone else 'UTC'})"
    return ""


def _note(type_: NodeType | TriggerType) -> str:
    return type_.summary if type_.placeholder else ""
