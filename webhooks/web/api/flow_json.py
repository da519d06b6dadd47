"""Workflows and versions as JSON, one by one and in lists."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from webhooks.services import (
    workflow_custom_nodes,
    workflow_definitions,
    workflow_statistics,
    workflow_versions,
)
from webhooks.services.secret_parts import without_secrets
from webhooks.services.workflows import Workflow, WorkflowDefinition, WorkflowVersion
from webhooks.web.api import resource
from webhooks.web.api.operation import Call
from webhooks.web.schemas.flow import Flow
from webhooks.web.schemas.flow_version import FlowVersion

_SHOWING = ("flow.get", "flows.get", "flowVersion.get", "flowVersions.get")
_PARTS = ("triggers", "nodes", "globals")
_COMPUTED = (*_PARTS, "stats", "deleted_in_develop", "custom_nodes")

Counts = Mapping[str, tuple[int, int]]


def flow(call: Call, row: Workflow) -> dict[str, Any]:
    """Return a workflow, a custom node with how often it is used."""
    item = flows(call, [row])[0]
    if row.flow_class == workflow_custom_nodes.CLASS:
        item["customNodeUseCount"] = workflow_custom_nodes.use_count(call.site, row)
    return item


def flows(call: Call, rows: Sequence[Workflow]) -> list[dict[str, Any]]:
    """Return several workflows with their develop versions."""
    numbers = [row.definition_id for row in rows]
    definitions = workflow_definitions.read(call.site, numbers)
    counts = workflow_statistics.counts(call.site, rows)
    items = [
        _flow(call, row, definitions[row.definition_id], counts[row.id]) for row in rows
    ]
    return _with_custom_nodes(call, items)


def version(call: Call, row: WorkflowVersion) -> dict[str, Any]:
    """Return a version."""
    return versions(call, [row])[0]


def versions(call: Call, rows: Sequence[WorkflowVersion]) -> list[dict[str, Any]]:
    """Return several versions, of one workflow or of many."""
    numbers = [row.definition_id for row in rows]
    definitions = workflow_definitions.read(call.site, numbers)
    owners = workflow_versions.owners_of(call.site, rows)
    counts = workflow_statistics.counts(call.site, owners.values())
    items = []
    for row in rows:
        owner = owners[row.workflow_id]
        own = {row.version: counts[owner.id].get(row.version, (0, 0))}
        items.append(_version(call, row, owner, definitions[row.definition_id], own))
    return _with_custom_nodes(call, items)


def _flow(
    call: Call, row: Workflow, definition: WorkflowDefinition, counts: Counts
) -> dict[str, Any]:
    fields: dict[str, Any] = Flow(exclude=(*_COMPUTED, "custom_node_use_count")).dump(
        row
    )
    fields |= {"deletedInDevelop": False, **_parts(call, definition)}
    application = f"/applications/{row.application_id}"
    links = {
        "application": application,
        "flows": f"{application}/flows",
        "self": f"{application}/flows/{row.id}",
    }
    return resource.item(call, "flow", fields, links) | {"stats": _stats(counts)}


def _version(
    call: Call,
    row: WorkflowVersion,
    owner: Workflow,
    definition: WorkflowDefinition,
    counts: Counts,
) -> dict[str, Any]:
    computed = (*_PARTS, "stats", "application_id", "flow_class", "name")
    fields: dict[str, Any] = FlowVersion(exclude=computed).dump(row)
    fields |= {
        "applicationId": owner.application_id,
        "flowClass": owner.flow_class,
        "name": owner.name,
        **_parts(call, definition),
    }
    one = f"/applications/{owner.application_id}/flows/{owner.id}"
    links = {
        "application": f"/applications/{owner.application_id}",
        "flow": one,
        "flowVersions": f"{one}/versions",
        "self": f"{one}/versions/{row.id}",
    }
    item = resource.item(call, "flowVersion", fields, links)
    return item | {"stats": _stats(counts)}


def _parts(call: Call, definition: WorkflowDefinition) -> dict[str, Any]:
    parts = {name: getattr(definition, name) for name in _PARTS}
    if not call.principal.sees_secrets(call.application_id, _SHOWING):
        # Passwords and keys may be in them.
        parts["globals"] = [{**each, "json": ""} for each in parts["globals"]]
        # Whoever may change nodes needs them whole, or would send the dots back.
        if not call.principal.may("flow.patch", call.application_id):
            parts["nodes"] = without_secrets(parts["nodes"])
    return parts


def _stats(counts: Counts) -> dict[str, Any]:
    # Outside the etag, which tells changes of the workflow itself.
    return {
        "runCount": sum(runs for runs, _ in counts.values()),
        "errorCount": sum(failed for _, failed in counts.values()),
        "byVersion": {
            name: {"runCount": runs, "errorCount": failed}
            for name, (runs, failed) in counts.items()
        },
    }


def _with_custom_nodes(call: Call, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add the custom nodes that are used, where the caller asks for them."""
    if not call.query.get("include_custom_nodes"):
        return items
    used = [workflow_custom_nodes.ids_in(item["nodes"]) for item in items]
    known = workflow_custom_nodes.by_id(
        call.site, call.application_id, set().union(*used)
    )
    for item, ids in zip(items, used, strict=True):
        item["customNodes"] = _described(known[id_] for id_ in sorted(ids & set(known)))
    return items


def _described(rows: Iterable[Workflow]) -> list[dict[str, Any]]:
    names = ("id", "name", "description", "icon_data", "custom_node_config")
    return [Flow(only=names).dump(row) for row in rows]
