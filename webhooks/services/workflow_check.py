"""What is wrong with a workflow that somebody is writing; nothing is stored.

Apart from saving, which refuses what this only reports, and apart from the
compiler, which knows neither globals nor the custom nodes of an application.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.services import workflow_custom_nodes, workflow_parts
from webhooks.services.definitions import made_apart
from webhooks.services.site import Site
from webhooks.services.workflow_parts import Parts, clean_parts
from webhooks.services.workflows import Workflow
from webhooks.workflows.graph import Workflow as Graph
from webhooks.workflows.node_type import ONE_OUTPUT, NodeType, Output
from webhooks.workflows.problem import Problem

_EXECUTE: Final = "CustomNodeExecuteNode"
_ENTRY: Final = re.compile(r"(\w+)\[(\d+)\]")
_LONGEST_OUTPUT: Final = 120

Outputs = dict[str, list[Output]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A workflow as somebody writes it; ``graph`` is None when it cannot run.

    ``outputs`` are those of the nodes that do not simply have their type's.
    """

    parts: Parts | None
    graph: Graph | None
    problems: tuple[Problem, ...]
    outputs: Outputs


def check(site: Site, workflow: Workflow, given: Mapping[str, Any]) -> Draft:
    """Return what the lists ``triggers``, ``nodes`` and ``globals`` come to.

    What saving would refuse as a whole is a problem like any other. Raises
    Unavailable.
    """
    try:
        parts = made_apart(site.store, given, partial(clean_parts, given))
    except Invalid as error:
        return Draft(None, None, (_problem(error),), {})
    workflow_parts.complete(
        parts, workflow.id, workflow.application_id, site.registry, lambda key: False
    )
    compiled = workflow_parts.compiled(site, parts, workflow.flow_class)
    outputs = {}
    if compiled.workflow is not None:
        outputs = varying_outputs(
            site, workflow.application_id, compiled.workflow, parts.nodes
        )
    return Draft(parts, compiled.workflow, compiled.problems, outputs)


def varying_outputs(
    site: Site, application_id: str, graph: Graph, nodes: Sequence[Mapping[str, Any]]
) -> Outputs:
    """Return the outputs, by node, that the node's type alone does not tell.

    Those of a switch, of a custom node with a single one, and of unknown types.
    """
    ids = workflow_custom_nodes.ids_in(nodes)
    custom = workflow_custom_nodes.by_id(site, application_id, ids) if ids else {}
    single = {
        row.id
        for row in custom.values()
        if (row.custom_node_config or {}).get("outputCount", 1) == 1
    }
    found: Outputs = {}
    for raw in nodes:
        config = raw.get("config") or {}
        type_ = graph.nodes[raw["id"]].type
        if raw["type"] == _EXECUTE and config.get("customNodeId") in single:
            found[raw["id"]] = list(ONE_OUTPUT)
        elif type_.more_outputs is not None or raw["type"] not in site.registry.nodes:
            found[raw["id"]] = _short(type_, config)
    return found


def _short(type_: NodeType, config: Mapping[str, Any]) -> list[Output]:
    return [
        Output(output.name, output.label[:_LONGEST_OUTPUT])
        for output in type_.outputs_for(config)
    ]


def _problem(error: Invalid) -> Problem:
    entry = _ENTRY.match(error.message)
    if entry is not None:
        return Problem(f"/{entry[1]}/{entry[2]}", error.message)
    return Problem(f"/{error.field}" if error.field else "", error.message)
