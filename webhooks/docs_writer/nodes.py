"""The reference of triggers and nodes, from their declarations."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from webhooks.docs_writer.markdown import code, page, table
from webhooks.workflows.node_type import (
    CATEGORIES,
    Example,
    NodeType,
    TriggerType,
)
from webhooks.workflows.registry import Registry

_INTRODUCTION = """\
Every trigger and node that runs here, with the keys of its `config` as they stand in
a workflow's JSON. The examples are run by the test suite. How workflows are made and
what they may use is in [Workflows](../workflows.md), the helpers of templates in
[Template helpers](helpers.md).

Kinds of fields: a *template* is text with `{{ }}` in it; a *valueTemplate* is one
whose lone reference keeps the type of what it refers to; a *path* is a place in the
payload such as `data.body.items.[0]`, without braces; an *expression* is a formula
such as `{{data.n}} > 5`; a *jsonTemplate* must make valid JSON."""

_TITLES = {
    "logic": "Logic",
    "data": "Data",
    "output": "Output",
    "debug": "Debug",
    "loop": "Loop",
    "annotation": "Notes",
    "customNodeExecute": "Custom nodes",
    "customNodeEnd": "Ends of custom nodes",
}


def nodes_page(registry: Registry) -> str:
    """Return the page."""
    triggers = [t for t in registry.triggers.values() if not t.placeholder]
    parts = [_INTRODUCTION, "## Triggers"]
    for trigger in sorted(triggers, key=lambda each: each.label):
        parts.extend(_trigger(trigger))
    for category in CATEGORIES:
        found = [
            node
            for node in registry.nodes.values()
            if node.category == category and not node.placeholder
        ]
        if found:
            parts.append(f"## {_TITLES[category]}")
        for node in sorted(found, key=lambda each: each.label):
            parts.extend(_node(node))
    parts.extend(_placeholders(registry))
    return page("Triggers and nodes", "`webhooks/nodes/`", parts)


def _trigger(trigger: TriggerType) -> Iterable[str]:
    yield f"### {trigger.label}"
    yield f"{code(trigger.type)}: {trigger.summary}"
    if trigger.fields:
        yield _fields([field.describe() for field in trigger.fields])
    if trigger.meta_fields:
        yield "In `meta`:"
        yield _fields([field.describe() for field in trigger.meta_fields])
    if trigger.example_data is not None:
        yield "The payload's `data`, for example:"
        yield _json(trigger.example_data)


def _node(node: NodeType) -> Iterable[str]:
    yield f"### {node.label}"
    yield f"{code(node.type)}: {node.summary}"
    if len(node.outputs) > 1:
        labels = ", ".join(
            f"{n} {output.label}" for n, output in enumerate(node.outputs)
        )
        more = ", then one for each case" if node.more_outputs else ""
        yield f"Outputs: {labels}{more}."
    if node.fields:
        yield _fields([field.describe() for field in node.fields])
    for example in node.examples:
        yield from _example(example)


def _fields(fields: Iterable[Mapping[str, Any]], prefix: str = "") -> str:
    return table(("Key", "Kind", "Default", "Meaning"), _rows(fields, prefix))


def _rows(
    fields: Iterable[Mapping[str, Any]], prefix: str = ""
) -> Iterable[tuple[str, str, str, str]]:
    for field in fields:
        name = prefix + field["name"]
        required = " Required." if field["required"] else ""
        default = field.get("default")
        yield (
            code(name),
            field["kind"],
            "" if default in (None, "", []) else code(json.dumps(default)),
            field["help"] + required + _choices(field),
        )
        more = "[]." if field["kind"] == "rows" else "."
        yield from _rows(field.get("fields", ()), name + more)


def _choices(field: Mapping[str, Any]) -> str:
    choices = field.get("choices")
    if not choices:
        return ""
    return " One of " + ", ".join(code(each["value"]) for each in choices) + "."


def _example(example: Example) -> Iterable[str]:
    yield f"{example.summary}:"
    yield _json({"config": example.config, "payload": example.before})
    if example.error:
        yield f"The run fails: {example.error}"
        return
    if isinstance(example.after, Mapping):
        yield "The payload afterwards:"
        yield _json(example.after)
    if example.output is not None:
        yield f"It goes on at the output {code(example.output)}."


def _placeholders(registry: Registry) -> Iterable[str]:
    nodes = [each.label for each in registry.nodes.values() if each.placeholder]
    triggers = [each.label for each in registry.triggers.values() if each.placeholder]
    names = sorted({*nodes, *triggers})
    yield "## What cannot exist here"
    yield (
        "These types of Losant's platform need devices, experiences, or other "
        "companies' clouds. A workflow that has them is imported and exported whole; "
        "such a node fails with a clear message when a run reaches it, and such a "
        "trigger never fires: " + ", ".join(names) + "."
    )


def _json(value: Any) -> str:
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return f"```json\n{text}\n```"
