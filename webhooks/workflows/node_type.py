"""What a node type is: one declaration, read by engine, palette, docs and tests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.workflows.errors import FieldProblem
from webhooks.workflows.field import Field
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.outcome import Outcome

CATEGORIES = (
    "trigger",
    "logic",
    "data",
    "output",
    "experience",
    "debug",
    "loop",
    "annotation",
    "customNodeExecute",
    "customNodeEnd",
)

Run = Callable[[NodeCall], Outcome]
Check = Callable[[Mapping[str, Any], Mapping[str, Any]], list[FieldProblem]]


@dataclass(frozen=True, slots=True)
class Example:
    """A node at work, shown in the docs and run as a test.

    ``after`` is the whole payload afterwards (None: unchanged), or a function
    that tells whether it is right. ``output`` is the name of the output it goes
    on at; ``error`` is part of the message of the error it ends with.
    """

    summary: str
    config: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any] | Callable[[Any], bool] | None = None
    output: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A way out of a node: its name in code and the label people see."""

    name: str
    label: str


ONE_OUTPUT = (Output("next", "Next"),)
NO_OUTPUT: tuple[Output, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NodeType:
    """``type`` and ``name`` are Losant's words in a workflow's document.

    ``outputs`` are in the order of ``outputIds``: the negative one first.
    ``more_outputs`` names those that a configuration adds (Switch).
    ``outside`` marks one that reaches beyond its run: it waits for something, or
    leaves something behind.
    ``placeholder`` marks a type that cannot exist here: its ``run`` says why.
    """

    type: str
    name: str
    category: str
    label: str
    summary: str
    run: Run
    fields: tuple[Field, ...] = ()
    outputs: tuple[Output, ...] = ONE_OUTPUT
    more_outputs: Callable[[Mapping[str, Any]], Sequence[Output]] | None = None
    examples: tuple[Example, ...] = ()
    outside: bool = False
    placeholder: bool = False

    def outputs_for(self, config: Mapping[str, Any]) -> tuple[Output, ...]:
        """Return the outputs that a node with this configuration has."""
        if self.more_outputs is None:
            return self.outputs
        return (*self.outputs, *self.more_outputs(config))

    def describe(self) -> dict[str, Any]:
        """Return the type in the words of the API."""
        return {
            "type": self.type,
            "name": self.name,
            "category": self.category,
            "label": self.label,
            "summary": self.summary,
            "kind": "node",
            "outputs": [{"name": o.name, "label": o.label} for o in self.outputs],
            "outputsVary": self.more_outputs is not None,
            "fields": [field.describe() for field in self.fields],
            "examples": [
                {"summary": e.summary, "config": e.config, "payload": e.before}
                for e in self.examples
            ],
            "placeholder": self.placeholder,
        }


@dataclass(frozen=True, kw_only=True)
class TriggerType:
    """A way for a workflow to start.

    ``key`` tells what the document's ``key`` is: ``webhook`` (a webhook's id),
    ``generated`` (made by the server, one for each trigger), or ``fixed`` (the
    text in ``key_text``, with ``{flow}`` and ``{application}`` filled in).
    ``meta_fields`` are settings that Losant keeps in ``meta``.
    ``check`` returns what is wrong with a trigger's config and meta together.
    ``placeholder`` marks a type that never fires here.
    """

    type: str
    name: str
    label: str
    summary: str
    key: str = "fixed"
    key_text: str = ""
    fields: tuple[Field, ...] = ()
    meta_fields: tuple[Field, ...] = ()
    check: Check | None = None
    example_data: Mapping[str, Any] | None = None
    placeholder: bool = False

    def describe(self) -> dict[str, Any]:
        """Return the type in the words of the API."""
        return {
            "type": self.type,
            "name": self.name,
            "category": "trigger",
            "label": self.label,
            "summary": self.summary,
            "kind": "trigger",
            "key": self.key,
            "outputs": [{"name": o.name, "label": o.label} for o in ONE_OUTPUT],
            "outputsVary": False,
            "fields": [field.describe() for field in self.fields],
            "metaFields": [field.describe() for field in self.meta_fields],
            "exampleData": self.example_data,
            "placeholder": self.placeholder,
        }
