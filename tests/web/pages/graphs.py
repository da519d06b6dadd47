"""Small workflows for tests of what pages make of them, without any server."""

from collections.abc import Mapping, Sequence
from typing import Any

from webhooks.workflows.graph import Node, Trigger, Workflow
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NodeType, Output, TriggerType
from webhooks.workflows.outcome import Outcome
from webhooks.workflows.registry import Registry, collect


def _run(node: NodeCall) -> Outcome:
    return None


def _type(word: str, label: str, *outputs: str, **more: Any) -> NodeType:
    made = tuple(Output(name.lower(), name) for name in outputs)
    return NodeType(
        type=word,
        name=word,
        category="logic",
        label=label,
        summary=more.pop("summary", ""),
        run=_run,
        outputs=made or (Output("next", "Next"),),
        **more,
    )


CHOICE = _type("ChoiceNode", "Choice", "False", "True")
MANY = _type(
    "ManyNode",
    "Many",
    "Default",
    more_outputs=lambda config: [Output(c, f"Case {c}") for c in config["cases"]],
)
PLAIN = _type("PlainNode", "Plain")
GONE = _type("GoneNode", "Gone", summary="Needs devices.", placeholder=True)
TYPES: Registry = collect([CHOICE, MANY, PLAIN, GONE], [])


def node(
    id_: str,
    type_: NodeType,
    *outputs: Sequence[str],
    label: str = "",
    problem: str = "",
) -> Node:
    """A node; its label is its id unless another is given."""
    return Node(
        id=id_,
        type=type_,
        label=label or id_,
        settings={},
        outputs=tuple(tuple(targets) for targets in outputs),
        problem=problem,
    )


def trigger(
    word: str,
    key: str = "",
    targets: Sequence[str] = (),
    config: Mapping[str, Any] | None = None,
    **meta: Any,
) -> Trigger:
    """A trigger of any type."""
    type_ = TriggerType(type=word, name=word, label=word.capitalize(), summary="")
    return Trigger(type_, key, 0, word.capitalize(), config or {}, meta, tuple(targets))


def workflow(triggers: Sequence[Trigger], nodes: Sequence[Node]) -> Workflow:
    """A workflow of these."""
    return Workflow({each.id: each for each in nodes}, tuple(triggers))
