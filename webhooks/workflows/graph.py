"""A workflow made ready to run: its nodes with their settings, and the wires."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webhooks.workflows.field import Setting
from webhooks.workflows.node_type import NodeType, TriggerType

Targets = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """``outputs`` are the ids of the nodes behind each output.

    ``problem`` tells why the node cannot run although it may be kept.
    """

    id: str
    type: NodeType
    label: str
    settings: Mapping[str, Setting]
    outputs: tuple[Targets, ...]
    problem: str = ""

    def targets(self, output: int) -> Targets:
        """Return what is wired to an output; documents leave out empty ends."""
        return self.outputs[output] if output < len(self.outputs) else ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way for the workflow to start; ``place`` is its index in the document."""

    type: TriggerType
    key: str
    place: int
    label: str
    config: Mapping[str, Any]
    meta: Mapping[str, Any]
    targets: Targets


@dataclass(frozen=True, slots=True)
class Workflow:
    """What one definition of a workflow says. Never changed.

    ``is_brief``: a run takes few steps, waits for nothing, and leaves nothing
    behind but a reply, so it can be run before anything is stored.
    ``input_kinds`` are a custom node's fields with what each takes.
    """

    nodes: Mapping[str, Node]
    triggers: tuple[Trigger, ...]
    globals: Mapping[str, Any] = field(default_factory=dict)
    is_brief: bool = False
    input_kinds: Mapping[str, str] = field(default_factory=dict)

    def trigger(self, type_: str, key: str) -> Trigger | None:
        """Return the trigger of a type with a key, if there is one."""
        for trigger in self.triggers:
            if trigger.type.type == type_ and trigger.key == key:
                return trigger
        return None

    def of_type(self, type_: str) -> tuple[Trigger, ...]:
        """Return every trigger of a type."""
        return tuple(t for t in self.triggers if t.type.type == type_)
