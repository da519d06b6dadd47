"""From a document to a workflow that can run, with everything that is wrong.

A document that breaks the structure cannot be kept. A node whose settings
cannot be understood is marked; whoever saves decides whether that will do.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.templating.environment import Environment
from webhooks.workflows.brevity import is_brief
from webhooks.workflows.errors import FieldProblem, NodeError
from webhooks.workflows.field import compile_fields
from webhooks.workflows.graph import Node, Targets, Trigger, Workflow
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NodeType, Output, TriggerType
from webhooks.workflows.outcome import Outcome
from webhooks.workflows.problem import Problem
from webhooks.workflows.registry import Registry
from webhooks.workflows.structure import structure_problems

# Every step of a run carries its node's label.
_LONGEST_LABEL = 255


@dataclass(frozen=True, slots=True)
class FlowDocument:
    """The parts of a workflow's JSON that say what it does, as they came."""

    triggers: Sequence[Any]
    nodes: Sequence[Any]
    globals: Sequence[Any] = ()
    flow_class: str = "cloud"


@dataclass(frozen=True, slots=True)
class Compiled:
    """``workflow`` is None when the document's structure is broken."""

    workflow: Workflow | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep it from being saved."""
        return tuple(p for p in self.problems if p.severity == "error")


def compile_workflow(
    document: FlowDocument,
    registry: Registry,
    environment: Environment,
    *,
    trusted: bool = False,
) -> Compiled:
    """Return the workflow that a document describes, and its problems.

    ``trusted``: the structure was looked at when the document was saved.
    """
    broken = (
        []
        if trusted
        else structure_problems(
            document.triggers, document.nodes, document.flow_class, registry
        )
    )
    if broken:
        return Compiled(None, tuple(broken))
    problems: list[Problem] = []
    nodes = {}
    for place, raw in enumerate(document.nodes):
        node, found = _node(raw, registry, environment)
        nodes[node.id] = node
        problems.extend(_located(f"/nodes/{place}/config", found))
    triggers = []
    for place, raw in enumerate(document.triggers):
        trigger, found = _trigger(place, raw, registry, environment)
        triggers.append(trigger)
        problems.extend(_located(f"/triggers/{place}/config", found))
    values = read_globals(document.globals)
    workflow = Workflow(nodes, tuple(triggers), values, is_brief(nodes))
    return Compiled(workflow, tuple(problems))


def read_globals(entries: Sequence[Any]) -> dict[str, Any]:
    """Return the values of globals; one that is not JSON is taken as text."""
    values: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("key"), str):
            continue
        text = entry.get("json", "null")
        try:
            values[entry["key"]] = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            values[entry["key"]] = text
    return values


def _located(pointer: str, found: Sequence[FieldProblem]) -> list[Problem]:
    return [
        Problem(
            pointer + each.pointer,
            each.message,
            "warning" if each.required else "error",
        )
        for each in found
    ]


def _node(
    raw: Mapping[str, Any], registry: Registry, environment: Environment
) -> tuple[Node, list[FieldProblem]]:
    outputs = _wires(raw)
    type_ = registry.nodes.get(raw["type"]) or unknown_node(raw["type"], len(outputs))
    config = raw.get("config") or {}
    settings, problems = compile_fields(type_.fields, config, environment)
    node = Node(
        id=raw["id"],
        type=type_,
        label=_label(raw) or type_.label,
        settings=settings,
        outputs=outputs,
        problem=problems[0].message if problems else "",
    )
    return node, problems


def _trigger(
    place: int, raw: Mapping[str, Any], registry: Registry, environment: Environment
) -> tuple[Trigger, list[FieldProblem]]:
    type_ = registry.triggers.get(raw["type"]) or unknown_trigger(raw["type"])
    config = raw.get("config") or {}
    _, problems = compile_fields(type_.fields, config, environment)
    meta = raw.get("meta") or {}
    if type_.check is not None and not problems:
        problems = type_.check(config, meta)
    wires = _wires(raw)
    trigger = Trigger(
        type=type_,
        key=raw.get("key") or "",
        place=place,
        label=_label(raw) or type_.label,
        config=config,
        meta=meta,
        targets=wires[0] if wires else (),
    )
    return trigger, problems


def _wires(raw: Mapping[str, Any]) -> tuple[Targets, ...]:
    return tuple(tuple(targets or ()) for targets in raw.get("outputIds") or ())


def _label(raw: Mapping[str, Any]) -> str:
    label = (raw.get("meta") or {}).get("label")
    return label[:_LONGEST_LABEL] if isinstance(label, str) else ""


def unknown_node(type_: str, outputs: int) -> NodeType:
    """Return a type for nodes that nobody here has heard of: kept, and refused
    when a run reaches one.
    """

    def run(node: NodeCall) -> Outcome:
        message = f"There is no node of the type {type_} here."
        raise NodeError(message, "NotSupportedHere")

    return NodeType(
        type=type_,
        name=type_,
        category="logic",
        label=type_,
        summary="A node type that does not exist here.",
        run=run,
        outputs=tuple(Output(f"output{n}", f"Output {n}") for n in range(outputs)),
        placeholder=True,
    )


def unknown_trigger(type_: str) -> TriggerType:
    """Return a type for triggers that nobody here has heard of: it never fires."""
    return TriggerType(
        type=type_,
        name=type_,
        label=type_,
        summary="A trigger type that does not exist here.",
        placeholder=True,
    )
